/** sinh(v)/v. */
import type { Tensor } from "../../../core/tensor.ts";
import { abs, add, mul, square, sub } from "../../../ops/arithmetic.ts";
import { less, where } from "../../../ops/compare.ts";
import { log } from "../../../ops/exponential.ts";
import { log1mexp } from "../../../ops/logarithmic.ts";
import { polynomial } from "./smooth.ts";

// log(sinh(v)/v) in v²: 2^(2k-1) B_2k/(k (2k)!), k = 1 ... 14
const TERMS: readonly number[] = [
  1 / 6,
  -1 / 180,
  1 / 2835,
  -1 / 37800,
  1 / 467775,
  -691 / 3831077250,
  2 / 127702575,
  -3617 / 2605132530000,
  43867 / 350813659321125,
  -174611 / 15313294652906250,
];

/** log(sinh(v)/v), 0 at 0: smooth, and precise for v of any size. @source DLMF 4.19.7 */
export function logSinhc(v: Tensor): Tensor {
  const size = abs(v);
  const isNear = less(size, 0.5);
  const small = square(where(isNear, v, 0));
  const far = where(isNear, 1, size);
  return where(isNear, mul(small, polynomial(TERMS, small)), add(sub(far, log(mul(2, far))), log1mexp(mul(2, far))));
}
