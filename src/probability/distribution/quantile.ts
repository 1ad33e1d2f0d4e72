/** Quantiles of distributions whose distribution function has no inverse in formulas. */
import { broadcastShapes } from "../../base/shapes.ts";
import { broadcast } from "../../core/basic.ts";
import { fullOf } from "../../core/convert.ts";
import type { Tensor } from "../../core/tensor.ts";
import { abs, add, div, mul, neg, sign, sub } from "../../ops/arithmetic.ts";
import {
  equal,
  greater,
  greaterEqual,
  isfinite,
  less,
  lessEqual,
  logicalAnd,
  logicalNot,
  logicalOr,
  notEqual,
  where,
} from "../../ops/compare.ts";
import { whileLoop } from "../../ops/control/while.ts";
import { exp, log } from "../../ops/exponential.ts";
import { maximum, minimum } from "../../ops/maximum.ts";
import { any } from "../../ops/reduce.ts";
import { ceil, clip, floor } from "../../ops/rounding.ts";
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
import { searchNumbers, solveNumbers } from "./quantileNumbers.ts";

/** By the smaller of the two probabilities, which alone is precise: the one that is asked for and its complement. */
interface Target {
  readonly lower: Tensor;
  readonly upper: Tensor;
  readonly byLower: Tensor;
}

function targetOf(q: Tensor, tail: Tail): Target {
  const rest = sub(1, q);
  const [lower, upper] = tail === "cdf" ? [q, rest] : [rest, q];
  return { lower, upper, byLower: lessEqual(lower, upper) };
}

/**
 * The x with cdf(x) = q, or sf(x) = q: Newton's method on the logarithm of the smaller tail inside a bracket, with every third
 * step a halving in a logarithmic scale, so that it ends whatever the function is like.
 * @param q - strictly between 0 and 1
 */
export function solveQuantile(d: Invertible, q: Tensor, tail: Tail): Tensor {
  const dtype = q.dtype === "float32" ? "float32" : "float64";
  const shape = broadcastShapes("icdf", [q.shape, d.batchShape]);
  if (d.isKnown && q.isConcrete) return solveNumbers(d, q, tail, shape);
  const target = targetOf(broadcast(q, shape), tail);
  const spread = (x: Tensor | number): Tensor =>
    broadcast(clip(typeof x === "number" ? fullOf([], x, dtype) : x, -LARGEST[dtype], LARGEST[dtype]), shape);
  const [low, high] = [spread(d.low), spread(d.high)];
  const [x] = whileLoop(
    ([, , , open]: readonly Tensor[]) => any(open),
    ([at, from, to, open, step]: readonly Tensor[]) => {
      const { gap, move, exact } = gapAt(d, at, target);
      const isLow = less(gap, 0);
      const nextFrom = where(isLow, at, from);
      const nextTo = where(isLow, to, at);
      const newton = sub(at, move);
      const middle = middleOf(nextFrom, nextTo, SMALL[dtype]);
      const inside = logicalAnd(logicalAnd(greater(newton, nextFrom), less(newton, nextTo)), isfinite(newton));
      const third = equal(sub(step, mul(floor(div(step, 3)), 3)), 2);
      const halve = logicalOr(logicalNot(inside), logicalAnd(third, greater(step, PATIENCE)));
      const next = where(halve, middle, newton);
      // Where the density is infinite, a step of 0 says nothing.
      const near = logicalAnd(notEqual(move, 0), lessEqual(abs(move), mul(EPSILON[dtype], abs(at))));
      const closed = lessEqual(sub(nextTo, nextFrom), mul(EPSILON[dtype], maximum(abs(nextFrom), abs(nextTo))));
      const done = logicalOr(exact, logicalOr(logicalAnd(near, isfinite(newton)), closed));
      const goesOn = logicalAnd(logicalAnd(open, logicalNot(done)), less(step, MOST_STEPS));
      return [
        where(logicalAnd(open, logicalNot(exact)), where(near, clip(newton, from, to), next), at),
        nextFrom,
        nextTo,
        goesOn,
        add(step, 1),
      ];
    },
    [middleOf(low, high, SMALL[dtype]), low, high, fullOf(shape, 1, "bool"), fullOf([], 0, dtype)] as readonly Tensor[],
  ) as readonly Tensor[];
  return x;
}

/** How far x is from the target: the sign of the gap, Newton's step in the logarithm of the smaller tail, whether it is met. */
function gapAt(
  d: Invertible,
  x: Tensor,
  { lower, upper, byLower }: Target,
): { gap: Tensor; move: Tensor; exact: Tensor } {
  const [below, above] = [d.cdf(x), d.sf(x)];
  const gap = where(byLower, sub(below, lower), sub(upper, above));
  const density = exp(d.logProb(x));
  const ratio = where(byLower, div(below, density), div(above, density));
  const logs = where(byLower, sub(log(below), log(lower)), sub(log(upper), log(above)));
  return { gap, move: mul(logs, ratio), exact: equal(gap, 0) };
}

/** Between two numbers, in the scale of sign(x) log(|x|/small): arithmetic next to 0, geometric elsewhere. */
function middleOf(from: Tensor, to: Tensor, small: number): Tensor {
  const start = Math.log(small);
  const scaled = (x: Tensor): Tensor => mul(sign(x), maximum(sub(log(abs(x)), start), 0));
  const at = mul(add(scaled(from), scaled(to)), 0.5);
  const middle = mul(sign(at), exp(add(abs(at), start)));
  // The scale is coarse for numbers close together, and their mean is not.
  const close = lessEqual(sub(to, from), mul(0.5, maximum(abs(from), abs(to))));
  return clip(where(close, add(from, mul(sub(to, from), 0.5)), middle), from, to);
}

/**
 * The least integer x with cdf(x) >= q, or sf(x) <= q: the interval is widened by doubling, then halved.
 * @param q - strictly between 0 and 1
 * @param start - an integer where the search begins, such as the mean
 */
export function searchQuantile(d: Omit<Invertible, "logProb">, q: Tensor, tail: Tail, start: Tensor): Tensor {
  const shape = broadcastShapes("icdf", [q.shape, d.batchShape]);
  if (d.isKnown && q.isConcrete && start.isConcrete) return searchNumbers(d, q, tail, shape, start);
  const { lower, upper, byLower } = targetOf(broadcast(q, shape), tail);
  // The complement of q is known to half a unit in the last place of 1 only.
  const slack = q.dtype === "float32" ? 2 ** -24 : 2 ** -53;
  const [least, most] = tail === "cdf" ? [lower, add(upper, slack)] : [sub(lower, slack), upper];
  const need = where(byLower, least, neg(most));
  const reached = (x: Tensor): Tensor => greaterEqual(where(byLower, d.cdf(x), neg(d.sf(x))), need);
  const first = broadcast(floor(start), shape);
  const below = sub(broadcast(add(d.low, fullOf([], 0, q.dtype)), shape), 1);
  const limit = broadcast(add(d.high, fullOf([], 0, q.dtype)), shape);
  // `from` never reaches the target, `to` does.
  const widen = (): readonly Tensor[] =>
    whileLoop(
      ([, , open]: readonly Tensor[]) => any(open),
      ([from, to, , width]: readonly Tensor[]) => {
        const [fromReaches, toReaches] = [
          logicalAnd(greater(from, below), reached(from)),
          logicalOr(greaterEqual(to, limit), reached(to)),
        ];
        const nextFrom = where(fromReaches, maximum(sub(from, width), below), where(toReaches, from, to));
        const nextTo = where(fromReaches, from, where(toReaches, to, minimum(add(to, width), limit)));
        return [nextFrom, nextTo, logicalOr(fromReaches, logicalNot(toReaches)), mul(width, 2)];
      },
      [
        maximum(sub(first, 1), below),
        minimum(maximum(first, add(below, 1)), limit),
        fullOf(shape, 1, "bool"),
        fullOf([], 1, q.dtype),
      ] as readonly Tensor[],
      { maxIterations: MOST_DOUBLINGS },
    ) as readonly Tensor[];
  const [from, to] = widen();
  const [, found] = whileLoop(
    ([a, b]: readonly Tensor[]) => any(greater(sub(b, a), 1)),
    ([a, b]: readonly Tensor[]) => {
      const middle = ceil(mul(add(a, b), 0.5));
      const inside = logicalAnd(less(middle, b), greater(middle, a));
      const reaches = reached(middle);
      return [
        where(logicalAnd(inside, logicalNot(reaches)), middle, a),
        where(logicalAnd(inside, reaches), middle, where(inside, b, add(a, 1))),
      ];
    },
    [from, to] as readonly Tensor[],
  ) as readonly Tensor[];
  return found;
}
