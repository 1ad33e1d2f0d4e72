/** Functions with control flow, and the same in plain JavaScript. */
import {
  associativeScan,
  cond,
  foriLoop,
  map,
  scan,
  stack,
  switchCase,
  type Tensor,
  tensor,
  whileLoop,
  zeros,
} from "nabla";

export type F = (x: Tensor) => Tensor;

/** Functions of a vector of three to a scalar: with control flow, and the same in JavaScript on known values. */
export interface Case {
  readonly name: string;
  readonly f: F;
  readonly plain: F;
}

const xs = tensor([
  [0.3, -0.2, 0.5],
  [0.1, 0.7, -0.4],
]);

export const cases: readonly Case[] = [
  {
    name: "scan of a recurrent network with trees, a captured weight and an integer",
    f: (w) => {
      const [last, ys] = scan(
        ({ h, n }, x) => {
          const next = h.mul(w).add(x).tanh();
          return [
            { h: next, n: n.add(1) },
            { y: next.mul(n), z: [w.sum()] as const },
          ];
        },
        { h: tensor([0.1, 0.2, 0.3]), n: tensor(1).astype("int32") },
        xs,
      );
      return last.h.sum().add(ys.y.mul(ys.y).sum()).add(ys.z[0].prod());
    },
    plain: (w) => {
      let h = tensor([0.1, 0.2, 0.3]);
      let out: Tensor = tensor(0);
      for (let i = 0; i < 2; i++) {
        h = h.mul(w).add(xs.at(i)).tanh();
        const y = h.mul(i + 1);
        out = out.add(y.mul(y).sum());
      }
      return h.sum().add(out).add(w.sum().mul(w.sum()));
    },
  },
  {
    name: "scan over the argument, backwards",
    f: (x) => {
      const [c, ys] = scan((sum, v) => [sum.mul(v).add(v.sin()), sum.mul(sum)], 0.5, x, { reverse: true });
      return c.add(ys.mul([1, 2, 3]).sum());
    },
    plain: (x) => {
      let c: Tensor = tensor(0.5);
      let out: Tensor = tensor(0);
      for (let i = 2; i >= 0; i--) {
        out = out.add(c.mul(c).mul(i + 1));
        c = c.mul(x.at(i)).add(x.at(i).sin());
      }
      return c.add(out);
    },
  },
  {
    name: "scan in a scan",
    f: (x) =>
      scan(
        (c, row) => [scan((d, v) => [d.mul(v).add(x).sin(), null], c, row)[0], null],
        x,
        stack([x, x.mul(x)]),
      )[0].sum(),
    plain: (x) => {
      let c = x;
      for (const row of [x, x.mul(x)]) for (let i = 0; i < 3; i++) c = c.mul(row.at(i)).add(x).sin();
      return c.sum();
    },
  },
  {
    name: "foriLoop that uses its index",
    f: (x) => foriLoop(1, 4, (i, y) => y.mul(x).add(i.mul(x)), zeros([3])).sum(),
    plain: (x) => {
      let y = zeros([3]);
      for (let i = 1; i < 4; i++) y = y.mul(x).add(x.mul(i));
      return y.sum();
    },
  },
  {
    name: "whileLoop whose length depends on the argument",
    f: (x) =>
      whileLoop(
        (y) => y.mul(y).sum().less(30),
        (y) => y.mul(1.5).add(x.sin()),
        x,
        { maxIterations: 20 },
      ).sum(),
    plain: (x) => {
      let y = x;
      while (y.mul(y).sum().item() < 30) y = y.mul(1.5).add(x.sin());
      return y.sum();
    },
  },
  {
    name: "whileLoop with a counter that does not depend on the argument",
    f: (x) =>
      whileLoop(
        ({ n }) => n.less(3),
        ({ n, y }) => ({ n: n.add(1), y: y.mul(x).sin() }),
        { n: tensor(0).astype("int32"), y: x },
        {
          maxIterations: 5,
        },
      ).y.sum(),
    plain: (x) => x.mul(x).sin().mul(x).sin().mul(x).sin().sum(),
  },
  {
    name: "cond, whose branches capture and are given values",
    f: (x) =>
      cond(
        x.sum().greater(0.5),
        (y) => y.sin().mul(x).sum(),
        (y) => y.mul(y).mul(y).sum(),
        x,
      ),
    plain: (x) => (x.sum().item() > 0.5 ? x.sin().mul(x).sum() : x.mul(x).mul(x).sum()),
  },
  {
    name: "cond, whose branches keep values of different shapes in a different order",
    f: (x) =>
      cond(
        x.sum().greater(0.5),
        () => x.sum().sin().mul(x.at(1)).mul(x.sin().mul(x).sum()),
        () =>
          x
            .mul(x)
            .sin()
            .mul(x.reshape([3, 1]).mul(x).exp())
            .sum()
            .mul(x.prod()),
      ),
    plain: (x) =>
      x.sum().item() > 0.5
        ? x.sum().sin().mul(x.at(1)).mul(x.sin().mul(x).sum())
        : x
            .mul(x)
            .sin()
            .mul(x.reshape([3, 1]).mul(x).exp())
            .sum()
            .mul(x.prod()),
  },
  {
    name: "cond that keeps infinities apart",
    f: (x) =>
      cond(
        x.min().greater(0),
        () => x.sqrt().sum(),
        () => x.mul(x).sum(),
      ),
    plain: (x) => (x.min().item() > 0 ? x.sqrt().sum() : x.mul(x).sum()),
  },
  {
    name: "switchCase",
    f: (x) =>
      switchCase(x.sum().mul(0.6).floor().mod(3), [() => x.sin().sum(), (y) => y.prod(), (y) => y.exp().sum()], x),
    plain: (x) =>
      [() => x.sin().sum(), () => x.prod(), () => x.exp().sum()][((Math.floor(x.sum().item() * 0.6) % 3) + 3) % 3](),
  },
  {
    name: "cond in a scan",
    f: (x) =>
      scan(
        (c, v) => [
          cond(
            c.greater(v),
            () => c.mul(v).sin(),
            () => c.add(v.mul(v)),
          ),
          c,
        ],
        0.4,
        x,
      )[1]
        .mul([3, 2, 1])
        .sum(),
    plain: (x) => {
      let c: Tensor = tensor(0.4);
      let out: Tensor = tensor(0);
      for (let i = 0; i < 3; i++) {
        out = out.add(c.mul(3 - i));
        const v = x.at(i);
        c = c.item() > v.item() ? c.mul(v).sin() : c.add(v.mul(v));
      }
      return out;
    },
  },
  {
    name: "whileLoop in a scan",
    f: (x) =>
      scan(
        (c, v) => [
          whileLoop(
            (d) => d.less(2),
            (d) => d.mul(1.4).add(v.mul(v)),
            c.mul(0.3).add(0.1),
            { maxIterations: 15 },
          ),
          null,
        ],
        1,
        x,
      )[0],
    plain: (x) => {
      let c: Tensor = tensor(1);
      for (let i = 0; i < 3; i++) {
        c = c.mul(0.3).add(0.1);
        while (c.item() < 2) c = c.mul(1.4).add(x.at(i).mul(x.at(i)));
      }
      return c;
    },
  },
  {
    name: "map",
    f: (x) =>
      map((v) => v.mul(x).sin(), x)
        .mul(x)
        .sum(),
    plain: (x) => x.expandDims(1).mul(x).sin().mul(x).sum(),
  },
  {
    name: "associativeScan of affine maps",
    f: (x) =>
      associativeScan((a, b) => ({ m: b.m.mul(a.m), c: b.m.mul(a.c).add(b.c) }), { m: x, c: x.sin() })
        .c.mul([1, 2, 3])
        .sum(),
    plain: (x) => {
      let c = x.at(0).sin();
      let out = c;
      for (let i = 1; i < 3; i++) {
        c = c.mul(x.at(i)).add(x.at(i).sin());
        out = out.add(c.mul(i + 1));
      }
      return out;
    },
  },
];
