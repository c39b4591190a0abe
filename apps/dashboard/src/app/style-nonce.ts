/** What the bridge's content security policy lets style elements in by; given anew with each load of the page. */
export function styleNonce(): string {
  return document.querySelector<HTMLMetaElement>('meta[name="style-nonce"]')?.content ?? "";
}
