/** A text in which nothing opens a hole or a reference, wherever it stands. */
export function escapeText(text: string): string {
  return text.replace(/<<|\$\{/g, (opening) => `\\${opening}`);
}
