/** A place in a text, shown. */

/** The text around a place, with a mark under it. */
export function pointAt(text: string, position: number): string {
  const from = Math.max(0, position - 40);
  const to = Math.min(text.length, position + 32);
  const [before, after] = [from > 0 ? "..." : "", to < text.length ? "..." : ""];
  const line = text.slice(from, to).replace(/\s/g, " ");
  return `\n    ${before}${line}${after}\n    ${" ".repeat(before.length + position - from)}^`;
}
