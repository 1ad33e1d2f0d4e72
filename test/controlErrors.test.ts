/** Mistakes in control flow. */
import { associativeScan, cond, foriLoop, scan, switchCase, type Tensor, tensor, vmap, whileLoop, zeros } from "nabla";
import { trace } from "nabla/autodiff";
import { describe, expect, test } from "vitest";
import { failure } from "./assertions.ts";

type F = (x: Tensor) => Tensor;

describe("mistakes are named", () => {
  const rows = tensor([
    [1, 2],
    [3, 4],
  ]);
  const one = tensor(1, { dtype: "float32" });
  const mistakes: readonly (readonly [name: string, f: () => unknown, code: string, message: RegExp])[] = [
    [
      "carry of another shape",
      () => scan((_, x) => [x, x], 0, rows),
      "shape",
      /changes the shape of carry from \[\] to \[2\]/,
    ],
    [
      "carry of another structure",
      () => scan((c) => [[c, c] as never, c], one, rows),
      "tree",
      /tensor, which.*\n.*\[tensor, tensor\]/,
    ],
    [
      "a key is missing",
      () => scan((c) => [{ a: c.a } as never, 0], { a: one, b: one }, rows),
      "tree",
      /\{ a: tensor, b: tensor \}/,
    ],
    ["carry of another dtype", () => scan((c, x) => [c.mul(x.sum()), c], one, rows), "dtype", /float64[^]*float32/],
    [
      "integers become floats",
      () => foriLoop(0, 3, (_, n) => n.mul(0.5), tensor(1, { dtype: "int32" })),
      "dtype",
      /float64[^]*int32/,
    ],
    ["nothing returned", () => scan((c) => [undefined as never, c], one, rows), "tree", /return missing/],
    ["no pair", () => scan((c) => c as never, one, rows), "value", /\[next carry, y\]/],
    [
      "xs of different lengths",
      () => scan((c, x) => [c, x.a], 0, { a: rows, b: zeros([3]) }),
      "shape",
      /xs.a has 2 rows and xs.b has 3/,
    ],
    ["xs without rows", () => scan((c, x) => [c, x], 0, 3), "shape", /scalar/],
    ["another length", () => scan((c, x) => [c, x], 0, rows, { length: 3 }), "value", /2, the number of rows/],
    ["no length", () => scan((c) => [c, c], 0, null), "value", /number of steps/],
    ["a broken length", () => scan((c) => [c, c], 0, null, { length: 2.5 }), "value", /integer/],
    [
      "predicate of two elements",
      () =>
        cond(
          [true, false],
          () => 1,
          () => 2,
        ),
      "shape",
      /the predicate: \[2\]/,
    ],
    [
      "predicate of numbers",
      () =>
        cond(
          tensor(1),
          () => 1,
          () => 2,
        ),
      "dtype",
      /float64/,
    ],
    [
      "condition of numbers",
      () =>
        whileLoop(
          (x) => x,
          (x) => x,
          1,
        ),
      "dtype",
      /the condition/,
    ],
    ["no function", () => cond(true, 1 as never, () => 2), "value", /a function/],
    ["index out of range", () => switchCase(3, [() => 1, () => 2]), "index", /index 3/],
    [
      "index out of range in a batch",
      () => vmap((i: Tensor) => switchCase(i, [() => 1, () => 2]))([0, 5]),
      "index",
      /index 5/,
    ],
    ["index that is no integer", () => switchCase(0.5, [() => 1, () => 2]), "index", /0\.5/],
    ["no branches", () => switchCase(0, []), "value", /at least one/],
    ["bounds that are no integers", () => foriLoop(0, 2.5, (_, x) => x, 1), "value", /2\.5/],
    [
      "a negative budget",
      () =>
        whileLoop(
          (x) => x.less(1),
          (x) => x,
          1,
          { maxIterations: -1 },
        ),
      "value",
      /maxIterations/,
    ],
    ["sizes along the axis", () => associativeScan((a) => a, { a: rows, b: zeros([3]) }), "shape", /2 elements.*3/],
    ["no such axis", () => associativeScan((a) => a, rows, { axis: 2 }), "axis", /axis 2/],
    ["another shape", () => associativeScan((a, b) => a.add(b).sum(), rows), "shape", /shape/],
  ];
  test.each(mistakes)("%s", (_, f, code, message) => {
    const error = failure(f);
    expect(error.code).toBe(code);
    expect(error.message).toMatch(message);
  });

  const branches: readonly (readonly [name: string, g: (x: Tensor) => unknown, code: string, message: RegExp])[] = [
    [
      "structure",
      (x) => [x, x],
      "tree",
      /branch for true[^]*\[tensor, tensor\], as from the branch for false[^]*tensor/,
    ],
    ["shape", () => zeros([3]), "shape", /\[3\] from the branch for false and \[\] from the branch for true/],
    [
      "dtype",
      (x) => x.astype("float32"),
      "dtype",
      /branch for false" has dtype float32[^]*float64, as from the branch for true/,
    ],
  ];
  test.each(branches)("branches of different %s", (_, g, code, message) => {
    const f = (x: Tensor): unknown =>
      cond(
        x.greater(0),
        () => x,
        () => g(x) as never,
      );
    expect(f(tensor(1))).toBeDefined(); // only one is run
    for (const run of [() => trace(f)(tensor(1)), () => vmap(f as F)([1, -1])]) {
      const error = failure(run);
      expect(error.code).toBe(code);
      expect(error.message).toMatch(message);
    }
  });

  test("results of two steps that differ", () => {
    let step = 0;
    const error = failure(() => scan((c, x) => [c, step++ === 0 ? x : x.sum()], 0, rows));
    expect(error.code).toBe("shape");
    expect(error.message).toContain("[2] from step 0 and [] from step 1");
  });

  test("in a traced loop as well", () => {
    const f = (x: Tensor): Tensor => scan((_, row) => [row as never, row], x, rows)[0];
    expect(failure(() => trace(f)(1)).code).toBe("shape");
    expect(
      failure(() =>
        trace((x: Tensor) =>
          whileLoop(
            (y) => y,
            (y) => y,
            x,
          ),
        )(1),
      ).code,
    ).toBe("dtype");
  });
});
