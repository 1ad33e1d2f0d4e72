/** Values without their derivative. */
import { isFloat } from "../base/dtypes.ts";
import { stopGradientOp } from "../core/basic.ts";
import { toTensor } from "../core/convert.ts";
import { bind1 } from "../core/interpreter.ts";
import type { Tensor, TensorLike } from "../core/tensor.ts";

/**
 * x itself, taken for a constant by differentiation: its derivative is 0, in both modes and to every order.
 * @param x - any shape and dtype
 * @returns the same value
 * @example
 * grad((x) => x.mul(stopGradient(x)))(3); // => Tensor 3
 * grad((x) => x.add(stopGradient(x.round().sub(x))))(2.7); // => Tensor 1
 * @source Dive into Deep Learning 2.5.3; Bengio, Léonard & Courville, Estimating or propagating gradients through stochastic
 * neurons, 2013 (the straight-through estimator of the second example)
 * @peers tf.stop_gradient, jax.lax.stop_gradient, torch.Tensor.detach
 * @see noGrad
 * @keywords block the gradient
 */
export function stopGradient(x: TensorLike): Tensor {
  const t = toTensor(x, "stopGradient");
  return isFloat(t.dtype) ? bind1(stopGradientOp, [t], undefined) : t;
}
