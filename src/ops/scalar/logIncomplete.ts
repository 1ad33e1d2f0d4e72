/** Logarithms of the incomplete gamma and beta functions, which go on where these underflow. */
import { betaQuotient, betaUpperQuotient } from "./betaOrders.ts";
import { logBetaDensity, logDensity } from "./densities.ts";
import { type Pair } from "./extended.ts";
import { gammaQuotient, gammaUpperQuotient } from "./gammaOrders.ts";
import { betainc, betaincc } from "./incompleteBeta.ts";
import { gammainc, gammaincc } from "./incompleteGamma.ts";

const SMALL = 1e-280; // below it the logarithm is that of the density plus that of the quotient

/** log p, where p + q = 1 and p is the exponential of `power` times `quotient`, if it is small. */
function logOf(p: number, q: number, power: () => Pair, quotient: () => number): number {
  if (p > 0.5) return Math.log1p(-q) + 0; // not -0
  if (p > SMALL || Number.isNaN(p)) return Math.log(p);
  const [high, low] = power();
  return high + (low + Math.log(quotient()));
}

/** log P(a, x); a >= 0, x >= 0; 8 ulp. @source DLMF 8.2.4, 8.8.5. */
export function logGammainc(a: number, x: number): number {
  if (x === 0 || a > 1e290) return Math.log(gammainc(a, x));
  return logOf(
    gammainc(a, x),
    gammaincc(a, x),
    () => logDensity(a, x),
    () => gammaQuotient(0, a, x) / x,
  );
}

/** log Q(a, x); a >= 0, x >= 0; 8 ulp. @source as logGammainc. */
export function logGammaincc(a: number, x: number): number {
  if (x === Infinity || a === 0 || a > 1e290) return Math.log(gammaincc(a, x));
  const q = gammaincc(a, x);
  if (a < 1e-200) return Math.log(a) + Math.log(q / a);
  return logOf(
    q,
    gammainc(a, x),
    () => logDensity(a, x),
    () => gammaUpperQuotient(a, x) / x,
  );
}

/** log I_x(a, b); finite a, b > 0, 0 <= x <= 1; 8 ulp. @source DLMF 8.17.2, 8.17.20. */
export function logBetainc(a: number, b: number, x: number): number {
  if (x === 0) return Math.log(betainc(a, b, x));
  return logOf(
    betainc(a, b, x),
    betaincc(a, b, x),
    () => logBetaDensity(a, b, x),
    () => betaQuotient(0, 0, a, b, x) / x / (1 - x),
  );
}

/** log(1 - I_x(a, b)); as logBetainc. @source as logBetainc. */
export function logBetaincc(a: number, b: number, x: number): number {
  if (x === 1) return Math.log(betaincc(a, b, x));
  return logOf(
    betaincc(a, b, x),
    betainc(a, b, x),
    () => logBetaDensity(a, b, x),
    () => betaUpperQuotient(a, b, x) / x / (1 - x),
  );
}
