/** Short ways to write formulas in tests. */
import { add, div, mul, neg, power, sub } from "../../../src/calculus/build.ts";
import type { Expression, Payloads } from "../../../src/calculus/expression.ts";
import { apply, functionNamed, type FunctionFacts } from "../../../src/calculus/functions.ts";
import { intern } from "../../../src/calculus/intern.ts";
import { e, half, number, symbol } from "../../../src/calculus/leaves.ts";

export const [x, y, z, t, a, b, n]: Expression[] = ["x", "y", "z", "t", "a", "b", "n"].map((name) => symbol(name));
export const num = (value: number): Expression => number(value);
export const call = (name: string, ...args: Expression[]): Expression =>
  apply((functionNamed(name) as FunctionFacts).op, ...args);
const unary =
  (name: string) =>
  (u: Expression): Expression =>
    call(name, u);
export const sin: (u: Expression) => Expression = unary("sin");
export const cos: (u: Expression) => Expression = unary("cos");
export const tan: (u: Expression) => Expression = unary("tan");
export const ln: (u: Expression) => Expression = unary("ln");
export const abs: (u: Expression) => Expression = unary("abs");
export const exp = (u: Expression): Expression => power(e, u);
export const sqrt = (u: Expression): Expression => power(u, half);
export const pow = (u: Expression, v: Expression | number): Expression => power(u, typeof v === "number" ? num(v) : v);
export const relation = (sign: Payloads["relation"], u: Expression, v: Expression): Expression =>
  intern("relation", sign, [u, v]);
export const unknown = (name: string, ...args: Expression[]): Expression =>
  intern("unknown", { name, orders: args.map(() => 0) }, args);
export const cases = (...args: Expression[]): Expression => intern("piecewise", undefined, args);
export const integral = (...args: Expression[]): Expression => intern("integral", undefined, args);
export const series = (...args: Expression[]): Expression => intern("series", undefined, args);
export { add, div, mul, neg, sub };
