/** How precise the mean of draws is, where they depend on one another. */
import { normalizeAxis } from "../../base/shapes.ts";
import { fail } from "../../base/errors.ts";
import { moveAxis } from "../../core/basic.ts";
import { fullOf, toTensor } from "../../core/convert.ts";
import type { Tensor, TensorLike } from "../../core/tensor.ts";
import { add, div, mul, square, sub } from "../../ops/arithmetic.ts";
import { sliceAxis } from "../../ops/blocks.ts";
import { greater, logicalAnd, where } from "../../ops/compare.ts";
import { maximum, minimum } from "../../ops/maximum.ts";
import { sqrt } from "../../ops/power.ts";
import { any, mean, sum } from "../../ops/reduce.ts";
import { shownBy } from "../divergences/estimate.ts";

/** The mean of draws, and how precise it is. */
export interface McError {
  /** The mean. */
  readonly value: Tensor;
  /** Its standard error. */
  readonly error: Tensor;
  /** How many independent draws would be as precise. */
  readonly effectiveSampleSize: Tensor;
  /** How many there are. */
  readonly draws: number;
  /** The mean with its error. */
  toString(): string;
}

/**
 * The standard error of a mean of draws. Draws of a Markov chain depend on one another: their autocorrelation is summed as long as
 * pairs of neighbouring lags are positive, which gives the effective sample size.
 * @param draws - numbers, one draw after the other along an axis, concrete
 * @param axis - of the draws, default 0
 * @returns value, error, effectiveSampleSize, draws
 * @throws TensorError "value" when there are fewer than two draws, "axis" when there is no such axis
 * @example mcError([1, 3, 2, 4, 3, 5]).value // => Tensor 3
 * @math \operatorname{se} = \frac{\hat\sigma}{\sqrt{n_\text{eff}}},\quad n_\text{eff} = \frac{n}{1 + 2 \sum_k \rho_k}
 * @source Geyer, Practical Markov chain Monte Carlo, 1992, 3.3
 * @see expectation, bootstrap
 * @keywords Monte Carlo error, MCSE, effective sample size, ESS, autocorrelation
 */
export function mcError(draws: TensorLike, axis: number = 0): McError {
  const given = toTensor(draws, "mcError", "draws");
  const x = moveAxis(given, normalizeAxis("mcError", axis, given.ndim), 0);
  const n = x.shape[0];
  if (n < 2) fail("value", { op: "mcError", argument: "draws", got: n, expects: "at least two draws" });
  const value = mean(x, 0);
  const away = sub(x, value);
  const variance = mul(1 / (n - 1), sum(square(away), 0));
  const length = correlationLength(away, n);
  const effectiveSampleSize = div(n, length);
  const error = sqrt(mul(div(variance, n), length));
  const toString = (): string => `${value} ± ${error} (${n} draws, ${effectiveSampleSize} effective)`;
  return shownBy({ value, error, effectiveSampleSize, draws: n }, toString);
}

/** 1 + 2 Σ ρ: pairs of lags as long as they are positive, none larger than the one before. */
function correlationLength(away: Tensor, n: number): Tensor {
  const shape = away.shape.slice(1);
  const total = sum(square(away), 0);
  const part = (start: number, size: number): Tensor => sliceAxis(away, 0, { start, step: 1, size });
  const correlation = (lag: number): Tensor =>
    where(greater(total, 0), div(sum(mul(part(0, n - lag), part(lag, n - lag)), 0), total), 0);
  let found = fullOf(shape, -1, "float64");
  let open = fullOf(shape, 1, "bool");
  let last = fullOf(shape, Infinity, "float64");
  for (let lag = 0; lag + 1 < n; lag += 2) {
    const pair = add(lag === 0 ? 1 : correlation(lag), correlation(lag + 1));
    open = logicalAnd(open, greater(pair, 0));
    if (!any(open).item()) break;
    last = minimum(last, pair);
    found = add(found, where(open, mul(2, last), 0));
  }
  // Draws that alternate may be more precise than independent ones, but not without bound.
  return maximum(found, 1 / Math.log10(Math.max(n, 10)));
}
