/** What a constraint states: sets of numbers, vectors and matrices as data, from which checks and bijectors follow. */
import { fail } from "../../base/errors.ts";
import { showing } from "../../base/showing.ts";
import type { Shape } from "../../base/shapes.ts";
import { toTensor } from "../../core/convert.ts";
import { isTensor, type Tensor, type TensorLike } from "../../core/tensor.ts";
import { equal, greater, greaterEqual, less, lessEqual, logicalAnd } from "../../ops/compare.ts";
import { all } from "../../ops/reduce.ts";
import { floor } from "../../ops/rounding.ts";
import { checkValues, type Rule } from "../../random/parameters.ts";
import { blockHolds, firstOf, pack } from "./blocks.ts";

/** A set of numbers, vectors or matrices. */
export interface Constraint {
  /** As it is written, e.g. "interval(0, 1)". */
  readonly name: string;
  /** Its name without what it was made of, e.g. "interval". */
  readonly kind: string;
  /** What a value must be, in words. */
  readonly expects: string;
  /** How to make such a value of another. */
  readonly fix?: string;
  /** How many trailing axes make one value: 0 for numbers, 1 for vectors, 2 for matrices. */
  readonly event: number;
  /** Its values are integers. */
  readonly discrete: boolean;
  /** What can be checked without tensors; `checkConstraint` checks all. */
  readonly rule: Rule;
  /** The ends of the numbers; undefined where there is none. */
  readonly low?: Tensor | number;
  /** The upper end. */
  readonly high?: Tensor | number;
  /** The constraints that it is made of. */
  readonly parts?: readonly Constraint[];
  /** The axis along which the parts lie. */
  readonly axis?: number;
  /** The sizes of the parts along the axis. */
  readonly sizes?: readonly number[];
  /** For each value whether it is in the set, a bool tensor without the axes of a value; false for NaN. */
  holds(x: TensorLike): Tensor;
  /** The tensor with its values checked. @internal */
  check(x: Tensor, of: string, argument: string): Tensor;
}

/** Ends of a set of numbers; those that are tensors hold element by element. */
export interface Ends {
  readonly least?: Tensor | number;
  readonly most?: Tensor | number;
  readonly above?: Tensor | number;
  readonly below?: Tensor | number;
  readonly whole?: boolean;
}

/** A constraint as it is written down. */
export interface Stated extends Pick<Constraint, "name" | "expects" | "fix"> {
  /** Where it is not the name. */
  readonly kind?: string;
  readonly event?: number;
  readonly discrete?: boolean;
  /** Of each number. */
  readonly ends?: Ends;
  /** What is wrong with the numbers of one value, if anything; `beside` are those of the tensors that stand beside it. */
  readonly block?: (values: ArrayLike<number>, sizes: Shape, beside: readonly number[]) => string | undefined;
  readonly beside?: readonly Tensor[];
}

const TESTS = {
  least: { holds: greaterEqual, keeps: (x: number, end: number) => x >= end, word: "less than" },
  most: { holds: lessEqual, keeps: (x: number, end: number) => x <= end, word: "more than" },
  above: { holds: greater, keeps: (x: number, end: number) => x > end, word: "not more than" },
  below: { holds: less, keeps: (x: number, end: number) => x < end, word: "not less than" },
} as const;

type End = keyof typeof TESTS;
const ENDS: readonly End[] = ["least", "most", "above", "below"];

/** Makes a constraint of what is stated; it shows itself by its name. */
export function state(stated: Stated): Constraint {
  const { name, kind = name, expects, fix, event = 0, discrete = false, ends = {}, block } = stated;
  const { least, most, above, below, whole = false } = ends;
  const given = ENDS.filter((end) => ends[end] !== undefined);
  const moving = given.filter((end) => isTensor(ends[end]));
  const numbers = Object.fromEntries(given.filter((end) => !isTensor(ends[end])).map((end) => [end, ends[end]]));
  const { beside = moving.map((end) => ends[end] as Tensor) } = stated;
  const rule: Rule = { ...numbers, whole, name: `constraint ${name}`, expects, fix };
  const found = block ?? (moving.length > 0 ? findBroken(moving) : undefined);
  const blockRule = found && withBlock(rule, found, beside.length, event);
  const byBlock = block === undefined ? undefined : blockRule;
  const holds = (x: Tensor): Tensor => {
    const tests = given.map((end) => TESTS[end].holds(x, ends[end] as Tensor | number));
    const inside = [equal(x, whole ? floor(x) : x), ...tests].reduce((a, b) => logicalAnd(a, b));
    const each = allOver(inside, event);
    return byBlock === undefined ? each : logicalAnd(each, blockHolds(pack(x, beside, event), byBlock));
  };
  return present({
    name,
    kind,
    expects,
    fix,
    event,
    discrete,
    low: finiteEnd(least ?? above),
    high: finiteEnd(most ?? below),
    rule: beside.length === 0 && blockRule ? blockRule : rule,
    holds: (x) => holds(toValues(x, name, event, expects, name, "x")),
    check: (x, of, argument) => {
      const checked = checkValues(toValues(x, name, event, expects, of, argument), rule, of, argument);
      if (blockRule === undefined) return checked;
      return firstOf(checkValues(pack(checked, beside, event), blockRule, of, argument), x.shape, event);
    },
  });
}

const finiteEnd = (end: Tensor | number | undefined): Tensor | number | undefined =>
  typeof end === "number" && !Number.isFinite(end) ? undefined : end;

/** Values and the ends that are tensors stand side by side, so that one rule sees both. */
const findBroken =
  (moving: readonly End[]): Stated["block"] =>
  (values, _, limits) => {
    const x = values[0];
    const broken = moving.findIndex((end, i) => !TESTS[end].keeps(x, limits[i]));
    return broken < 0 ? undefined : `is ${x}, ${TESTS[moving[broken]].word} ${limits[broken]}`;
  };

/** A rule about whole values, behind each of which stand so many numbers more. */
function withBlock(rule: Rule, block: NonNullable<Stated["block"]>, count: number, event: number): Rule {
  if (count === 0) return { ...rule, name: `${rule.name}, whole`, block, axes: event === 2 ? 2 : 1 } as Rule;
  const { name, expects, fix } = rule;
  const apart = (all: ArrayLike<number>): string | undefined => {
    const row = Array.from(all);
    const size = row.length - count;
    return block(row.slice(0, size), [size], row.slice(size));
  };
  return { name: `${name}, beside ${count}`, expects, fix, block: apart, axes: 1 };
}

/** Adds how a constraint or bijector shows itself. */
export function present<T extends { readonly name: string }>(value: T): T {
  const text = (): string => value.name;
  Object.defineProperty(value, "toString", { value: text, configurable: true });
  showing(value, { text });
  return value;
}

/**
 * Checks that values are in a set, wherever they are known: also under `jit`, `vmap` and `grad`.
 * @param x - values; trailing axes belong together as the constraint says
 * @param constraint - the set
 * @param of - the function to name in the error
 * @param argument - the argument to name in the error
 * @returns the values
 * @throws TensorError "value" when one is not in the set, with its index and what is expected, "shape" when there are fewer axes
 * than make one value
 * @example constraints.checkConstraint([1, -2], constraints.positive, "f", "rate") // => throws "rate" is -2 at [1]
 * @source PyTorch reference, torch.distributions, validate_args
 * @see probability.constraints.positive
 * @keywords validate parameters, validate_args, support
 */
export function checkConstraint(x: TensorLike, constraint: Constraint, of: string, argument: string): Tensor {
  return constraint.check(toTensor(x, of, argument), of, argument);
}

/** The values as a tensor that has the axes which make one value. */
export function toValues(
  x: TensorLike,
  name: string,
  event: number,
  expects: string,
  of: string,
  argument: string,
): Tensor {
  const values = toTensor(x, of, argument);
  if (values.ndim >= event) return values;
  fail("shape", {
    op: of,
    problem: `"${argument}" has ${values.ndim === 1 ? "1 axis" : `${values.ndim} axes`}, and a value of ${name} has ${event}`,
    shapes: { [argument]: values.shape },
    expects,
    fix: event === 1 ? "give a vector, e.g. [x]" : "give a matrix, e.g. [[x]]",
  });
}

/** True where it is true of all elements along the last so many axes. */
export const allOver = (x: Tensor, axes: number): Tensor =>
  axes === 0
    ? x
    : all(
        x,
        Array.from({ length: axes }, (_, i) => -1 - i),
      );

/** How an argument stands in a name: numbers as they are, short tensors by their elements. */
export function nameOf(value: TensorLike): string {
  if (!isTensor(value)) return typeof value === "number" ? `${value}` : JSON.stringify(value);
  return value.isConcrete && value.size <= 4 ? JSON.stringify(value) : `Tensor [${value.shape}]`;
}

/** A number stays one; what else stands for a tensor becomes one. */
export const numberOrTensor = (value: TensorLike, op: string, argument: string): Tensor | number =>
  typeof value === "number" ? value : toTensor(value, op, argument);
