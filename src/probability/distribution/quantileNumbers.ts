/** Quantiles of known numbers: as in quantile.ts, with the work that remains shrinking as values are found. */
import { sizeOf, type Shape } from "../../base/shapes.ts";
import { broadcast } from "../../core/basic.ts";
import { makeTensor } from "../../core/convert.ts";
import { arrayOf, type Tensor, wrap } from "../../core/tensor.ts";
import {
  EPSILON,
  type Invertible,
  LARGEST,
  MOST_DOUBLINGS,
  MOST_STEPS,
  PATIENCE,
  SMALL,
  type Tail,
} from "./invertible.ts";

type Dtype = "float64" | "float32";

/** A function of values in the order of the whole, or of those at some places. */
type At = (x: Float64Array, places: Int32Array) => ArrayLike<number>;

/** What is asked for, place by place; `byLower`: the lower of the two probabilities is the smaller one, which alone is precise. */
interface Asked {
  readonly shape: Shape;
  readonly dtype: Dtype;
  readonly lower: Float64Array;
  readonly upper: Float64Array;
  readonly byLower: Uint8Array;
  /** One distribution for all places, so that places can be left out. */
  readonly isSingle: boolean;
}

const numbersOf = (x: Tensor | number, shape: Shape, dtype: Dtype): Float64Array =>
  Float64Array.from(arrayOf(broadcast(typeof x === "number" ? makeTensor(x, dtype, "icdf") : x, shape)));

function askedOf(q: Tensor, tail: Tail, shape: Shape, isSingle: boolean): Asked {
  const dtype: Dtype = q.dtype === "float32" ? "float32" : "float64";
  const given = numbersOf(q, shape, dtype);
  const rest = given.map((p) => 1 - p);
  const [lower, upper] = tail === "cdf" ? [given, rest] : [rest, given];
  return { shape, dtype, lower, upper, isSingle, byLower: Uint8Array.from(lower, (p, i) => (p <= upper[i] ? 1 : 0)) };
}

const tensorOf = (x: Float64Array, shape: Shape, dtype: Dtype): Tensor =>
  wrap(dtype === "float64" ? x.slice() : Float32Array.from(x), shape, dtype);

/** The function at places: of these alone where there is one distribution, else of all. */
function evaluator({ shape, dtype, isSingle }: Asked, f: (x: Tensor) => Tensor): At {
  return (x, places) => {
    if (isSingle) {
      const few = Float64Array.from(places, (i) => x[i]);
      return arrayOf(broadcast(f(tensorOf(few, [few.length], dtype)), [few.length]));
    }
    const all = arrayOf(broadcast(f(tensorOf(x, shape, dtype)), shape));
    return Float64Array.from(places, (i) => all[i]);
  };
}

/** Places that go by the lower tail and those that go by the upper one. */
function split(places: Int32Array, byLower: Uint8Array): readonly (readonly [Int32Array, "cdf" | "sf"])[] {
  const parts = [
    [places.filter((i) => byLower[i] === 1), "cdf"],
    [places.filter((i) => byLower[i] === 0), "sf"],
  ] as const;
  return parts.filter(([some]) => some.length > 0);
}

const everyPlace = (n: number): Int32Array => Int32Array.from({ length: n }, (_, i) => i);

// ---------------------------------------------------------------- densities

/** The state of a search at every place. */
interface Search {
  readonly x: Float64Array;
  readonly from: Float64Array;
  readonly to: Float64Array;
  /** How far the logarithms of the probabilities were apart the last time. */
  readonly gap: Float64Array;
}

/** From so many values on, those between are interpolated first. */
const MANY = 200;

export function solveNumbers(d: Invertible, q: Tensor, tail: Tail, shape: Shape): Tensor {
  const asked = askedOf(q, tail, shape, d.batchShape.length === 0);
  const { dtype } = asked;
  const most = LARGEST[dtype];
  const end = (x: Tensor | number): Float64Array =>
    numbersOf(x, shape, dtype).map((v) => Math.min(Math.max(v, -most), most));
  const [from, to] = [end(d.low), end(d.high)];
  const first = d.start === undefined ? undefined : numbersOf(d.start, shape, dtype);
  const isInside = (at: number | undefined, i: number): at is number => at !== undefined && at > from[i] && at < to[i];
  const x = from.map((a, i) =>
    isInside(first?.[i], i) ? (first as Float64Array)[i] : middleOf(a, to[i], SMALL[dtype]),
  );
  const search: Search = { x, from, to, gap: new Float64Array(x.length).fill(Infinity) };
  const all = everyPlace(sizeOf(shape));
  if (asked.isSingle && all.length >= MANY) startBetween(d, asked, search);
  refine(d, asked, search, all);
  return tensorOf(x, shape, dtype);
}

/** Newton's method inside brackets, with halvings, at the places that are still open. */
function refine(d: Invertible, asked: Asked, search: Search, places: Int32Array): void {
  const density = evaluator(asked, d.logProb);
  const tails = { cdf: evaluator(asked, d.cdf), sf: evaluator(asked, d.sf) };
  let open = places;
  for (let step = 0; open.length > 0 && step < MOST_STEPS; step++) {
    const next: Int32Array[] = [];
    for (const [some, which] of split(open, asked.byLower)) {
      const [p, logs] = [tails[which](search.x, some), density(search.x, some)];
      next.push(some.filter((i, j) => !advance(asked, search, i, p[j], Math.exp(logs[j]), step)));
    }
    open = next.length === 1 ? next[0] : Int32Array.from(next.flatMap((some) => [...some]));
  }
}

/** One step at one place; true when it is done. */
function advance(
  asked: Asked,
  { x, from, to, gap }: Search,
  i: number,
  p: number,
  density: number,
  step: number,
): boolean {
  const { dtype, byLower, lower, upper } = asked;
  const [epsilon, small] = [EPSILON[dtype], SMALL[dtype]];
  const isLower = byLower[i] === 1;
  const target = isLower ? lower[i] : upper[i];
  const at = x[i];
  // On a plateau of the distribution function the first of its values is meant.
  if (p === target && density > 0) return true;
  if (isLower ? p < target : p > target) from[i] = at;
  else to[i] = at;
  const away = (p - target) / target;
  const logs = Math.abs(away) < 0.5 ? Math.log1p(away) : Math.log(p) - Math.log(target);
  const move = ((isLower ? 1 : -1) * logs * p) / density;
  const newton = at - move;
  const size = Math.abs(logs);
  // Where the density is infinite, a step of 0 says nothing; where rounding is reached, the steps no longer shrink.
  const isNear =
    size <= 2 * epsilon || Math.abs(move) <= epsilon * Math.abs(at) || (size < 2 ** 16 * epsilon && size > gap[i] / 2);
  if (isNear && move !== 0 && Number.isFinite(newton)) {
    x[i] = Math.min(Math.max(newton, from[i]), to[i]);
    return true;
  }
  gap[i] = size;
  if (to[i] - from[i] <= epsilon * Math.max(Math.abs(from[i]), Math.abs(to[i]))) {
    x[i] = to[i];
    return true;
  }
  const isInside = newton > from[i] && newton < to[i];
  // Far ends are those of the numbers; others were met on the way, and their middle is likely to be of use.
  const isFar = Math.max(Math.abs(from[i]), Math.abs(to[i])) > LARGEST[dtype] / 4;
  const middle = isFar || step % 2 === 0 ? middleOf(from[i], to[i], small) : from[i] + (to[i] - from[i]) * 0.5;
  x[i] = isInside && (step <= PATIENCE || step % 3 !== 2) ? newton : middle;
  if (dtype === "float32") x[i] = Math.fround(x[i]);
  return false;
}

/** As the function of tensors in quantile.ts. */
function middleOf(from: number, to: number, small: number): number {
  if (to - from <= 0.5 * Math.max(Math.abs(from), Math.abs(to))) return from + (to - from) * 0.5;
  const start = Math.log(small);
  const scaled = (x: number): number => (x === 0 ? 0 : Math.sign(x) * Math.max(Math.log(Math.abs(x)) - start, 0));
  const at = 0.5 * (scaled(from) + scaled(to));
  const middle = at === 0 ? 0 : Math.sign(at) * Math.exp(Math.abs(at) + start);
  return Math.min(Math.max(middle, from), to);
}

/** Solves at some of the sorted probabilities, and begins between these, where the inverse function with its slopes says. */
function startBetween(d: Invertible, asked: Asked, { x, from, to }: Search): void {
  const { lower, upper } = asked;
  // 1 - q is exact above 1/2 only: the smaller of the two orders them.
  const level = (i: number): number => (lower[i] <= upper[i] ? lower[i] - 0.5 : 0.5 - upper[i]);
  const levels = Float64Array.from(lower, (_, i) => level(i));
  const order = everyPlace(lower.length).sort((a, b) => levels[a] - levels[b]);
  const stride = Math.ceil(Math.sqrt(order.length));
  const knots = order.filter((_, j) => j % stride === 0 || j === order.length - 1);
  const gap = new Float64Array(x.length).fill(Infinity);
  refine(d, asked, { x, from, to, gap }, knots);
  const slopes = Float64Array.from(evaluator(asked, d.logProb)(x, knots), (v) => Math.exp(-v));
  order.forEach((i, j) => {
    const k = Math.floor(j / stride);
    if (j % stride === 0 || k + 1 >= knots.length) return;
    const [a, b] = [knots[k], knots[k + 1]];
    if (i === b) return;
    // Half a unit of rounding beyond, for the distribution function need not be monotone to the last digit.
    const slack = 4 * EPSILON[asked.dtype] * Math.max(Math.abs(x[a]), Math.abs(x[b]));
    from[i] = Math.max(from[i], x[a] - slack);
    to[i] = Math.min(to[i], x[b] + slack);
    const at = between(levels[i], levels[a], levels[b], x[a], x[b], slopes[k], slopes[k + 1]);
    x[i] = at > from[i] && at < to[i] ? at : middleOf(from[i], to[i], SMALL[asked.dtype]);
    if (asked.dtype === "float32") x[i] = Math.fround(x[i]);
  });
}

/** The cubic with these values and slopes at two places. */
function between(t: number, a: number, b: number, from: number, to: number, slopeA: number, slopeB: number): number {
  const width = b - a;
  if (!(width > 0)) return from;
  const s = (t - a) / width;
  const [rest, rise] = [1 - s, to - from];
  return from + s * s * (3 - 2 * s) * rise + s * rest * width * (rest * slopeA - s * slopeB);
}

// ---------------------------------------------------------------- integers

/** So many values of the distribution function are tabulated at once. */
const MOST_TABULATED = 1 << 16;

export function searchNumbers(
  d: Omit<Invertible, "logProb">,
  q: Tensor,
  tail: Tail,
  shape: Shape,
  start: Tensor,
): Tensor {
  const asked = askedOf(q, tail, shape, d.batchShape.length === 0);
  const { dtype } = asked;
  const [below, limit] = [numbersOf(d.low, shape, dtype).map((v) => v - 1), numbersOf(d.high, shape, dtype)];
  const first = numbersOf(start, shape, dtype).map((v) => Math.floor(v));
  const from = first.map((v, i) => Math.max(v - 1, below[i]));
  const to = first.map((v, i) => Math.min(Math.max(v, below[i] + 1), limit[i]));
  const range: Range = { from, to, below, limit };
  const need = needOf(asked, tail);
  const reached = reachedOf(d, asked, need);
  const all = everyPlace(first.length);
  const rest = asked.isSingle && all.length >= MANY ? tabulate(d, asked, need, range, reached) : all;
  widen(reached, range, rest);
  halve(reached, range, rest);
  return tensorOf(to, shape, dtype);
}

/** `from` never reaches the probability, `to` does; both stay between `below` and `limit`. */
interface Range {
  readonly from: Float64Array;
  readonly to: Float64Array;
  readonly below: Float64Array;
  readonly limit: Float64Array;
}

/** Whether the values have the probability that is asked for at places. */
type Reached = (x: Float64Array, places: Int32Array) => Uint8Array;

/** What the lower tail must be at least, and the upper one at most. */
interface Need {
  readonly least: Float64Array;
  readonly most: Float64Array;
}

/** The complement of what was given is known to half a unit in the last place of 1 only. */
function needOf({ dtype, lower, upper }: Asked, tail: Tail): Need {
  const slack = dtype === "float32" ? 2 ** -24 : 2 ** -53;
  return tail === "cdf"
    ? { least: lower, most: upper.map((p) => p + slack) }
    : { least: lower.map((p) => p - slack), most: upper };
}

function reachedOf(d: Omit<Invertible, "logProb">, asked: Asked, { least, most }: Need): Reached {
  const tails = { cdf: evaluator(asked, d.cdf), sf: evaluator(asked, d.sf) };
  return (x, places) => {
    const found = new Uint8Array(x.length);
    for (const [some, which] of split(places, asked.byLower)) {
      const p = tails[which](x, some);
      some.forEach((i, j) => (found[i] = (which === "cdf" ? p[j] >= least[i] : p[j] <= most[i]) ? 1 : 0));
    }
    return found;
  };
}

/** Finds the quantiles in one table of all values between the least and the largest of them; the places where it cannot. */
function tabulate(
  d: Omit<Invertible, "logProb">,
  asked: Asked,
  { least, most }: Need,
  range: Range,
  reached: Reached,
): Int32Array {
  const { lower, upper, byLower } = asked;
  const all = everyPlace(lower.length);
  const first = all.reduce((a, b) => (lower[b] < lower[a] ? b : a), 0);
  const last = all.reduce((a, b) => (upper[b] < upper[a] ? b : a), 0);
  const both = Int32Array.from(new Set([first, last]));
  widen(reached, range, both);
  halve(reached, range, both);
  const { to } = range;
  const count = to[last] - to[first] + 1;
  if (!(count > 0 && count <= Math.min(MOST_TABULATED, 4 * all.length))) return all;
  const values = Float64Array.from({ length: count }, (_, k) => to[first] + k);
  const places = everyPlace(count);
  const [cdf, sf] = [evaluator(asked, d.cdf)(values, places), evaluator(asked, d.sf)(values, places)];
  for (const i of all) {
    let [a, b] = [0, count - 1];
    while (a < b) {
      const k = (a + b) >> 1;
      if (byLower[i] === 1 ? cdf[k] >= least[i] : sf[k] <= most[i]) b = k;
      else a = k + 1;
    }
    to[i] = values[a];
  }
  return new Int32Array(0);
}

function widen(reached: Reached, { from, to, below, limit }: Range, places: Int32Array): void {
  let open = places;
  for (let step = 0, width = 1; open.length > 0 && step < MOST_DOUBLINGS; step++, width *= 2) {
    const [atFrom, atTo] = [reached(from, open), reached(to, open)];
    open = open.filter((i) => {
      if (from[i] > below[i] && atFrom[i] === 1) {
        to[i] = from[i];
        from[i] = Math.max(from[i] - width, below[i]);
        return true;
      }
      if (to[i] >= limit[i] || atTo[i] === 1) return false;
      from[i] = to[i];
      to[i] = Math.min(to[i] + width, limit[i]);
      return true;
    });
  }
}

function halve(reached: Reached, { from, to }: Range, places: Int32Array): void {
  const middle = to.slice();
  const isOpen = (i: number): boolean => {
    middle[i] = Math.ceil((from[i] + to[i]) * 0.5);
    return middle[i] > from[i] && middle[i] < to[i];
  };
  let open = places.filter(isOpen);
  while (open.length > 0) {
    const at = reached(middle, open);
    for (const i of open) (at[i] === 1 ? to : from)[i] = middle[i];
    open = open.filter(isOpen);
  }
}
