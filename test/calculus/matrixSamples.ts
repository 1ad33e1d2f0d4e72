/** Values, distances and random functions for the tests of matrix calculus. */
import { expect } from "vitest";
import type { Tensor } from "../../src/core/tensor.ts";
import type { Expression, Payloads } from "../../src/calculus/expression.ts";
import { symbolsOf } from "../../src/calculus/substitute.ts";
import { tensor } from "../../src/entries/index.ts";
import { draws } from "./matrixDraws.ts";
import { formulas, randomFunction, type Shape, symbols, tensors } from "./matrixFuzz.ts";

export const SIZES: Readonly<Record<string, number>> = { m: 4, n: 3, p: 2, q: 5 };

/** Values for the symbols of a formula: well conditioned, symmetric where they are said to be. */
export function valuesFor(formulas: readonly Expression[], seed: number): Map<Expression, Tensor> {
  const random = draws(seed);
  const values = new Map<Expression, Tensor>();
  for (const x of formulas.flatMap((f) => symbolsOf(f))) {
    if (values.has(x)) continue;
    const { name, assumptions } = x.payload as Payloads["symbol"];
    if (name === "r" || name in SIZES) continue;
    if (name === "k") values.set(x, tensor(3));
    else
      values.set(
        x,
        tensor(
          random.array(
            x.dimensions.map((n) => (typeof n === "number" ? n : SIZES[n])),
            assumptions,
          ),
        ),
      );
  }
  return values;
}

export function distance(a: Tensor, b: Tensor): number {
  const [x, y] = [a, b].map((t) => t.reshape([t.size]).tolist() as number[]);
  expect(x.length).toBe(y.length);
  const size = Math.max(1e-300, ...y.map(Math.abs));
  return Math.max(0, ...x.map((value, at) => Math.abs(value - y[at]))) / Math.max(1, size);
}

export interface Sample {
  readonly f: Expression;
  readonly values: Map<Expression, Tensor>;
  /** The same function, of the variable's value, without formulas. */
  readonly plain: (t: Tensor) => Tensor;
  readonly at: Tensor;
}

/** One random function: as a formula, and computed plainly with the variable's value given. */
export function sample(seed: number, shape: Shape, depth: number, variable: Expression): Sample {
  const f = randomFunction(formulas, shape, depth, draws(seed));
  const values = valuesFor([f, variable, ...symbols], seed);
  const plain = (t: Tensor): Tensor =>
    randomFunction(
      tensors((symbol) => (symbol === variable ? t : (values.get(symbol) as Tensor)), SIZES),
      shape,
      depth,
      draws(seed),
    );
  return { f, values, plain, at: values.get(variable) as Tensor };
}

export const isWrong = (error: number): boolean => Number.isNaN(error) || error > 1e-8;
