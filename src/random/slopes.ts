/** How samples move with their parameters: -∂F/∂θ divided by the density, at the sample. */
import type { Tensor } from "../core/tensor.ts";
import { add, div, sub } from "../ops/arithmetic.ts";
import { less, where } from "../ops/compare.ts";
import { exp } from "../ops/exponential.ts";
import { digamma } from "../ops/special/gamma.ts";
import { gammaSlope } from "../ops/special/incompleteGamma.ts";

export { gammaSlope };

export const logGammaSlope = (a: Tensor, y: Tensor): Tensor => {
  const small = less(y, -30);
  const x = exp(where(small, 0, y));
  return where(small, div(sub(digamma(add(a, 1)), y), a), div(gammaSlope(a, x), x));
};
