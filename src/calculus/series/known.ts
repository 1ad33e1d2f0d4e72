/** Functions by name, and functions in terms of simpler ones. */
import { add, div, mul, neg, power, sub } from "../build.ts";
import type { Expression, Payloads } from "../expression.ts";
import { apply, functionNamed } from "../functions.ts";
import { e, half, number, one, two } from "../leaves.ts";

const named =
  (name: string) =>
  (u: Expression): Expression => {
    const facts = functionNamed(name);
    if (facts === undefined) throw new Error(`no function ${name}`);
    return apply(facts.op, u);
  };

export const sin: (u: Expression) => Expression = /*@__PURE__*/ named("sin");
export const cos: (u: Expression) => Expression = /*@__PURE__*/ named("cos");
export const tan: (u: Expression) => Expression = /*@__PURE__*/ named("tan");
export const sinh: (u: Expression) => Expression = /*@__PURE__*/ named("sinh");
export const cosh: (u: Expression) => Expression = /*@__PURE__*/ named("cosh");
export const tanh: (u: Expression) => Expression = /*@__PURE__*/ named("tanh");
export const ln: (u: Expression) => Expression = /*@__PURE__*/ named("ln");
export const abs: (u: Expression) => Expression = /*@__PURE__*/ named("abs");
export const arcsin: (u: Expression) => Expression = /*@__PURE__*/ named("arcsin");
export const arccos: (u: Expression) => Expression = /*@__PURE__*/ named("arccos");
export const arctan: (u: Expression) => Expression = /*@__PURE__*/ named("arctan");
export const arsinh: (u: Expression) => Expression = /*@__PURE__*/ named("arsinh");
export const arcosh: (u: Expression) => Expression = /*@__PURE__*/ named("arcosh");
export const artanh: (u: Expression) => Expression = /*@__PURE__*/ named("artanh");
export const erf: (u: Expression) => Expression = /*@__PURE__*/ named("erf");
export const exp = (u: Expression): Expression => power(e, u);
export const sqrt = (u: Expression): Expression => power(u, half);
export const square = (u: Expression): Expression => power(u, two);
export const over = (n: number, d: number): Expression => div(number(n), number(d));

/** The name of the op of a call; "" for all else. */
export const opName = (f: Expression): string => (f.kind === "call" ? (f.payload as Payloads["call"]).name : "");

const logistic = (u: Expression): Expression => div(one, add(one, exp(neg(u))));

/** Each in terms of exponentials, logarithms, roots, sines and cosines. */
const REWRITTEN: Readonly<Record<string, (u: Expression) => Expression>> = {
  tan: (u) => div(sin(u), cos(u)),
  tanh: (u) => div(sinh(u), cosh(u)),
  sigmoid: logistic,
  silu: (u) => mul(u, logistic(u)),
  softplus: (u) => ln(add(one, exp(u))),
  logSigmoid: (u) => neg(ln(add(one, exp(neg(u))))),
  logit: (u) => ln(div(u, sub(one, u))),
};

/** A call in terms of simpler functions; undefined where there is no such form. */
export function rewritten(f: Expression): Expression | undefined {
  return REWRITTEN[opName(f)]?.(f.args[0]);
}
