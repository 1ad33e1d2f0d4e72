/** Variables given by name or as symbols. */
import { fail } from "../../base/errors.ts";
import type { Expression, Payloads } from "../expression.ts";
import { same } from "../intern.ts";
import { symbol } from "../leaves.ts";
import { symbolsOf } from "../substitute.ts";
import { checkVariable } from "./refuse.ts";

/** A symbol, or its name. */
export type Variable = Expression | string;

export const nameOf = (x: Expression): string => (x.payload as Payloads["symbol"]).name;

/** The scalar symbol that is meant. */
export function variableOf(op: string, variable: Variable, ...formulas: readonly Expression[]): Expression {
  return checkVariable(symbolOf(op, variable, ...formulas), op);
}

/** The symbol that is meant: that of this name in the formulas, with what is known of it. */
export function symbolOf(op: string, variable: Variable, ...formulas: readonly Expression[]): Expression {
  if (typeof variable !== "string") return variable;
  const found: Expression[] = [];
  for (const formula of formulas) {
    for (const x of symbolsOf(formula)) {
      if (nameOf(x) === variable && !found.some((other) => same(other, x))) found.push(x);
    }
  }
  if (found.length > 1) {
    fail("value", {
      op,
      argument: "variable",
      got: variable,
      expects: "one symbol of that name",
      problem: `there are ${found.length} symbols named "${variable}", with different assumptions`,
      fix: "give the symbol itself in place of its name",
    });
  }
  return found[0] ?? symbol(variable);
}

/** Variables, each once. */
export function variablesOf(op: string, variables: readonly Variable[], ...formulas: Expression[]): Expression[] {
  return variables.map((variable) => variableOf(op, variable, ...formulas));
}

/** Lists that must be equally long. */
export function checkLengths(op: string, argument: string, got: number, expects: number, what: string): void {
  if (got === expects) return;
  fail("value", {
    op,
    argument,
    got,
    expects: `${expects} ${what}`,
    problem: `there are ${got} ${what} and not ${expects}`,
  });
}
