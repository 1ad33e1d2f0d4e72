/** Values without their derivative. */
import { isFloat } from "../base/dtypes.ts";
import { toTensor } from "../core/convert.ts";
import { bind1 } from "../core/interpreter.ts";
import { type Op, primitive } from "../core/op.ts";
import { arrayOf, type Tensor, type TensorLike } from "../core/tensor.ts";

const stopGradientOp: Op<undefined> = /*@__PURE__*/ primitive({
  name: "stopGradient",
  infer: ([{ shape, dtype, weak }]) => [{ shape, dtype, weak }],
  evaluate: ([x]) => [arrayOf(x)],
  jvp: () => [],
  batch: ({ args: [x] }) => ({ outs: [bind1(stopGradientOp, [x], undefined)], batched: [true] }),
});

/**
 * x itself, taken for a constant by differentiation: its derivative is 0, in both modes and to every order.
 * @param x - any shape and dtype
 * @returns the same value
 * @example
 * grad((x) => x.mul(stopGradient(x)))(3); // => Tensor 3
 * grad((x) => x.add(stopGradient(x.round().sub(x))))(2.7); // => Tensor 1
 * @source Dive into Deep Learning 2.5.3; Bengio, Léonard & Courville, Estimating or propagating gradients through stochastic
 * neurons, 2013 (the straight-through estimator of the second example)
 */
export function stopGradient(x: TensorLike): Tensor {
  const t = toTensor(x, "stopGradient");
  return isFloat(t.dtype) ? bind1(stopGradientOp, [t], undefined) : t;
}
