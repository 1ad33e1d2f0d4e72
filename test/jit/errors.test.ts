/** Errors of compiled functions, while they are traced and while they run; and functions that are watched op by op. */
import {
  cond,
  debugNaN,
  grad,
  jit,
  linalg,
  take,
  type Tensor,
  tensor,
  TensorError,
  vmap,
  whileLoop,
  withBudget,
  zeros,
} from "nabla";
import { afterEach, describe, expect, test } from "vitest";
import { failure } from "../assertions.ts";
import { difference } from "./compare.ts";

const int = (x: number | readonly number[]): Tensor => tensor(x as number[], { dtype: "int32" });

describe("errors", () => {
  const reads: readonly (readonly [string, (x: Tensor) => unknown])[] = [
    ["item", (x) => x.item()],
    ["data", (x) => x.data()],
    ["toArray", (x) => x.toArray()],
    ["Number", (x) => Number(x)],
    ["a comparison", (x) => ((x as unknown as number) > 0 ? x : x.neg())],
    ["JSON", (x) => JSON.stringify(x)],
    [
      "in a branch",
      (x) =>
        cond(
          x.greater(0),
          () => tensor(x.item()),
          () => x,
        ),
    ],
    ["under grad", (x) => grad((y: Tensor) => y.mul(y.item()))(x)],
  ];

  test.each(reads)("a value cannot be read: %s", (_, f) => {
    const error = failure(() => jit(f as never)(1 as never));
    expect(error.code).toBe("concrete");
    expect(error.message).toContain("jit");
  });

  test("a function that throws while it is traced leaves nothing behind", () => {
    let broken = true;
    const f = jit((x: Tensor) => {
      const y = x.mul(2);
      if (broken) throw new RangeError("mine");
      return y;
    });
    expect(() => f(1)).toThrow(RangeError);
    expect(() => grad(f)(1)).toThrow("mine");
    expect(() => vmap(f)([1, 2])).toThrow("mine");
    expect(tensor(2).mul(3).item()).toBe(6);
    broken = false;
    expect([f(1).item(), f(4).item(), grad(f)(1).item()]).toEqual([2, 8, 2]);
  });

  test("errors of shapes come while it is traced, as without jit", () => {
    const f = (x: Tensor, y: Tensor): Tensor => x.add(y);
    const [plain, compiled] = [f, jit(f)].map((g) => failure(() => g(zeros([2]), zeros([3]))));
    expect(compiled.message).toBe(plain.message);
    expect(jit(f)(zeros([2]), zeros([2])).shape).toEqual([2]);
  });

  const bad: readonly (readonly [string, (x: Tensor) => Tensor, good: Tensor, bad: Tensor])[] = [
    ["index out of range", (i) => take(tensor([1, 2, 3]), i), int([0, 2]), int([0, 3])],
    ["a scalar index", (i) => tensor([1, 2, 3]).at(i), int(1), int(-4)],
    [
      "not positive definite",
      (a) => linalg.cholesky(a),
      tensor([
        [2, 1],
        [1, 2],
      ]),
      tensor([
        [1, 2],
        [2, 1],
      ]),
    ],
    [
      "singular",
      (a) => linalg.inv(a),
      tensor([
        [2, 1],
        [1, 2],
      ]),
      tensor([
        [1, 1],
        [1, 1],
      ]),
    ],
    [
      "singular in a stack",
      (a) => linalg.solve(a, tensor([1, 2])),
      tensor([
        [
          [2, 1],
          [1, 2],
        ],
        [
          [1, 0],
          [0, 1],
        ],
      ]),
      tensor([
        [
          [2, 1],
          [1, 2],
        ],
        [
          [0, 0],
          [0, 1],
        ],
      ]),
    ],
    ["division of integers by 0", (n) => int(7).floorDiv(n), int([1, 2]), int([1, 0])],
    [
      "in a branch",
      (n) =>
        cond(
          n.sum().greater(-1),
          () => int([7, 7]).mod(n),
          () => n,
        ),
      int([1, 2]),
      int([1, 0]),
    ],
  ];

  test.each(bad)("%s: the same error, and the next call is right", (_, f, good, worse) => {
    const compiled = jit(f);
    const want = f(good);
    for (let i = 0; i < 3; i++) {
      expect(difference(compiled(good), want)).toBe("");
      const [plain, error] = [f, compiled].map((g) => failure(() => g(worse)));
      expect(error).toBeInstanceOf(TensorError);
      expect([error.code, error.message]).toEqual([plain.code, plain.message]);
    }
    expect(difference(compiled(good), want)).toBe("");
    expect(difference(f(good), want)).toBe("");
  });

  test("what cannot be compiled or returned", () => {
    expect(failure(() => jit(1 as never)).code).toBe("value");
    expect(failure(() => jit(((x: Tensor) => x) as never, { static: 1 } as never)).code).toBe("value");
    expect(failure(() => jit(() => "text")()).code).toBe("tree");
    expect(failure(() => jit((async (x: Tensor) => x) as never)(1 as never)).code).toBe("tree");
  });
});

describe("under watch, function by function", () => {
  afterEach(() => debugNaN(false));

  test("debugNaN finds the op, in values and in derivatives", () => {
    const f = jit((x: Tensor) => x.mul(2).log().sum());
    expect(f([1, 2]).item()).toBeCloseTo(Math.log(8), 12);
    const error = failure(() => debugNaN(() => f([1, -2])));
    expect([error.code, error.message.startsWith("log")]).toEqual(["nan", true]);
    expect(f([1, -2]).item()).toBeNaN();
    const g = jit(grad((x: Tensor) => x.sqrt().mul(0).sum()));
    expect(
      difference(
        debugNaN(() => g([4, 1])),
        zeros([2]),
      ),
    ).toBe("");
  });

  test("withBudget ends what has no end", () => {
    const endless = jit((x: Tensor) =>
      whileLoop(
        (y) => y.less(1),
        (y) => y.mul(1),
        x,
      ),
    );
    expect(endless(2).item()).toBe(2);
    expect(failure(() => withBudget({ ops: 1000 }, () => endless(0))).code).toBe("budget");
    expect(endless(3).item()).toBe(3);
  });
});
