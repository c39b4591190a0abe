/** Text as markup that shows it, spelt as the sanitiser spells it, so that cleaning leaves it as it is. */
export function escapeHtml(text: string): string {
  return text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");
}
