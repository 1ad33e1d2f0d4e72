/** The operators of vector calculus on formulas. */
import { fail } from "../../base/errors.ts";
import { add, mul, power, sub, sumOf } from "../build.ts";
import type { Expression } from "../expression.ts";
import { half, minusOne, two } from "../leaves.ts";
import { derive } from "./derive.ts";
import { type TidyOptions, tidied } from "./tidy.ts";
import { checkLengths, nameOf, type Variable, variableOf, variablesOf } from "./variables.ts";

/** Formulas in a row, each with the name of what it belongs to. */
export interface FormulaVector {
  /** In the order of the variables. */
  readonly entries: readonly Expression[];
  /** A name for each entry. */
  readonly labels: readonly string[];
}

/** Formulas in rows and columns. */
export interface FormulaMatrix {
  /** Row by row. */
  readonly entries: readonly (readonly Expression[])[];
  /** A name for each row. */
  readonly rows: readonly string[];
  /** A name for each column. */
  readonly columns: readonly string[];
}

/** More derivatives in a row than anyone needs would only run out of memory. */
const HIGHEST_ORDER = 1000;

/** The n-th derivative of a formula. */
export function D(expr: Expression, x: Variable, n = 1, options: TidyOptions = {}): Expression {
  const variable = variableOf("D", x, expr);
  if (!Number.isInteger(n) || n < 0 || n > HIGHEST_ORDER) {
    fail("value", { op: "D", argument: "n", got: n, expects: `a whole number from 0 to ${HIGHEST_ORDER}` });
  }
  let result = expr;
  for (let order = 0; order < n; order++) result = tidied(derive(result, variable), options);
  return result;
}

/** A partial derivative, by each of the variables in turn. */
export function partial(expr: Expression, ...variables: readonly Variable[]): Expression {
  return tidied(variablesOf("partial", variables, expr).reduce(derive, expr), {});
}

/** The gradient: all partial derivatives of a scalar formula. */
export function gradient(expr: Expression, variables: readonly Variable[], options: TidyOptions = {}): FormulaVector {
  const by = variablesOf("gradient", variables, expr);
  return { entries: by.map((x) => tidied(derive(expr, x), options)), labels: by.map(nameOf) };
}

/** The Jacobian matrix of several formulas: one row for each formula, one column for each variable. */
export function jacobian(
  exprs: readonly Expression[],
  variables: readonly Variable[],
  options: TidyOptions = {},
): FormulaMatrix {
  const by = variablesOf("jacobian", variables, ...exprs);
  return {
    entries: exprs.map((expr) => by.map((x) => tidied(derive(expr, x), options))),
    rows: exprs.map((_, at) => `f_${at + 1}`),
    columns: by.map(nameOf),
  };
}

/** The Hessian matrix of a scalar formula: all second partial derivatives. */
export function hessian(expr: Expression, variables: readonly Variable[], options: TidyOptions = {}): FormulaMatrix {
  const by = variablesOf("hessian", variables, expr);
  const first = by.map((x) => derive(expr, x));
  const upper = first.map((f, i) => by.slice(i).map((x) => tidied(derive(f, x), options)));
  const labels = by.map(nameOf);
  return {
    entries: by.map((_, i) => by.map((__, j) => upper[Math.min(i, j)][Math.abs(j - i)])),
    rows: labels,
    columns: labels,
  };
}

/** The Laplacian: the sum of the second derivatives in each variable. */
export function laplacian(expr: Expression, variables: readonly Variable[], options: TidyOptions = {}): Expression {
  const by = variablesOf("laplacian", variables, expr);
  return tidied(sumOf(by.map((x) => derive(derive(expr, x), x))), options);
}

/** The divergence of a vector field. */
export function divergence(
  field: readonly Expression[],
  variables: readonly Variable[],
  options: TidyOptions = {},
): Expression {
  checkLengths("divergence", "field", field.length, variables.length, "components");
  const by = variablesOf("divergence", variables, ...field);
  return tidied(sumOf(by.map((x, at) => derive(field[at], x))), options);
}

/** The curl of a vector field in space. */
export function curl(
  field: readonly Expression[],
  variables: readonly Variable[],
  options: TidyOptions = {},
): FormulaVector {
  checkLengths("curl", "field", field.length, 3, "components");
  checkLengths("curl", "variables", variables.length, 3, "variables");
  const by = variablesOf("curl", variables, ...field);
  const entries = [0, 1, 2].map((at) => {
    const [j, k] = [(at + 1) % 3, (at + 2) % 3];
    return tidied(sub(derive(field[k], by[j]), derive(field[j], by[k])), options);
  });
  return { entries, labels: by.map(nameOf) };
}

/** The derivative of a scalar formula in a direction: ∇f · v. */
export function directional(
  expr: Expression,
  variables: readonly Variable[],
  direction: readonly Expression[],
  options: TidyOptions & { readonly unit?: boolean } = {},
): Expression {
  checkLengths("directional", "direction", direction.length, variables.length, "components");
  const by = variablesOf("directional", variables, expr);
  const along = sumOf(by.map((x, at) => mul(derive(expr, x), direction[at])));
  if (options.unit !== true) return tidied(along, options);
  const squared = add(...direction.map((v) => power(v, two)));
  return tidied(mul(along, power(squared, mul(minusOne, half))), options);
}
