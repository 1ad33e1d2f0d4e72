/** The size of a number of Student's law. */
import { scalar, type Tensor } from "../../../core/tensor.ts";
import { add, div, mul, neg, reciprocal, square, sub } from "../../../ops/arithmetic.ts";
import { greater, less, where } from "../../../ops/compare.ts";
import { exp, log } from "../../../ops/exponential.ts";
import { sqrt } from "../../../ops/power.ts";
import { digammaDrop, lbeta } from "../../../ops/special/gamma.ts";
import { betainccinv, betaincinv } from "../../../ops/special/incompleteBeta.ts";
import { betaBelowOdds } from "./densities.ts";
import { log1pSquare } from "./smooth.ts";

const ONE_HALF = 0.5;
const CLOSE = 1e-9;
const FAR = 1e140; // its square is a float
const halfLike = (x: Tensor): Tensor => scalar(ONE_HALF, x.dtype);

/** log(√ν B(1/2, ν/2)) */
const logNorm = (df: Tensor): Tensor => add(mul(0.5, log(df)), lbeta(ONE_HALF, mul(0.5, df)));

export const logDensityOfT = (df: Tensor, z: Tensor): Tensor =>
  sub(mul(mul(-0.5, add(df, 1)), log1pSquare(div(z, sqrt(df)))), logNorm(df));

/** log(a B(a, 1/2)): the probability of small odds of the beta law with a and 1/2 is their power a over that. */
const logLeading = (a: Tensor): Tensor => add(log(a), lbeta(a, ONE_HALF));

/** P(|T| > z), z >= 0: z²/ν is the odds of a number of the beta law with 1/2 and ν/2. */
export function tailOfT(df: Tensor, z: Tensor): Tensor {
  const [size, half] = [div(z, sqrt(df)), mul(0.5, df)];
  // At 0 the odds are infinite, and the slope is -2 times the density.
  const close = sub(1, mul(mul(2, exp(neg(logNorm(df)))), z));
  const far = exp(neg(add(mul(df, log(size)), logLeading(half))));
  const inside = betaBelowOdds(half, halfLike(df), square(reciprocal(size)));
  return where(less(size, CLOSE), close, where(greater(size, FAR), far, inside));
}

/** P(|T| <= z), z >= 0. */
export const bulkOfT = (df: Tensor, z: Tensor): Tensor =>
  betaBelowOdds(halfLike(df), mul(0.5, df), square(div(z, sqrt(df))));

/** The z with P(|T| > z) = q, or P(|T| <= z) = q: by that of the odds' probability and its complement which is small. */
export function quantileOfT(df: Tensor, q: Tensor, tail: "cdf" | "sf"): Tensor {
  const half = mul(0.5, df);
  const [ofShare, ofRest] = tail === "sf" ? [betainccinv, betaincinv] : [betaincinv, betainccinv];
  const share = ofShare(ONE_HALF, half, q);
  const rest = ofRest(half, ONE_HALF, q);
  const odds = where(less(share, 0.5), div(share, sub(1, share)), div(sub(1, rest), rest));
  const far = exp(mul(-0.5, div(add(log(q), logLeading(half)), half)));
  return mul(sqrt(df), where(less(rest, 1 / (FAR * FAR)), far, sqrt(odds)));
}

/** The entropy of T. */
export const entropyOfT = (df: Tensor): Tensor =>
  sub(logNorm(df), mul(mul(0.5, add(df, 1)), digammaDrop(mul(0.5, df), halfLike(df))));
