/** Words that a mistyped one may have meant. */

/** Words in the order of how much they resemble one. */
export function nearest(word: string, words: readonly string[]): string[] {
  const plain = (text: string): string => text.toLowerCase().replace(/[^a-z0-9]/g, "");
  const distance = new Map(words.map((other) => [other, distanceOf(plain(word).slice(0, 40), plain(other))]));
  return words.toSorted((a, b) => (distance.get(a) as number) - (distance.get(b) as number));
}

/** The least number of letters to put in, to leave out or to exchange (Levenshtein 1966). */
function distanceOf(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      next.push(Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1)));
    }
    row = next;
  }
  return row[b.length];
}
