/** Sets of vectors: what lies along the last axis belongs together. */
import { toTensor } from "../../core/convert.ts";
import type { TensorLike } from "../../core/tensor.ts";
import { type Constraint, nameOf, state } from "./constraint.ts";

/** How far from its value a sum may be: more than rounding to float32 makes of it. */
export const SLACK = 1e-6;

const FINITE = { above: -Infinity, below: Infinity } as const;

const total = (values: ArrayLike<number>, f: (x: number) => number = (x) => x): number =>
  Array.from(values).reduce((sum, x) => sum + f(x), 0);

const isNear = (x: number, y: number): boolean => Math.abs(x - y) <= SLACK;

/** Vectors of finite numbers. */
export const realVector: Constraint = /*@__PURE__*/ state({
  name: "realVector",
  expects: "a vector of finite numbers",
  fix: "look for NaN and Infinity with isfinite",
  event: 1,
  ends: FINITE,
});

/** Vectors of numbers >= 0 with the sum 1. */
export const simplex: Constraint = /*@__PURE__*/ state({
  name: "simplex",
  expects: `numbers >= 0 with the sum 1, to 1e-6`,
  fix: "divide them by their sum; softmax(x) makes probabilities of any numbers",
  event: 1,
  ends: { least: 0, below: Infinity },
  block: (values) => {
    const sum = total(values);
    return isNear(sum, 1) ? undefined : `sums to ${sum}`;
  },
});

/** Vectors with a 1 at one place and 0 elsewhere. */
export const oneHot: Constraint = /*@__PURE__*/ state({
  name: "oneHot",
  expects: "a vector with a 1 at one place and 0 elsewhere",
  fix: "oneHot(indices, n) makes such vectors",
  event: 1,
  discrete: true,
  ends: { least: 0, most: 1, whole: true },
  block: (values) => {
    const count = total(values);
    return count === 1 ? undefined : `has ${count === 0 ? "no 1" : `${count} elements that are 1`}`;
  },
});

/** What is wrong with the order of numbers that must rise, from more than `start` on. */
function findFall(values: ArrayLike<number>, start = -Infinity): string | undefined {
  for (let i = 0; i < values.length; i++) {
    const before = i === 0 ? start : values[i - 1];
    if (!(values[i] > before)) return `does not increase: ${values[i]} at place ${i} follows ${before}`;
  }
  return undefined;
}

/** Vectors whose elements increase. */
export const orderedVector: Constraint = /*@__PURE__*/ state({
  name: "orderedVector",
  expects: "a vector of finite numbers, each more than the one before",
  fix: "sort(x) orders numbers; equal ones cannot stay",
  event: 1,
  ends: FINITE,
  block: (values) => findFall(values),
});

/** Vectors of positive numbers that increase. */
export const positiveOrderedVector: Constraint = /*@__PURE__*/ state({
  name: "positiveOrderedVector",
  expects: "a vector of finite numbers > 0, each more than the one before",
  fix: "sort(x) orders numbers; equal ones cannot stay",
  event: 1,
  ends: { above: 0, below: Infinity },
  block: (values) => findFall(values),
});

/** Vectors of length 1. */
export const sphere: Constraint = /*@__PURE__*/ state({
  name: "sphere",
  expects: `a vector of length 1, to 1e-6`,
  fix: "divide it by norm(x)",
  event: 1,
  ends: FINITE,
  block: (values) => {
    const length = Math.hypot(...Array.from(values));
    return isNear(length, 1) ? undefined : `has the length ${length}`;
  },
});

/** Vectors whose absolute values sum to at most 1. */
export const l1Ball: Constraint = /*@__PURE__*/ state({
  name: "l1Ball",
  expects: "a vector whose absolute values sum to 1 at most",
  fix: "divide it by abs(x).sum()",
  event: 1,
  ends: FINITE,
  block: (values) => {
    const sum = total(values, Math.abs);
    return sum <= 1 + SLACK ? undefined : `has absolute values that sum to ${sum}`;
  },
});

/** Vectors with the sum 0. */
export const zeroSum: Constraint = /*@__PURE__*/ state({
  name: "zeroSum",
  expects: `a vector with the sum 0, to 1e-6 of its largest element`,
  fix: "subtract its mean",
  event: 1,
  ends: FINITE,
  block: (values) => {
    const [sum, size] = [total(values), Math.max(1, total(values, Math.abs))];
    return isNear(sum / size, 0) ? undefined : `sums to ${sum}`;
  },
});

/** Vectors that hold each of 0, 1, …, n - 1 once. */
export const permutation: Constraint = /*@__PURE__*/ state({
  name: "permutation",
  expects: "the integers from 0 to n - 1, each once",
  fix: "argsort(x) makes such vectors",
  event: 1,
  discrete: true,
  ends: { least: 0, below: Infinity, whole: true },
  block: (values) => {
    const missing = Array.from(values, (_, i) => i).find((i) => !Array.from(values).includes(i));
    return missing === undefined ? undefined : `lacks ${missing}`;
  },
});

/**
 * Vectors of counts: integers >= 0 with a given sum.
 * @param count - their sum, a number or tensor
 * @returns the constraint
 * @example constraints.multinomial(3).holds([[1, 2], [2, 2]]) // => Tensor [true, false]
 * @source PyTorch reference, torch.distributions.constraints
 * @keywords counts
 */
export const multinomial = (count: TensorLike): Constraint =>
  state({
    kind: "multinomial",
    name: `multinomial(${nameOf(count)})`,
    expects: `integers >= 0 with the sum ${nameOf(count)}`,
    event: 1,
    discrete: true,
    ends: { least: 0, below: Infinity, whole: true },
    beside: [toTensor(count, "multinomial", "count")],
    block: (values, _, [wanted]) => {
      const sum = total(values);
      return sum === wanted ? undefined : `sums to ${sum}, not to ${wanted}`;
    },
  });
