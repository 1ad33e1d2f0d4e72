/** Differences of neighbours, and areas under points. */
import { fail } from "../base/errors.ts";
import { normalizeAxis, sameShape } from "../base/shapes.ts";
import { reshapeTo, sumOver } from "../core/basic.ts";
import { fullOf, toTensor } from "../core/convert.ts";
import { promoteAll } from "../core/elementwise.ts";
import type { Tensor, TensorLike } from "../core/tensor.ts";
import { checkFinite, checkInteger, type Checks, readOptions } from "./arguments.ts";
import { add, mul, sub } from "./arithmetic.ts";
import { concatenate, sliceAxis } from "./blocks.ts";
import { cumsum } from "./scan.ts";

/**
 * Differences of neighbours along an axis: xₖ₊₁ - xₖ, taken n times.
 * @param x - at least one axis; bool counts as int32
 * @param n - how many times, default 1
 * @param axis - default the last
 * @returns the dtype of x, the axis shorter by n
 * @throws TensorError "axis" when x lacks the axis, "value" when n is no integer ≥ 0
 * @example
 * diff([1, 4, 9, 16]); // => Tensor [3, 5, 7]
 * diff([1, 4, 9, 16], 2); // => Tensor [2, 2]
 * @source DLMF 3.6.1
 * @peers torch.diff, jax.numpy.diff, mxnet.np.diff, numpy.diff
 * @math \Delta x_k = x_{k+1} - x_k
 * @see cumsum
 * @keywords finite difference, differences of consecutive elements
 */
export function diff(x: TensorLike, n = 1, axis = -1): Tensor {
  checkInteger("diff", "n", n, 0);
  let [values] = promoteAll([toTensor(x, "diff")], "number", "diff");
  const at = normalizeAxis("diff", axis, values.ndim);
  for (let i = 0; i < n && values.shape[at] > 0; i++) values = sub(butFirst(values, at), butLast(values, at));
  return values;
}

const butFirst = (x: Tensor, axis: number): Tensor =>
  sliceAxis(x, axis, { start: 1, size: Math.max(0, x.shape[axis] - 1), step: 1 });
const butLast = (x: Tensor, axis: number): Tensor =>
  sliceAxis(x, axis, { start: 0, size: Math.max(0, x.shape[axis] - 1), step: 1 });

/** Options of {@link trapezoid}. */
export interface TrapezoidOptions {
  /** The distance of neighbours where no x is given. Default 1. */
  readonly dx?: number;
}

/** Options of {@link cumulativeTrapezoid}. */
export interface CumulativeTrapezoidOptions extends TrapezoidOptions {
  /** Put in front, so that the result is as long as y. Left out by default. */
  readonly initial?: number;
}

const TRAPEZOID: Checks<TrapezoidOptions> = { dx: checkFinite };
const CUMULATIVE_TRAPEZOID: Checks<CumulativeTrapezoidOptions> = { dx: checkFinite, initial: checkFinite };

/**
 * The integral of sampled values by the trapezoidal rule.
 * @param y - values, at least one axis
 * @param x - where they were sampled: a vector as long as the axis, or the shape of y; left out for equal distances
 * @param axis - default the last
 * @param options - `dx`: the distance of neighbours where x is left out, default 1
 * @returns y without the axis; 0 for fewer than two samples
 * @throws TensorError "axis" when y lacks the axis, "shape" when x does not fit y
 * @example
 * trapezoid([0, 1, 4]); // => Tensor 3
 * trapezoid([0, 1, 4], [0, 1, 3]); // => Tensor 5.5
 * @source DLMF 3.5.1
 * @peers torch.trapezoid, torch.trapz, jax.numpy.trapezoid, numpy.trapezoid, numpy.trapz
 * @math \int f\,dt \approx \sum_i \tfrac{1}{2}(f_{i-1} + f_i)(t_i - t_{i-1})
 * @see cumulativeTrapezoid
 * @keywords integrate samples, area under a curve, trapz
 */
export function trapezoid(y: TensorLike, x?: TensorLike | null, axis = -1, options?: TrapezoidOptions): Tensor {
  const { dx } = readOptions("trapezoid", options, TRAPEZOID);
  const { areas, at } = trapezoids("trapezoid", y, x, axis, dx);
  return sumOver(areas, [at]);
}

/**
 * The integral of sampled values up to each sample but the first, by the trapezoidal rule.
 * @param y - values, at least one axis
 * @param x - where they were sampled: a vector as long as the axis, or the shape of y; left out for equal distances
 * @param axis - default the last
 * @param options - `dx`: the distance of neighbours where x is left out, default 1; `initial`: a number to put in front, by
 * default none
 * @returns y with the axis shorter by one; as long as before with `initial`
 * @throws TensorError "axis" when y lacks the axis, "shape" when x does not fit y
 * @example
 * cumulativeTrapezoid([0, 1, 4]); // => Tensor [0.5, 3]
 * cumulativeTrapezoid([0, 1, 4], null, -1, { initial: 0 }); // => Tensor [0, 0.5, 3]
 * @source DLMF 3.5.1
 * @peers torch.cumulative_trapezoid
 * @math y_k = \sum_{i \le k} \tfrac{1}{2}(f_{i-1} + f_i)(t_i - t_{i-1})
 * @see trapezoid
 * @keywords cumulative integral, integrate samples
 */
export function cumulativeTrapezoid(
  y: TensorLike,
  x?: TensorLike | null,
  axis = -1,
  options?: CumulativeTrapezoidOptions,
): Tensor {
  const { dx, initial } = readOptions("cumulativeTrapezoid", options, CUMULATIVE_TRAPEZOID);
  const { areas, at } = trapezoids("cumulativeTrapezoid", y, x, axis, dx);
  const sums = cumsum(areas, at);
  return initial === undefined ? sums : concatenate([fullOf(sums.shape.with(at, 1), initial, sums.dtype), sums], at);
}

/** The areas between neighbours. */
function trapezoids(op: string, y: TensorLike, x: TensorLike | null | undefined, axis: number, dx = 1) {
  const given = [toTensor(y, op, "y"), ...(x === undefined || x === null ? [] : [toTensor(x, op, "x")])];
  const [values, places] = promoteAll(given, "float", op);
  const at = normalizeAxis(op, axis, values.ndim);
  const heights = mul(add(butFirst(values, at), butLast(values, at)), 0.5);
  if (places === undefined) return { at, areas: mul(heights, dx) };
  const size = values.shape[at];
  if (!sameShape(places.shape, values.shape) && !sameShape(places.shape, [size])) {
    fail("shape", {
      op,
      problem: `"x" has shape [${places.shape.join(", ")}], and axis ${at} of "y" has size ${size}`,
      shapes: { y: values.shape, x: places.shape },
      expects: `x of shape [${size}] or of the shape of y`,
      fix: "pass the places of the values along that axis, or leave x out and pass { dx }",
    });
  }
  const aligned =
    places.ndim === values.ndim
      ? places
      : reshapeTo(
          places,
          values.shape.map((n, i) => (i === at ? n : 1)),
        );
  return { at, areas: mul(heights, sub(butFirst(aligned, at), butLast(aligned, at))) };
}
