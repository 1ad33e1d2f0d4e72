/** The functions of the unknown that an equation is made of, and ways to make one of several. */
import { div, integerOf, mul, neg, power, productOf, sub, sumOf } from "../build.ts";
import type { Expression } from "../expression.ts";
import { same } from "../intern.ts";
import { e, isNumeric, number, one, rationalOf } from "../leaves.ts";
import * as q from "../../base/rational.ts";
import { exp, ln, opName } from "../series/known.ts";
import { surelySign } from "../series/sure.ts";
import { dependsOn, partsOf, symbolsOf } from "../substitute.ts";
import { logarithmRatio } from "./exactForms.ts";

export const isRoot = (x: Expression): boolean =>
  x.kind === "power" && isNumeric(x.args[1]) && integerOf(x.args[1]) === undefined;

/** The parts that depend on x and are no sums, products and whole powers of others. */
export function kernelsOf(f: Expression, x: Expression): Expression[] {
  const isOpen = (part: Expression): boolean =>
    part.kind === "sum" || part.kind === "product" || (part.kind === "power" && integerOf(part.args[1]) !== undefined);
  return partsOf(f, isOpen).filter((part) => !isOpen(part) && dependsOn(part, x));
}

/** Whole multiples of one exponent as powers of u: e^(2x), e^x, e^(-x); undefined where a kernel is of another kind. */
export function exponentials(
  kernels: readonly Expression[],
  u: Expression,
): { replaced: Map<Expression, Expression>; base: Expression; exponent: Expression } | undefined {
  if (kernels[0] === undefined || exponentOf(kernels[0], e) === undefined) return undefined;
  // 9^x over 3^x: the exponents of one base, so that their ratio is a fraction.
  const [base, first] = kernels[0].args;
  const ratios = kernels.map((each) => {
    const exponent = exponentOf(each, base);
    return exponent && rationalOf(div(exponent, first));
  });
  if (ratios.some((each) => each === undefined)) return undefined;
  const unit = (ratios as q.Rational[]).reduce(commonDivisor);
  const replaced = new Map(
    kernels.map((each, k) => [
      each,
      power(u, number(q.mulRational(ratios[k] as q.Rational, q.reciprocalRational(unit)))),
    ]),
  );
  return { replaced, base, exponent: mul(number(unit), first) };
}

const commonDivisor = (a: q.Rational, b: q.Rational): q.Rational => {
  const n = q.gcd(a.n * b.d < 0n ? -a.n * b.d : a.n * b.d, b.n * a.d < 0n ? -b.n * a.d : b.n * a.d);
  return q.rational(n, a.d * b.d);
};

/** What the base is raised to: 2x for 9^x and the base 3. */
function exponentOf(kernel: Expression, base: Expression): Expression | undefined {
  if (kernel.kind !== "power") return undefined;
  const [own, exponent] = kernel.args;
  if (same(own, base)) return exponent;
  if (symbolsOf(own).length > 0 || surelySign(own) !== 1) return undefined;
  return mul(exponent, same(base, e) ? ln(own) : logarithmRatio(own, base));
}

/** ln a + ln b - c = 0 as ab - e^c = 0. */
export function logarithmSum(f: Expression, x: Expression): Expression | undefined {
  const inside: Expression[] = [];
  const rest: Expression[] = [];
  for (const term of f.kind === "sum" ? f.args : [f]) {
    const [times, log] = term.kind === "product" && term.args.length === 2 ? term.args : [one, term];
    if (opName(log) === "log" && integerOf(times) !== undefined) inside.push(power(log.args[0], times));
    else if (dependsOn(term, x)) return undefined;
    else rest.push(term);
  }
  return sub(productOf(inside), exp(neg(sumOf(rest))));
}

/** Factors that all terms of a sum have in common, and what is left. */
export function takeOutCommon(f: Expression): Expression[] | undefined {
  if (f.kind !== "sum") return undefined;
  const factors = f.args.map((term) => (term.kind === "product" ? term.args : [term]));
  const common = factors[0].filter(
    (each) => !isNumeric(each) && factors.every((others) => others.some((other) => same(other, each))),
  );
  if (common.length === 0) return undefined;
  const whole = productOf(common);
  return [...common, sumOf(f.args.map((term) => div(term, whole)))];
}
