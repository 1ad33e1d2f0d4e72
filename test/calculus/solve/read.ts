/** A small reader of formulas for the golden rows: + - * / ^, functions, E, pi, oo, I. */
import { add, div, mul, neg, power, sub } from "../../../src/calculus/build.ts";
import type { Expression } from "../../../src/calculus/expression.ts";
import { apply, functionNamed } from "../../../src/calculus/functions.ts";
import { e, half, i, infinity, number, pi, symbol } from "../../../src/calculus/leaves.ts";
import { parseDecimal, type Rational } from "../../../src/base/rational.ts";

export const [x, y, a, b, c, n]: Expression[] = ["x", "y", "a", "b", "c", "n"].map((name) => symbol(name));
const CONSTANTS: Readonly<Record<string, Expression>> = { E: e, e, pi, I: i, oo: infinity };

export function read(text: string, symbols: Readonly<Record<string, Expression>> = {}): Expression {
  const tokens = text.match(/\d+\.?\d*|[A-Za-z_]\w*|\*\*|[-+*/^(),]/g) ?? [];
  let at = 0;
  const take = (...wanted: string[]): string | undefined => (wanted.includes(tokens[at]) ? tokens[at++] : undefined);
  function sum(): Expression {
    let value = product();
    for (let sign = take("+", "-"); sign !== undefined; sign = take("+", "-")) {
      const next = product();
      value = sign === "+" ? add(value, next) : sub(value, next);
    }
    return value;
  }
  function product(): Expression {
    let value = signed();
    for (let sign = take("*", "/"); sign !== undefined; sign = take("*", "/")) {
      const next = signed();
      value = sign === "*" ? mul(value, next) : div(value, next);
    }
    return value;
  }
  function signed(): Expression {
    return take("-") === undefined ? raised() : neg(signed());
  }
  function raised(): Expression {
    const base = atom();
    return take("^", "**") === undefined ? base : power(base, signed());
  }
  function atom(): Expression {
    const token = tokens[at++];
    if (token === "(") {
      const value = sum();
      if (take(")") === undefined) throw new Error(`no ) in ${text}`);
      return value;
    }
    if (/^\d/.test(token)) return number(parseDecimal(token) as Rational);
    if (take("(") === undefined) return symbols[token] ?? CONSTANTS[token] ?? symbol(token);
    const args = [sum()];
    while (take(",") !== undefined) args.push(sum());
    if (take(")") === undefined) throw new Error(`no ) after ${token} in ${text}`);
    return call(token, args);
  }
  const value = sum();
  if (at !== tokens.length) throw new Error(`cannot read ${text} at ${tokens[at]}`);
  return value;
}

function call(name: string, args: Expression[]): Expression {
  if (name === "exp") return power(e, args[0]);
  if (name === "sqrt") return power(args[0], half);
  const facts = functionNamed(name.toLowerCase() === "abs" ? "abs" : name);
  if (facts === undefined) throw new Error(`no function ${name}`);
  return apply(facts.op, ...args);
}
