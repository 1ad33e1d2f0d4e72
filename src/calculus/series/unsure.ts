/** How the searches for limits, series and integrals give up. */
import { fail, TensorError } from "../../base/errors.ts";
import { nameFormula } from "../differentiate/refuse.ts";
import type { Expression } from "../expression.ts";

/** @throws TensorError "value" always: "unsupported: what, at formula" */
export function unsure(op: string, what: string, at: Expression): never {
  const shown = nameFormula(at);
  return fail("value", {
    op,
    argument: "f",
    got: shown,
    expects: "a formula for which a rule is certain",
    problem: `unsupported: ${what}, at ${shown}`,
    fix: "split or rewrite the formula, or use a numerical method such as differentiateNumerically or quadrature",
  });
}

/** The result, or undefined where it was refused. */
export function attempt<T>(run: () => T): T | undefined {
  try {
    return run();
  } catch (error) {
    if (error instanceof TensorError) return undefined;
    throw error;
  }
}

/** Counts down, so that no search goes on for ever. */
export class Budget {
  private left: number;
  readonly op: string;

  constructor(op: string, steps: number) {
    this.op = op;
    this.left = steps;
  }

  /** @throws TensorError "value" when the steps are used up */
  spend(at: Expression, steps = 1): void {
    this.left -= steps;
    if (this.left < 0) unsure(this.op, "the search took too many steps", at);
  }
}
