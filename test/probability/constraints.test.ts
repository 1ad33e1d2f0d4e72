/** Constraints: points inside and outside, edges, NaN, batches, transformations, messages, values of PyTorch. */
import { grad, jit, type Tensor, type TensorLike, tensor, vmap } from "nabla";
import { describe, expect, test } from "vitest";
import * as constraints from "../../src/probability/constraints/index.ts";
import type { Constraint } from "../../src/probability/constraints/index.ts";
import { failure } from "../assertions.ts";
import { cases, type Value } from "./constraintCases.ts";
import fixtures from "../fixtures/probability/bijectors.json" with { type: "json" };

const { positive, real, simplex } = constraints;

const check = (x: TensorLike, set: Constraint): Tensor => constraints.checkConstraint(x, set, "f", "x");
/** The value with NaN for its first number. */
const spoil = (value: Value): Value =>
  typeof value === "number" ? NaN : ([spoil(value[0] as Value), ...value.slice(1)] as unknown as Value);

describe.each(cases.map((c) => [String(c.set), c] as const))("%s", (_, { set, inside, outside, says }) => {
  test("holds inside and not outside", () => {
    for (const x of inside) {
      expect(
        set
          .holds(x as TensorLike)
          .all()
          .item(),
        `${x}`,
      ).toBe(1);
      expect(check(x as TensorLike, set).toArray()).toEqual(x);
    }
    for (const x of outside) {
      expect(
        set
          .holds(x as TensorLike)
          .all()
          .item(),
        `${x}`,
      ).toBe(0);
      expect(failure(() => check(x as TensorLike, set)).code).toBe("value");
    }
    const nan = spoil(inside[0]) as TensorLike;
    expect(set.holds(nan).all().item()).toBe(0);
    expect(() => check(nan, set)).toThrow("NaN");
  });

  test("says what is wrong", () => {
    expect(set.expects).not.toBe("");
    if (outside.length === 0) return;
    const { message } = failure(() => check(outside[0] as TensorLike, set));
    expect(message).toContain("f: ");
    expect(message).toContain(says);
  });

  test("is the same in batches, under vmap and jit, and has no derivative", () => {
    const sizes = JSON.stringify(tensor(inside[0] as TensorLike).shape);
    const alike = [...inside, ...outside].filter((x) => JSON.stringify(tensor(x as TensorLike).shape) === sizes);
    const values = tensor(alike as unknown as TensorLike);
    const each = alike.map((x) => set.holds(x as TensorLike).toArray());
    expect(set.holds(values).toArray()).toEqual(each);
    expect(vmap((x: Tensor) => set.holds(x))(values).toArray()).toEqual(each);
    expect(jit((x: Tensor) => set.holds(x))(values).toArray()).toEqual(each);
    const good = tensor(inside[0] as TensorLike);
    const f = (x: Tensor): Tensor => check(x, set).mul(set.holds(x).all()).sum();
    expect(grad(f)(good).toArray()).toEqual(good.mul(0).add(1).toArray().valueOf());
    expect(jit((x: Tensor) => check(x, set).mul(2))(good).toArray()).toEqual(good.mul(2).toArray());
    if (outside.length === 0) return;
    const bad = tensor(outside[0] as TensorLike);
    for (const way of [jit((x: Tensor) => check(x, set).mul(2)), grad((x: Tensor) => check(x, set).sum())]) {
      expect(failure(() => way(bad)).message).toContain(says);
    }
    if (JSON.stringify(bad.shape) === sizes) {
      expect(() =>
        vmap((x: Tensor) => check(x, set))(tensor([inside[0], outside[0]] as unknown as TensorLike)),
      ).toThrow("f: ");
    }
  });
});

test("every constraint that is exported stands in the list", () => {
  const kinds = new Set(cases.flatMap(({ set }) => [set.kind]));
  expect(Object.keys(constraints).filter((name) => !kinds.has(name))).toEqual(["checkConstraint"]);
});

test("errors name the row of a batch, and too few axes", () => {
  expect(
    failure(() =>
      check(
        [
          [0.5, 0.5],
          [0.5, 0.6],
        ],
        simplex,
      ),
    ).message,
  ).toContain('"x" at [1] sums to 1.1');
  expect(failure(() => check(1, simplex)).message).toContain('"x" has 0 axes, and a value of simplex has 1');
  expect(failure(() => simplex.holds(1)).code).toBe("shape");
  expect(failure(() => check([1, 2, 3], constraints.positiveDefinite)).message).toContain("has 1 axis, and");
  expect(
    failure(() =>
      check(
        [
          [1, 2],
          [4, 0],
        ],
        constraints.multinomial([3, 5]),
      ),
    ).message,
  ).toContain("at [1] sums to 4, not to 5");
  expect(failure(() => check([1, 5], constraints.interval(0, [2, 3]))).message).toContain(
    '"x" at [1] is 5, more than 3',
  );
});

test("ends that are tensors broadcast, also under vmap", () => {
  const set = constraints.interval([0, 1], [[2], [3]]);
  expect(set.holds(2.5).toArray()).toEqual([
    [false, false],
    [true, true],
  ]);
  expect(check(1.5, set).toArray()).toBe(1.5);
  const f = (x: Tensor, high: Tensor): Tensor => check(x, constraints.interval(0, high)).mul(2);
  expect(vmap(f)(tensor([1, 2]), tensor([1, 3])).toArray()).toEqual([2, 4]);
  expect(() => vmap(f)(tensor([1, 4]), tensor([1, 3]))).toThrow("4, more than 3");
  expect([constraints.positive.low, constraints.positive.high]).toEqual([0, undefined]);
});

test("axes of pieces are counted from the end", () => {
  expect(failure(() => constraints.cat([positive], [1], 0)).message).toContain("counted from the end");
  expect(failure(() => constraints.stack([])).message).toContain("no parts");
  const columns = constraints.cat([positive, real], [1, 1], -2);
  expect(
    columns
      .holds([
        [1, -1],
        [-1, -1],
      ])
      .toArray(),
  ).toEqual([
    [true, false],
    [true, true],
  ]);
});

interface Held {
  readonly x: { readonly shape: readonly number[]; readonly data: readonly number[] };
  readonly holds: { readonly data: readonly number[] };
}
const ended: readonly Constraint[] = [
  constraints.interval(-1, 2),
  constraints.halfOpenInterval(-1, 2),
  constraints.integerInterval(-1, 2),
  constraints.greaterThan(1),
  constraints.greaterThanEq(1),
  constraints.lessThan(1),
];

test.each(Object.entries<Held>(fixtures.constraints as never))(
  "%s holds where PyTorch says so",
  (name, { x, holds }) => {
    const set = [...ended, ...cases.map((c) => c.set)].find((one) => one.name === name);
    expect(Array.from(set?.holds(tensor(x.data).reshape(x.shape)).data() ?? [])).toEqual(holds.data);
  },
);
