/** From code to formulas and back: traced functions, and formulas as functions of tensors. */
import { toTensor as tensorOf } from "../../core/convert.ts";
import type { Tensor, TensorLike } from "../../core/tensor.ts";
import { nameOf } from "../differentiate/variables.ts";
import { compile, type CompiledFormula, namesOf } from "../evaluate/compile.ts";
import { evaluate } from "../evaluate/evaluate.ts";
import { workedOut } from "../evaluate/unroll.ts";
import { parameterNames, symbolic as trace, type TensorFunction } from "../evaluate/symbolic.ts";
import type { Expression } from "../expression.ts";
import { symbol } from "../leaves.ts";
import { fromFunction } from "../matrix/read.ts";
import { toTensor } from "../matrix/tensor.ts";
import { symbolsOf } from "../substitute.ts";
import { fail } from "../../base/errors.ts";

/**
 * The formula that a TypeScript function computes, read from the ops that it does. Loops over known bounds are unrolled.
 * @param f - a function of tensors
 * @param symbols - what its arguments are: names of scalars, or symbols made by `symbol`, `vector` or `matrix`; by default scalars with the
 *   names of the parameters
 * @returns the formula of its result
 * @throws TensorError "value" when an op has no formula, or the function computes with a size that has only a name: "unsupported: …";
 *   "concrete" when it looks at a value
 * @example
 * symbolic((x) => x.mul(x.sin())) // => x sin(x)
 * gradient(symbolic((x) => x.dot(x).mul(2), [vector("x")]), "x") // => 4x
 * @see formula
 * @keywords trace, from code to formula, show a function as mathematics
 * @source Dive into Deep Learning 2.5
 */
export function symbolic(f: TensorFunction, symbols?: readonly (string | Expression)[]): Expression {
  if (typeof f !== "function")
    fail("value", { op: "symbolic", argument: "f", got: f, expects: "a function of tensors, e.g. (x) => x.mul(x)" });
  const inputs = (symbols ?? parameterNames(f)).map((each) => (typeof each === "string" ? symbol(each) : each));
  if (inputs.every(({ isScalar }) => isScalar)) return trace(f, inputs);
  return fromFunction((...args) => tensorOf(f(...args), "symbolic", "the result"), inputs);
}

/** A formula as a function of tensors, whatever is in it. */
export function compileFormula(given: Expression, wanted?: readonly string[]): CompiledFormula {
  const f = workedOut(given);
  const names = wanted === undefined ? namesOf(f) : wanted;
  if (!Array.isArray(names))
    fail("value", { op: "compile", argument: "names", got: names, expects: 'names of symbols, e.g. ["x"]' });
  if (!holdsMatrices(f)) return compile(f, names);
  const symbols = symbolsOf(f);
  const missing = symbols.find((each) => !names.includes(nameOf(each)));
  if (missing !== undefined) {
    fail("value", {
      op: "compile",
      argument: "names",
      got: names,
      expects: "every symbol of the formula",
      problem: `"${nameOf(missing)}" is not among the names`,
      fix: `add it: ["${[...names, nameOf(missing)].join('", "')}"]`,
    });
  }
  return (...args) => {
    const values = new Map<Expression, Tensor>();
    for (const each of symbols) {
      const name = nameOf(each);
      values.set(each, tensorOf(args[names.indexOf(name)], "compile", name));
    }
    return toTensor(f, values);
  };
}

/** The value of a formula, whatever is in it. */
export function evaluateFormula(given: Expression, values: Readonly<Record<string, TensorLike>> = {}): number | Tensor {
  const f = workedOut(given);
  if (!holdsMatrices(f)) return evaluate(f, values);
  const names = Object.keys(values);
  return compileFormula(f, names)(...names.map((name) => values[name]));
}

/** Whether vectors or matrices stand in a formula. */
export function holdsMatrices(f: Expression): boolean {
  const seen = new Set<Expression>();
  const stack = [f];
  for (let x = stack.pop(); x !== undefined; x = stack.pop()) {
    if (!x.isScalar) return true;
    if (seen.has(x)) continue;
    seen.add(x);
    stack.push(...x.args);
  }
  return false;
}
