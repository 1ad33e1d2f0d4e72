/** Antiderivatives that tables list: of f(u), in u. */
import { add, div, mul, neg, power, sub, sumOf } from "../build.ts";
import type { Expression } from "../expression.ts";
import { half, minusOne, number, one, pi, two, zero } from "../leaves.ts";
import { apply, functionNamed, type FunctionFacts } from "../functions.ts";
import {
  abs,
  arccos,
  arcosh,
  arcsin,
  arctan,
  arsinh,
  artanh,
  cos,
  cosh,
  exp,
  ln,
  sin,
  sinh,
  sqrt,
  square,
} from "../series/known.ts";
import { surelySign, surelyZero } from "../series/sure.ts";

/** ln |u|; without the bars where u is surely positive. */
export function logarithmOf(u: Expression): Expression {
  return ln(u.isPositive || isPositiveQuadratic(u) ? u : abs(u));
}

/** 1 + (…)² and the like. */
const isPositiveQuadratic = (u: Expression): boolean =>
  u.kind === "sum" &&
  u.args.every((term) => {
    const factors = term.kind === "product" ? term.args : [term];
    return factors.every((each) => each.isPositive || (each.kind === "power" && isEven(each.args[1])));
  });

const isEven = (exponent: Expression): boolean =>
  exponent.kind === "number" &&
  (exponent.payload as { n: bigint; d: bigint }).d === 1n &&
  (exponent.payload as { n: bigint }).n % 2n === 0n;

const logistic = (u: Expression): Expression => apply((functionNamed("softplus") as FunctionFacts).op, u);
const digammaLog = (u: Expression): Expression => apply((functionNamed("lgamma") as FunctionFacts).op, u);

/** By the name of the op. */
export const TABLE: Readonly<Record<string, (u: Expression) => Expression>> = {
  sin: (u) => neg(cos(u)),
  cos: (u) => sin(u),
  tan: (u) => neg(ln(abs(cos(u)))),
  sinh: (u) => cosh(u),
  cosh: (u) => sinh(u),
  tanh: (u) => ln(cosh(u)),
  log: (u) => sub(mul(u, ln(u)), u),
  asin: (u) => add(mul(u, arcsin(u)), sqrt(sub(one, square(u)))),
  acos: (u) => sub(mul(u, arccos(u)), sqrt(sub(one, square(u)))),
  atan: (u) => sub(mul(u, arctan(u)), mul(half, ln(add(one, square(u))))),
  asinh: (u) => sub(mul(u, arsinh(u)), sqrt(add(square(u), one))),
  acosh: (u) => sub(mul(u, arcosh(u)), mul(sqrt(sub(u, one)), sqrt(add(u, one)))),
  atanh: (u) => add(mul(u, artanh(u)), mul(half, ln(sub(one, square(u))))),
  sigmoid: logistic,
  digamma: digammaLog,
  erf: (u) => add(mul(u, apply((functionNamed("erf") as FunctionFacts).op, u)), div(exp(neg(square(u))), sqrt(pi))),
  abs: (u) => mul(half, u, abs(u)),
  sign: (u) => abs(u),
  relu: (u) => mul(half, u, apply((functionNamed("relu") as FunctionFacts).op, u)),
};

/** ∫ u^n du. */
export function powerRule(u: Expression, n: Expression): Expression {
  const next = add(n, one);
  return next.kind === "number" && (next.payload as { n: bigint }).n === 0n
    ? logarithmOf(u)
    : div(power(u, next), next);
}

/** ∫ e^(a + bx + cx²) dx by the error function, for c < 0. */
export function gaussian(x: Expression, [a, b, c]: readonly Expression[]): Expression {
  const root = sqrt(neg(c));
  const shift = sub(a, div(square(b), mul(number(4), c)));
  const argument = sub(mul(root, x), div(b, mul(two, root)));
  return mul(
    half,
    sqrt(pi),
    power(root, minusOne),
    exp(shift),
    apply((functionNamed("erf") as FunctionFacts).op, argument),
  );
}

/** ∫ Σ pₙxⁿ E dx for E = e^(a + bx + cx²), by d(xⁿ⁻¹E); undefined where ∫E is left over and c is not negative. */
export function gaussianMoment(
  p: readonly Expression[],
  [a, b, c]: readonly Expression[],
  whole: Expression,
  x: Expression,
): Expression | undefined {
  const scale = power(mul(two, c), minusOne);
  // Of each power: what stands before E, and how often ∫E is left.
  const outside: Expression[] = [zero];
  const left: Expression[] = [one];
  for (let n = 1; n < p.length; n++) {
    const before = n > 1 ? number(1 - n) : zero;
    const step = (parts: readonly Expression[]): Expression =>
      sub(mul(before, parts[Math.max(0, n - 2)]), mul(b, parts[n - 1]));
    outside.push(sumOf(spreadOf(add(power(x, number(n - 1)), step(outside))).map((term) => mul(scale, term))));
    left.push(mul(scale, step(left)));
  }
  const rest = sumOf(p.map((each, n) => mul(each, left[n])));
  const done = mul(sumOf(p.flatMap((each, n) => spreadOf(outside[n]).map((term) => mul(each, term)))), whole);
  if (surelyZero(rest)) return done;
  return surelySign(c) === -1 ? add(done, mul(rest, gaussian(x, [a, b, c]))) : undefined;
}

const spreadOf = (sum: Expression): readonly Expression[] => (sum.kind === "sum" ? sum.args : [sum]);
