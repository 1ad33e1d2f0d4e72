/** Random formulas, the same in every run. */
import { add, div, mul, neg, power, sub } from "../../../src/calculus/build.ts";
import type { Expression } from "../../../src/calculus/expression.ts";
import { apply, functionNamed, type FunctionFacts } from "../../../src/calculus/functions.ts";
import { e, number, symbol } from "../../../src/calculus/leaves.ts";
import { rational } from "../../../src/base/rational.ts";

const SYMBOLS = [symbol("x"), symbol("x"), symbol("x"), symbol("y"), symbol("p", { dimensions: [], positive: true })];
const FUNCTIONS = ["sin", "cos", "tan", "sinh", "cosh", "tanh", "ln", "abs", "sgn", "arctan", "sigmoid"];

export function randomFormula(draw: () => number, depth: number): Expression {
  const pick = <T>(list: readonly T[]): T => list[Math.floor(draw() * list.length)];
  const inner = (): Expression => randomFormula(draw, depth - 1);
  if (depth === 0 || draw() < 0.1) return draw() < 0.7 ? pick(SYMBOLS) : number(Math.floor(draw() * 7) - 2);
  try {
    switch (Math.floor(draw() * 9)) {
      case 0:
      case 1:
        return add(inner(), inner());
      case 2:
        return sub(inner(), inner());
      case 3:
      case 4:
        return mul(inner(), inner());
      case 5:
        return div(inner(), inner());
      case 6:
        return power(
          inner(),
          pick([number(2), number(3), number(rational(1n, 2n)), number(-1), number(rational(-1n, 2n))]),
        );
      case 7:
        return apply((functionNamed(pick(FUNCTIONS)) as FunctionFacts).op, inner());
      default:
        return draw() < 0.5 ? power(e, inner()) : neg(inner());
    }
  } catch {
    return pick(SYMBOLS); // division by zero
  }
}

/** Sums and products of small powers of symbols. */
export function randomPolynomial(draw: () => number, symbols: readonly Expression[], terms: number): Expression {
  return add(
    ...Array.from({ length: terms }, () =>
      mul(number(Math.floor(draw() * 19) - 9), ...symbols.map((x) => power(x, number(Math.floor(draw() * 3))))),
    ),
  );
}
