/** What laws of counts share. */
import type { FloatDType } from "../../../base/dtypes.ts";
import type { Tensor } from "../../../core/tensor.ts";
import { add, neg, sub } from "../../../ops/arithmetic.ts";
import { greater, where } from "../../../ops/compare.ts";
import { log1p } from "../../../ops/exponential.ts";
import { lbeta } from "../../../ops/special/gamma.ts";
import { logBetaDensity } from "./densities.ts";

/** Draws have the float dtype of the parameters. */
export const drawnAs = (x: Tensor): { readonly dtype: FloatDType } => ({
  dtype: x.dtype === "float32" ? "float32" : "float64",
});

/** The logarithm of the beta density at a probability that is known with its complement. */
export function logBetaAt(a: Tensor, b: Tensor, probs: Tensor, rest: Tensor): Tensor {
  const swapped = greater(probs, 0.5);
  return logBetaDensity(where(swapped, b, a), where(swapped, a, b), where(swapped, rest, probs));
}

/** log C(n, k), without the cancellation of three factorials. @source DLMF 5.12.1: C(n, k) = 1/((n + 1) B(n - k + 1, k + 1)) */
export const logChoose = (n: Tensor, k: Tensor): Tensor => neg(add(log1p(n), lbeta(add(sub(n, k), 1), add(k, 1))));
