/** Functions with derivative rules of the user's, and the same without. */
import { checkpoint, customJvp, customVjp, scan, type Tensor, tensor } from "nabla";
import { expect } from "vitest";

export type F = (x: Tensor) => Tensor;

export const sinJvp = customJvp(
  function sine(x: Tensor) {
    return x.sin();
  },
  ([x], [t]) => [x.sin(), t.mul(x.cos())],
);

/** Trees in and out, an argument that is no tensor, an integer argument. */
export const treeJvp = customJvp(
  function blend({ a, b }: { a: Tensor; b: Tensor }, n: Tensor, mode: "sum" | "product") {
    return mode === "sum" ? { y: a.add(b), n } : { y: a.mul(b).mul(n), n };
  },
  ([{ a, b }, n, mode], [ta, tn]) => {
    expect(tn.dtype).toBe("int32");
    if (mode === "sum")
      return [
        { y: a.add(b), n },
        { y: ta.a.add(ta.b), n: tn },
      ];
    return [
      { y: a.mul(b).mul(n), n },
      { y: ta.a.mul(b).add(ta.b.mul(a)).mul(n), n: tn },
    ];
  },
);

export const three = tensor(3, { dtype: "int32" });

/** Functions of a vector of three to a scalar, with a rule that is right, and without one. */
export const cases: readonly (readonly [name: string, f: F, plain: F, modes: "both" | "reverse"])[] = [
  ["customJvp", (x) => sinJvp(x.mul(x)).sum(), (x) => x.mul(x).sin().sum(), "both"],
  [
    "customJvp of trees",
    (x) =>
      treeJvp({ a: x, b: x.exp() }, three, "product")
        .y.sum()
        .add(treeJvp({ a: x, b: x }, three, "sum").y.prod()),
    (x) => x.mul(x.exp()).mul(3).sum().add(x.mul(2).prod()),
    "both",
  ],
  [
    "customJvp in a scan",
    (x) => scan((c, v) => [sinJvp(c.mul(v)).add(v), null], 0.5, x)[0],
    (x) => x.at(0).mul(0.5).sin().add(x.at(0)).mul(x.at(1)).sin().add(x.at(1)).mul(x.at(2)).sin().add(x.at(2)),
    "both",
  ],
  [
    "customVjp",
    (x) => {
      const f = customVjp(
        (a: Tensor, b: Tensor) => a.sin().mul(b),
        (a, b) => [a.sin().mul(b), { a, rest: [b, "text"] as const }],
        ({ a, rest: [b] }, ct) => [ct.mul(a.cos()).mul(b), ct.mul(a.sin())],
      );
      return f(x, x.exp()).sum();
    },
    (x) => x.sin().mul(x.exp()).sum(),
    "reverse",
  ],
  [
    "customVjp in a scan",
    (x) => {
      const f = customVjp(
        (a: Tensor) => a.tanh(),
        (a) => [a.tanh(), a],
        (a, ct) => [ct.mul(a.tanh().square().neg().add(1))],
      );
      return scan((c, v) => [f(c.mul(v).add(x.sum())), null], 0.5, x)[0];
    },
    (x) => [...x].reduce((c, v) => c.mul(v).add(x.sum()).tanh(), tensor(0.5)),
    "reverse",
  ],
  [
    "checkpoint",
    (x) => checkpoint((y: Tensor) => y.sin().mul(y).exp().sum())(x),
    (x) => x.sin().mul(x).exp().sum(),
    "both",
  ],
  [
    "checkpoint with values from outside, in a checkpoint",
    (x) => {
      const w = x.mul(2);
      return checkpoint((y: Tensor) =>
        checkpoint((z: Tensor) => z.mul(w).sin())(y.mul(x))
          .mul(w)
          .sum(),
      )(x.exp());
    },
    (x) => x.exp().mul(x).mul(x.mul(2)).sin().mul(x.mul(2)).sum(),
    "both",
  ],
  [
    "checkpoint of nothing but values from outside",
    (x) => checkpoint(() => x.sin().mul(x).sum())(),
    (x) => x.sin().mul(x).sum(),
    "both",
  ],
  [
    "checkpointed steps of a scan",
    (x) =>
      scan(
        checkpoint((c: Tensor, v: Tensor) => [c.mul(v).sin().add(v), c] as const),
        0.5,
        x,
      )[1]
        .mul([1, 2, 3])
        .sum(),
    (x) => {
      const one = x.at(0).mul(0.5).sin().add(x.at(0));
      return one
        .mul(2)
        .add(one.mul(x.at(1)).sin().add(x.at(1)).mul(3))
        .add(0.5);
    },
    "both",
  ],
];
