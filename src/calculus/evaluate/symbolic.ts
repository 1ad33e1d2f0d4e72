/** Functions written in TypeScript as formulas: traced once with symbols for the arguments. */
import { fail } from "../../base/errors.ts";
import { toTensor } from "../../core/convert.ts";
import { traceFlat } from "../../core/program.ts";
import { isTensor, type Tensor, type TensorLike } from "../../core/tensor.ts";
import type { Expression, Payloads } from "../expression.ts";
import { symbol } from "../leaves.ts";
import { fromProgram } from "../program.ts";

/** A function of tensors, or of what stands for tensors. */
export type TensorFunction = (...args: Tensor[]) => TensorLike;

/** The formula that a function of scalar tensors computes; matrix/read.ts reads those of vectors and matrices. */
export function symbolic(f: TensorFunction, names: readonly (string | Expression)[] = parameterNames(f)): Expression {
  const inputs = names.map((name) => (typeof name === "string" ? symbol(name) : name));
  for (const input of inputs) if (!input.isScalar) checkSizes(input);
  const avals = inputs.map(
    ({ dimensions }) => ({ shape: dimensions as readonly number[], dtype: "float64", weak: false }) as const,
  );
  const program = traceFlat((...args) => [resultOf(f(...args))], avals, false, "symbolic");
  return fromProgram(program, inputs)[0];
}

function resultOf(result: TensorLike): Tensor {
  if (isTensor(result) || typeof result === "number") return toTensor(result, "symbolic", "f");
  return fail("value", {
    op: "symbolic",
    argument: "f",
    got: result,
    expects: "a function that returns one tensor or number",
    problem: "the function does not return a tensor",
    fix: "return one tensor; make one formula for each result",
  });
}

/** Tracing needs numbers for the sizes. */
function checkSizes(input: Expression): void {
  if (input.dimensions.every((size) => typeof size === "number")) return;
  const name = input.kind === "symbol" ? (input.payload as Payloads["symbol"]).name : input.kind;
  fail("value", {
    op: "symbolic",
    argument: name,
    got: input.dimensions,
    expects: "sizes that are numbers",
    problem: `the sizes of "${name}" are names, and code is traced with numbers`,
    fix: "trace with numbers for the sizes, e.g. symbol(name, { dimensions: [3] })",
  });
}

/** The parameters as the text of a function names them: `(x, y) => …`, `x => …`, `function f(x, y) …`. */
export function parameterNames(f: TensorFunction): string[] {
  const text = Function.prototype.toString.call(f).replace(/\/\*[\s\S]*?\*\/|\/\/[^\n]*/g, "");
  const list = /^(?:async\s+)?(?:function\b[^(]*)?\(([^()]*)\)/.exec(text) ?? /^(?:async\s+)?([\w$]+)\s*=>/.exec(text);
  const found = (list?.[1] ?? "").split(",").map((part) => part.trim().replace(/\s*[:=].*$/s, ""));
  const names = found.filter((name) => /^[\p{L}_$][\p{L}\p{N}_$]*$/u.test(name));
  if (names.length >= f.length && names.length > 0 && new Set(names).size === names.length) return names;
  return f.length <= 1 ? ["x"] : Array.from({ length: f.length }, (_, at) => `x${at + 1}`);
}
