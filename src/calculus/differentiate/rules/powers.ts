/** Powers: of the variable, of a function, with the variable in the exponent, and both. */
import { add, integerOf, mul, power, sub } from "../../build.ts";
import { log } from "../../../ops/exponential.ts";
import type { Expression } from "../../expression.ts";
import { apply } from "../../functions.ts";
import { e, half, isNumeric, minusOne, numericValue, one } from "../../leaves.ts";
import { same } from "../../intern.ts";
import type { Context } from "../context.ts";
import type { Match, Note, Rule } from "../rule.ts";
import { notZero, positive } from "./products.ts";

const ln = (x: Expression): Expression => apply(log.op, x);
const lessOne = (n: Expression): Expression => sub(n, one);

const hasConstantExponent = (x: Expression, context: Context): boolean => !context.depends(x.args[1]);

/** Where uⁿ has a derivative. */
function notesOfPower(u: Expression, n: Expression): readonly Note[] {
  if (!isNumeric(n)) return [positive(u, "for real exponents the base is positive")];
  const value = numericValue(n);
  if (integerOf(n) !== undefined) return value < 0 ? [notZero(u)] : [];
  return [positive(u, "the base of a root is positive")];
}

export const powerRule: Rule = {
  name: "power rule",
  pattern: "(x^n)' = n\\,x^{n-1}",
  match: (x, context) => {
    const [base, n] = x.args;
    if (!same(base, context.variable) || !hasConstantExponent(x, context)) return undefined;
    return {
      inner: [],
      combine: () => mul(n, power(base, lessOne(n))),
      bindings: () => ({ n }),
      notes: () => notesOfPower(base, n),
    };
  },
};

export const rootRule: Rule = {
  name: "root rule",
  pattern: "(\\sqrt{x})' = \\frac{1}{2\\sqrt{x}}",
  match: (x, context) => {
    const [base, exponent] = x.args;
    if (!same(base, context.variable) || !same(exponent, half)) return undefined;
    return {
      inner: [],
      combine: () => mul(half, power(base, mul(minusOne, half))),
      notes: () => [positive(base, "the root has a derivative where x is positive")],
    };
  },
};

export const generalPowerRule: Rule = {
  name: "general power rule",
  pattern: "(u^n)' = n\\,u^{n-1}\\,u'",
  why: "a power of a function",
  route: "power",
  match: (x, context) => {
    const [u, n] = x.args;
    if (!hasConstantExponent(x, context)) return undefined;
    return {
      inner: [u],
      combine: ([du]) => mul(n, power(u, lessOne(n)), du),
      bindings: () => ({ u, n }),
      notes: () => notesOfPower(u, n),
    };
  },
};

/** √u by the chain rule, with the root as the outer function. */
export const rootOfFunctionRule: Rule = {
  name: "chain rule",
  pattern: "(f(g(x)))' = f'(g(x))\\,g'(x)",
  why: "a root of a function",
  route: "chain",
  match: (x, context) => {
    const [g, exponent] = x.args;
    if (!same(exponent, half) || same(g, context.variable)) return undefined;
    return {
      ...chained(context, g, (u) => power(u, half)),
      combine: ([dg]) => mul(half, power(g, mul(minusOne, half)), dg),
      notes: () => [positive(g, "the root has a derivative where its argument is positive")],
    };
  },
};

/** What a chain f(g(x)) has to say. */
export function chained(
  context: Context,
  g: Expression,
  f: (u: Expression) => Expression,
): Pick<Match, "inner" | "bindings" | "outer"> {
  const outer = (): { of: Expression; by: Expression } => {
    const u = context.placeholder();
    return { of: f(u), by: u };
  };
  return { inner: [g], bindings: () => ({ f: outer().of, g }), outer };
}

export const exponentialRule: Rule = {
  name: "exponential rule",
  pattern: "(e^x)' = e^x",
  match: (x, context) =>
    same(x.args[0], e) && same(x.args[1], context.variable) ? { inner: [], combine: () => x } : undefined,
};

export const exponentialOfBaseRule: Rule = {
  name: "exponential rule for base a",
  pattern: "(a^x)' = a^x \\ln a",
  match: (x, context) => {
    const [a, exponent] = x.args;
    if (!same(exponent, context.variable) || context.depends(a)) return undefined;
    return {
      inner: [],
      combine: () => mul(x, ln(a)),
      bindings: () => ({ a }),
      notes: () => (isNumeric(a) && numericValue(a) > 0 ? [] : [positive(a, "the base is positive")]),
    };
  },
};

export const exponentialOfFunctionRule: Rule = {
  name: "chain rule",
  pattern: "(f(g(x)))' = f'(g(x))\\,g'(x)",
  match: (x, context) => {
    const [a, g] = x.args;
    if (context.depends(a)) return undefined;
    return {
      ...chained(context, g, (u) => power(a, u)),
      combine: same(a, e) ? ([dg]) => mul(x, dg) : ([dg]) => mul(x, ln(a), dg),
      notes: () => (same(a, e) || (isNumeric(a) && numericValue(a) > 0) ? [] : [positive(a, "the base is positive")]),
    };
  },
};

/** u^v = e^(v ln u). */
export const generalExponentialRule: Rule = {
  name: "logarithmic differentiation",
  pattern: "(u^v)' = u^v \\left(v' \\ln u + v \\frac{u'}{u}\\right)",
  why: "base and exponent both depend on the variable",
  route: "logarithmic",
  match: (x, context) => {
    const [u, v] = x.args;
    if (!context.depends(u) || !context.depends(v)) return undefined;
    return {
      inner: [v, u],
      combine: ([dv, du]) => mul(x, add(mul(dv, ln(u)), mul(v, du, power(u, minusOne)))),
      bindings: () => ({ u, v }),
      notes: () => [positive(u, "the base is positive")],
    };
  },
};
