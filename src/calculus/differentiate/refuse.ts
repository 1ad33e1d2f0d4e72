/** Refusals: an error that names what is not supported and where. */
import { fail } from "../../base/errors.ts";
import type { Expression, Payloads } from "../expression.ts";
import { toText } from "../print/text.ts";

/** Parts beyond this make a message that nobody reads. */
const LONGEST = 400;

/** A formula in an error message. */
export const nameFormula = (x: Expression): string => (x.size > LONGEST ? `a ${x.kind} of ${x.size} parts` : toText(x));

/** @throws TensorError "value" always */
export function refuse(at: Expression, what: string, op = "derive"): never {
  return fail("value", {
    op,
    argument: "x",
    got: nameFormula(at),
    expects: "a scalar formula that has a derivative",
    problem: `unsupported: ${what}, at ${nameFormula(at)}`,
    fix: "differentiate the parts that have a derivative, or use grad for a program",
  });
}

/** The name of the variable; a typed error for what is none. */
export function checkVariable(variable: Expression, op = "derive"): Expression {
  if (variable.kind !== "symbol") {
    fail("value", {
      op,
      argument: "variable",
      got: nameFormula(variable),
      expects: "a symbol, such as x",
      problem: `${nameFormula(variable)} is no variable`,
      fix: "differentiate with respect to a symbol; substitute one for the part you mean",
    });
  }
  if (!variable.isScalar) {
    fail("value", {
      op,
      argument: "variable",
      got: (variable.payload as Payloads["symbol"]).name,
      expects: "a symbol for one number",
      problem: `unsupported: a derivative with respect to a vector or matrix, at ${nameFormula(variable)}`,
      fix: "use gradient or jacobian for symbols with dimensions",
    });
  }
  return variable;
}
