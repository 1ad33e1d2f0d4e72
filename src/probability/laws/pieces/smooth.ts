/** Quotients that are smooth where they are 0/0, with all derivatives: a polynomial near there. */
import type { Tensor } from "../../../core/tensor.ts";
import { abs, add, div, mul, neg, square } from "../../../ops/arithmetic.ts";
import { isinf, less, where } from "../../../ops/compare.ts";
import { expm1, log, log1p } from "../../../ops/exponential.ts";
import { maximum } from "../../../ops/maximum.ts";

/** c₀ + c₁ x + c₂ x² + … */
export function polynomial(c: readonly number[], x: Tensor): Tensor {
  let sum: Tensor = mul(x, c[c.length - 1]);
  for (let n = c.length - 2; n > 0; n--) sum = mul(add(sum, c[n]), x);
  return add(sum, c[0]);
}

const LOG_TERMS: readonly number[] = /*@__PURE__*/ Array.from(
  { length: 17 },
  (_, n) => (n % 2 === 0 ? 1 : -1) / (n + 1),
);
const EXP_TERMS: readonly number[] = /*@__PURE__*/ (() => {
  const terms = [1];
  for (let n = 2; n <= 12; n++) terms.push(terms[n - 2] / n);
  return terms;
})();

/** log(1 + x)/x, 1 at 0. */
export const log1pRatio = (x: Tensor): Tensor => where(less(abs(x), 0.1), polynomial(LOG_TERMS, x), div(log1p(x), x));

/** (e^x - 1)/x, 1 at 0. */
export const expm1Ratio = (x: Tensor): Tensor => where(less(abs(x), 0.1), polynomial(EXP_TERMS, x), div(expm1(x), x));

/** log(1 + x²), also where x² is no float. */
export function log1pSquare(x: Tensor): Tensor {
  const size = abs(x);
  return where(less(size, 1e10), log1p(square(x)), mul(2, log(size)));
}

/** log(1 + c z)/c, z at c = 0; 1 + c z >= 0 but for rounding. */
export const logPower = (c: Tensor, z: Tensor): Tensor =>
  where(isinf(z), z, mul(z, log1pRatio(maximum(mul(c, z), -1))));

/** (e^(c y) - 1)/c, y at c = 0. */
export const powerOf = (c: Tensor, y: Tensor): Tensor => mul(y, expm1Ratio(mul(c, y)));

/** |x|, with the slope 1 at 0: for what is smooth from 0 on, seen from the other side too. */
export const magnitude = (x: Tensor): Tensor => where(less(x, 0), neg(x), x);
