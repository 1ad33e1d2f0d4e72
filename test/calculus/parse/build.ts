/** Short names to build formulas by hand, without the parser. */
import { add, div, mul, neg, power, sub } from "../../../src/calculus/build.ts";
import type { Dimension, Expression, Payloads } from "../../../src/calculus/expression.ts";
import { apply, functionNamed } from "../../../src/calculus/functions.ts";
import { intern } from "../../../src/calculus/intern.ts";
import { e, half, i, infinity, minusOne, number, one, pi, symbol, two, zero } from "../../../src/calculus/leaves.ts";

export { add, div, e, half, i, infinity, minusOne, mul, neg, number, one, pi, power, sub, symbol, two, zero };

export const [x, y, z, a, b, c, n, k, t, u, v] = [..."xyzabcnktuv"].map((name) => symbol(name));
export const [theta, alpha, lambda] = ["theta", "alpha", "lambda"].map((name) => symbol(name));
export const [x1, x12, xi] = ["x_1", "x_12", "x_i"].map((name) => symbol(name));
export const whole = (value: number): Expression => number(value);
export const sq = (base: Expression): Expression => power(base, two);
export const sqrt = (base: Expression): Expression => power(base, half);
export const exp = (of: Expression): Expression => power(e, of);
export const fn = (name: string, ...args: Expression[]): Expression => {
  const facts = functionNamed(name);
  if (facts === undefined) throw new Error(name);
  return apply(facts.op, ...args);
};
export const [sin, cos, tan, ln, abs, Gamma] = ["sin", "cos", "tan", "ln", "abs", "Gamma"].map(
  (name) =>
    (of: Expression): Expression =>
      fn(name, of),
);
/** f differentiated so many times in each argument. */
export const unknown = (name: string, args: Expression[], orders = args.map(() => 0)): Expression =>
  intern("unknown", { name, orders }, args);
export const pending = (of: Expression, ...by: Expression[]): Expression =>
  intern("derivative", undefined, [of, ...by]);
export const integral = (...args: Expression[]): Expression => intern("integral", undefined, args);
export const series = (...args: Expression[]): Expression => intern("series", undefined, args);
export const cases = (...args: Expression[]): Expression => intern("piecewise", undefined, args);
export const relation = (op: Payloads["relation"], p: Expression, q: Expression): Expression =>
  intern("relation", op, [p, q]);
export const shaped = (name: string, ...dimensions: Dimension[]): Expression => symbol(name, { dimensions });
