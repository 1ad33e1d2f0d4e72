/** The exponential integral without its decay. */
import type { Tensor } from "../../../core/tensor.ts";
import { add, div, mul } from "../../../ops/arithmetic.ts";
import { greater, where } from "../../../ops/compare.ts";
import { exp } from "../../../ops/exponential.ts";
import { exp1 } from "../../../ops/special/expint.ts";

const TERMS = 20;
const LARGE = 60;

/** e^x E₁(x), x > 0. @source DLMF 6.12.1 */
export function scaledExp1(x: Tensor): Tensor {
  const isLarge = greater(x, LARGE);
  const near = where(isLarge, LARGE, x);
  const far = where(isLarge, x, LARGE);
  // Σ (-1)^n n!/x^n, by Horner's scheme
  let series: Tensor = mul(0, far);
  for (let n = TERMS; n >= 1; n--) series = mul(div(-n, far), add(1, series));
  return where(isLarge, div(add(1, series), far), mul(exp(near), exp1(near)));
}
