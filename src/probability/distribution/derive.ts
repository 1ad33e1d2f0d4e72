/** What follows from the facts of a distribution, where it is not stated. */
import { fail } from "../../base/errors.ts";
import { type Shape, sizeOf } from "../../base/shapes.ts";
import { broadcast, reshapeTo } from "../../core/basic.ts";
import { makeTensor } from "../../core/convert.ts";
import { isTracing } from "../../core/program.ts";
import type { Tensor } from "../../core/tensor.ts";
import { add, div, mul, neg, square, sub } from "../../ops/arithmetic.ts";
import {
  equal,
  greaterEqual,
  isfinite,
  isnan,
  less,
  lessEqual,
  logicalAnd,
  logicalNot,
  where,
} from "../../ops/compare.ts";
import { eye } from "../../ops/diagonals.ts";
import { exp, expm1, log, log1p } from "../../ops/exponential.ts";
import { log1mexp } from "../../ops/logarithmic.ts";
import { argmax } from "../../ops/extrema.ts";
import { maximum, minimum } from "../../ops/maximum.ts";
import { sqrt } from "../../ops/power.ts";
import { sum } from "../../ops/reduce.ts";
import { floor } from "../../ops/rounding.ts";
import { stopGradient } from "../../ops/stopGradient.ts";
import { fractionOf } from "../../random/bits.ts";
import type { Key } from "../../random/key.ts";
import { checkValues } from "../../random/parameters.ts";
import { wordsOf } from "../../random/threefry.ts";
import type { Facts } from "./facts.ts";
import { failWithoutCdf, failWithoutMode, failWithoutSum, requireFormula, requireNumber } from "./refusals.ts";
import { solveImplicitly } from "./implicit.ts";
import { topOf } from "./mode.ts";
import { type Bulk, type Integral, integrate } from "./quadrature.ts";
import type { Tail } from "./invertible.ts";
import { searchQuantile, solveQuantile } from "./quantile.ts";

/** log density or probability; -Infinity outside of the support. NaN stays NaN. */
export function logProbOf(facts: Facts, x: Tensor): Tensor {
  const { support, logProb, eventShape } = facts;
  const inside = support.holds(x);
  const found = where(inside, logProb(eventShape.length === 2 ? matricesInside(x, inside) : x), -Infinity);
  return eventShape.length === 0 ? where(logicalAnd(isnan(x), logicalNot(inside)), NaN, found) : found;
}

/** Factorizations fail at matrices that have none: such are not looked at. */
function matricesInside(x: Tensor, inside: Tensor): Tensor {
  const [n, m] = x.shape.slice(-2);
  return where(reshapeTo(inside, [...inside.shape, 1, 1]), x, n === m ? eye(n) : 0);
}

/** Whether a value has a probability of its own. */
export function atomsOf(facts: Facts, x: Tensor): Tensor {
  if (facts.kind === "continuous") return less(0, mul(x, 0));
  return facts.kind === "discrete" || facts.atoms === undefined ? facts.support.holds(x) : facts.atoms(x);
}

// ---------------------------------------------------------------- distribution functions

/** 0 and 1, or their logarithms, beyond the ends; a discrete function is that of the integer below. */
function between(facts: Facts, x: Tensor, f: (x: Tensor) => Tensor, below: number, above: number): Tensor {
  const { kind, support } = facts;
  const low = support.low ?? -Infinity;
  const high = support.high ?? Infinity;
  const at = kind === "discrete" ? floor(x) : x;
  // No probability stands on the lower end of a density.
  const isBelow = kind === "continuous" || support.low === undefined ? lessEqual(at, low) : less(at, low);
  return where(isBelow, below, where(greaterEqual(at, high), above, f(at)));
}

function rawCdf(facts: Facts, x: Tensor): Tensor {
  const { cdf, sf, logCdf, logSf } = facts;
  if (cdf !== undefined) return cdf(x);
  if (sf !== undefined) return sub(1, sf(x));
  if (logCdf !== undefined) return exp(logCdf(x));
  return logSf === undefined ? failWithoutCdf(facts) : neg(expm1(logSf(x)));
}

function rawSf(facts: Facts, x: Tensor): Tensor {
  const { sf, logSf, logCdf } = facts;
  if (sf !== undefined) return sf(x);
  if (logSf !== undefined) return exp(logSf(x));
  return logCdf === undefined ? sub(1, rawCdf(facts, x)) : neg(expm1(logCdf(x)));
}

export function cdfOf(facts: Facts, x: Tensor): Tensor {
  requireNumber(facts, "cdf");
  return between(facts, x, (at) => rawCdf(facts, at), 0, 1);
}

export function sfOf(facts: Facts, x: Tensor): Tensor {
  requireNumber(facts, "sf");
  return between(facts, x, (at) => rawSf(facts, at), 1, 0);
}

export function logCdfOf(facts: Facts, x: Tensor): Tensor {
  requireNumber(facts, "logCdf");
  const { logCdf } = facts;
  const raw = (at: Tensor): Tensor => {
    if (logCdf !== undefined) return logCdf(at);
    const f = rawCdf(facts, at);
    const rest = facts.logSf === undefined ? log1p(neg(rawSf(facts, at))) : log1mexp(neg(facts.logSf(at)));
    return where(less(f, 0.5), log(f), rest);
  };
  return between(facts, x, raw, -Infinity, 0);
}

export function logSfOf(facts: Facts, x: Tensor): Tensor {
  requireNumber(facts, "logSf");
  const { logSf } = facts;
  const raw = (at: Tensor): Tensor => {
    if (logSf !== undefined) return logSf(at);
    const s = rawSf(facts, at);
    const rest = facts.logCdf === undefined ? log1p(neg(rawCdf(facts, at))) : log1mexp(neg(facts.logCdf(at)));
    return where(less(s, 0.5), log(s), rest);
  };
  return between(facts, x, raw, 0, -Infinity);
}

// ---------------------------------------------------------------- quantiles

/** The quantile of a probability, of the lower or the upper tail. */
export function quantileOf(facts: Facts, q: Tensor, tail: Tail): Tensor {
  const name = tail === "cdf" ? "icdf" : "isf";
  requireNumber(facts, name);
  const p = checkValues(q, "probability", `${facts.name}.${name}`, "q");
  const low = facts.support.low ?? -Infinity;
  const high = facts.support.high ?? Infinity;
  const [first, last] = tail === "cdf" ? [low, high] : [high, low];
  const inner = (at: Tensor): Tensor => {
    const stated = tail === "cdf" ? facts.icdf : facts.isf;
    return stated?.(at) ?? (facts.kind === "discrete" ? searched(facts, at, tail) : solved(facts, at, tail));
  };
  // NaN from the formulas at the ends does not matter.
  return where(lessEqual(p, 0), first, where(greaterEqual(p, 1), last, inner(p)));
}

/** Whether there are numbers, and nothing is recorded. */
const isKnown = (values: readonly Tensor[]): boolean => !isTracing() && values.every((x) => x.isConcrete);

function solved(facts: Facts, q: Tensor, tail: Tail): Tensor {
  const open = (args: readonly Tensor[]): Tensor =>
    where(logicalNot(lessEqual(args[0], 0)), where(greaterEqual(args[0], 1), 0.5, args[0]), 0.5);
  return solveImplicitly(
    {
      name: `${facts.name}.${tail === "cdf" ? "icdf" : "isf"}`,
      solve: (args) => {
        const d = facts.remake(args.slice(1));
        return solveQuantile(
          {
            cdf: (x) => cdfOf(d, x),
            sf: (x) => sfOf(d, x),
            logProb: (x) => logProbOf(d, x),
            low: d.support.low ?? -Infinity,
            high: d.support.high ?? Infinity,
            batchShape: d.batchShape,
            isKnown: isKnown(args),
            start: d.values === undefined ? undefined : d.mean?.(),
          },
          open(args),
          tail,
        );
      },
      residual: (x, args) => {
        const d = facts.remake(args.slice(1));
        return tail === "cdf" ? sub(rawCdf(d, x), args[0]) : sub(args[0], rawSf(d, x));
      },
      slope: (x, args) => exp(facts.remake(args.slice(1)).logProb(x)),
    },
    [q, ...facts.leaves],
  );
}

function searched(facts: Facts, q: Tensor, tail: Tail): Tensor {
  const start = facts.mean?.() ?? facts.support.low ?? 0;
  return stopGradient(
    searchQuantile(
      {
        cdf: (x) => cdfOf(facts, x),
        sf: (x) => sfOf(facts, x),
        low: facts.support.low ?? -Infinity,
        high: facts.support.high ?? Infinity,
        batchShape: facts.batchShape,
        isKnown: isKnown(facts.leaves),
      },
      where(lessEqual(q, 0), 0.5, where(greaterEqual(q, 1), 0.5, q)),
      tail,
      finite(add(start, mul(q, 0))),
    ),
  );
}

/** Where a mean is infinite or NaN, the search begins at 0. */
const finite = (x: Tensor): Tensor => where(lessEqual(mul(x, 0), 0), x, 0);

// ---------------------------------------------------------------- draws

/** Draws of the shape, which ends with that of the batch. */
export function sampleOf(facts: Facts, key: Key, shape: Shape): Tensor {
  const { sample, gradient } = facts;
  if (sample === undefined) return byInversion(facts, key, shape);
  if (gradient === "exact") return sample(key, shape);
  if (gradient === "none") return stopGradient(sample(key, shape));
  return solveImplicitly(
    {
      name: `${facts.name}.sample`,
      solve: ([words, ...leaves]) => (facts.remake(leaves).sample as NonNullable<Facts["sample"]>)(words, shape),
      residual: (x, [, ...leaves]) => rawCdf(facts.remake(leaves), x),
      slope: (x, [, ...leaves]) => exp(facts.remake(leaves).logProb(x)),
    },
    [key, ...facts.leaves],
  );
}

function byInversion(facts: Facts, key: Key, shape: Shape): Tensor {
  const { dtype } = facts;
  const u = add(fractionOf(wordsOf(key, shape), dtype), dtype === "float64" ? 2 ** -53 : 2 ** -24);
  return quantileOf(facts, u, "cdf");
}

// ---------------------------------------------------------------- moments

/** The quantile of one probability, for the whole batch. */
function quantileAt(facts: Facts, q: number, tail: Tail): Tensor {
  const { batchShape, dtype, name } = facts;
  return broadcast(quantileOf(facts, broadcast(makeTensor(q, dtype, name), batchShape), tail), batchShape);
}

/** The middle and the width of the bulk, by quartiles. */
const bulkOf = (facts: Facts): Bulk => ({
  center: quantileAt(facts, 0.5, "cdf"),
  width: sub(quantileAt(facts, 0.25, "sf"), quantileAt(facts, 0.25, "cdf")),
});

const MOST_TERMS = 10000000;
const TAIL = 1e-30;

/** E f(X): an integral over a density, a sum over single points. f is seen at values [n, ...batch]. */
export function expectationOf(facts: Facts, f: (x: Tensor) => Tensor, what = "expectation"): Integral {
  requireFormula(facts, what);
  if (facts.kind === "continuous") return integrate(facts, bulkOf(facts), f);
  if (facts.kind === "mixed" && facts.enumerate === undefined) failWithoutSum(facts);
  const x = pointsOf(facts);
  const parts = mul(f(x), exp(logProbOf(facts, x)));
  return { value: sum(parts, 0), error: mul(sum(parts, 0), 0) };
}

/** The points of a discrete law that carry all but 1e-30 of the probability, along a first axis. */
function pointsOf(facts: Facts): Tensor {
  if (facts.enumerate !== undefined) return facts.enumerate();
  const [low, high] = (["cdf", "sf"] as const).map((tail) => quantileAt(facts, TAIL, tail).toArray());
  if (sizeOf(facts.batchShape) === 0) return quantileAt(facts, TAIL, "cdf").reshape([0, ...facts.batchShape]);
  const flat = (x: unknown): number[] => (Array.isArray(x) ? x.flatMap(flat) : [x as number]);
  const [least, most] = [Math.min(...flat(low)), Math.max(...flat(high))];
  const count = most - least + 1;
  if (count * Math.max(1, sizeOf(facts.batchShape)) > MOST_TERMS) {
    fail("budget", {
      op: facts.name,
      limit: MOST_TERMS,
      unit: "terms of a sum",
      fix: "ask for a smaller batch, or estimate by draws: f(d.sample(key, [n])).mean(0)",
    });
  }
  const values = Float64Array.from({ length: count }, (_, i) => least + i);
  const axes = new Array<number>(facts.batchShape.length).fill(1);
  return broadcast(makeTensor(values, facts.dtype, facts.name).reshape([count, ...axes]), [count, ...facts.batchShape]);
}

export const meanOf = (facts: Facts): Tensor => facts.mean?.() ?? expectationOf(facts, (x) => x, "mean").value;

/** E (X - mean)^k. */
function centralMoment(facts: Facts, k: number): Tensor {
  const mean = meanOf(facts);
  return expectationOf(facts, (x) => {
    const away = sub(x, mean);
    const even = square(away);
    return k === 2 ? even : k === 3 ? mul(even, away) : square(even);
  }).value;
}

export const varianceOf = (facts: Facts): Tensor =>
  facts.variance?.() ?? (requireFormula(facts, "variance"), centralMoment(facts, 2));

export function skewnessOf(facts: Facts): Tensor {
  requireNumber(facts, "skewness");
  if (facts.skewness !== undefined) return facts.skewness();
  const variance = varianceOf(facts);
  return div(centralMoment(facts, 3), mul(variance, sqrt(variance)));
}

export function kurtosisOf(facts: Facts): Tensor {
  requireNumber(facts, "kurtosis");
  return facts.kurtosis?.() ?? sub(div(centralMoment(facts, 4), square(varianceOf(facts))), 3);
}

export const entropyOf = (facts: Facts): Tensor =>
  facts.entropy?.() ?? neg(expectationOf(facts, (x) => finiteOr0(logProbOf(facts, x)), "entropy").value);

const finiteOr0 = (x: Tensor): Tensor => where(greaterEqual(x, -Number.MAX_VALUE), x, 0);

export const medianOf = (facts: Facts): Tensor => facts.median?.() ?? quantileAt(facts, 0.5, "cdf");

/** At so many levels of probability the density is looked at, and far out in the tails. */
const LEVELS = 256;
const FAR = 1e-6;

/** Two values that have the highest top of the density between them. */
function aroundTop(facts: Facts): readonly [from: Tensor, to: Tensor] {
  const { batchShape, dtype, name, support } = facts;
  const inner = Array.from({ length: LEVELS - 1 }, (_, i) => (i + 1) / LEVELS);
  const levels = [FAR, ...inner, 1 - FAR];
  const column = (values: readonly number[]): Tensor =>
    reshapeTo(makeTensor([...values], dtype, name), [values.length, ...batchShape.map(() => 1)]);
  const x = stopGradient(quantileOf(facts, broadcast(column(levels), [levels.length, ...batchShape]), "cdf"));
  const best = argmax(stopGradient(logProbOf(facts, x)), 0);
  const places = column(levels.map((_, i) => i));
  const at = (place: Tensor): Tensor => sum(where(equal(places, place), x, 0), 0);
  const [first, last] = [at(maximum(sub(best, 1), 0)), at(minimum(add(best, 1), levels.length - 1))];
  const end = (value: Tensor | number | undefined, otherwise: Tensor): Tensor =>
    value === undefined ? otherwise : where(isfinite(value), value, otherwise);
  return [
    stopGradient(where(lessEqual(best, 0), end(support.low, first), first)),
    stopGradient(where(greaterEqual(best, levels.length - 1), end(support.high, last), last)),
  ];
}

export function modeOf(facts: Facts): Tensor {
  if (facts.mode !== undefined) return facts.mode();
  if (facts.eventShape.length > 0 || facts.kind === "mixed") failWithoutMode(facts);
  if (facts.kind === "discrete") return topOfCounts(facts);
  return topOf(facts, ...aroundTop(facts));
}

/** The first integer after which probabilities fall, of a law with one top. */
function topOfCounts(facts: Facts): Tensor {
  const { low = -Infinity, high = Infinity } = facts.support;
  const falls = (x: Tensor): Tensor =>
    where(lessEqual(logProbOf(facts, add(x, 1)), logProbOf(facts, x)), 1, add(mul(x, 0), 0));
  const start = finite(broadcast(meanOf(facts), facts.batchShape));
  const half = broadcast(makeTensor(0.5, facts.dtype, facts.name), facts.batchShape);
  const { batchShape, leaves } = facts;
  const d = { cdf: falls, sf: (x: Tensor) => sub(1, falls(x)), low, high, batchShape, isKnown: isKnown(leaves) };
  return stopGradient(searchQuantile(d, half, "cdf", start));
}
