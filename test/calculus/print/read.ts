/** Makes formulas of a plain notation with a sign for every operation, so that the tests of printing need no parser of the library. */
import { add, div, mul, neg, power, sub } from "../../../src/calculus/build.ts";
import { derive } from "../../../src/calculus/differentiate/derive.ts";
import type { Expression } from "../../../src/calculus/expression.ts";
import { apply, functionNamed } from "../../../src/calculus/functions.ts";
import { intern } from "../../../src/calculus/intern.ts";
import { e, half, i, infinity, number, pi, symbol } from "../../../src/calculus/leaves.ts";

const CONSTANTS: Readonly<Record<string, Expression>> = { e, pi, i, infinity };

/** Unknown functions, written with a capital in front of their orders: U_f_1(x) is f'(x). */
const unknown = (name: string, args: readonly Expression[]): Expression => {
  const [, f, ...orders] = name.split("_");
  return intern("unknown", { name: f, orders: orders.map(Number) }, args);
};

const FORMS: Readonly<Record<string, (...args: Expression[]) => Expression>> = {
  sqrt: (x) => power(x, half),
  exp: (x) => power(e, x),
  abs: (x) => apply((functionNamed("abs") as { op: Parameters<typeof apply>[0] }).op, x),
  /** The derivative, carried out. */
  D: (x, by) => derive(x, by),
  /** The derivative, pending. */
  d: (x, ...by) => intern("derivative", undefined, [x, ...by]),
  int: (...args) => intern("integral", undefined, args),
  series: (...args) => intern("series", undefined, args),
  cases: (...args) => intern("piecewise", undefined, args),
  eq: (a, b) => intern("relation", "=", [a, b]),
  ne: (a, b) => intern("relation", "≠", [a, b]),
  lt: (a, b) => intern("relation", "<", [a, b]),
  le: (a, b) => intern("relation", "≤", [a, b]),
  gt: (a, b) => intern("relation", ">", [a, b]),
  ge: (a, b) => intern("relation", "≥", [a, b]),
};

const STARTS = /^(?:[\dA-Za-z(]|\|)/;

/** @param text - "3*x^2 - 4*x", or what is printed for it: products without signs, |x| */
export function read(text: string): Expression {
  const tokens = text.match(/\d+(?:\.\d+)?|[A-Za-z]\w*\(?|\S/g) ?? [];
  let at = 0;
  let bars = 0;
  const take = (token: string): boolean => tokens[at] === token && ++at > 0;
  const sum = (): Expression => {
    let left = product();
    for (;;) {
      if (take("+")) left = add(left, product());
      else if (take("-")) left = sub(left, product());
      else return left;
    }
  };
  const product = (): Expression => {
    let left = sign();
    for (;;) {
      if (take("*")) left = mul(left, sign());
      else if (take("/")) left = div(left, sign());
      else if (STARTS.test(tokens[at] ?? "") && !(tokens[at] === "|" && bars > 0)) left = mul(left, raised());
      else return left;
    }
  };
  const sign = (): Expression => (take("-") ? neg(sign()) : raised());
  const raised = (): Expression => {
    const base = atom();
    return take("^") ? power(base, sign()) : base;
  };
  const list = (): Expression[] => {
    const args: Expression[] = [];
    const outside = bars;
    bars = 0;
    while (!take(")")) {
      args.push(sum());
      take(",");
    }
    bars = outside;
    return args;
  };
  const atom = (): Expression => {
    const token = tokens[at++];
    if (token === "(") return list()[0];
    if (token === "|") return inBars();
    if (/^\d/.test(token)) return number(Number(token));
    if (!token.endsWith("(")) return CONSTANTS[token] ?? symbol(token);
    return called(token.slice(0, -1), list());
  };
  const inBars = (): Expression => {
    const outside = bars;
    bars = 1;
    const inside = sum();
    bars = outside;
    take("|");
    return FORMS.abs(inside);
  };
  const called = (token: string, args: readonly Expression[]): Expression => {
    if (Object.hasOwn(FORMS, token)) return FORMS[token](...args);
    if (token.startsWith("U_")) return unknown(token, args);
    const facts = functionNamed(token);
    if (facts === undefined) throw new Error(`no function ${token} in ${text}`);
    return apply(facts.op, ...args);
  };
  const x = sum();
  if (at < tokens.length) throw new Error(`${tokens.slice(at).join(" ")} is left of ${text}`);
  return x;
}
