/** Random formulas as users write them: text in, derivative, text and LaTeX out and in again, against autodiff of the same in code. */
import { expect, it } from "vitest";
import * as C from "../../src/entries/calculus.ts";
import * as N from "../../src/entries/index.ts";
import type { Tensor } from "../../src/core/tensor.ts";
import { matrixFunction, scalarFunction } from "./faceDraws.ts";
import { draws } from "./matrixDraws.ts";

const numbers = (t: number | Tensor): number[] =>
  typeof t === "number" ? [t] : [...(t.reshape([t.size]).data() as Iterable<number>)];

/** The largest relative difference; a scalar 0 stands for zeros of any shape. */
function distance(got: number | Tensor, expected: Tensor): number {
  const [a, b] = [numbers(got), numbers(expected)];
  if (a.length !== b.length && !(a.length === 1 && a[0] === 0)) return Infinity;
  const off = b.map((value, at) => Math.abs((a[at] ?? 0) - value) / Math.max(1, Math.abs(value)));
  return Math.max(...off);
}

const float64 = (x: N.TensorLike): Tensor => N.tensor(x, { dtype: "float64" });

it("300 scalar functions", { timeout: 60_000 }, () => {
  const wrong: string[] = [];
  for (let seed = 1; seed <= 300; seed++) {
    const r = draws(seed);
    const { text, of } = scalarFunction(1 + (seed % 5), r);
    const at = { x: float64(0.3 + r.next()), y: float64(r.next() - 0.7) };
    const expected = N.grad((x: Tensor) => of({ ...at, x }))(at.x) as Tensor;
    const derivative = C.D(text, "x");
    const values = { x: at.x.item() as number, y: at.y.item() as number };
    const got = [derivative, C.formula(String(derivative)), C.formula(derivative.latex())].map((d) =>
      d.evaluate(values),
    );
    got.push(derivative.compile(["x", "y"])(at.x, at.y));
    const errors = got.map((value) => distance(value, expected));
    if (!errors.every((error) => error < 1e-7)) wrong.push(`${seed}: ${errors.join()} ${text} => ${derivative}`);
  }
  expect(wrong).toEqual([]);
});

it("200 functions of vectors and matrices", { timeout: 60_000 }, () => {
  const shape = (...dimensions: number[]): { readonly dimensions: readonly number[] } => ({ dimensions });
  const symbols = { x: shape(3), a: shape(3), A: shape(3, 3), B: shape(3, 3), X: shape(3, 3) };
  const wrong: string[] = [];
  for (let seed = 1; seed <= 200; seed++) {
    const r = draws(seed);
    const { text, of } = matrixFunction(seed % 4, r);
    const by = ["x", "X"][seed % 2] as "x" | "X";
    const at = Object.fromEntries(
      Object.entries(symbols).map(([name, { dimensions }]) => [name, float64(r.array(dimensions))]),
    );
    const expected = N.grad((t: Tensor) => of({ ...at, [by]: t }))(at[by]) as Tensor;
    const closed = C.gradient(C.formula(text, { symbols }), by);
    const read = [String(closed), closed.latex()].map((written) => C.formula(written, { symbols }));
    const errors = [closed, ...read].map((form) => distance(form.evaluate(at), expected));
    if (!errors.every((error) => error < 1e-7)) wrong.push(`${seed}: ${errors.join()} ${text} by ${by} => ${closed}`);
  }
  expect(wrong).toEqual([]);
});
