import { createTheme, type CSSVariablesResolver, type MantineColorsTuple } from "@mantine/core";

/** Mantine's names for grounds and lines in the dark, in the shades of the tokens; it mixes colours of its own from them. */
const darkGround: MantineColorsTuple = [
  "#e7ebee",
  "#c3ccd3",
  "#a3afb8",
  "#75818a",
  "#333c43",
  "#2b3339",
  "#1e2428",
  "#14181b",
  "#101416",
  "#0b0e10",
];

export const theme = createTheme({
  primaryColor: "blue",
  // The lighter shades stand against white with less than 4.5:1.
  primaryShade: { light: 9, dark: 8 },
  defaultRadius: "md",
  colors: { dark: darkGround },
  cursorType: "pointer",
  respectReducedMotion: true,
  fontFamily: "var(--type)",
  headings: {
    fontWeight: "650",
    sizes: {
      h1: { fontSize: "1.375rem", lineHeight: "1.3" },
      h2: { fontSize: "1.0625rem", lineHeight: "1.4" },
      h3: { fontSize: "0.9375rem", lineHeight: "1.4" },
    },
  },
  components: {
    // In the landmark of the view, and with nothing in it but its items, of which the first has the focus.
    Menu: { defaultProps: { withInitialFocusPlaceholder: false, portalProps: { target: "#content" } } },
    Modal: { styles: { header: { background: "var(--card)" }, title: { fontWeight: 650 } } },
    TableTr: { defaultProps: { role: "row" } },
    TableTd: { defaultProps: { role: "cell" } },
    Table: { defaultProps: { verticalSpacing: "xs", horizontalSpacing: "sm", highlightOnHover: true } },
    Tooltip: { defaultProps: { withArrow: true, openDelay: 300, events: { hover: true, focus: true, touch: true } } },
    Notification: { defaultProps: { closeButtonProps: { "aria-label": "Close" } } },
    // Beside tables and forms, which are of this size too.
    Text: { defaultProps: { size: "sm" } },
    Anchor: { defaultProps: { size: "sm" } },
    Paper: { defaultProps: { withBorder: true, radius: "md" } },
    Badge: { defaultProps: { radius: "sm", variant: "transparent" } },
  },
});

const ours = {
  "--mantine-color-body": "var(--paper)",
  "--mantine-color-text": "var(--ink)",
  "--mantine-color-dimmed": "var(--soft)",
  "--mantine-color-placeholder": "var(--soft)",
  "--mantine-color-error": "var(--bad)",
  "--mantine-color-anchor": "var(--busy)",
  "--mantine-color-default-border": "var(--line)",
};

/** Mantine's own greys and reds are paler than WCAG's AA wants on these grounds. */
export const cssVariables: CSSVariablesResolver = () => ({ variables: ours, light: ours, dark: ours });
