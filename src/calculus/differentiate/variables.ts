/** Variables given by name or as symbols. */
import { fail } from "../../base/errors.ts";
import { Expression, type Payloads } from "../expression.ts";
import { functionNamed } from "../functions.ts";
import { same } from "../intern.ts";
import { symbol } from "../leaves.ts";
import { symbolsOf } from "../substitute.ts";
import { GREEK } from "../parse/names.ts";
import { checkVariable } from "./refuse.ts";

const CONSTANTS: readonly string[] = ["e", "pi", "π", "i", "infinity"];

/** A symbol, or its name. */
export type Variable = Expression | string;

export const nameOf = (x: Expression): string => (x.payload as Payloads["symbol"]).name;

/** The scalar symbol that is meant. */
export function variableOf(op: string, variable: Variable, ...formulas: readonly Expression[]): Expression {
  return checkVariable(symbolOf(op, variable, ...formulas), op);
}

/** The symbol that is meant: that of this name in the formulas, with what is known of it. */
export function symbolOf(op: string, variable: Variable, ...formulas: readonly Expression[]): Expression {
  if (variable instanceof Expression) return checkKind(op, variable, formulas);
  if (typeof variable !== "string") {
    fail("value", { op, argument: "variable", got: variable, expects: 'a symbol or its name, such as "x"' });
  }
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
  return found[0] ?? symbol(checkName(op, variable));
}

/** Another symbol of the same name, with other assumptions, would give a derivative of 0. */
function checkKind(op: string, variable: Expression, formulas: readonly Expression[]): Expression {
  if (variable.kind !== "symbol") return variable;
  const alike = formulas.flatMap(symbolsOf).filter((x) => nameOf(x) === nameOf(variable));
  if (alike.length === 0 || alike.some((x) => same(x, variable))) return variable;
  const name = nameOf(variable);
  return fail("value", {
    op,
    argument: "variable",
    got: name,
    expects: "a symbol of the formula",
    problem: `the "${name}" of the formula is another symbol, with other assumptions or dimensions`,
    fix: `give its name, "${name}", or make the formula of this symbol`,
  });
}

/** A text that no symbol can have for its name would give a derivative of 0. */
function checkName(op: string, name: string): string {
  const isTaken = CONSTANTS.includes(name) || (functionNamed(name) !== undefined && !GREEK.has(name));
  if (/^\p{L}[\p{L}\p{N}\p{M}_{},]*$/u.test(name) && !isTaken) return name;
  return fail("value", {
    op,
    argument: "variable",
    got: name,
    expects: 'a symbol or its name, such as "x"',
    problem: `"${name}" is no name of a symbol`,
  });
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
