/** Functions of the core: by their own derivatives, under their textbook names. */
import type { ElementwiseOp } from "../../../core/elementwise.ts";
import { abs, sign } from "../../../ops/arithmetic.ts";
import { log } from "../../../ops/exponential.ts";
import * as hyperbolic from "../../../ops/hyperbolic.ts";
import { maximum, minimum } from "../../../ops/maximum.ts";
import { ceil, floor, round, trunc } from "../../../ops/rounding.ts";
import * as trigonometric from "../../../ops/trigonometric.ts";
import { add, mul } from "../../build.ts";
import type { Expression, Payloads } from "../../expression.ts";
import { apply, factsOf } from "../../functions.ts";
import { intern, same } from "../../intern.ts";
import { one, zero } from "../../leaves.ts";
import { partialOf } from "../../partials.ts";
import type { Note, Rule } from "../rule.ts";
import { isReciprocalLogarithm } from "./basic.ts";
import { chained } from "./powers.ts";
import { notZero, positive } from "./products.ts";

/** What a textbook says of one function. */
interface Story {
  readonly op: ElementwiseOp;
  readonly name: string;
  readonly pattern: string;
  readonly notes?: (u: Expression) => readonly Note[];
}

const relation = (sign: Payloads["relation"], a: Expression, b: Expression): Expression =>
  intern("relation", sign, [a, b]);
const below1 = (u: Expression): readonly Note[] => [
  { condition: relation("<", apply(abs.op, u), one), text: "inside of the domain" },
];
const atSteps = (name: string) => (): readonly Note[] => [
  { text: `${name} jumps at some points and has no derivative there` },
];

const stories: readonly Story[] = /*@__PURE__*/ (() => [
  {
    op: log.op,
    name: "logarithm rule",
    pattern: "(\\ln x)' = \\frac{1}{x}",
    notes: (u) => [positive(u, "the logarithm is real")],
  },
  { op: trigonometric.sin.op, name: "sine rule", pattern: "(\\sin x)' = \\cos x" },
  { op: trigonometric.cos.op, name: "cosine rule", pattern: "(\\cos x)' = -\\sin x" },
  {
    op: trigonometric.tan.op,
    name: "tangent rule",
    pattern: "(\\tan x)' = 1 + \\tan^2 x",
    notes: (u) => [{ condition: relation("≠", apply(trigonometric.cos.op, u), zero), text: "away from the poles" }],
  },
  {
    op: trigonometric.asin.op,
    name: "arcsine rule",
    pattern: "(\\arcsin x)' = \\frac{1}{\\sqrt{1 - x^2}}",
    notes: below1,
  },
  {
    op: trigonometric.acos.op,
    name: "arccosine rule",
    pattern: "(\\arccos x)' = -\\frac{1}{\\sqrt{1 - x^2}}",
    notes: below1,
  },
  { op: trigonometric.atan.op, name: "arctangent rule", pattern: "(\\arctan x)' = \\frac{1}{1 + x^2}" },
  { op: hyperbolic.sinh.op, name: "hyperbolic sine rule", pattern: "(\\sinh x)' = \\cosh x" },
  { op: hyperbolic.cosh.op, name: "hyperbolic cosine rule", pattern: "(\\cosh x)' = \\sinh x" },
  { op: hyperbolic.tanh.op, name: "hyperbolic tangent rule", pattern: "(\\tanh x)' = \\frac{1}{\\cosh^2 x}" },
  {
    op: hyperbolic.asinh.op,
    name: "area sine rule",
    pattern: "(\\operatorname{arsinh} x)' = \\frac{1}{\\sqrt{x^2 + 1}}",
  },
  {
    op: hyperbolic.acosh.op,
    name: "area cosine rule",
    pattern: "(\\operatorname{arcosh} x)' = \\frac{1}{\\sqrt{x^2 - 1}}",
    notes: (u) => [{ condition: relation(">", u, one), text: "inside of the domain" }],
  },
  {
    op: hyperbolic.atanh.op,
    name: "area tangent rule",
    pattern: "(\\operatorname{artanh} x)' = \\frac{1}{1 - x^2}",
    notes: below1,
  },
  {
    op: abs.op,
    name: "absolute value rule",
    pattern: "|x|' = \\operatorname{sgn} x",
    notes: (u) => [{ ...notZero(u), text: "|x| has a corner at 0" }],
  },
  {
    op: sign.op,
    name: "step rule",
    pattern: "(\\operatorname{sgn} x)' = 0",
    notes: (u) => [{ ...notZero(u), text: "the sign jumps at 0" }],
  },
  { op: floor.op, name: "step rule", pattern: "\\lfloor x \\rfloor' = 0", notes: atSteps("floor") },
  { op: ceil.op, name: "step rule", pattern: "\\lceil x \\rceil' = 0", notes: atSteps("ceil") },
  { op: round.op, name: "step rule", pattern: "(\\operatorname{round} x)' = 0", notes: atSteps("round") },
  { op: trunc.op, name: "step rule", pattern: "(\\operatorname{trunc} x)' = 0", notes: atSteps("trunc") },
])();

const NO_NOTES: readonly Note[] = [];

/** (sin x)' = cos x: one rule for each function. */
function elementary(op: ElementwiseOp, { name, pattern, notes }: Omit<Story, "op">): Rule {
  return {
    name,
    pattern,
    match: (x, context) => {
      const [u] = x.args;
      if (x.args.length !== 1 || !same(u, context.variable)) return undefined;
      return { inner: [], combine: () => partialOf(op, 0, x.args, x), notes: () => notes?.(u) ?? NO_NOTES };
    },
  };
}

const byOp: Map<ElementwiseOp, Rule> = /*@__PURE__*/ (() =>
  new Map(stories.map((story) => [story.op, elementary(story.op, story)])))();
const notesByOp: ReadonlyMap<ElementwiseOp, Story["notes"]> = /*@__PURE__*/ (() =>
  new Map(stories.map(({ op, notes }) => [op, notes])))();

/** The rule of a function; those without a textbook name of their own are named for the function. */
function ruleOf(op: ElementwiseOp): Rule {
  let rule = byOp.get(op);
  if (rule === undefined) {
    const name = factsOf(op)?.name ?? op.name;
    rule = elementary(op, { name: `derivative of ${name}`, pattern: `\\operatorname{${name}}'(x)` });
    byOp.set(op, rule);
  }
  return rule;
}

/** The rule of whatever function stands there. */
export const functionRule = (x: Expression): Rule => ruleOf(x.payload as Payloads["call"]);

export const logarithmOfBaseRule: Rule = {
  name: "logarithm rule for base b",
  pattern: "(\\log_b x)' = \\frac{1}{x \\ln b}",
  match: (x, context) => {
    const { constants, all } = context.split(x);
    if (constants.length !== 1 || all.length !== 1 || !isReciprocalLogarithm(constants[0])) return undefined;
    const [u] = all[0].args;
    if (all[0].kind !== "call" || all[0].payload !== log.op) return undefined;
    const b = constants[0].args[0].args[0];
    const notes = (): readonly Note[] => [positive(u, "the logarithm is real")];
    const slope = (du: Expression): Expression => mul(constants[0], partialOf(log.op, 0, [u], all[0]), du);
    if (same(u, context.variable)) return { inner: [], combine: () => slope(one), bindings: () => ({ b }), notes };
    return { ...chained(context, u, (v) => mul(constants[0], apply(log.op, v))), combine: ([du]) => slope(du), notes };
  },
};

/** f(g(x)), and f(g(x), h(x)) where several arguments depend on the variable. */
export const chainRule: Rule = {
  name: "chain rule",
  pattern: "(f(g(x)))' = f'(g(x))\\,g'(x)",
  match: (x, context) => {
    const op = x.payload as Payloads["call"];
    if (x.args.length > 1) return undefined;
    const [g] = x.args;
    return {
      ...chained(context, g, (u) => apply(op, u)),
      combine: ([dg]) => mul(partialOf(op, 0, x.args, x), dg),
      notes: () => notesByOp.get(op)?.(g) ?? NO_NOTES,
    };
  },
};

export const chainOfSeveralRule: Rule = {
  name: "multivariate chain rule",
  pattern: "\\frac{d}{dx} f(u, v) = \\frac{\\partial f}{\\partial u} u' + \\frac{\\partial f}{\\partial v} v'",
  match: (x, context) => {
    const op = x.payload as Payloads["call"];
    const places = x.args.flatMap((arg, at) => (context.depends(arg) ? [at] : []));
    return {
      inner: places.map((at) => x.args[at]),
      combine: (derivatives) => add(...derivatives.map((d, k) => mul(partialOf(op, places[k], x.args, x), d))),
      bindings: () => Object.fromEntries(places.map((at) => [`u_${at + 1}`, x.args[at]])),
    };
  },
};

/** The larger or smaller of two: the derivative of the one that is chosen. */
function extremum(op: ElementwiseOp, name: string, sign: ">" | "<"): Rule {
  return {
    name: `${name === "max" ? "maximum" : "minimum"} rule`,
    pattern: `\\${name}(u, v)' = \\begin{cases} u' & u ${sign} v \\\\ v' & u ${sign === ">" ? "<" : ">"} v \\end{cases}`,
    match: (x) => {
      if (x.payload !== op) return undefined;
      const [u, v] = x.args;
      return {
        inner: [u, v],
        combine: ([du, dv]) => (same(du, dv) ? du : intern("piecewise", undefined, [du, relation(sign, u, v), dv])),
        bindings: () => ({ u, v }),
        notes: () => [{ condition: relation("≠", u, v), text: "there may be a corner where both are equal" }],
      };
    },
  };
}

export const maximumRule: Rule = /*@__PURE__*/ extremum(maximum.op, "max", ">");
export const minimumRule: Rule = /*@__PURE__*/ extremum(minimum.op, "min", "<");
