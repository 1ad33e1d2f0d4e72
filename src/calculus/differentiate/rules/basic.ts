/** Constants, the variable, multiples, sums. */
import { same } from "../../intern.ts";
import { log } from "../../../ops/exponential.ts";
import type { Expression } from "../../expression.ts";
import { minusOne, one, zero } from "../../leaves.ts";
import { mul, sumOf } from "../../build.ts";
import { productFrom } from "../context.ts";
import type { Match, Rule } from "../rule.ts";

const NOTHING: readonly Expression[] = [];

const vanishes: Match = { inner: NOTHING, combine: () => zero };

export const constantRule: Rule = {
  name: "constant rule",
  pattern: "c' = 0",
  match: (c) => ({ ...vanishes, bindings: () => ({ c }) }),
};

const isItself: Match = { inner: NOTHING, combine: () => one };

export const identityRule: Rule = {
  name: "identity rule",
  pattern: "x' = 1",
  match: () => isItself,
};

export const constantMultipleRule: Rule = {
  name: "constant multiple rule",
  pattern: "(c\\,u)' = c\\,u'",
  match: (x, context) => {
    const { constants, all } = context.split(x);
    if (constants.length === 0) return undefined;
    const [outside, inside] = apart(constants, all);
    if (outside.length === 0) return undefined;
    const c = productFrom(outside);
    const u = productFrom(inside);
    return { inner: [u], combine: ([du]) => mul(c, du), bindings: () => ({ c, u }) };
  },
};

/** Constants go in front, except for the 1/ln b of a logarithm to the base b. */
function apart(constants: readonly Expression[], all: readonly Expression[]): [Expression[], readonly Expression[]] {
  if (all.length !== 1 || all[0].kind !== "call" || all[0].payload !== log.op) return [[...constants], all];
  const base = constants.find(isReciprocalLogarithm);
  if (base === undefined) return [[...constants], all];
  return [constants.filter((c) => c !== base), [base, all[0]]];
}

/** 1/ln b. */
export function isReciprocalLogarithm(x: Expression): boolean {
  return x.kind === "power" && x.args[0].kind === "call" && x.args[0].payload === log.op && same(x.args[1], minusOne);
}

export const sumRule: Rule = {
  name: "sum rule",
  pattern: "(u + v)' = u' + v'",
  match: (x, { order }) => {
    const terms = order.terms(x.args);
    return {
      inner: terms,
      combine: sumOf,
      bindings: () =>
        terms.length > NAMES.length ? {} : Object.fromEntries(terms.map((term, at) => [NAMES[at], term])),
    };
  },
};

/** Names of terms and factors in a pattern. */
export const NAMES: readonly string[] = ["u", "v", "w"];
