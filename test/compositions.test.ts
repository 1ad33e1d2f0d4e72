/** Gradients of random compositions of ops against those of PyTorch and JAX (tools/golden/compositions.py). */
import { readFileSync } from "node:fs";
import { type Tensor, valueAndGrad, trace } from "nabla";
import { describe, expect, test } from "vitest";
import { decode, type GoldenTensor } from "./ops/golden.ts";
import { functions } from "./ops/list.ts";

/** An input by its name, an op with its arguments, a list, a number or options. */
type Expression = string | number | boolean | null | { readonly [key: string]: unknown } | readonly Expression[];

interface Composition {
  readonly id: number;
  readonly expr: Expression;
  readonly inputs: Readonly<Record<string, GoldenTensor>>;
  readonly value: number;
  readonly grads: Readonly<Record<string, GoldenTensor>>;
}

const { compositions } = JSON.parse(readFileSync(new URL("./fixtures/compositions.json", import.meta.url), "utf8")) as {
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

test("there are 200, of at least 60 ops", () => {
  expect(compositions.length).toBeGreaterThanOrEqual(200);
  const used = new Set(JSON.stringify(compositions.map(({ expr }) => expr)).match(/\["[a-zA-Z0-9.]+"/g));
  expect(used.size).toBeGreaterThanOrEqual(60);
});

describe.for(compositions.map((c) => [c.id, c] as const))("composition %i", ([, { expr, inputs, value, grads }]) => {
  const names = Object.keys(inputs);
  const f = (...xs: Tensor[]): Tensor =>
    evaluate(expr, Object.fromEntries(names.map((name, i) => [name, xs[i]]))) as Tensor;
  const points = names.map((name) => decode(inputs[name]));

  test("value and gradients", () => {
    const [got, found] = valueAndGrad(f, { argnums: names.map((_, i) => i) })(...points);
    expect(Math.abs(got.item() - value)).toBeLessThanOrEqual(1e-10 * Math.abs(value));
    names.forEach((name, i) => {
      const want = grads[name].data.map(Number);
      const scale = Math.max(...want.map(Math.abs));
      const values = [...(found as Tensor[])[i].data()];
      expect(values.length).toBe(want.length);
      const worst = Math.max(...values.map((x, k) => Math.abs(x - want[k])));
      expect(
        worst,
        `gradient with respect to ${name}: ${values.join(", ")} not ${want.join(", ")}`,
      ).toBeLessThanOrEqual(1e-10 * scale);
    });
  });

  test("traced, it is the same", () => {
    expect(
      trace(f)(...points)
        .run(points)[0]
        .item(),
    ).toBe(f(...points).item());
  });
});
