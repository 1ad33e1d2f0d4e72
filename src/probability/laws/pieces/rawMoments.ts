/** Moments about the mean from those about 0, for positive numbers with tails so heavy that some are infinite. */
import type { Tensor } from "../../../core/tensor.ts";
import { add, div, mul, square, sub } from "../../../ops/arithmetic.ts";
import { greater, where } from "../../../ops/compare.ts";
import { exp, expm1 } from "../../../ops/exponential.ts";
import { pow } from "../../../ops/power.ts";

/** The powers of a positive number with scale 1. */
interface Powers<P> {
  readonly scale: (p: P) => Tensor;
  /** log E X^k */
  readonly logMoment: (p: P, k: number) => Tensor;
  /** E X^k is finite for k < order. */
  readonly order: (p: P) => Tensor;
}

interface Moments<P> {
  readonly mean: (p: P) => Tensor;
  readonly variance: (p: P) => Tensor;
  readonly skewness: (p: P) => Tensor;
  readonly kurtosis: (p: P) => Tensor;
}

/** Infinity for what is infinite, NaN for what is divided by it. */
export function rawMoments<P>({ scale, logMoment, order }: Powers<P>): Moments<P> {
  const first = (p: P): Tensor => mul(scale(p), exp(logMoment(p, 1)));
  // E X^k/(E X)^k - 1
  const excess = (p: P, k: number): Tensor => expm1(sub(logMoment(p, k), mul(k, logMoment(p, 1))));
  const beyond = (p: P, k: number, value: Tensor, least: number): Tensor =>
    where(greater(order(p), k), value, where(greater(order(p), least), Infinity, NaN));
  return {
    mean: (p) => beyond(p, 1, first(p), 0),
    variance: (p) => beyond(p, 2, mul(square(first(p)), excess(p, 2)), 0),
    skewness: (p) => beyond(p, 3, div(sub(excess(p, 3), mul(3, excess(p, 2))), pow(excess(p, 2), 1.5)), 2),
    kurtosis: (p) => {
      const fourth = add(sub(excess(p, 4), mul(4, excess(p, 3))), mul(6, excess(p, 2)));
      return beyond(p, 4, sub(div(fourth, square(excess(p, 2))), 3), 2);
    },
  };
}
