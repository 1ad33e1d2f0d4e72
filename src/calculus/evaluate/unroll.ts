/** What has a value only once it is worked out: derivatives that stand in a formula, and sums with numbers for bounds. */
import { sumOf } from "../build.ts";
import { carryOutDerivatives } from "../differentiate/carry.ts";
import type { Expression } from "../expression.ts";
import { number, rationalOf } from "../leaves.ts";
import { partsOf, substituteAll, transform } from "../substitute.ts";

/** Longer sums stay sums: they would take too long. */
const MOST_TERMS = 10_000n;

/** A formula with derivatives carried out and sums written out, as far as that goes. */
export function workedOut(f: Expression): Expression {
  const parts = partsOf(f);
  const plain = parts.some(({ kind }) => kind === "derivative") ? carryOutDerivatives(f) : f;
  return parts.some(({ kind }) => kind === "series") ? writtenOut(plain) : plain;
}

function writtenOut(f: Expression): Expression {
  return transform(f, (part) => {
    if (part.kind !== "series") return undefined;
    const [term, index, from, to] = part.args;
    const [first, last] = [from, to].map((bound) => bound && rationalOf(bound));
    if (first?.d !== 1n || last?.d !== 1n || last.n - first.n >= MOST_TERMS) return undefined;
    const terms: Expression[] = [];
    for (let k = first.n; k <= last.n; k++) terms.push(substituteAll(term, new Map([[index, number(k)]])));
    return writtenOut(sumOf(terms));
  });
}
