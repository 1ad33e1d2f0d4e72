/** Lists of which some entries count. */

export type Mask = readonly boolean[];

/** The entries that count. */
export const keep = <T>(list: readonly T[], mask: Mask): T[] => list.filter((_, i) => mask[i]);

/** The kept ones back at their places. */
export function spread<T>(kept: readonly T[], mask: Mask): (T | undefined)[] {
  let next = 0;
  return mask.map((is) => (is ? kept[next++] : undefined));
}

export const defined = (list: readonly unknown[]): boolean[] => list.map((x) => x !== undefined);

/** Widens a mask until it does not grow any more: what follows from it is in it. */
export function settle(start: Mask, follow: (mask: Mask) => Mask): Mask {
  for (let mask = start; ; ) {
    const found = follow(mask);
    const next = mask.map((is, i) => is || found[i]);
    if (next.every((is, i) => is === mask[i])) return mask;
    mask = next;
  }
}
