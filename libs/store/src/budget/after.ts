/** Calls after so many milliseconds; when it closes before, calls `onClose` at once instead. */
export function after(milliseconds: number, call: () => void, closing: AbortSignal, onClose?: () => void): void {
  const stop = () => {
    clearTimeout(timer);
    onClose?.();
  };
  const timer = setTimeout(() => {
    closing.removeEventListener("abort", stop);
    call();
  }, milliseconds);
  closing.addEventListener("abort", stop, { once: true });
}
