/** Integrals over the support of a distribution, by the double exponential rule; sums where the support is discrete. */
import { cast, reshapeTo } from "../../core/basic.ts";
import { makeTensor } from "../../core/convert.ts";
import { scalar, type Tensor } from "../../core/tensor.ts";
import { sigmoid } from "../../ops/activation.ts";
import { abs, add, div, mul, neg, sub } from "../../ops/arithmetic.ts";
import { isfinite, less, where } from "../../ops/compare.ts";
import { exp, log } from "../../ops/exponential.ts";
import { maximum, minimum } from "../../ops/maximum.ts";
import { sum } from "../../ops/reduce.ts";
import { stopGradient } from "../../ops/stopGradient.ts";
import type { Facts } from "./facts.ts";

/** An integral, and how much it changed when the nodes were doubled. */
export interface Integral {
  readonly value: Tensor;
  readonly error: Tensor;
}

/** Where the bulk of a distribution is. */
export interface Bulk {
  readonly center: Tensor;
  readonly width: Tensor;
}

/** Nodes t = -LAST ... LAST of the rule; at LAST sinh(t) π/2 is about 700, where exp ends. */
const LAST = 6.8;
const NODES = 400;

/**
 * ∫ f(x) exp(logProb(x)) dx over the support: from the center to both ends, with nodes close together next to the center, in steps
 * that fit the width, and next to the ends. f and the density are seen at values [n, ...batch].
 * @source Takahasi & Mori, Double exponential formulas for numerical integration, 1974
 */
export function integrate(facts: Facts, { center, width }: Bulk, f: (x: Tensor) => Tensor): Integral {
  const { support, logProb, batchShape, dtype } = facts;
  const [middle, spread] = [stopGradient(center), stopGradient(width)];
  const sides = [
    nodesOf(middle, spread, support.low, -1, batchShape.length),
    nodesOf(middle, spread, support.high, 1, batchShape.length),
  ];
  const terms = sides.map(({ x, weight }) => {
    const parts = mul(f(x), mul(exp(logProb(x)), weight));
    return where(isfinite(parts), parts, 0);
  });
  const all = add(terms[0], terms[1]);
  const step = (2 * LAST) / NODES;
  const value = mul(sum(all, 0), step);
  const half = mul(sum(mul(all, alternate(batchShape.length)), 0), step);
  return { value: cast(value, dtype), error: cast(abs(sub(value, half)), dtype) };
}

/** 2, 0, 2, 0, …: the rule with every second node. */
const alternate = (ndim: number): Tensor => column((_, i) => (i % 2 === 0 ? 2 : 0), ndim);

/** Numbers of the nodes t along a first axis. */
function column(of: (t: number, i: number) => number, ndim: number): Tensor {
  const values = Float64Array.from({ length: NODES + 1 }, (_, i) => of(-LAST + (2 * LAST * i) / NODES, i));
  return reshapeTo(makeTensor(values, "float64", "integrate"), [values.length, ...new Array<number>(ndim).fill(1)]);
}

const stretch = (t: number): number => (Math.PI / 2) * Math.sinh(t);
const slope = (t: number): number => (Math.PI / 2) * Math.cosh(t);

/** Values, and their weights dx/dt. */
interface Nodes {
  readonly x: Tensor;
  readonly weight: Tensor;
}

/** Values on one side of the center with their weights dx/dt. @param sign - of the side */
function nodesOf(center: Tensor, width: Tensor, end: Tensor | number | undefined, sign: 1 | -1, ndim: number): Nodes {
  const least = scalar(1e-300, "float64", true);
  const steps = column(slope, ndim);
  const spread = maximum(width, least);
  const away = mul(
    spread,
    column((t) => Math.exp(stretch(t)), ndim),
  );
  const open = { x: add(center, mul(away, sign)), weight: mul(away, steps) };
  if (end === undefined) return open;
  if (typeof end !== "number") {
    // Some of the batch may have no end.
    const has = isfinite(end);
    const closed = shared(where(has, end, add(center, sign)));
    return { x: where(has, closed.x, open.x), weight: where(has, closed.weight, open.weight) };
  }
  return shared(end);

  /** Distances from the center as shares of the whole, which are about width/whole where t is 0. */
  function shared(limit: Tensor | number): Nodes {
    const whole = maximum(abs(sub(limit, center)), least);
    const place = add(mul(2, column(stretch, ndim)), log(minimum(div(spread, whole), 1)));
    const [share, rest] = [sigmoid(place), sigmoid(neg(place))];
    const fromCenter = add(center, mul(mul(whole, share), sign));
    const fromEnd = sub(limit, mul(mul(whole, rest), sign));
    return { x: where(less(place, 0), fromCenter, fromEnd), weight: mul(mul(mul(2, whole), mul(share, rest)), steps) };
  }
}
