/** The matrix derivatives that SymPy's tests assert, most of them of The Matrix Cookbook, by value. */
import { jvp, type Tensor, tensor } from "nabla";
import { describe, expect, test } from "vitest";
import { add, power, zeros } from "../../../src/calculus/build.ts";
import { generator } from "../../../src/calculus/evaluate/points.ts";
import type { Dimension, Expression } from "../../../src/calculus/expression.ts";
import { symbol } from "../../../src/calculus/leaves.ts";
import * as M from "../../../src/calculus/matrix/index.ts";
import { symbolsOf } from "../../../src/calculus/substitute.ts";
import fixture from "../../fixtures/matrixAsserts.json" with { type: "json" };
import { formulaOf, type Nested, type Reader, shown } from "./nested.ts";

type Row = readonly [test: string, line: number, variable: string, f: Nested, derivative: Nested | null];
const rows = fixture.rows as unknown as readonly Row[];
const shapes = fixture.symbols as unknown as Readonly<Record<string, readonly [string, string | number]>>;

const HOLE = symbol("_");
const K = 3;

function read(nested: Nested): Expression {
  return formulaOf(nested, reader);
}

const sized =
  (make: (dimensions: Dimension[]) => Expression) =>
  (...sizes: Nested[]): Expression =>
    make((sizes as Dimension[]).filter((size) => size !== 1));

/** Heads that need their arguments as they are written. */
const written: Readonly<Record<string, (...args: Nested[]) => Expression>> = {
  I: (n) => M.identity(n as Dimension),
  ones: sized((dimensions) => M.ones(dimensions)),
  zeros: sized(zeros),
  map: (template, x) => M.lift(formulaOf(template), new Map([[HOLE, read(x)]])),
};

const heads: Readonly<Record<string, (...args: Expression[]) => Expression>> = {
  "+": add,
  "^": power,
  matmul: M.matmul,
  T: M.transpose,
  inv: M.inverse,
  matpow: M.matrixPower,
  trace: M.trace,
  det: M.det,
  hadamard: M.hadamard,
  hpow: M.elementPower,
  kron: M.kron,
  diag: M.diag,
};

const reader: Reader = {
  symbol: (name) => {
    const shape = shapes[name];
    if (shape === undefined) return symbol(name);
    return shape[1] === 1 ? M.vector(name, shape[0]) : M.matrix(name, ...shape);
  },
  call: (head, args) => written[head]?.(...args) ?? heads[head]?.(...args.map(read)),
};

/** Positive numbers for all symbols. */
function valuesFor(formulas: readonly Expression[], seed = 3): Map<Expression, Tensor> {
  const draw = generator(seed);
  const fill = (dimensions: readonly unknown[]): number | unknown[] =>
    dimensions.length === 0 ? 0.5 + draw() : Array.from({ length: K }, () => fill(dimensions.slice(1)));
  const values = new Map<Expression, Tensor>();
  for (const x of formulas.flatMap((f) => symbolsOf(f))) {
    if (!values.has(x) && x !== symbol("k"))
      values.set(x, tensor(fill(x.dimensions) as number[], { dtype: "float64" }));
  }
  return values;
}

/** Columns on top of each other, which is the order of a Jacobian. */
function flat(x: Tensor): number[] {
  const list = x.tolist() as number | number[] | number[][];
  if (typeof list === "number") return [list];
  if (typeof list[0] === "number") return list as number[];
  const matrix = list as number[][];
  return matrix[0].flatMap((_, column) => matrix.map((row) => row[column]));
}

function expectClose(got: readonly number[], expected: readonly number[]): void {
  expect(got.length).toBe(expected.length);
  const size = Math.max(1, ...expected.map(Math.abs));
  for (const [at, value] of expected.entries()) expect(Math.abs(got[at] - value) / size).toBeLessThan(1e-10);
}

/** In the layout of SymPy: of a scalar like the variable, otherwise a column for each element of the result. */
function derivativeOf(f: Expression, by: Expression): Expression {
  return f.isScalar ? M.gradientOf(f, by) : M.jacobianOf(f, by, by.isScalar ? {} : { layout: "gradient" });
}

const sizes = { k: K };

describe("derivatives of SymPy's test_derivatives.py", () => {
  test.each(rows.map((row) => [`${row[1]}: ${shown(row[3])} by ${row[2]}`, row] as const))("%s", (_, row) => {
    const [, , variable, nested, derivative] = row;
    const [f, by] = [read(nested), read(variable)];
    if (derivative !== null) {
      const [got, expected] = [derivativeOf(f, by), read(derivative)];
      const values = valuesFor([f, by, expected, got]);
      expectClose(flat(M.toTensor(got, values, sizes)), flat(M.toTensor(expected, values, sizes)));
      return;
    }
    // SymPy has an array of four axes; here J with vec(dF) = J vec(dX), along one direction.
    const values = valuesFor([f, by]);
    const direction = valuesFor([by], 5).get(by) as Tensor;
    const along = (
      jvp((x: Tensor) => M.toTensor(f, new Map(values).set(by, x), sizes)) as unknown as (
        at: readonly Tensor[],
        tangents: readonly Tensor[],
      ) => [Tensor, Tensor]
    )([values.get(by) as Tensor], [direction])[1];
    const jacobian = M.toTensor(M.jacobianOf(f, by), values, sizes).tolist() as number[][];
    const dx = flat(direction);
    expectClose(
      jacobian.map((line) => line.reduce((sum, value, at) => sum + value * dx[at], 0)),
      flat(along),
    );
  });

  test("all of them, but for derivatives by an element", () => {
    expect(rows.length).toBe(96);
    expect(fixture.skipped.map(([, , why]) => why)).toEqual(fixture.skipped.map(() => "an element"));
  });
});
