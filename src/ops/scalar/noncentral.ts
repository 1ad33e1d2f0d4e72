/**
 * The noncentral incomplete gamma functions F and 1 - F: means of P(a + j, x) and Q(a + j, x) over a Poisson j of mean λ. The terms are
 * log-concave and largest where j (j + a) = λx; neighbours follow by recurrences of positive terms over D_j = x^(a+j) e^-x/Γ(a + j + 1).
 */
import { gammaDensity, logDensity } from "./densities.ts";
import { add, exp, log, type Pair, subtract } from "./extended.ts";
import {
  gammaDensityOfOrder,
  gammaDensityQuotient,
  gammaincOfOrder,
  gammaQuotient,
  gammaUpperQuotient,
} from "./gammaOrders.ts";
import { gammainc, gammaincc } from "./incompleteGamma.ts";

const SMALL = 1e-18;
const LARGEST = 1e8; // of λ and x: there would be too many terms

/** A tail as the exponential of a logarithm times a sum. */
interface Tail {
  readonly log: Pair;
  readonly sum: number;
}

/** The logarithm of the j-th weight p(λ; j + 1) times D_j = p(x; a + j + 1). */
function logTerm(j: number, a: number, x: number, lambda: number): Pair {
  const both = add(logDensity(a + j + 1, x), logDensity(j + 1, lambda));
  return subtract(both, add(log(x), log(lambda)));
}

/** The j of the largest term and the first and last that count beside it; P(a + j + 1)/P(a + j) is below 1 and x/(a + j), Q's at most the larger. */
function rangeOf(a: number, x: number, lambda: number, isUpper: boolean): readonly [number, number, number] {
  const top = Math.floor((2 * lambda * x) / (a + Math.sqrt(a * a + 4 * lambda * x)));
  const width = 12 * Math.ceil(Math.sqrt(top + 1)) + 30;
  let last = top;
  for (let term = 1; term > SMALL && last < top + 9 * width; last++) {
    term *= (lambda / (last + 1)) * Math.max(x / (a + last + 1), isUpper ? 1 : 0);
  }
  return [Math.max(0, top - width), top, last];
}

/** F for x <= a + λ, downwards by P(a + j)/D_j = 1 + P(a + j + 1)/D_(j+1) x/(a + j + 1). */
function lower(a: number, x: number, lambda: number): Tail {
  const [first, top, last] = rangeOf(a, x, lambda, false);
  let ratio = gammaQuotient(0, a + last, x) * ((a + last) / x); // D_j = p(x; a + j) x/(a + j)
  let term = 1;
  let sum = ratio;
  let unit = 1;
  for (let j = last; j > first; j--) {
    term *= (j / lambda) * ((a + j) / x);
    ratio = 1 + ratio * (x / (a + j));
    if (j - 1 === top) unit = term;
    const part = term * ratio;
    sum += part;
    if (part < SMALL * sum) break;
  }
  return { log: logTerm(top, a, x, lambda), sum: sum / unit };
}

/** 1 - F for x > a + λ, upwards by Q(a + j + 1)/D_(j+1) = (Q(a + j)/D_j + 1) (a + j + 1)/x. */
function upper(a: number, x: number, lambda: number): Tail {
  const [first, top, last] = rangeOf(a, x, lambda, true);
  let ratio = gammaUpperQuotient(a + first, x) * ((a + first) / x);
  let term = 1;
  let sum = ratio;
  let unit = 1;
  for (let j = first + 1; j <= last; j++) {
    term *= (lambda / j) * (x / (a + j));
    ratio = (ratio + 1) * ((a + j) / x);
    if (j === top) unit = term;
    sum += term * ratio;
  }
  return { log: logTerm(top, a, x, lambda), sum: sum / unit };
}

/** Values outside the open domain: NaN, or those of the central functions, which have λ = 0. */
function edge(a: number, x: number, lambda: number, central: (a: number, x: number) => number): number | undefined {
  if (!(a > 0 && x >= 0 && lambda >= 0) || lambda > LARGEST || a > LARGEST) return NaN;
  return lambda < 1e-300 || x === 0 || x > LARGEST ? central(a, x) : undefined;
}

const value = ({ log: power, sum }: Tail): number => exp(power) * sum;
const logOf = ({ log: power, sum }: Tail): number => power[0] + (power[1] + Math.log(sum));

/** F(a, x, λ) = sum_j e^-λ λ^j/j! P(a + j, x); a > 0, x, λ >= 0, below 1e8; 16 ulp. @source DLMF 8.2.4; Johnson, Kotz & Balakrishnan 29.2. */
export function noncentralGammainc(a: number, x: number, lambda: number): number {
  return (
    edge(a, x, lambda, gammainc) ?? (x <= a + lambda ? value(lower(a, x, lambda)) : 1 - value(upper(a, x, lambda)))
  );
}

/** 1 - F(a, x, λ); as noncentralGammainc. @source as noncentralGammainc. */
export function noncentralGammaincc(a: number, x: number, lambda: number): number {
  return (
    edge(a, x, lambda, gammaincc) ?? (x <= a + lambda ? 1 - value(lower(a, x, lambda)) : value(upper(a, x, lambda)))
  );
}

/** log F(a, x, λ), also where it underflows; as noncentralGammainc. @source as noncentralGammainc. */
export function logNoncentralGammainc(a: number, x: number, lambda: number): number {
  const at = edge(a, x, lambda, gammainc);
  if (at !== undefined) return Math.log(at);
  return x <= a + lambda ? logOf(lower(a, x, lambda)) : Math.log1p(-value(upper(a, x, lambda))) + 0;
}

/** log(1 - F(a, x, λ)), also where it underflows; as noncentralGammainc. @source as noncentralGammainc. */
export function logNoncentralGammaincc(a: number, x: number, lambda: number): number {
  const at = edge(a, x, lambda, gammaincc);
  if (at !== undefined) return Math.log(at);
  return x <= a + lambda ? Math.log1p(-value(lower(a, x, lambda))) + 0 : logOf(upper(a, x, lambda));
}

function mean(a: number, x: number, lambda: number, f: (a: number) => number): number {
  const central = edge(a, x, lambda, f);
  if (central !== undefined) return central;
  const [first, , last] = rangeOf(a, x, lambda, true);
  let sum = 0;
  for (let j = first; j <= last; j++) sum += gammaDensity(j + 1, lambda) * f(a + j);
  return sum;
}

/** ∂ⁿF/∂aⁿ, whole n >= 1. @source as noncentralGammainc. */
export function noncentralOfOrder(n: number, a: number, x: number, lambda: number): number {
  return mean(a, x, lambda, (s) => gammaincOfOrder(n, s, x));
}

/** ∂ⁿ/∂aⁿ of ∂F/∂x, whole n >= 0 (0 below). @source as noncentralGammainc. */
export function noncentralDensityOfOrder(n: number, a: number, x: number, lambda: number): number {
  return mean(a, x, lambda, (s) => gammaDensityOfOrder(n, s, x));
}

// ---------------------------------------------------------------- over the density, so that nothing underflows

/** The mean of f(a + j) with weights p(λ; j + 1) p(x; a + j), and the logarithm of their sum, the density. */
function relative(a: number, x: number, lambda: number, f: (a: number) => number): { mean: number; log: number } {
  const [first, top, last] = rangeOf(a, x, lambda, true);
  let sum = 0;
  let total = 0;
  const visit = (j: number, term: number): void => {
    sum += term * f(a + j);
    total += term;
  };
  for (let j = top, term = 1; j <= last; j++) {
    visit(j, term);
    term *= (lambda / (j + 1)) * (x / (a + j));
  }
  for (let j = top - 1, term = 1; j >= first; j--) {
    term *= ((j + 1) / lambda) * ((a + j) / x);
    if (term < SMALL) break;
    visit(j, term);
  }
  const [high, low] = logTerm(top, a, x, lambda);
  return { mean: sum / total, log: high + (low + Math.log((total * (a + top)) / x)) };
}

/** Whether the quotients are defined; λ = 0 counts as the least number. */
const isInside = (a: number, x: number, lambda: number): boolean =>
  a > 0 && x > 0 && lambda >= 0 && Math.max(a, x, lambda) <= LARGEST;
const positive = (lambda: number): number => Math.max(lambda, 1e-290);

/** ∂ⁿF/∂aⁿ over the density, whole n >= 0. @source as noncentralGammainc. */
export function noncentralQuotient(n: number, a: number, x: number, lambda: number): number {
  if (!isInside(a, x, lambda)) return NaN;
  if (n > 0) return relative(a, x, positive(lambda), (s) => gammaQuotient(n, s, x)).mean;
  return Math.exp(logNoncentralGammainc(a, x, lambda) - relative(a, x, positive(lambda), () => 1).log);
}

/** (1 - F) over the density. @source as noncentralGammainc. */
export function noncentralUpperQuotient(a: number, x: number, lambda: number): number {
  if (!isInside(a, x, lambda)) return NaN;
  return Math.exp(logNoncentralGammaincc(a, x, lambda) - relative(a, x, positive(lambda), () => 1).log);
}

/** ∂ⁿ/∂aⁿ of the density over it, whole n >= 0 (0 below). @source as noncentralGammainc. */
export function noncentralDensityQuotient(n: number, a: number, x: number, lambda: number): number {
  if (!isInside(a, x, lambda)) return NaN;
  return relative(a, x, positive(lambda), (s) => gammaDensityQuotient(n, s, x)).mean;
}

/** The density of a + 1 over that of a. @source as noncentralGammainc. */
export function noncentralStep(a: number, x: number, lambda: number): number {
  if (!isInside(a, x, lambda)) return NaN;
  return relative(a, x, positive(lambda), (s) => x / s).mean;
}
