/** Matrix calculus: time, long and deep formulas. */
import { describe, expect, it } from "vitest";
import type { Tensor } from "../../src/core/tensor.ts";
import { add } from "../../src/calculus/build.ts";
import type { Expression } from "../../src/calculus/expression.ts";
import { apply } from "../../src/calculus/functions.ts";
import * as M from "../../src/calculus/matrix/index.ts";
import * as N from "../../src/entries/index.ts";
import { grad } from "../../src/entries/index.ts";
import { A, gradients, X, x } from "./matrixIdentities.ts";
import { distance, SIZES, valuesFor } from "./matrixSamples.ts";

describe("speed", () => {
  it("a matrix gradient takes at most a millisecond, warm", () => {
    const rows = gradients.filter(({ name }) => name !== "λ_max");
    for (let round = 0; round < 20; round++) for (const { f, by } of rows) M.gradientOf(f, by);
    const times = rows.map(({ f, by }) => {
      const started = performance.now();
      for (let round = 0; round < 10; round++) M.gradientOf(f, by);
      return (performance.now() - started) / 10;
    });
    times.sort((p, q) => p - q);
    expect(times[Math.floor(times.length * 0.9)]).toBeLessThan(1);
  });
  it("long sums and deep compositions neither overflow nor explode", () => {
    const many = add(...Array.from({ length: 1000 }, (_, at) => M.matmul(M.transpose(x), M.matrix(`A${at}`, "n"), x)));
    expect(M.gradientOf(many, x).args.length).toBe(2000);
    let deep: Expression = x;
    for (let at = 0; at < 100; at++) deep = apply(N.tanh.op, M.matmul(A, deep));
    const f = M.sumOfElements(deep);
    const values = valuesFor([f], 2);
    const got = M.toTensor(M.gradientOf(f, x), values, SIZES);
    expect(
      distance(
        got,
        grad((t: Tensor) => M.toTensor(f, new Map(values).set(x, t), SIZES))(values.get(x) as Tensor) as Tensor,
      ),
    ).toBeLessThan(1e-9);
    let square: Expression = X;
    for (let at = 0; at < 200; at++) square = apply(N.tanh.op, M.matmul(square, square));
    expect(M.gradientOf(M.trace(square), X).dimensions).toEqual(["n", "n"]);
    for (let at = 0; at < 400; at++) square = apply(N.tanh.op, M.matmul(square, A));
    expect(() => M.gradientOf(M.trace(square), X)).toThrow(/unsupported: a formula \d+ levels deep/);
  });
});
