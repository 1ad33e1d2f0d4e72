/** The logarithm with some bits more than a float64 holds. */
import type { Kernel, Lane } from "../../core/kernel.ts";
import { squareError } from "./fit.ts";
import { near, split } from "./logarithmic.ts";

const LN2_HIGH = 0.6931471805598903; // of 42 bits
const LN2_LOW = 5.497923018708371e-14;

/** A sum of a float and a small one. */
export interface Sum {
  readonly high: Lane;
  readonly low: Lane;
}

/** a + b for |a| ≥ |b|, exactly. */
export function quickSum(k: Kernel, a: Lane, b: Lane): Sum {
  const high = k.add(a, b);
  return { high, low: k.add(k.sub(a, high), b) };
}

/** log x of normal x > 0 with some bits more than a float holds. */
export function longLog(k: Kernel, x: Lane): Sum {
  const { exponent, f } = split(k, x);
  const { half, rest } = near(k, f);
  const lost = k.mul(squareError(k, f, k.mul(f, f)), 0.5);
  const most = k.sub(f, half);
  const left = k.sub(k.sub(f, most), half);
  const sum = quickSum(k, k.mul(exponent, LN2_HIGH), most);
  const small = k.add(k.fma(exponent, LN2_LOW, rest), k.sub(left, lost));
  return quickSum(k, sum.high, k.add(sum.low, small));
}
