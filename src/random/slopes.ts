/** How samples move with their parameters: -∂F/∂θ divided by the density, at the sample. */
import { type Binary, elementwise } from "../core/elementwise.ts";
import type { Tensor } from "../core/tensor.ts";
import { add, div, sub } from "../ops/arithmetic.ts";
import { less, where } from "../ops/compare.ts";
import { exp } from "../ops/exponential.ts";
import * as densities from "../ops/scalar/densities.ts";
import * as gammas from "../ops/scalar/incompleteGamma.ts";
import { digamma } from "../ops/special/gamma.ts";

export const gammaSlope: Binary = /*@__PURE__*/ elementwise({
  name: "gammaSlope",
  domain: { a: [0.3, 50], x: [0.05, 80] },
  ulp: { f32: 4, f64: 64 },
  eval: (a, x) => -gammas.gammaincDa(a, x) / densities.gammaDensity(a, x),
  source: "Figurnov",
});

export const logGammaSlope = (a: Tensor, y: Tensor): Tensor => {
  const small = less(y, -30);
  const x = exp(where(small, 0, y));
  return where(small, div(sub(digamma(add(a, 1)), y), a), div(gammaSlope(a, x), x));
};
