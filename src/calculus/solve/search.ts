/** The search for the zeros of a formula, by its form. */
import { add, div, neg, power, sub } from "../build.ts";
import { evaluateComplex } from "../evaluate/complex.ts";
import { evaluateNumber } from "../evaluate/number.ts";
import { plainPoint } from "../evaluate/points.ts";
import type { Expression } from "../expression.ts";
import { apply, type FunctionFacts, functionNamed } from "../functions.ts";
import { same } from "../intern.ts";
import { isZero, minusOne, number, rationalOf, symbol, zero } from "../leaves.ts";
import * as q from "../../base/rational.ts";
import { exp, opName } from "../series/known.ts";
import { surelySign, surelyZero } from "../series/sure.ts";
import { type Budget, unsure } from "../series/unsure.ts";
import { dependsOn, substituteAll, symbolsOf } from "../substitute.ts";
import { exactAngle, logarithmRatio, quadratic, roots } from "./exactForms.ts";
import { exponentials, isRoot, kernelsOf, logarithmSum, takeOutCommon } from "./kernels.ts";
import { coefficientsIn, rationalFunction } from "../polynomial/formula.ts";
import { factorPolynomial } from "../polynomial/factor.ts";

/** Finds zeros; notes what it leaves out. */
export class Search {
  readonly x: Expression;
  readonly notes: Set<string> = new Set();
  private readonly budget: Budget;
  private names = 0;

  constructor(x: Expression, budget: Budget) {
    this.x = x;
    this.budget = budget;
  }

  /** All x with f = 0, with some more where roots were squared. */
  zeros(f: Expression): Expression[] {
    this.budget.spend(f);
    if (f.depth > 200) unsure("solve", "a formula so deep", f);
    if (!dependsOn(f, this.x)) return surelyZero(f) ? unsure("solve", "an equation that holds for every value", f) : [];
    const fraction = rationalFunction(f, this.x);
    if (fraction !== undefined) return this.rootsOf(fraction.numerator, f);
    if (f.kind === "product") return f.args.flatMap((factor) => this.zeros(factor));
    if (f.kind === "power") return this.zerosOfPower(f);
    const coefficients = coefficientsIn(f, this.x);
    if (coefficients !== undefined) return this.byFormula(coefficients, f);
    if (f.kind === "call") return this.inverted(f, zero);
    const taken = takeOutCommon(f);
    if (taken !== undefined) return taken.flatMap((factor) => this.zeros(factor));
    return this.bySubstitution(f);
  }

  private zerosOfPower(f: Expression): Expression[] {
    const [base, exponent] = f.args;
    if (!dependsOn(base, this.x)) return [];
    // Positive numbers to any power are not 0; a base that becomes 0 is not looked for.
    if (dependsOn(exponent, this.x)) return [];
    return surelySign(exponent) === -1 ? [] : this.zeros(base);
  }

  /** Of polynomials with fractions as coefficients: by their factors. */
  private rootsOf(p: readonly q.Rational[], f: Expression): Expression[] {
    if (p.slice(1, -1).every(q.isZero))
      return this.byFormula(
        p.map((c) => number(c)),
        f,
      );
    const found: Expression[] = [];
    for (const { factor } of factorPolynomial(p).factors)
      found.push(
        ...this.byFormula(
          factor.map((c) => number(c)),
          f,
        ),
      );
    return found;
  }

  /** Of a polynomial with any coefficients. */
  private byFormula(c: readonly Expression[], f: Expression): Expression[] {
    const degree = c.length - 1;
    if (degree === 1) return [neg(div(c[0], c[1]))];
    const step = c.reduce((gcd, each, k) => (isZero(each) ? gcd : Number(q.gcd(BigInt(gcd), BigInt(k)))), 0);
    if (step === degree) return roots(neg(div(c[0], c[degree])), degree);
    if (step > 1) {
      const inner = c.filter((_, k) => k % step === 0);
      return this.byFormula(inner, f).flatMap((value) => roots(value, step));
    }
    if (degree === 2) return quadratic(c);
    return unsure("solve", `a polynomial of degree ${degree} without rational factors`, f);
  }

  // -------------------------------------------------------------- one function of x

  private bySubstitution(f: Expression): Expression[] {
    const kernels = kernelsOf(f, this.x);
    const u = symbol(`#u${this.names++}`);
    const exponential = exponentials(kernels, u);
    if (exponential !== undefined) {
      const { replaced, base, exponent } = exponential;
      return this.inverses(substituteAll(f, replaced), u, (value) => this.exponentialIs(base, exponent, value), f);
    }
    const logarithms =
      kernels.length > 1 && kernels.every((each) => opName(each) === "log") ? logarithmSum(f, this.x) : undefined;
    if (logarithms !== undefined) return this.zeros(logarithms);
    const radical = kernels.length === 2 && kernels.includes(this.x) ? kernels.find(isRoot) : undefined;
    if (radical !== undefined) return this.byRadical(f, radical, u);
    if (kernels.length !== 1) {
      return unsure("solve", "an equation in several functions of the unknown", f);
    }
    const [kernel] = kernels;
    const inner = substituteAll(f, new Map([[kernel, u]]));
    return this.inverses(inner, u, (value) => this.inverted(kernel, value), f);
  }

  /** f as an equation in u, and each u turned back into x. */
  private inverses(
    inner: Expression,
    u: Expression,
    back: (value: Expression) => Expression[],
    f: Expression,
  ): Expression[] {
    if (dependsOn(inner, this.x) || !dependsOn(inner, u)) unsure("solve", "an equation of this kind", f);
    const search = new Search(u, this.budget);
    const values = fulfilling(inner, u, search.zeros(inner), true);
    for (const note of search.notes) this.notes.add(note);
    return values.flatMap(back);
  }

  /** √(ax + b) and x: x in terms of the root. */
  private byRadical(f: Expression, radical: Expression, u: Expression): Expression[] {
    const [base, exponent] = radical.args;
    const linear = coefficientsIn(base, this.x);
    const fraction = rationalOf(exponent);
    if (linear?.length !== 2 || fraction === undefined) return unsure("solve", "a root of this kind", f);
    const root = { n: fraction.n < 0n ? -fraction.n : fraction.n, d: fraction.d };
    const value = div(sub(power(u, number({ n: root.d, d: 1n })), linear[0]), linear[1]);
    const replaced = new Map([
      [radical, power(u, number({ n: fraction.n, d: 1n }))],
      [this.x, value],
    ]);
    return this.inverses(substituteAll(f, replaced), u, (at) => [substituteAll(value, new Map([[u, at]]))], f);
  }

  private exponentialIs(base: Expression, exponent: Expression, value: Expression): Expression[] {
    if (surelySign(value) === undefined && symbolsOf(value).length > 0)
      this.notes.add("where the logarithm is defined");
    else if (surelySign(value) !== 1) return [];
    return this.zeros(sub(exponent, logarithmRatio(value, base)));
  }

  /** kernel = value. */
  private inverted(kernel: Expression, value: Expression): Expression[] {
    if (kernel === this.x) return [value];
    if (kernel.kind === "power") return this.powerIs(kernel, value);
    const [u] = kernel.args;
    const name = opName(kernel);
    if (name === "abs") {
      if (surelySign(value) === -1) return [];
      return [...this.zeros(sub(u, value)), ...this.zeros(add(u, value))];
    }
    if (name === "log") return this.zeros(sub(u, exp(value)));
    const inverse = INVERSES[name];
    if (inverse === undefined) return unsure("solve", `an equation with ${name}`, kernel);
    const known = symbolsOf(value).length === 0 ? evaluateNumber(value, new Map()) : undefined;
    if (known !== undefined && !isBetween(known, inverse.from ?? -Infinity, inverse.to ?? Infinity)) return [];
    if (inverse.periodic) this.notes.add(`principal value of ${inverse.name} only`);
    const main = exactAngle(name, value) ?? apply((functionNamed(inverse.name) as FunctionFacts).op, value);
    return [main, ...(inverse.others?.(main) ?? [])].flatMap((each) => this.zeros(sub(u, each)));
  }

  private powerIs(kernel: Expression, value: Expression): Expression[] {
    const [base, exponent] = kernel.args;
    if (dependsOn(exponent, this.x)) {
      if (dependsOn(base, this.x) || surelySign(base) !== 1 || surelySign(value) !== 1)
        return unsure("solve", "an equation of this kind", kernel);
      return this.zeros(sub(exponent, logarithmRatio(value, base)));
    }
    const fraction = rationalOf(exponent);
    if (fraction === undefined) return this.zeros(sub(base, power(value, power(exponent, minusOne))));
    // The equation of the q-th powers may have more solutions; they are tried out at the end.
    const raised = power(value, number({ n: fraction.d, d: 1n }));
    const times = Number(fraction.n);
    const values =
      Math.abs(times) === 1
        ? [times === 1 ? raised : power(raised, minusOne)]
        : roots(power(raised, number(Math.sign(times))), Math.abs(times));
    return values.flatMap((each) => this.zeros(sub(base, each)));
  }
}

interface Inverse {
  readonly name: string;
  /** Other principal solutions. */
  readonly others?: (main: Expression) => readonly Expression[];
  readonly periodic?: boolean;
  /** What values the function takes. */
  readonly from?: number;
  readonly to?: number;
}

const INVERSES: Readonly<Record<string, Inverse>> = {
  sin: { name: "arcsin", periodic: true, from: -1, to: 1 },
  cos: { name: "arccos", periodic: true, from: -1, to: 1 },
  tan: { name: "arctan", periodic: true },
  asin: { name: "sin", from: -Math.PI / 2, to: Math.PI / 2 },
  acos: { name: "cos", from: 0, to: Math.PI },
  atan: { name: "tan", from: -Math.PI / 2, to: Math.PI / 2 },
  sinh: { name: "arsinh" },
  cosh: { name: "arcosh", others: (main) => [neg(main)], from: 1 },
  tanh: { name: "artanh", from: -1, to: 1 },
  asinh: { name: "sinh" },
  acosh: { name: "cosh", from: 0 },
  atanh: { name: "tanh" },
  sigmoid: { name: "logit", from: 0, to: 1 },
  logit: { name: "sigmoid" },
  erf: { name: "erfinv", from: -1, to: 1 },
};

const isBetween = (value: number, from: number, to: number): boolean => value >= from && value <= to;

/** Those that make f vanish, each once: real ones in rising order, then complex ones. */
export function fulfilling(f: Expression, x: Expression, found: readonly Expression[], real: boolean): Expression[] {
  const kept: { solution: Expression; at: number; imaginary: number }[] = [];
  for (const solution of found) {
    if (kept.some((each) => same(each.solution, solution) || surelyZero(sub(each.solution, solution)))) continue;
    const { re, im } =
      symbolsOf(solution).length > 0 ? { re: Number.NaN, im: 0 } : evaluateComplex(solution, new Map());
    const isReal = Math.abs(im) <= 1e-12 * Math.max(1, Math.abs(re));
    if ((real && !isReal) || !fulfils(f, x, solution, real)) continue;
    kept.push({ solution, at: re, imaginary: isReal ? 0 : im });
  }
  kept.sort(
    (a, b) => Number(a.imaginary !== 0) - Number(b.imaginary !== 0) || a.at - b.at || a.imaginary - b.imaginary,
  );
  return kept.map(({ solution }) => solution);
}

/** Whether it makes f vanish: roots that were squared away are no solutions. */
function fulfils(f: Expression, x: Expression, solution: Expression, real: boolean): boolean {
  const others = plainPoint([...symbolsOf(f), ...symbolsOf(solution)].filter((each) => each !== x));
  const values = new Map([...others].map(([each, re]) => [each, { re, im: 0 }]));
  const at = evaluateComplex(solution, values);
  if (!Number.isFinite(at.re) || !Number.isFinite(at.im)) return false;
  const isReal = Math.abs(at.im) <= 1e-12 * Math.max(1, Math.abs(at.re));
  // Among real numbers odd roots of negative ones are real, and even ones have no value.
  const amongReal = (re: number): number => evaluateNumber(f, new Map([...others, [x, re]]));
  const amongComplex = (re: number): number => {
    const value = evaluateComplex(f, new Map([...values, [x, { re, im: at.im }]]));
    return Math.hypot(value.re, value.im);
  };
  return (isReal && vanishes(amongReal, at)) || (!(real && isReal) && vanishes(amongComplex, at));
}

/** 0, or small beside the values a little to the left and right. */
function vanishes(f: (re: number) => number, { re, im }: { readonly re: number; readonly im: number }): boolean {
  const step = 1e-3 * Math.max(1, Math.hypot(re, im));
  const around = [f(re + step), f(re - step)].map(Math.abs).filter((value) => Number.isFinite(value));
  const value = Math.abs(f(re));
  return value <= 1e-12 || value <= 1e-6 * Math.max(...around);
}
