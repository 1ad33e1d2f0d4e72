/** Random compositions of ops with their values and gradients by PyTorch and JAX (tools/golden/compositions.py). */
import { readFileSync } from "node:fs";
import type { Tensor } from "nabla";
import { decode, type GoldenTensor } from "./ops/golden.ts";
import { functions } from "./ops/list.ts";

/** An input by its name, an op with its arguments, a list, a number or options. */
type Expression = string | number | boolean | null | { readonly [key: string]: unknown } | readonly Expression[];

export interface Composition {
  readonly id: number;
  readonly expr: Expression;
  readonly inputs: Readonly<Record<string, GoldenTensor>>;
  readonly value: number;
  readonly grads: Readonly<Record<string, GoldenTensor>>;
}

export const { compositions } = JSON.parse(
  readFileSync(new URL("./fixtures/compositions.json", import.meta.url), "utf8"),
) as {
  readonly compositions: readonly Composition[];
};

/** Names of results that are parts of one: `linalg.slogdet.logabsdet`. */
function find(name: string): (...args: unknown[]) => unknown {
  const whole = functions.get(name) ?? functions.get(`linalg.${name}`);
  if (whole !== undefined) return whole as (...args: unknown[]) => unknown;
  const dot = name.lastIndexOf(".");
  const f = functions.get(name.slice(0, dot)) as ((...args: unknown[]) => Record<string, unknown>) | undefined;
  if (f === undefined) throw new Error(`no op ${name}`);
  return (...args) => f(...args)[name.slice(dot + 1)];
}

function evaluate(expression: Expression, inputs: Readonly<Record<string, Tensor>>): unknown {
  if (typeof expression === "string") return inputs[expression] ?? expression;
  if (expression === null) return undefined;
  if (!Array.isArray(expression)) return expression;
  const [head, ...rest] = expression as readonly Expression[];
  if (typeof head !== "string" || head in inputs) return expression.map((e: Expression) => evaluate(e, inputs));
  return find(head)(...rest.map((e) => evaluate(e, inputs)));
}

/** A composition as a function of its inputs, and where it is evaluated. */
export function functionOf({ expr, inputs }: Composition): {
  readonly names: readonly string[];
  readonly f: (...xs: Tensor[]) => Tensor;
  readonly points: readonly Tensor[];
} {
  const names = Object.keys(inputs);
  const f = (...xs: Tensor[]): Tensor =>
    evaluate(expr, Object.fromEntries(names.map((name, i) => [name, xs[i]]))) as Tensor;
  return { names, f, points: names.map((name) => decode(inputs[name])) };
}
