/** An independent reading of formulas: run on tensors by the core, derivatives in them by forward-mode autodiff. */
import { add, exp, grad, jvp, mul, pow, sin, sub, sum, tensor, where } from "nabla";
import { expect } from "vitest";
import { type Derivation, stepsOf } from "../../../src/calculus/differentiate/record.ts";
import { showFormula } from "../../../src/calculus/steps/print.ts";
import { bind1 } from "../../../src/core/interpreter.ts";
import type { Tensor } from "../../../src/core/tensor.ts";
import type { Expression, Payloads } from "../../../src/calculus/expression.ts";
import { toNumber } from "../../../src/base/rational.ts";
import * as compare from "../../../src/ops/compare.ts";

type Values = ReadonlyMap<string, Tensor>;

const comparisons = {
  "=": compare.equal,
  "≠": compare.notEqual,
  "<": compare.less,
  "≤": compare.lessEqual,
  ">": compare.greater,
  "≥": compare.greaterEqual,
};

const CONSTANTS = { e: Math.E, pi: Math.PI, i: Number.NaN, infinity: Infinity };

/** Smooth functions that stand for unknown ones; each name is another function, of all its arguments. */
function sample(name: string, args: readonly Tensor[]): Tensor {
  const seed = [...name].reduce((total, letter) => total + letter.charCodeAt(0), 0) % 7;
  let inner: Tensor = tensor(0.1 * (seed + 1));
  args.forEach((arg, at) => (inner = add(inner, mul(arg, 0.7 + 0.3 * at))));
  const product = args.reduce((total, arg) => mul(total, arg));
  return add(add(sin(inner), mul(0.3 + 0.1 * seed, product)), exp(mul(-0.2, inner)));
}

/** 10-point Gauss-Legendre nodes and weights on [-1, 1]. @source Abramowitz & Stegun, table 25.4 */
const GAUSS: readonly (readonly [number, number])[] = [
  [0.1488743389816312, 0.2955242247147529],
  [0.4333953941292472, 0.2692667193099963],
  [0.6794095682990244, 0.219086362515982],
  [0.8650633666889845, 0.1494513491505806],
  [0.9739065285171717, 0.0666713443086881],
];

/** The derivative of f in one direction of its arguments. */
function slope(f: (...args: Tensor[]) => Tensor, args: readonly Tensor[], at: number): Tensor {
  const ones = args.map((arg, k) => mul(arg, 0).add(k === at ? 1 : 0));
  return (jvp(f as never) as (a: readonly Tensor[], t: readonly Tensor[]) => [Tensor, Tensor])(args, ones)[1];
}

export function run(root: Expression, values: Values, shared = new Map<Expression, Tensor>()): Tensor {
  const found = shared.get(root);
  if (found !== undefined) return found;
  const result = runNode(root, values, shared);
  shared.set(root, result);
  return result;
}

function runNode(x: Expression, values: Values, shared: Map<Expression, Tensor>): Tensor {
  const of = (arg: Expression): Tensor => run(arg, values, shared);
  const { args, payload } = x;
  const name = (symbol: Expression): string => (symbol.payload as Payloads["symbol"]).name;
  switch (x.kind) {
    case "number":
      return tensor(toNumber(payload as Payloads["number"]));
    case "float":
      return tensor(payload as number);
    case "constant":
      return tensor(CONSTANTS[payload as Payloads["constant"]]);
    case "symbol": {
      const value = values.get(name(x));
      if (value === undefined) throw new Error(`no value for ${name(x)}`);
      return value;
    }
    case "sum":
      return args.map(of).reduce((a, b) => add(a, b));
    case "product":
      return args.map(of).reduce((a, b) => mul(a, b));
    case "power":
      return args[0].kind === "constant" && args[0].payload === "e" ? exp(of(args[1])) : pow(of(args[0]), of(args[1]));
    case "call":
      return bind1(payload as Payloads["call"], args.map(of), undefined);
    case "relation":
      return comparisons[payload as Payloads["relation"]](of(args[0]), of(args[1]));
    case "piecewise": {
      let result = of(args[args.length - 1]);
      for (let at = args.length - 3; at >= 0; at -= 2) result = where(of(args[at + 1]), of(args[at]), result);
      return result;
    }
    case "unknown": {
      const { name: f, orders } = payload as Payloads["unknown"];
      let g = (...given: Tensor[]): Tensor => sample(f, given);
      orders.forEach((order, at) => {
        for (let n = 0; n < order; n++) {
          const before = g;
          g = (...given) => slope(before, given, at);
        }
      });
      return g(...args.map(of));
    }
    case "derivative": {
      const by = args.slice(1).map(name);
      let g = (...given: Tensor[]): Tensor =>
        run(args[0], new Map([...values, ...[...new Set(by)].map((n, at) => [n, given[at]] as const)]));
      const distinct = [...new Set(by)];
      for (const n of by) {
        const before = g;
        g = (...given) => slope(before, given, distinct.indexOf(n));
      }
      return g(...distinct.map((n) => values.get(n) as Tensor));
    }
    case "integral": {
      const [f, t, a, b] = args;
      const [middle, radius] = [mul(add(of(a), of(b)), 0.5), mul(sub(of(b), of(a)), 0.5)];
      let total: Tensor = tensor(0);
      for (const [node, weight] of GAUSS) {
        for (const place of [node, -node]) {
          const at = add(middle, mul(radius, place));
          total = add(total, mul(weight, run(f, new Map([...values, [name(t), at]]))));
        }
      }
      return mul(total, radius);
    }
    case "series": {
      const [term, k, from, to] = args;
      let total: Tensor = tensor(0);
      const [first, last] = [of(from).item() as number, of(to).item() as number];
      for (let n = first; n <= last; n++) total = add(total, run(term, new Map([...values, [name(k), tensor(n)]])));
      return total;
    }
    default:
      throw new Error(`the oracle does not read ${x.kind}`);
  }
}

export const numbersOf = (x: Tensor, count: number): number[] => {
  const value = x.ndim === 0 ? Array.from({ length: count }, () => x.item() as number) : (x.toArray() as number[]);
  return value;
};

/** The derivative by one symbol in both modes of the core, at each point. */
export function autodiff(
  x: Expression,
  variable: string,
  values: ReadonlyMap<string, readonly number[]>,
): { forward: number[]; reverse: number[] } {
  const tensors = new Map([...values].map(([name, list]) => [name, tensor([...list])]));
  const at = tensors.get(variable) as Tensor;
  const count = (values.get(variable) as readonly number[]).length;
  const f = (point: Tensor): Tensor => add(run(x, new Map([...tensors, [variable, point]])), mul(point, 0));
  const forward = numbersOf(slope(f, [at], 0), count);
  const reverse = numbersOf(
    (grad as unknown as (g: (p: Tensor) => Tensor) => (p: Tensor) => Tensor)((p) => sum(f(p)))(at),
    count,
  );
  return { forward, reverse };
}

/** Values of a formula at several points at once, derivatives in it carried out by autodiff. */
export function valuesOf(x: Expression, values: ReadonlyMap<string, readonly number[]>): number[] {
  const count = [...values.values()][0].length;
  const tensors = new Map([...values].map(([name, list]) => [name, tensor([...list])]));
  return numbersOf(run(x, tensors), count);
}

/** Whether two lists of values agree where both are numbers. @returns how many agree and differ */
export function agreement(
  a: readonly number[],
  b: readonly number[],
  tolerance = 1e-8,
): { same: number; other: number } {
  let [equal, other] = [0, 0];
  a.forEach((value, at) => {
    if (!Number.isFinite(value) || !Number.isFinite(b[at])) return;
    if (Math.abs(value - b[at]) <= tolerance * Math.max(1, Math.abs(value), Math.abs(b[at]))) equal++;
    else other++;
  });
  return { same: equal, other };
}

export const POINTS: ReadonlyMap<string, readonly number[]> = new Map<string, readonly number[]>([
  ["x", [0.31, 0.77, 1.24, 2.6, -0.42, -1.7]],
  ["y", [0.5, 1.5, 0.8, 1.1, -0.6, 0.9]],
  ["z", [0.2, 0.4, -0.7, 1.3, 0.6, 2.1]],
  ["t", [0.6, 0.2, 1.4, 0.9, -0.8, 0.3]],
  ["a", [1.2, 0.7, 0.4, 2.2, 1.5, 0.8]],
  ["b", [0.7, 1.9, 1.4, 0.2, 0.5, 1.8]],
  ["c", [0.3, 1.1, -0.4, 2, 0.6, 1.4]],
  ["n", [2.5, 3, 1.5, 2, 3, 2]],
  ["u", [0.4, 0.7, 0.25, 0.9, 0.6, 0.15]],
  ["v", [0.4, 0.7, 0.25, 0.9, 0.6, 0.15]],
]);

/** Equal at every point where both have a value, and at one point at least. */
export function expectEqual(a: Expression, b: Expression, tolerance = 1e-9): void {
  const { same: equal, other } = agreement(valuesOf(a, POINTS), valuesOf(b, POINTS), tolerance);
  expect(other, `${showFormula(a)} against ${showFormula(b)}`).toBe(0);
  expect(equal, `${showFormula(a)} has values`).toBeGreaterThan(0);
}

/** Before, after and result are equal at every step, and so are all other routes. */
export function expectSteps(derivation: Derivation): void {
  for (const step of stepsOf(derivation)) {
    expectEqual(step.before, step.after);
    expectEqual(step.after, step.result);
    for (const outer of step.outers) expectSteps(outer);
    for (const { derivation: other } of step.alternatives) expectEqual(other().result, step.result);
  }
}
