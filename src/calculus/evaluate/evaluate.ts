/** The value of a formula at numbers or tensors. */
import { fail } from "../../base/errors.ts";
import type { Tensor, TensorLike } from "../../core/tensor.ts";
import type { Expression, Payloads } from "../expression.ts";
import { symbolsOf } from "../substitute.ts";
import { compile } from "./compile.ts";
import { evaluateNumber } from "./number.ts";

/** The value of a formula. */
export function evaluate(x: Expression, values: Readonly<Record<string, TensorLike>> = {}): number | Tensor {
  const symbols = symbolsOf(x);
  const names = [...new Set(symbols.map((leaf) => (leaf.payload as Payloads["symbol"]).name))];
  for (const name of names) if (!Object.hasOwn(values, name)) missing(name, Object.keys(values));
  if (x.isScalar && names.every((name) => typeof values[name] === "number")) {
    return evaluateNumber(
      x,
      new Map(symbols.map((leaf) => [leaf, values[(leaf.payload as Payloads["symbol"]).name] as number])),
    );
  }
  return compile(x, names)(...names.map((name) => values[name]));
}

function missing(name: string, names: readonly string[]): never {
  return fail("value", {
    op: "evaluate",
    argument: name,
    got: undefined,
    expects: "a value for each symbol",
    problem: `"${name}" has no value`,
    fix: `give it one, e.g. { ${[...names, name].map((each) => `${each}: 1`).join(", ")} }`,
  });
}
