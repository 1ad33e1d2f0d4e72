/** Unknown functions, cases, integrals, sums over an index, derivatives of derivatives. */
import { add, mul, sumOf } from "../../build.ts";
import type { Expression, Payloads } from "../../expression.ts";
import { intern, same } from "../../intern.ts";
import { minusOne as minus, one, zero } from "../../leaves.ts";
import { partsOf, substituteAll, symbolsOf } from "../../substitute.ts";
import type { Context } from "../context.ts";
import { refuse } from "../refuse.ts";
import type { Match, Note, Rule } from "../rule.ts";

/** f with one more derivative in an argument. */
function oneMore(x: Expression, at: number): Expression {
  const { name, orders } = x.payload as Payloads["unknown"];
  return intern("unknown", { name, orders: orders.map((order, k) => (k === at ? order + 1 : order)) }, x.args);
}

export const unknownFunctionRule: Rule = {
  name: "derivative of an unknown function",
  pattern: "(f(x))' = f'(x)",
  match: (x, { variable }) =>
    x.args.length === 1 && same(x.args[0], variable) ? { inner: [], combine: () => oneMore(x, 0) } : undefined,
};

/** f(u), f(u, v): partial derivatives of f times those of its arguments; an argument that is the variable itself needs no step. */
export const unknownChainRule: Rule = {
  name: "chain rule",
  pattern: "\\frac{d}{dx} f(u, v) = \\frac{\\partial f}{\\partial u} u' + \\frac{\\partial f}{\\partial v} v'",
  match: (x, context) => {
    const places = x.args.flatMap((arg, at) => (context.depends(arg) ? [at] : []));
    const open = places.filter((at) => !same(x.args[at], context.variable));
    return {
      inner: open.map((at) => x.args[at]),
      combine: (derivatives) =>
        sumOf(places.map((at) => mul(oneMore(x, at), open.includes(at) ? derivatives[open.indexOf(at)] : one))),
      bindings: () => Object.fromEntries(open.map((at) => [open.length === 1 ? "g" : `u_${at + 1}`, x.args[at]])),
    };
  },
};

export const piecewiseRule: Rule = {
  name: "piecewise rule",
  pattern:
    "\\begin{cases} u & c \\\\ v & \\text{otherwise} \\end{cases}' = \\begin{cases} u' & c \\\\ v' & \\text{otherwise} \\end{cases}",
  match: (x, context) => {
    const values = x.args.filter((_, at) => at % 2 === 0 || at === x.args.length - 1);
    const conditions = x.args.filter((_, at) => at % 2 === 1 && at !== x.args.length - 1);
    return {
      inner: values,
      combine: (derivatives) => casesOf(derivatives, conditions),
      notes: () => conditions.filter((condition) => context.depends(condition)).map(atBoundary),
    };
  },
};

/** Values by condition; one value where all are the same. */
function casesOf(values: readonly Expression[], conditions: readonly Expression[]): Expression {
  if (values.every((value) => same(value, values[0]))) return values[0];
  return intern(
    "piecewise",
    undefined,
    values.flatMap((value, at) => (at < conditions.length ? [value, conditions[at]] : [value])),
  );
}

function atBoundary(condition: Expression): Note {
  const text = "at the boundary the derivatives of both sides must agree";
  return condition.kind === "relation" ? { condition: intern("relation", "≠", condition.args), text } : { text };
}

/** d/dx ∫ f(x) dx = f(x), and ∫ f(t, x) dt differentiated under the sign. */
export const antiderivativeRule: Rule = {
  name: "fundamental theorem of calculus",
  pattern: "\\frac{d}{dx} \\int f(x)\\,dx = f(x)",
  match: (x, { variable }) => {
    if (x.args.length !== 2) return undefined;
    const [f, t] = x.args;
    if (same(t, variable)) return { inner: [], combine: () => f, bindings: () => ({ f }) };
    return { inner: [f], combine: ([df]) => intern("integral", undefined, [df, t]), bindings: () => ({ f }) };
  },
};

export const leibnizRule: Rule = {
  name: "Leibniz integral rule",
  pattern:
    "\\frac{d}{dx} \\int_{a(x)}^{b(x)} f(x, t)\\,dt = f(x, b)\\,b' - f(x, a)\\,a' + \\int_a^b \\frac{\\partial f}{\\partial x}\\,dt",
  match: (x, context) => {
    const [f, t, a, b] = x.args;
    const moving = [b, a].filter((limit) => context.depends(limit));
    const inside = context.depends(f) && !same(t, context.variable);
    if (moving.length > 0) refuseCapture(f, moving, t);
    return {
      inner: inside ? [...moving, f] : moving,
      combine: (derivatives) => {
        const terms = moving.map((limit, at) =>
          mul(limit === b && at === 0 ? one : minus, substituteAll(f, new Map([[find(f, t), limit]])), derivatives[at]),
        );
        const df = derivatives[moving.length];
        if (inside && !same(df, zero)) terms.push(intern("integral", undefined, [df, t, a, b]));
        return add(...terms);
      },
      bindings: () => ({ f, a, b }),
      notes: () => [{ text: "f and its derivative are continuous between the limits" }],
    };
  },
};

/** The variable of integration as it stands in the integrand. */
const find = (f: Expression, t: Expression): Expression => symbolsOf(f).find((x) => same(x, t)) ?? t;

/** Limits are put in place of the bound variable, which another integral inside must not bind again. */
function refuseCapture(f: Expression, limits: readonly Expression[], t: Expression): void {
  const bound = new Set(["integral", "series", "derivative"]);
  const names = new Set([t, ...limits].flatMap(symbolsOf).map((x) => (x.payload as Payloads["symbol"]).name));
  for (const x of partsOf(f)) {
    if (bound.has(x.kind)) {
      const binds = x.kind === "derivative" ? x.args.slice(1) : [x.args[1]];
      for (const { payload } of binds) {
        if (names.has((payload as Payloads["symbol"]).name)) refuse(x, "a limit that an inner integral binds again");
      }
    }
  }
}

export const seriesRule: Rule = {
  name: "term by term",
  pattern: "\\left(\\sum_k u_k\\right)' = \\sum_k u_k'",
  match: (x, context) => {
    const [term, k, from, to] = x.args;
    if (context.depends(from) || context.depends(to)) refuse(x, "a sum whose limits depend on the variable");
    return {
      inner: [term],
      combine: ([d]) => (same(d, zero) ? zero : intern("series", undefined, [d, k, from, to])),
      bindings: () => ({ u_k: term }),
      notes: () => ([from, to].some(isInfinite) ? [{ text: "the sum of the derivatives converges uniformly" }] : []),
    };
  },
};

const isInfinite = (x: Expression): boolean => symbolsOf(x).length === 0 && contains(x, "infinity");
const contains = (x: Expression, name: string): boolean =>
  x.kind === "constant" ? x.payload === name : x.args.some((arg) => contains(arg, name));

/** Orders add up, and mixed partial derivatives do not depend on the order. */
export const derivativeRule: Rule = {
  name: "higher derivative",
  pattern: "\\frac{d}{dx} \\frac{d u}{dx} = \\frac{d^2 u}{dx^2}",
  match: (x, { variable }): Match => {
    const [u, ...by] = x.args;
    const variables = [...by, variable].toSorted((a, b) =>
      nameOf(a) < nameOf(b) ? -1 : nameOf(a) > nameOf(b) ? 1 : 0,
    );
    return {
      inner: [],
      combine: () => intern("derivative", undefined, [u, ...variables]),
      bindings: () => ({ u }),
      notes: () => (by.some((other) => !same(other, variable)) ? [{ text: "second derivatives are continuous" }] : []),
    };
  },
};

const nameOf = (x: Expression): string => (x.payload as Payloads["symbol"]).name;

/** Formulas that have no derivative by a number. */
export const refusedRule: Rule = {
  name: "unsupported",
  pattern: "",
  match: (x, _context: Context) =>
    refuse(x, x.kind === "relation" ? "the derivative of a relation" : `the derivative of a ${x.kind} by a scalar`),
};
