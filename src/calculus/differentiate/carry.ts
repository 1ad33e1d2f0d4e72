/** Derivatives that stand in a formula, carried out. */
import type { Expression } from "../expression.ts";
import { transform } from "../substitute.ts";
import { derive } from "./derive.ts";

/**
 * A formula with every derivative in it carried out: d/dx [x²] + 1 becomes 2x + 1. Thus carryOutDerivatives(formula("d/dx(x^2) + 1"))
 * is 2x + 1.
 * @param x - a formula
 * @returns the formula without derivative nodes
 * @throws TensorError "value" when a part has no derivative
 */
export function carryOutDerivatives(x: Expression): Expression {
  return transform(x, (part) => {
    if (part.kind !== "derivative") return undefined;
    const [of, ...by] = part.args;
    return by.reduce(derive, carryOutDerivatives(of));
  });
}
