/** The noncentral chi-squared law as a mixture of central ones over Poisson numbers. */
import { cast, reshapeTo } from "../../../core/basic.ts";
import { makeTensor } from "../../../core/convert.ts";
import type { Binary } from "../../../core/elementwise.ts";
import type { Tensor } from "../../../core/tensor.ts";
import { add, div, mul, reciprocal, sub } from "../../../ops/arithmetic.ts";
import { exp, log } from "../../../ops/exponential.ts";
import { maximum, minimum } from "../../../ops/maximum.ts";
import { hypot, rsqrt, sqrt } from "../../../ops/power.ts";
import { sum } from "../../../ops/reduce.ts";
import { ceil, floor } from "../../../ops/rounding.ts";
import { logsumexp } from "../../../ops/softmax.ts";
import { stopGradient } from "../../../ops/stopGradient.ts";
import { logGammaDensity } from "./densities.ts";

interface Noncentral {
  readonly df: Tensor;
  readonly noncentrality: Tensor;
}

/** How many terms are summed: all that count, or evenly chosen ones where they are many and so alike that this is exact. */
const COUNT = 280;
const REACH = 10;

/** log of the density: Σ Poisson(j; λ/2) χ²(x; k + 2j), by terms that are all positive. */
export function logNoncentralDensity({ df, noncentrality }: Noncentral, x: Tensor): Tensor {
  const [shape, mean, half] = [mul(0.5, df), mul(0.5, noncentrality), mul(0.5, x)];
  const { center, width } = peak(shape, mean, half);
  const { j, log: step } = terms(center, center, width, width);
  const logs = add(logGammaDensity(add(j, 1), mean), logGammaDensity(add(shape, j), half));
  return add(logsumexp(logs, 0), sub(step, Math.LN2));
}

/** P(X <= x), or P(X > x): the same sum of regularized incomplete gamma functions. */
export function noncentralTail({ df, noncentrality }: Noncentral, x: Tensor, tail: Binary): Tensor {
  const [shape, mean, half] = [mul(0.5, df), mul(0.5, noncentrality), mul(0.5, x)];
  // The sum runs over the Poisson numbers and over those that are likely given the value.
  const { center, width } = peak(shape, mean, half);
  const { j, log: step } = terms(mean, center, sqrt(add(mean, 1)), width);
  const parts = mul(exp(logGammaDensity(add(j, 1), mean)), tail(add(shape, j), half));
  return mul(sum(parts, 0), exp(step));
}

/** Where Poisson(j; mean) times the gamma density of the shape a + j is largest, and how wide it is. */
function peak(shape: Tensor, mean: Tensor, half: Tensor): { center: Tensor; width: Tensor } {
  const root = hypot(sub(shape, 1), mul(2, sqrt(mul(mean, half))));
  const center = maximum(mul(0.5, sub(root, add(shape, 1))), 0);
  return { center, width: rsqrt(add(reciprocal(add(center, 1)), reciprocal(add(center, shape)))) };
}

/** Integers along a first axis around two places, and the logarithm of their distance. */
function terms(a: Tensor, b: Tensor, widthA: Tensor, widthB: Tensor): { j: Tensor; log: Tensor } {
  const [before, after] = [REACH, REACH + 2].map((reach) => [mul(reach, widthA), mul(reach, widthB)] as const);
  const from = maximum(floor(minimum(sub(a, before[0]), sub(b, before[1]))), 0);
  const to = add(maximum(add(a, after[0]), add(b, after[1])), 30);
  const step = maximum(ceil(div(sub(to, from), COUNT)), 1);
  const index = cast(
    makeTensor(
      Float64Array.from({ length: COUNT + 1 }, (_, i) => i),
      "float64",
      "sum",
    ),
    from.dtype,
  );
  const column = reshapeTo(index, [COUNT + 1, ...new Array<number>(from.ndim).fill(1)]);
  return { j: stopGradient(add(from, mul(step, column))), log: stopGradient(log(step)) };
}
