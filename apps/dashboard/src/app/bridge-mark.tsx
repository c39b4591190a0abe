/** The product's sign: two arches in the colours of both helpdesks. */
export function BridgeMark() {
  return (
    <svg viewBox="0 0 32 32" width="28" height="28" aria-hidden fill="none" strokeWidth="4">
      <path d="M4 24V14a6 6 0 0 1 12 0v10" stroke="var(--superoffice)" />
      <path d="M16 24V14a6 6 0 0 1 12 0v10" stroke="var(--requestor)" />
    </svg>
  );
}
