/** Walks every elementwise op that states a kernel: its lanes against its scalar function. */
import { jvp, type Tensor, tensor, trace } from "nabla";
import { describe, expect, test } from "vitest";
import type { ElementwiseDefinition, ElementwiseOp, Range } from "../../src/core/elementwise.ts";
import { ulpOf } from "../ops/golden.ts";
import { elementwiseOps, functions } from "../ops/list.ts";
import { interpret, laneGraph, type LaneValue, type Rounding } from "./interpret.ts";

type FloatDType = "float64" | "float32";

/** The ops of the functions, and those that only their derivatives are made of. */
function reachable(): Map<string, ElementwiseOp> {
  const found = new Map(elementwiseOps.map(({ op }) => [op.name, op]));
  const visit = (f: (...xs: Tensor[]) => Tensor, args: readonly Tensor[]): void => {
    const program = trace(((...xs: Tensor[]) => (jvp(f)(xs as never, xs as never) as unknown as Tensor[])[1]) as never)(
      ...(args as never[]),
    );
    for (const { op } of program.equations) {
      if (op.kind !== "elementwise" || found.has(op.name)) continue;
      const inner = op as ElementwiseOp;
      found.set(op.name, inner);
    }
  };
  for (const { f, op } of elementwiseOps) {
    const { takes, domain, gives } = op.definition;
    if (takes === "integer" || takes === "bool" || gives === "bool") continue;
    visit(
      f,
      Object.values(domain).map(([low, high]) => tensor((low + high) / 2 + 0.1)),
    );
  }
  visit(functions.get("logcumsumexp") as never, [tensor([1, 2])]);
  visit(functions.get("quantile") as never, [tensor([1, 2]), tensor(0.3)]);
  return found;
}

/** Numbers in the range without a pattern, the same in each run; on a range of both signs also some near 0. */
function spread([low, high]: Range, count: number, seed: number): number[] {
  return Array.from({ length: count }, (_, i) => {
    const x = low + (high - low) * ((i + 0.5 + 0.4 * Math.sin(71 * i + seed)) / count);
    const small = x * 2 ** -(i % 40);
    return i % 3 === 2 && small >= low && small <= high ? small : x;
  });
}

const SPECIAL: readonly number[] = [
  0,
  -0,
  1,
  -1,
  Infinity,
  -Infinity,
  NaN,
  5e-324,
  -5e-324,
  1e-310,
  2 ** -1022,
  1e-40,
  -1e-45,
  2 ** -126,
  1e-30,
  0.3,
  -0.7,
  2,
  20.5,
  88.5,
  -104,
  1e3,
  1e30,
  3e38,
  1e300,
  -1.7e308,
];

const INTEGERS: readonly number[] = [0, 1, 2, 3, 7, 65537, 2 ** 31 - 1, 2 ** 31, 2 ** 32 - 1, -1, -2, -7, -(2 ** 31)];

/** All pairs (and some triples) of the special points, and the ranges side by side. */
function points({ domain, hard = [] }: ElementwiseDefinition, conditions: readonly boolean[]): number[][] {
  const ranges = Object.values(domain);
  const many = ranges.length === 1 ? 1500 : 1000;
  const columns = ranges.map((range, i) => {
    const column = spread(range, many, i);
    return i === 0 ? column : column.map((_, j) => column[(j * 769 + 13) % many]);
  });
  const rows = columns[0].map((_, j) => columns.map((column) => column[j]));
  const specials = [...SPECIAL, ...hard];
  const inner = ranges.map(([low, high]) => low + 0.37 * (high - low));
  if (ranges.length === 1) rows.push(...specials.map((x) => [x]));
  for (const x of specials) {
    for (const y of specials) {
      if (ranges.length === 2) rows.push([x, y]);
      if (ranges.length === 3) rows.push([x, y, inner[2]], [x, inner[1], y], [inner[0], x, y]);
    }
  }
  // An order is a count of turns: whole, and not above what derivatives of some order ask for.
  const orders = Object.keys(domain).map((name) => (name === "n" ? domain[name] : undefined));
  return rows.map((row) =>
    row.map((x, i) => {
      const order = orders[i];
      if (order !== undefined) return Math.min(Math.max(Math.round(x) || 0, order[0]), order[1]);
      return conditions[i] ? Number(x > 0.5) : x;
    }),
  );
}

interface Miss {
  readonly text: string;
  readonly size: number;
}

const show = (x: LaneValue): string => (Object.is(x, -0) ? "-0" : String(x));

/** How far the kernel is from the scalar function, in ulp; more than `bound` ulp are a miss. */
function misses(definition: ElementwiseDefinition, dtype: FloatDType, rounding: Rounding): Miss[] {
  const { kernel, ulp, absolute = 0, gives, eval: scalar } = definition;
  const names = Object.keys(definition.domain);
  const conditions = names.map((name) => definition.conditions?.includes(name) === true);
  const round = dtype === "float32" ? Math.fround : (x: number): number => x;
  const lanes = interpret(laneGraph(definition, dtype, kernel as NonNullable<typeof kernel>), rounding);
  // Both the kernel and the scalar function are within the bound of the truth; in float32 the scalar function is the truth.
  const bound = dtype === "float32" ? Math.max(ulp.f32, 0.5) : ulp.f64 === 0 ? 0 : 2 * ulp.f64;
  const floor = absolute * (dtype === "float32" ? 2 ** 29 : 2);
  const found: Miss[] = [];
  // Beyond 2^996 the scalar lerp loses its small parts, and says so nowhere.
  const isSound = (args: readonly number[]): boolean =>
    definition.name !== "lerp" || args.every((x) => !(Math.abs(x) > 1e299));
  for (const row of points(definition, conditions)) {
    const args = row.map(round);
    if (!isSound(args)) continue;
    const got = Number(lanes(...args.map((x, i) => (conditions[i] ? x === 1 : x))));
    const exact = scalar(...args);
    const want = gives === "bool" ? exact : round(exact);
    if (Object.is(got, want)) continue;
    // At the end of the range one may overflow and the other not.
    const capped =
      Math.abs(got) === Infinity ? Math.sign(got) * (dtype === "float32" ? 2 ** 128 : Number.MAX_VALUE) : got;
    const size = Math.abs(capped - exact) / ulpOf(want, dtype);
    const isNear = Math.abs(capped - exact) <= floor || (size <= bound && (got !== 0 || want !== 0));
    if (!isNear)
      found.push({ text: `${definition.name}(${args.map(show).join(", ")}) = ${show(got)}, not ${show(want)}`, size });
  }
  return found;
}

const worst = (list: readonly Miss[]): string[] =>
  [...list]
    .sort((a, b) => b.size - a.size || 0)
    .slice(0, 6)
    .map(({ text, size }) => `${text}: ${size.toPrecision(3)} ulp`);

const ops = [...reachable()].filter(([, { definition }]) => definition.kernel !== undefined);

describe.for(ops)("the kernel of %s", ([, { definition }]) => {
  const { takes, kernel, eval: scalar, evalInteger } = definition;
  const names = Object.keys(definition.domain);
  const isLogic = takes === "bool";

  test.for<[FloatDType, Rounding]>([
    ["float64", "once"],
    ["float64", "twice"],
    ["float32", "once"],
    ["float32", "twice"],
  ])("on %s, products rounded %s", ([dtype, rounding]) => {
    if (isLogic || takes === "integer") return;
    const found = worst(misses(definition, dtype, rounding));
    expect(found.length, found.join("\n")).toBe(0);
  });

  test("on integers", () => {
    if (takes !== "number" && takes !== "any" && takes !== "integer") return;
    for (const dtype of ["int32", "uint32"] as const) {
      const lanes = interpret(laneGraph(definition, dtype, kernel as NonNullable<typeof kernel>));
      const fit = dtype === "int32" ? (x: number): number => x | 0 : (x: number): number => x >>> 0;
      const f = evalInteger ?? scalar;
      const list = INTEGERS.map(fit);
      for (const x of list) {
        for (const y of names.length === 1 ? [0] : list) {
          for (const z of names.length < 3 ? [0] : list) {
            const args = [x, y, z].slice(0, names.length).map((n, i) => (isCondition(i) ? Number(n !== 0) : n));
            const given = args.map((n, i) => (isCondition(i) ? n === 1 : n | 0));
            const call = (): number => f(...args);
            if (throws(call)) expect(() => lanes(...given)).toThrow();
            else expect([args, wrapped(lanes(...given), fit)]).toEqual([args, wrapped(call(), fit)]);
          }
        }
      }
    }
  });

  const isCondition = (place: number): boolean => definition.conditions?.includes(names[place]) === true;
  const wrapped = (x: LaneValue, fit: (x: number) => number): number =>
    definition.gives === "bool" ? Number(x) : fit(Number(x));

  test("on truth values", () => {
    if (!isLogic && takes !== "any") return;
    const lanes = interpret(laneGraph(definition, "bool", kernel as NonNullable<typeof kernel>));
    for (let row = 0; row < 2 ** names.length; row++) {
      const args = names.map((_, i) => (row >> i) & 1);
      expect([args, Number(lanes(...args.map((x) => x === 1)))]).toEqual([args, scalar(...args)]);
    }
  });
});

function throws(f: () => unknown): boolean {
  try {
    f();
    return false;
  } catch {
    return true;
  }
}

/** Too many ways to compute them for kernels: their scalar functions run. */
const HOSTED = new Set(
  "comb poch zeta betainc betaincc betaincinv betainccinv logBetainc logBetaincc gammainc gammaincc gammainccinv gammaincinv logGammainc logGammaincc noncentralGammainc noncentralGammaincc logNoncentralGammainc logNoncentralGammaincc ive kve logIve logKve besselRatio owensT ndtriExp".split(
    " ",
  ),
);

test("all other elementwise ops have a kernel", () => {
  const without = elementwiseOps.filter(({ name, op }) => op.definition.kernel === undefined && !HOSTED.has(name));
  expect(without.map(({ name }) => name)).toEqual([]);
});
