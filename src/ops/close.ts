/** Equality up to a tolerance. */
import { isFloat } from "../base/dtypes.ts";
import { broadcastShapes } from "../base/shapes.ts";
import { cast, sumOver } from "../core/basic.ts";
import { promoteAll } from "../core/elementwise.ts";
import { toTensor } from "../core/convert.ts";
import type { Tensor, TensorLike } from "../core/tensor.ts";
import { type Check, checkBoolean, type Checks, numberFrom, readOptions } from "./arguments.ts";
import { abs, add, mul, sub } from "./arithmetic.ts";
import { equal, isfinite, isnan, lessEqual, logicalAnd, logicalNot, logicalOr } from "./compare.ts";

/** What counts as close: |x - y| ≤ atol + rtol |y|. */
export interface CloseOptions {
  /** Relative to |y|. Default 1e-5. */
  readonly rtol?: number;
  /** Absolute. Default 1e-8. */
  readonly atol?: number;
  /** NaN is close to NaN. Default false. */
  readonly equalNan?: boolean;
}

const isTolerance: Check = /*@__PURE__*/ numberFrom(0);
const CLOSE: Checks<CloseOptions> = { rtol: isTolerance, atol: isTolerance, equalNan: checkBoolean };

/**
 * Where x and y are equal up to a tolerance: |x - y| ≤ atol + rtol |y|. An infinity is close to itself only.
 * @param x - any shape and dtype
 * @param y - a shape that broadcasts with it, the reference
 * @param options - `rtol`: default 1e-5; `atol`: default 1e-8; `equalNan`: NaN is close to NaN, default false
 * @returns bool of the common shape
 * @throws TensorError "shape" when the shapes do not broadcast, "value" when a tolerance is not a number ≥ 0
 * @example isclose([1, 2], [1 + 1e-9, 3]) // => Tensor [true, false]
 * @source NumPy, numpy.isclose
 * @peers torch.isclose, jax.numpy.isclose, mxnet.np.isclose, numpy.isclose
 * @math |x - y| \le a + r\,|y|
 * @see allclose
 * @keywords approximately equal
 */
export function isclose(x: TensorLike, y: TensorLike, options?: CloseOptions): Tensor {
  return close("isclose", x, y, options);
}

/**
 * Whether all of x and y are equal up to a tolerance, as `isclose` has it.
 * @param x - any shape and dtype
 * @param y - a shape that broadcasts with it, the reference
 * @param options - `rtol`: default 1e-5; `atol`: default 1e-8; `equalNan`: NaN is close to NaN, default false
 * @returns a bool scalar; true for empty tensors
 * @throws TensorError "shape" when the shapes do not broadcast, "value" when a tolerance is not a number ≥ 0
 * @example allclose([1, 2], [1 + 1e-9, 2]) // => Tensor true
 * @source NumPy, numpy.allclose
 * @peers torch.allclose, jax.numpy.allclose, mxnet.np.allclose, numpy.allclose
 * @see isclose
 * @keywords approximately equal, almost equal, compare tensors
 */
export function allclose(x: TensorLike, y: TensorLike, options?: CloseOptions): Tensor {
  const apart = cast(logicalNot(close("allclose", x, y, options)), "int32");
  return equal(
    sumOver(
      apart,
      apart.shape.map((_, axis) => axis),
    ),
    0,
  );
}

function close(op: string, x: TensorLike, y: TensorLike, options?: CloseOptions): Tensor {
  const { rtol = 1e-5, atol = 1e-8, equalNan = false } = readOptions(op, options, CLOSE);
  const [a, b] = promoteAll([toTensor(x, op, "x"), toTensor(y, op, "y")], "float", op);
  broadcastShapes(op, [a.shape, b.shape]);
  const same = equal(a, b);
  const near = logicalAnd(lessEqual(abs(sub(a, b)), add(atol, mul(rtol, abs(b)))), isfinite(b));
  const result = logicalOr(same, near);
  return equalNan && isFloat(a.dtype) ? logicalOr(result, logicalAnd(isnan(a), isnan(b))) : result;
}
