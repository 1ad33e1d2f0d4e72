/** Solves f(x) = y for x where x stands once, by undoing one function after the other. */
import { div, mul, power, productOf, sub, sumOf } from "../build.ts";
import { log } from "../../ops/exponential.ts";
import type { Expression, Payloads } from "../expression.ts";
import { apply, factsOf, functionNamed, functions } from "../functions.ts";
import { same } from "../intern.ts";
import { e, isNumeric, minusOne } from "../leaves.ts";
import { Context } from "./context.ts";
import { refuse } from "./refuse.ts";

/**
 * f⁻¹(y), on the branch that calculators take.
 * @param f - a formula in which x stands once
 * @param x - the symbol to solve for
 * @param y - the value of f
 * @returns x as a formula of y
 * @throws TensorError "value" when x stands more than once, or a function has no inverse that is known
 */
export function invert(f: Expression, x: Expression, y: Expression): Expression {
  const context = new Context(f, x);
  let [left, right] = [f, y];
  while (!same(left, x)) {
    const open = left.args.filter((arg) => context.depends(arg));
    if (open.length !== 1) refuse(left, `solving for a variable that stands ${open.length} times`, "inverseDerivative");
    const others = left.args.filter((arg) => arg !== open[0]);
    right = undo(left, open[0], others, right);
    left = open[0];
  }
  return right;
}

function undo(whole: Expression, part: Expression, others: readonly Expression[], y: Expression): Expression {
  switch (whole.kind) {
    case "sum":
      return sub(y, sumOf(others));
    case "product":
      return div(y, productOf(others));
    case "power":
      if (same(part, whole.args[0]) && isNumeric(whole.args[1])) return power(y, power(whole.args[1], minusOne));
      if (same(part, whole.args[1])) return logarithm(y, whole.args[0]);
      break;
    case "call": {
      const op = whole.payload as Payloads["call"];
      if (op === log.op) return power(e, y);
      const inverse = factsOf(op)?.inverse ?? functions.find(({ inverse: name }) => name === factsOf(op)?.name)?.name;
      const found = inverse === undefined ? undefined : functionNamed(inverse);
      if (found !== undefined) return apply(found.op, y);
    }
  }
  return refuse(whole, "the inverse of this function", "inverseDerivative");
}

function logarithm(y: Expression, base: Expression): Expression {
  const ln = apply(log.op, y);
  return same(base, e) ? ln : mul(ln, power(apply(log.op, base), minusOne));
}
