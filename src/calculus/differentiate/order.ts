/** The order in which rules go through terms and factors: derivations follow the printed line, quick derivatives do not sort. */
import type { Expression } from "../expression.ts";
import { arranger } from "../print/arrange.ts";
import type { Display } from "../print/display.ts";
import { type Entry, sortFactors, sortTerms } from "../print/order.ts";

/** Orders parts; the result of a rule does not depend on it, its story does. */
export interface Ordering {
  readonly terms: (parts: readonly Expression[]) => readonly Expression[];
  readonly factors: (parts: readonly Expression[]) => readonly Expression[];
}

export const asTheyStand: Ordering = { terms: (parts) => parts, factors: (parts) => parts };

export const asPrinted: Ordering = {
  terms: (parts) => sortedBy(sortTerms, parts),
  factors: (parts) => sortedBy(sortFactors, parts),
};

function sortedBy(sort: (entries: Entry[]) => Display[], parts: readonly Expression[]): readonly Expression[] {
  if (parts.length < 2) return parts;
  const shown = new Map(parts.map((part) => [arranger.arrange(part), part]));
  const entries = [...shown].map(([display, { hash }]) => ({ display, hash }));
  return sort(entries).map((display) => shown.get(display) as Expression);
}
