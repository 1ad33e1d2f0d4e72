/** Truncated series: sums of coefficient · w^exponent with fractions as exponents, up to O(w^order). */
import { mul, sumOf } from "../build.ts";
import type { Expression } from "../expression.ts";
import { number, one } from "../leaves.ts";
import * as q from "../../base/rational.ts";
import type { Rational } from "../../base/rational.ts";
import { surelyZero } from "./sure.ts";

export interface Term {
  readonly by: Expression;
  readonly at: Rational;
}

export interface Series {
  /** By rising exponents, none of them 0. */
  readonly terms: readonly Term[];
  /** Terms from this exponent on are not known; undefined: there are none. */
  readonly order: Rational | undefined;
}

export const constantSeries = (by: Expression): Series =>
  surelyZero(by) ? { terms: [], order: undefined } : { terms: [{ by, at: q.ZERO }], order: undefined };

export const isBefore = (a: Rational, order: Rational | undefined): boolean =>
  order === undefined || q.compareRational(a, order) < 0;

const lower = (a: Rational | undefined, b: Rational | undefined): Rational | undefined => {
  if (a === undefined || b === undefined) return a ?? b;
  return q.compareRational(a, b) <= 0 ? a : b;
};

/** The least exponent; that of the error where no term is known; undefined for exactly 0. */
export const valuationOf = ({ terms, order }: Series): Rational | undefined => terms[0]?.at ?? order;

/** Terms with the same exponent are added; those that vanish go. */
function gathered(terms: readonly Term[], order: Rational | undefined): Series {
  const groups = new Map<string, { at: Rational; parts: Expression[] }>();
  for (const { by, at } of terms) {
    if (!isBefore(at, order)) continue;
    const key = `${at.n}/${at.d}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { at, parts: [by] });
    else group.parts.push(by);
  }
  const kept: Term[] = [];
  for (const { at, parts } of groups.values()) {
    const by = sumOf(parts);
    if (!surelyZero(by)) kept.push({ by, at });
  }
  return { terms: kept.sort((a, b) => q.compareRational(a.at, b.at)), order };
}

export function addSeries(all: readonly Series[]): Series {
  return gathered(
    all.flatMap(({ terms }) => terms),
    all.reduce<Rational | undefined>((order, each) => lower(order, each.order), undefined),
  );
}

export function mulSeries(a: Series, b: Series): Series {
  const [va, vb] = [valuationOf(a), valuationOf(b)];
  if (va === undefined || vb === undefined) return { terms: [], order: undefined };
  const order = lower(a.order && q.addRational(a.order, vb), b.order && q.addRational(b.order, va));
  const terms: Term[] = [];
  for (const x of a.terms) {
    for (const y of b.terms) {
      const at = q.addRational(x.at, y.at);
      if (isBefore(at, order)) terms.push({ by: mul(x.by, y.by), at });
    }
  }
  return gathered(terms, order);
}

/** coefficient · w^by · series. */
export function shiftSeries({ terms, order }: Series, coefficient: Expression, by: Rational): Series {
  return {
    terms: terms.map((term) => ({ by: mul(coefficient, term.by), at: q.addRational(term.at, by) })),
    order: order && q.addRational(order, by),
  };
}

/** No more than `width` beyond the least exponent. */
export function narrowed(series: Series, width: number): Series {
  const first = series.terms[0];
  if (first === undefined) return series;
  const end = q.addRational(first.at, { n: BigInt(width), d: 1n });
  if (series.terms.every(({ at }) => isBefore(at, end))) return series;
  return { terms: series.terms.filter(({ at }) => isBefore(at, end)), order: lower(series.order, end) };
}

/** Σ c_k r^k for a series r that begins with a positive exponent. @param coefficient - c_k, called for 0, 1, 2, … in order */
export function composed(r: Series, coefficient: (k: number) => Expression, width: number): Series {
  const first = valuationOf(r);
  const parts: Series[] = [constantSeries(coefficient(0))];
  if (first === undefined) return parts[0];
  const end: Rational = { n: BigInt(width), d: 1n };
  let [power, at]: [Series, Rational] = [constantSeries(one), q.ZERO];
  for (let k = 1; ; k++) {
    at = q.addRational(at, first);
    if (!isBefore(at, end)) break;
    power = narrowedTo(mulSeries(power, r), end);
    parts.push(shiftSeries(power, coefficient(k), q.ZERO));
  }
  parts.push({ terms: [], order: at });
  return addSeries(parts);
}

const narrowedTo = ({ terms, order }: Series, end: Rational): Series => {
  const kept = terms.filter(({ at }) => isBefore(at, end));
  return { terms: kept, order: kept.length === terms.length ? order : lower(order, end) };
};

/** ∫ dw, term by term, without a constant; undefined where a term 1/w would give a logarithm. */
export function integratedSeries({ terms, order }: Series): Series | undefined {
  if (terms.some(({ at }) => at.n === -1n && at.d === 1n)) return undefined;
  return {
    terms: terms.map(({ by, at }) => {
      const next = q.addRational(at, q.ONE);
      return { by: mul(number(q.reciprocalRational(next)), by), at: next };
    }),
    order: order && q.addRational(order, q.ONE),
  };
}
