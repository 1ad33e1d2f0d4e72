/** Integrals of functions that die away on both sides. */
import { cast, reshapeTo } from "../../../core/basic.ts";
import { makeTensor } from "../../../core/convert.ts";
import type { Tensor } from "../../../core/tensor.ts";
import { add, div, mul, sub } from "../../../ops/arithmetic.ts";
import { sum } from "../../../ops/reduce.ts";

/**
 * ∫ f(t) dt by the trapezoidal rule between ends where f is next to 0, which is exact to rounding for a smooth f once its steps are
 * small enough. f sees the nodes along a first axis.
 * @param beside - the other tensors that f uses, which have more axes than the ends perhaps
 * @source Trefethen & Weideman, The exponentially convergent trapezoidal rule, SIAM Review 56 (2014)
 */
export function trapezoid(
  f: (t: Tensor) => Tensor,
  from: Tensor,
  to: Tensor,
  count: number,
  beside: readonly Tensor[] = [],
): Tensor {
  const axes = Math.max(...[from, to, ...beside].map((x) => x.ndim));
  const shares = Float64Array.from({ length: count + 1 }, (_, i) => i / count);
  const share = cast(makeTensor(shares, "float64", "integrate"), from.dtype);
  const column = reshapeTo(share, [count + 1, ...new Array<number>(axes).fill(1)]);
  const width = sub(to, from);
  return mul(div(width, count), sum(f(add(from, mul(width, column))), 0));
}
