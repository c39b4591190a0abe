/** An alert in the colours of a tone; Mantine's own are paler than is wanted. */
export function alertColours(tone: "wait" | "bad") {
  const colour = `var(--${tone})`;
  return {
    root: { background: `var(--${tone}-tint)`, border: `1px solid ${colour}` },
    icon: { color: colour },
    title: { color: colour },
    message: { color: "var(--ink)" },
  };
}
