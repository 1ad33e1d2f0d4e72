/** Bijectors: inverses, determinants against Jacobians, shapes, transformations, the registry, values of PyTorch and NumPyro. */
import { grad, jacfwd, jit, linalg, stack, type Tensor, tensor, vmap } from "nabla";
import { describe, expect, test } from "vitest";
import * as bijectors from "../../src/probability/bijectors/index.ts";
import type { Bijector } from "../../src/probability/bijectors/index.ts";
import * as constraints from "../../src/probability/constraints/index.ts";
import { close, failure } from "../assertions.ts";
import fixtures from "../fixtures/probability/bijectors.json" with { type: "json" };
import { cases, maps, type Of } from "./bijectorCases.ts";

/** log of the determinant of the Jacobian of the elements in question. */
function logDetOf({ forward }: Bijector, x: Tensor, of: Of): number {
  const y = forward(x);
  const all = jacfwd((t: Tensor) => forward(t))(x).reshape([y.size, x.size]);
  if (of === "volume") return linalg.slogdet(all.transpose().matmul(all)).logabsdet.item() / 2;
  return linalg.slogdet(of === "all" ? all : all.take(of(y.shape), 0)).logabsdet.item();
}

describe.each(cases.map((c) => [String(c.bijector), c] as const))("%s", (_, { bijector, x, of }) => {
  const { domain, codomain, forward, inverse, logAbsDetJacobian, inverseLogAbsDetJacobian } = bijector;
  const y = forward(x);
  /** A batch of values, near the first one. */
  const batch = stack([x, x.mul(0.9), x.mul(0.8)]);

  test("leads from its domain into its codomain and back", () => {
    expect(domain.holds(x).toArray()).toBe(true);
    expect(codomain.holds(y).toArray()).toBe(true);
    close(inverse(y), x, 1e-13);
    close(bijector.inverted.forward(y), x, 1e-13);
    expect(bijector.inverted.inverted).toBe(bijector);
    expect(bijector.isBijective).toBe(true);
  });

  test("its determinant is that of the Jacobian", () => {
    const want = tensor(logDetOf(bijector, x, of));
    close(logAbsDetJacobian(x), want, 1e-12);
    close(logAbsDetJacobian(x, y), want, 1e-12);
    close(inverseLogAbsDetJacobian(y), want.neg(), 1e-12);
    close(bijector.inverted.logAbsDetJacobian(y, x), want.neg(), 1e-12);
  });

  test("batches, vmap and jit give the same as one after the other", () => {
    const [ys, dets] = [
      batch.unstack().map((one) => forward(one)),
      batch.unstack().map((one) => logAbsDetJacobian(one)),
    ];
    for (const f of [forward, vmap((t: Tensor) => forward(t)), jit((t: Tensor) => forward(t))]) {
      close(f(batch), stack(ys), 1e-14);
    }
    for (const f of [
      logAbsDetJacobian,
      vmap((t: Tensor) => logAbsDetJacobian(t)),
      jit((t: Tensor) => logAbsDetJacobian(t)),
    ]) {
      close(f(batch), stack(dets), 1e-14);
    }
    for (const f of [inverse, vmap((t: Tensor) => inverse(t)), jit((t: Tensor) => inverse(t))])
      close(f(stack(ys)), batch, 1e-13);
  });

  test("shapes are known before", () => {
    expect(bijector.forwardShape(batch.shape)).toEqual(forward(batch).shape);
    expect(bijector.inverseShape(forward(batch).shape)).toEqual(batch.shape);
    expect(logAbsDetJacobian(batch).shape).toEqual([3]);
  });

  test("derivatives of values and determinants agree with differences", () => {
    const f = (t: Tensor): Tensor => forward(t).sin().sum().add(logAbsDetJacobian(t).sum());
    const h = 1e-5;
    const direction = x.mul(0).add(1);
    const slope = f(x.add(direction.mul(h)))
      .sub(f(x.sub(direction.mul(h))))
      .div(2 * h);
    close(grad(f)(x).sum(), slope, 1e-6);
    const back = (t: Tensor): Tensor => inverse(t).sum();
    expect(grad(back)(y).isfinite().all().item()).toBe(1);
  });

  test("whether it rises is stated for numbers", () => {
    if (domain.event > 0) return expect(bijector.increasing).toBeUndefined();
    const rises = forward(x.mul(1.01)).greater(y).item() === 1;
    expect(bijector.increasing).toBe(rises);
  });
});

test.each(maps.map((c) => [String(c.bijector), c] as const))(
  "%s is no bijection, with a right inverse",
  (_, { bijector, x }) => {
    const y = bijector.forward(x);
    expect(bijector.isBijective).toBe(false);
    expect(bijector.codomain.holds(y).toArray()).toBe(true);
    close(bijector.forward(bijector.inverse(y)), y, 1e-14);
    close(bijector.inverse(y), x, 1e-14);
  },
);

test("every bijector that is exported stands in the list", () => {
  const names = new Set([...cases, ...maps].map(({ bijector }) => bijector.name.replace(/\(.*/s, "")));
  const composed = ["positiveDefinite", "corrMatrix", "compose", "stack", "biject", "transformTo"];
  const listed = (name: string) => names.has(name) || composed.includes(name);
  const missing = Object.keys(bijectors).filter((name) => !listed(name));
  // Parts of corrMatrix and positiveDefinite.
  expect(missing).toEqual(["choleskyProduct", "corrProduct"]);
});

// ---------------------------------------------------------------- accuracy at the ends

test("extreme values keep their digits", () => {
  close(bijectors.softplus.inverse([1e-300, 800]), tensor([Math.log(1e-300), 800]), 1e-15);
  close(bijectors.sigmoid.logAbsDetJacobian([-800, 800]), tensor([-800, -800]), 1e-15);
  close(bijectors.tanh.logAbsDetJacobian([400]), tensor([2 * Math.LN2 - 800]), 1e-15);
  close(bijectors.sinh.logAbsDetJacobian([800]), tensor([800 - Math.LN2]), 1e-15);
  const thin = bijectors.stickBreaking.forward([40, 40, -40]);
  close(bijectors.stickBreaking.inverse(thin), tensor([40, 40, -40]), 1e-13);
  close(bijectors.stickBreaking.logAbsDetJacobian([-500, 500]), tensor(-1000 - Math.LN2), 1e-15);
  const long = tensor([3, -4, 12, 8, -15, 18]);
  close(bijectors.corrCholesky.inverse(bijectors.corrCholesky.forward(long)), long, 1e-13);
  const high = tensor([1e9, 2e9]);
  expect(
    bijectors.unitVector.inverse(bijectors.unitVector.forward(high)).div(high).sub(1).abs().max().item(),
  ).toBeLessThan(1e-14);
  expect(bijectors.interval(0.1, 0.7).forward([-800, 800]).toArray()).toEqual([0.1, 0.7]);
});

// ---------------------------------------------------------------- chains

test("chains add determinants, with batches of numbers inside vectors", () => {
  const chain = bijectors.exp.andThen(bijectors.affine(1, 2)).andThen(bijectors.log);
  expect(String(chain)).toBe("exp.andThen(affine(1, 2)).andThen(log)");
  expect(String(chain.inverted)).toBe("exp.andThen(affine(1, 2)).andThen(log).inverted");
  expect(String(bijectors.exp.inverted.inverted)).toBe("exp");
  close(chain.forward([0, 1]), tensor([Math.log(3), Math.log(1 + 2 * Math.E)]));
  const mixed = bijectors.compose(bijectors.exp, bijectors.stickBreaking);
  expect([mixed.domain.event, mixed.codomain.event]).toEqual([1, 1]);
  expect(mixed.domain.name).toBe("independent(real, 1)");
  expect(
    mixed.logAbsDetJacobian([
      [0.1, 0.2],
      [0.3, 0.4],
    ]).shape,
  ).toEqual([2]);
  const matrices = bijectors.lowerCholesky
    .andThen(bijectors.independent(bijectors.identity, 2))
    .andThen(bijectors.choleskyProduct);
  expect([matrices.domain.event, matrices.codomain.event]).toEqual([1, 2]);
  expect(bijectors.compose(bijectors.power(-1), bijectors.power(-2)).increasing).toBe(true);
  expect(bijectors.compose(bijectors.power(-1), bijectors.exp).increasing).toBe(false);
  expect(bijectors.affine(0, [1, -1]).increasing).toBeUndefined();
});

test("parameters that are tensors broadcast, and have derivatives", () => {
  const f = bijectors.affine([0, 10], [[1], [-2]]);
  expect(f.forward(1).toArray()).toEqual([
    [1, 11],
    [-2, 8],
  ]);
  expect(f.forwardShape([])).toEqual([2, 2]);
  close(
    f.logAbsDetJacobian(1),
    tensor([
      [0, 0],
      [Math.LN2, Math.LN2],
    ]),
  );
  const slope = grad((scale: Tensor) => bijectors.affine(0, scale).forward(3).sum())(tensor([1, 2]));
  expect(slope.toArray()).toEqual([3, 3]);
  const within = vmap((high: Tensor) => bijectors.interval(0, high).forward(0))(tensor([2, 4]));
  expect(within.toArray()).toEqual([1, 2]);
  expect(bijectors.exp.forward([0]).dtype).toBe("float64");
  expect(bijectors.stickBreaking.forward(tensor([0, 0], { dtype: "float32" })).dtype).toBe("float32");
});

// ---------------------------------------------------------------- the registry

const sets = {
  ...constraints,
  greaterThan: constraints.greaterThan(3),
  greaterThanEq: constraints.greaterThanEq([1, 2]),
  lessThan: constraints.lessThan(3),
  lessThanEq: constraints.lessThanEq(3),
  interval: constraints.interval([-1, 0], [1, 5]),
  openInterval: constraints.openInterval(0, 2),
  halfOpenInterval: constraints.halfOpenInterval(-Infinity, 2),
  independent: constraints.independent(constraints.simplex, 1),
  cat: constraints.cat([constraints.positive, constraints.real], [1, 2]),
  stack: constraints.stack([constraints.positive, constraints.unitInterval, constraints.real]),
};
const WITHOUT = ["lowerTriangular", "square", "symmetric"];
const continuous = Object.entries(sets).flatMap(([name, set]) =>
  typeof set === "object" && !set.discrete && !WITHOUT.includes(name) ? [[name, set] as const] : [],
);

test.each(continuous)("biject leads onto %s", (_, set) => {
  const f = bijectors.biject(set);
  const count = set.event === 0 && set.parts === undefined ? 2 : 3;
  const x = tensor([-1.3, 0.4, 2.2].slice(0, count));
  const xs = f.domain.event === 2 ? stack([x, x.mul(2)]) : x;
  const y = f.forward(xs);
  expect(set.holds(y).all().item()).toBe(1);
  close(f.inverse(y), xs, 1e-13);
  expect(f.logAbsDetJacobian(xs).isfinite().all().item()).toBe(1);
  const any = bijectors.transformTo(set);
  const given =
    any.domain.event === 2 && set.kind !== "independent"
      ? tensor([
          [0.3, -2],
          [0.4, 1.1],
        ])
      : xs;
  expect(set.holds(any.forward(given)).all().item()).toBe(1);
});

const unreached = Object.values(sets).flatMap((set) =>
  typeof set === "object" && (set.discrete || WITHOUT.includes(set.name)) ? [[set.name, set] as const] : [],
);

test.each(unreached)("nothing leads onto %s", (name, set) => {
  expect(failure(() => bijectors.biject(set)).message).toContain(`onto ${name}`);
  expect(failure(() => bijectors.transformTo(set)).code).toBe("value");
});

test("ends that are tensors follow vmap and grad", () => {
  const upper = (high: Tensor): Tensor => bijectors.biject(constraints.interval(0, high)).forward(0);
  close(vmap(upper)(tensor([2, 6])), tensor([1, 3]));
  close(grad(upper)(tensor(2)), tensor(0.5));
});

// ---------------------------------------------------------------- values of others

interface Encoded {
  readonly shape: readonly number[];
  readonly data: readonly (number | string)[];
}
const read = ({ shape, data }: Encoded): Tensor => tensor(data.map(Number)).reshape(shape);

const named: Readonly<Record<string, Bijector>> = {
  ...Object.fromEntries(
    Object.entries(bijectors).flatMap(([name, value]) => (typeof value === "object" ? [[name, value]] : [])),
  ),
  "affine(1, -2)": bijectors.affine(1, -2),
  "power(2.5)": bijectors.power(2.5),
  "power(-1.5)": bijectors.power(-1.5),
  "weibullCdf(2, 1.5)": bijectors.weibullCdf(2, 1.5),
  "gumbelCdf(0.3, 2)": bijectors.gumbelCdf(0.3, 2),
  "biject interval(-1, 3)": bijectors.biject(constraints.interval(-1, 3)),
  "biject greaterThan(3)": bijectors.biject(constraints.greaterThan(3)),
  "biject lessThan(3)": bijectors.biject(constraints.lessThan(3)),
  "independent(exp, 1)": bijectors.independent(bijectors.exp, 1),
  "exp.andThen(affine(1, 2))": bijectors.exp.andThen(bijectors.affine(1, 2)),
  "cat([exp, tanh], [2, 4], -1)": bijectors.cat([bijectors.exp, bijectors.tanh], [2, 4]),
  "stack([exp, tanh], -1)": bijectors.stack([bijectors.exp, bijectors.tanh]),
  "reshape([6], [2, 3])": bijectors.reshape([6], [2, 3]),
  "biject positiveDefinite": bijectors.biject(constraints.positiveDefinite),
  "biject corrMatrix": bijectors.biject(constraints.corrMatrix),
  "biject positiveOrderedVector": bijectors.biject(constraints.positiveOrderedVector),
  "transformTo positiveDefinite": bijectors.transformTo(constraints.positiveDefinite),
};

/** Elements agree to a relative error; small ones as well. */
function agree(got: Tensor, want: Tensor, tolerance = 1e-12): void {
  expect(got.shape).toEqual(want.shape);
  const wanted = want.data();
  got.data().forEach((x, i) => {
    expect(Math.abs(x - wanted[i]), `${x} and ${wanted[i]} at ${i}`).toBeLessThanOrEqual(
      tolerance * Math.max(1e-3, Math.abs(wanted[i])),
    );
  });
}

test.each(Object.entries(fixtures.bijectors))("%s has the values of PyTorch or NumPyro", (name, { x, y, logDet }) => {
  agree(named[name].forward(read(x)), read(y));
  agree(named[name].logAbsDetJacobian(read(x)), read(logDet));
});

test.each(Object.entries(fixtures.maps))("%s has the values of PyTorch", (name, { x, y }) => {
  agree(named[name].forward(read(x)), read(y));
});

// ---------------------------------------------------------------- errors

test.each<readonly [string, () => unknown]>([
  ['"scale" is 0', () => bijectors.affine(0, [1, 0].slice(1)[0])],
  ['"scale" at [1] is 0', () => bijectors.affine(0, [1, 0])],
  ['"loc" is Infinity', () => bijectors.affine(Infinity, 1)],
  ['"high" at [1] is 1, not more than 2', () => bijectors.interval([0, 2], 1)],
  ['"tailweight" is -1', () => bijectors.sinhArcsinh(0, -1)],
  ['"concentration" is -1', () => bijectors.weibullCdf(1, -1)],
  ['"order" lacks 1', () => bijectors.permute([0, 2, 2])],
  ["5 elements fill no triangle", () => bijectors.lowerCholesky.forward([1, 2, 3, 4, 5])],
  ["the last axis has 1 elements", () => bijectors.stickBreaking.inverse([1])],
  ['"x" has 0 axes', () => bijectors.ordered.forward(1)],
  ["values of 6 elements cannot become values of 4", () => bijectors.reshape([6], [2, 2])],
  ["there are 2 parts and 1 sizes", () => bijectors.cat([bijectors.exp, bijectors.exp], [2])],
  ['"x" lacks an axis -1 of size 2', () => bijectors.stack([bijectors.exp, bijectors.exp]).forward([1, 2, 3])],
])("%s", (message, f) => {
  expect(failure(f).message).toContain(message);
});
