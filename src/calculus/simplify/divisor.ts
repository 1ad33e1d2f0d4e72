/** Greatest common divisors of polynomials, square-free parts, and bases of coprime polynomials. */
import {
  degreeOf,
  divideExact,
  evaluateModulo,
  isVariable,
  isZeroPoly,
  type Layer,
  layer,
  leadingNumber,
  mulPoly,
  negPoly,
  type Poly,
  slopeOf,
  subPoly,
  termsOf,
  TooLarge,
  variableOf,
} from "./layered.ts";
import { gcd } from "../../base/rational.ts";

const size = (n: bigint): bigint => (n < 0n ? -n : n);

/** With a positive number before the leading term. */
export const positive = (p: Poly): Poly => (leadingNumber(p) < 0n ? negPoly(p) : p);

/** The greatest whole number that divides all coefficients. */
export function contentOf(p: Poly, start = 0n): bigint {
  if (typeof p === "bigint") return gcd(size(p), start);
  let content = start;
  for (const c of p.c) if (content !== 1n) content = contentOf(c, content);
  return content;
}

/** The greatest common divisor, with a positive leading number. Primitive remainder sequences (Knuth, TAOCP 2, 4.6.1). */
export function gcdPoly(a: Poly, b: Poly): Poly {
  if (isZeroPoly(a)) return positive(b);
  if (isZeroPoly(b)) return positive(a);
  if (typeof a === "bigint") return contentOf(b, size(a));
  if (typeof b === "bigint") return contentOf(a, size(b));
  if (a.v < b.v) return gcdWithAll(a, b);
  if (a.v > b.v) return gcdWithAll(b, a);
  const [contentA, contentB] = [coefficientsGcd(a), coefficientsGcd(b)];
  const common = gcdPoly(contentA, contentB);
  if (areCoprime(a, b)) return common;
  let [x, y] = [divideExact(a, contentA) as Poly, divideExact(b, contentB) as Poly];
  if (degreeOf(x) < degreeOf(y)) [x, y] = [y, x];
  while (!isZeroPoly(y)) {
    if (variableOf(y) !== a.v) return common;
    const rest = pseudoRemainder(x as Layer, y as Layer);
    x = y;
    y =
      isZeroPoly(rest) || variableOf(rest) !== a.v ? rest : (divideExact(rest, coefficientsGcd(rest as Layer)) as Poly);
  }
  return positive(mulPoly(common, x));
}

/** Of b, which lacks the first variable of a, with every coefficient of a. */
function gcdWithAll(a: Layer, b: Poly): Poly {
  let common = b;
  for (const c of a.c) {
    if (common === 1n) break;
    common = gcdPoly(common, c);
  }
  return positive(common);
}

/** The content with respect to the first variable. */
function coefficientsGcd(p: Layer): Poly {
  let common: Poly = 0n;
  for (let k = p.c.length - 1; k >= 0 && common !== 1n; k--) common = gcdPoly(common, p.c[k]);
  return common;
}

/** Remainders grow without bound in several variables. */
const MOST_TERMS = 2000;

/** The rest of lead(b)ᵏ a divided by b. */
function pseudoRemainder(a: Layer, b: Layer): Poly {
  const lead = b.c[b.c.length - 1];
  let rest: Poly = a;
  while (typeof rest !== "bigint" && rest.v === a.v && rest.c.length >= b.c.length) {
    const top: Poly = rest.c[rest.c.length - 1];
    const shifted = layer(a.v, [...new Array<Poly>(rest.c.length - b.c.length).fill(0n), ...b.c]);
    rest = subPoly(mulPoly(rest, lead), mulPoly(shifted, top));
    if (termsOf(rest) > MOST_TERMS) throw new TooLarge();
  }
  return rest;
}

/** Just below 2²⁶, so that products are exact in float64. */
const PRIME = 67108859;

/**
 * Surely no common factor with the first variable: at random values of the others, modulo a prime, there is none, and the degree
 * has not fallen.
 */
function areCoprime(a: Layer, b: Layer): boolean {
  const at = (v: number): number => ((v + 2) * 7368787 + 104729) % PRIME;
  const image = ({ c }: Layer): number[] => c.map((p) => evaluateModulo(p, at, PRIME));
  let [x, y] = [image(a), image(b)];
  if (x[x.length - 1] === 0 || y[y.length - 1] === 0) return false;
  while (y.length > 1) [x, y] = [y, remainderModulo(x, y)];
  return y.length === 1;
}

/** Without zeros at the end; [] for 0. */
function remainderModulo(a: readonly number[], b: readonly number[]): number[] {
  const rest = [...a];
  const inverse = inverseOf(b[b.length - 1]);
  for (let at = rest.length - b.length; at >= 0; at--) {
    const factor = (rest[at + b.length - 1] * inverse) % PRIME;
    if (factor === 0) continue;
    for (let k = 0; k < b.length; k++) rest[at + k] = (rest[at + k] + (PRIME - factor) * b[k]) % PRIME;
  }
  while (rest.length > 0 && rest[rest.length - 1] === 0) rest.pop();
  return rest;
}

function inverseOf(a: number): number {
  let [result, square, rest] = [1, a, PRIME - 2];
  while (rest > 0) {
    if (rest % 2 === 1) result = (result * square) % PRIME;
    square = (square * square) % PRIME;
    rest = Math.floor(rest / 2);
  }
  return result;
}

// ---------------------------------------------------------------- square-free parts, coprime bases

/** p = f₁ f₂² f₃³ …: square-free factors with their powers, of a primitive polynomial (Yun 1976), by the first variable. */
export function squareFree(p: Poly): (readonly [factor: Poly, power: number])[] {
  if (typeof p === "bigint") return [];
  const found: (readonly [Poly, number])[] = [];
  const content = coefficientsGcd(p);
  const main = divideExact(p, content) as Layer;
  const slope = slopeOf(main);
  const common = gcdPoly(main, slope);
  let rest = divideExact(main, common) as Poly;
  let other = divideExact(slope, common) as Poly;
  for (let power = 1; typeof rest !== "bigint"; power++) {
    const difference = subPoly(other, slopeOf(rest));
    const factor = gcdPoly(rest, difference);
    if (typeof factor !== "bigint") found.push([factor, power]);
    rest = divideExact(rest, factor) as Poly;
    other = divideExact(difference, factor) as Poly;
    if (typeof rest !== "bigint" && rest.v !== main.v) break;
  }
  return typeof content === "bigint" ? found : [...squareFree(content), ...found];
}

/**
 * Factors with powers, made pairwise coprime: common divisors of two of them stand by themselves. Variables must be factors of
 * their own, so that nothing else is divisible by one.
 */
export function coprimeFactors(factors: readonly (readonly [Poly, number])[]): (readonly [Poly, number])[] {
  const done: [Poly, number][] = [];
  const open: [Poly, number][] = factors.map(([p, k]) => [p, k]);
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const k = next[1];
    let p = next[0];
    for (let at = 0; at < done.length && typeof p !== "bigint"; at++) {
      const [q, m] = done[at];
      if (isVariable(p) || isVariable(q)) continue;
      const common = gcdPoly(p, q);
      if (typeof common === "bigint") continue;
      done.splice(at, 1);
      open.push([common, m + k]);
      const [restP, restQ] = [divideExact(p, common) as Poly, divideExact(q, common) as Poly];
      if (typeof restQ !== "bigint") open.push([restQ, m]);
      if (typeof restP !== "bigint") open.push([restP, k]);
      p = 1n;
    }
    if (typeof p !== "bigint") done.push([p, k]);
  }
  return done;
}
