/** Factoring over the rationals, one fraction of a sum of fractions, and partial fractions. */
import { productOf } from "../build.ts";
import type { Expression } from "../expression.ts";
import { partialFractions } from "../polynomial/factor.ts";
import { partialFractionFormula, rationalFunction } from "../polynomial/formula.ts";
import { type Dense, irreducibleFactors } from "../polynomial/irreducible.ts";
import { gcdPoly, positive, squareFree } from "./divisor.ts";
import {
  isVariable,
  addPoly,
  degreeOf,
  divideExact,
  type Layer,
  layer,
  monomial,
  mulPoly,
  type Poly,
  scalePoly,
  termsOf,
  TooLarge,
  variablesOf,
} from "./layered.ts";
import { type Factor, multiply, primitiveFactors } from "./factored.ts";
import { Ring } from "./ring.ts";

/** More terms than that are left as they are. */
const LIMIT = 2000;

/** Higher degrees take seconds: of one variable, and of the image of several. */
const LARGEST_DEGREE = 80;
const LARGEST_IMAGE = 36;

/** What f makes of a ring; the formula itself where it is too large for one. */
function inRing(x: Expression, f: (ring: Ring) => Expression, limit: number = LIMIT): Expression {
  try {
    return f(new Ring([x], limit));
  } catch (error) {
    if (error instanceof TooLarge) return x;
    throw error;
  }
}

/** Factors a formula over the rationals: polynomials into irreducible ones, fractions over a common denominator in lowest terms. */
export function factor(x: Expression): Expression {
  if (!x.isScalar) return x;
  return inRing(x, (ring) => {
    const { c, factors } = ring.cancel(ring.convert(x));
    return ring.toExpression(multiply([{ c, factors: factors.flatMap(([p, k]) => factorsOf(p, k)) }]));
  });
}

/** The irreducible factors of a primitive polynomial, to a power. */
function factorsOf(p: Poly, k: number): Factor[] {
  if (isVariable(p) || termsOf(p) === 1) return [[p, k]];
  const parts = primitiveFactors(p);
  return parts.factors.flatMap(([part, m]) =>
    isVariable(part)
      ? [[part, m * k] as const]
      : squareFree(part).flatMap(([f, n]) => irreducible(f).map((each) => [each, n * m * k] as const)),
  );
}

/** The irreducible factors of a primitive square-free polynomial. */
export function irreducible(p: Poly): Poly[] {
  const variables = [...variablesOf(p)].sort((a, b) => a - b);
  const last = variables[variables.length - 1];
  const degree = variables.length > 1 ? homogeneousDegree(p) : undefined;
  // Where all terms have one degree, the last variable may be 1 meanwhile.
  if (degree !== undefined) return irreducible(atOne(p, last)).map((f) => homogeneous(f, last));
  const linear = variables.length > 1 ? variables.find((v) => degreeIn(p, v) === 1) : undefined;
  if (linear !== undefined) return linearIn(p, linear);
  // Kronecker: another variable is a high enough power of the first one.
  const degrees = variables.map((v) => degreeIn(p, v) + 1);
  const steps = degrees.map((_, at) => degrees.slice(0, at).reduce((a, b) => a * b, 1));
  const total = variables.reduce((sum, _, at) => sum + (degrees[at] - 1) * steps[at], 0);
  if (total > (variables.length > 1 ? LARGEST_IMAGE : LARGEST_DEGREE) || total === 0) return [p];
  const dense: bigint[] = new Array(total + 1).fill(0n);
  spread(p, 1n, 0, (v) => steps[variables.indexOf(v)], dense);
  if (variables.length === 1) return (irreducibleFactors(dense) ?? [dense]).map((f) => fromDense(f, variables[0]));
  return severalVariables(p, dense, variables, steps);
}

/** a v + b has the factors of the common divisor of a and b, and one more. */
function linearIn(p: Poly, v: number): Poly[] {
  const common = gcdPoly(coefficientOf(p, v, 0), coefficientOf(p, v, 1));
  if (typeof common === "bigint") return [p];
  return [...irreducible(common), positive(divideExact(p, common) as Poly)];
}

/** The coefficient of vᵏ. */
function coefficientOf(p: Poly, v: number, k: number): Poly {
  if (typeof p === "bigint" || p.v > v) return k === 0 ? p : 0n;
  if (p.v === v) return p.c[k] ?? 0n;
  return layer(
    p.v,
    p.c.map((c) => coefficientOf(c, v, k)),
  );
}

/** The degree that all terms have; undefined where they differ. */
function homogeneousDegree(p: Poly): number | undefined {
  if (typeof p === "bigint") return 0;
  let common: number | undefined;
  for (const [k, c] of p.c.entries()) {
    if (c === 0n) continue;
    const inner = homogeneousDegree(c);
    if (inner === undefined || (common !== undefined && common !== inner + k)) return undefined;
    common = inner + k;
  }
  return common;
}

/** With 1 for a variable that stands last. */
function atOne(p: Poly, v: number): Poly {
  if (typeof p === "bigint") return p;
  if (p.v === v) return p.c.reduce<Poly>((sum, c) => addPoly(sum, c), 0n);
  return p.c.reduce<Poly>((sum, c, k) => addPoly(sum, mulPoly(atOne(c, v), monomial(p.v, k))), 0n);
}

/** Every term with as many of a last variable as its degree lacks. */
function homogeneous(p: Poly, v: number): Poly {
  const total = totalDegree(p);
  const walk = (at: Poly, missing: number): Poly =>
    typeof at === "bigint"
      ? scalePoly(monomial(v, missing), at)
      : at.c.reduce<Poly>(
          (sum, c, k) => (c === 0n ? sum : addPoly(sum, mulPoly(walk(c, missing - k), monomial(at.v, k)))),
          0n,
        );
  return walk(p, total);
}

function totalDegree(p: Poly): number {
  return typeof p === "bigint" ? 0 : Math.max(...p.c.map((c, k) => (c === 0n ? 0 : totalDegree(c) + k)));
}

function degreeIn(p: Poly, v: number): number {
  if (typeof p === "bigint") return 0;
  return p.v === v ? degreeOf(p) : Math.max(...p.c.map((c) => degreeIn(c, v)));
}

function spread(p: Poly, c: bigint, at: number, step: (v: number) => number, into: bigint[]): void {
  if (typeof p === "bigint") into[at] += p * c;
  else p.c.forEach((each, k) => spread(each, c, at + k * step(p.v), step, into));
}

const fromDense = (f: Dense, v: number): Poly => positive(layer(v, f));

/** Products of factors of the image that are images of factors. */
function severalVariables(p: Poly, dense: Dense, variables: readonly number[], steps: readonly number[]): Poly[] {
  const image = layer(0, dense) as Layer;
  const { factors } = primitiveFactors(image);
  const pool: Dense[] = [];
  for (const [part, m] of factors) {
    for (const [f, n] of isVariable(part) ? [[part, 1] as const] : squareFree(part)) {
      const found = irreducibleFactors((f as Layer).c as Dense);
      if (found === undefined) return [p];
      for (const each of found) for (let copy = 0; copy < n * m; copy++) pool.push(each);
    }
  }
  return pool.length > 12 ? [p] : recombine(p, pool, (f) => gather(f, variables, steps));
}

function recombine(p: Poly, pool: Dense[], back: (f: Dense) => Poly): Poly[] {
  const found: Poly[] = [];
  let rest = p;
  let open = pool;
  for (let count = 1; count < open.length; ) {
    const hit = masks(open.length, count).find((mask) => {
      let product: Poly = 1n;
      open.forEach((f, at) => ((mask >> at) & 1) === 1 && (product = mulPoly(product, layer(0, f))));
      const candidate = primitiveOf(back(typeof product === "bigint" ? [product] : ((product as Layer).c as Dense)));
      const quotient = typeof candidate === "bigint" ? undefined : divideExact(rest, candidate);
      if (quotient === undefined || typeof quotient === "bigint") return false;
      found.push(candidate);
      rest = quotient;
      return true;
    });
    if (hit === undefined) count++;
    else open = open.filter((_, at) => ((hit >> at) & 1) === 0);
  }
  return [...found, positive(rest)];
}

function masks(n: number, count: number): number[] {
  return Array.from({ length: 2 ** n }, (_, mask) => mask).filter((mask) => bits(mask) === count);
}

const bits = (mask: number): number => mask.toString(2).replaceAll("0", "").length;

function primitiveOf(p: Poly): Poly {
  const { factors } = primitiveFactors(p);
  return factors.reduce<Poly>((product, [f, k]) => {
    let raised: Poly = 1n;
    for (let step = 0; step < k; step++) raised = mulPoly(raised, f);
    return mulPoly(product, raised);
  }, 1n);
}

/** The exponent of the image says the exponents of all variables, as digits. */
function gather(f: Dense, variables: readonly number[], steps: readonly number[]): Poly {
  let sum: Poly = 0n;
  f.forEach((c, at) => {
    if (c === 0n) return;
    let [term, rest]: [Poly, number] = [c, at];
    for (let k = variables.length - 1; k >= 0; k--) {
      const power = Math.floor(rest / steps[k]);
      rest -= power * steps[k];
      term = mulPoly(term, monomial(variables[k], power));
    }
    sum = addPoly(sum, term);
  });
  return sum;
}

/** One fraction in lowest terms of a sum of fractions; the denominator is not multiplied out. */
export function together(x: Expression): Expression {
  if (!x.isScalar) return x;
  return inRing(x, (ring) => {
    const { c, factors } = ring.cancel(ring.convert(x));
    const above = scalePoly(ring.multiplyOut(factors.filter(([, k]) => k > 0)), c.n);
    return productOf([
      ring.polynomial(above),
      ring.toExpression({ c: { n: 1n, d: c.d }, factors: factors.filter(([, k]) => k < 0) }),
    ]);
  });
}

/** Partial fractions of a rational function of one variable over the rationals. */
export function apart(x: Expression, variable: Expression): Expression {
  const fraction = rationalFunction(x, variable);
  return fraction === undefined ? x : partialFractionFormula(partialFractions(fraction), variable);
}
