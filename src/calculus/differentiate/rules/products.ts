/** Products, quotients, reciprocals. */
import { add, mul, power, productOf, sub, sumOf } from "../../build.ts";
import { intern, same } from "../../intern.ts";
import type { Expression } from "../../expression.ts";
import { minusOne, one, two, zero } from "../../leaves.ts";
import { neg } from "../../build.ts";
import { productFrom } from "../context.ts";
import { refuse } from "../refuse.ts";
import type { Match, Note, Rule } from "../rule.ts";
import { NAMES } from "./basic.ts";

const minusTwo: Expression = /*@__PURE__*/ neg(two);

/** The product over all factors but one. */
function without(factors: readonly Expression[], at: number, replacement: Expression): Expression {
  const others = factors.slice();
  others[at] = replacement;
  return productOf(others);
}

/** The derivative has as many terms, each with as many factors. */
const MOST_FACTORS = 1000;

export const productRule: Rule = {
  name: "product rule",
  pattern: "(uv)' = u'v + uv'",
  why: "a product of factors that depend on the variable",
  route: "product",
  match: (x, context) => {
    const { all, constants } = context.split(x);
    if (all.length < 2 || constants.length > 0) return undefined;
    if (all.length > MOST_FACTORS) refuse(x, `a product of ${all.length} factors, more than ${MOST_FACTORS}`);
    const factors = context.order.factors(all);
    return {
      inner: factors,
      combine: (derivatives) => sumOf(derivatives.map((d, at) => without(factors, at, d))),
      bindings: () => named(factors),
    };
  },
};

function named(factors: readonly Expression[]): Record<string, Expression> {
  const names = factors.length <= NAMES.length ? NAMES : factors.map((_, at) => `u_${at + 1}`);
  return Object.fromEntries(factors.map((factor, at) => [names[at], factor]));
}

export const quotientRule: Rule = {
  name: "quotient rule",
  pattern: "\\left(\\frac{u}{v}\\right)' = \\frac{u'v - uv'}{v^2}",
  why: "numerator and denominator both depend on the variable",
  route: "quotient",
  match: (x, context) => {
    const { above, below, constants } = context.split(x);
    if (above.length === 0 || below.length === 0 || constants.length > 0) return undefined;
    const [u, v] = [productFrom(above), productFrom(below)];
    return {
      inner: [u, v],
      combine: ([du, dv]) => mul(sub(mul(du, v), mul(u, dv)), power(v, minusTwo)),
      bindings: () => ({ u, v }),
      notes: () => [notZero(v)],
    };
  },
};

/** 1/v, where v is a power of something that is not just the variable, or a product of such. */
export const reciprocalRule: Rule = {
  name: "reciprocal rule",
  pattern: "\\left(\\frac{1}{v}\\right)' = -\\frac{v'}{v^2}",
  why: "one over something",
  route: "quotient",
  match: (x, context) => {
    if (x.kind === "power") {
      if (!same(x.args[1], minusOne) || same(x.args[0], context.variable)) return undefined;
      return reciprocal(x.args[0]);
    }
    const { above, below, constants } = context.split(x);
    if (constants.length > 0) return undefined;
    return above.length === 0 && below.length > 0 ? reciprocal(productFrom(below)) : undefined;
  },
};

function reciprocal(v: Expression): Match {
  return {
    inner: [v],
    combine: ([dv]) => mul(minusOne, dv, power(v, minusTwo)),
    bindings: () => ({ v }),
    notes: () => [notZero(v)],
  };
}

export function notZero(v: Expression): Note {
  return { condition: intern("relation", "≠", [v, zero]), text: "the denominator is not 0" };
}

export function positive(u: Expression, text: string): Note {
  return { condition: intern("relation", ">", [u, zero]), text };
}

/** y' = y (ln y)', taken when it is asked for: products and quotients turn into sums. */
export const logarithmicRule: Rule = {
  name: "logarithmic differentiation",
  pattern: "y' = y\\,(\\ln y)' = y \\sum_i n_i \\frac{u_i'}{u_i}",
  why: "the logarithm turns products into sums and powers into factors",
  route: "logarithmic",
  match: (x, context) => {
    const { all, constants } = context.split(x);
    if (constants.length > 0 || all.length < (context.route === "logarithmic" ? 2 : 3)) return undefined;
    const bases = context.order.factors(
      all.map((factor) => (factor.kind === "power" && !context.depends(factor.args[1]) ? factor.args[0] : factor)),
    );
    const exponents = bases.map((base) => {
      const found = all.find((factor) => factor.kind === "power" && same(factor.args[0], base));
      return found === undefined || all.includes(base) ? one : found.args[1];
    });
    return {
      inner: bases,
      combine: (derivatives) =>
        mul(x, add(...derivatives.map((d, at) => mul(exponents[at], d, power(bases[at], minusOne))))),
      bindings: () => ({ y: x, ...named(bases) }),
      notes: () => bases.map((base) => ({ ...notZero(base), text: "the logarithm needs factors other than 0" })),
    };
  },
};
