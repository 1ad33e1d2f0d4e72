/** Watching every op as it is computed: where NaN begins, and whether there is an end. */
import { isFloat } from "../base/dtypes.ts";
import { type ErrorData, fail, show } from "../base/errors.ts";
import { stridesOf, unravel } from "../base/shapes.ts";
import { placeInUserCode } from "../base/stack.ts";
import { BatchTracer } from "../core/batch.ts";
import type { ElementwiseOp } from "../core/elementwise.ts";
import { hooks, origin } from "../core/interpreter.ts";
import { JvpTracer } from "../core/jvp.ts";
import type { Op } from "../core/op.ts";
import { arrayOf, type Tensor } from "../core/tensor.ts";
import { checkFunction, type Checks, numberFrom, readOptions } from "../ops/arguments.ts";
import { checkDone } from "./noGrad.ts";

type Inspector = (op: Op, args: readonly Tensor[], outs: readonly Tensor[]) => void;

/** All who watch; nobody costs nothing. */
const inspectors: Inspector[] = [];

function setInspector(inspector: Inspector, on: boolean): void {
  const at = inspectors.indexOf(inspector);
  if (on) inspectors.push(inspector);
  else if (at >= 0) inspectors.splice(at, 1);
  hooks.inspect = inspectors.length === 0 ? undefined : (...seen) => inspectors.forEach((inspect) => inspect(...seen));
}

// ---------------------------------------------------------------- NaN

/** Overloads of {@link debugNaN}. */
export interface DebugNaN {
  <T>(body: () => T): T;
  (on?: boolean): void;
}

/**
 * Raises an error where a NaN first comes up, in a value or in a derivative: with the op, the place in your code that called it,
 * the index of the element and what went in. NaN that comes in from outside is let through. Nothing is computed twice; while it
 * is off it costs nothing.
 * @param on - true (default) or false: from now on
 * @param body - or, in its place, a function without arguments: NaN is looked for as long as it runs
 * @returns what the function returns
 * @throws TensorError "nan" from the op that makes the first NaN; "value" for any other argument or an async function
 * @example debugNaN(() => div(0, [1, 0])) // => throws div: made NaN at [1]
 * @source Frostig, Johnson & Leary, 2018 (jax_debug_nans); Paszke et al., 2019 (detect_anomaly)
 * @see isnan
 * @keywords find NaN, detect anomaly, where does NaN come from
 */
export const debugNaN: DebugNaN = <T>(on: boolean | (() => T) = true): T | undefined => {
  if (typeof on === "boolean") return void setDebugNaN(on);
  checkFunction("debugNaN", "on", on, "debugNaN(() => f(x)), or debugNaN(true)");
  const before = inspectors.includes(findNaN);
  setDebugNaN(true);
  try {
    return checkDone("debugNaN", on());
  } finally {
    setDebugNaN(before);
  }
};

function setDebugNaN(on: boolean): void {
  if (on !== inspectors.includes(findNaN)) setInspector(findNaN, on);
  hooks.locate = on ? placeInUserCode : undefined;
  hooks.derived = on ? raiseStories : undefined;
}

/** How a NaN came about in a derivative rule. It may be masked there, so it is told only when it comes out. */
const stories = /*@__PURE__*/ new WeakMap<Tensor, ErrorData<"nan">>();

function findNaN(op: Op, args: readonly Tensor[], outs: readonly Tensor[]): void {
  for (const out of outs) {
    if (!out.isConcrete || !isFloat(out.dtype)) continue;
    const story = storyOf(op, args, out, arrayOf(out));
    if (story === undefined) continue;
    if (origin?.stage === "rule") stories.set(out, story);
    else fail("nan", story);
  }
}

/** Undefined where there is no NaN, or only such as came in from outside. */
function storyOf(op: Op, args: readonly Tensor[], out: Tensor, array: ArrayLike<number>): ErrorData<"nan"> | undefined {
  for (let i = firstNaN(array, 0); i >= 0; i = firstNaN(array, i + 1)) {
    const index = unravel(i, out.shape);
    const inputs = op.kind === "elementwise" ? args.map((x) => elementAt(x, index)) : undefined;
    const from = args.filter((x, i) => (inputs ? Number.isNaN(inputs[i]) : firstNaN(x.array ?? [], 0) >= 0));
    if (from.length === 0) return tell(op, index, inputs ?? args);
    const known = from.map((x) => stories.get(x)).find((story) => story !== undefined);
    if (known !== undefined) return known;
  }
  return undefined;
}

function firstNaN(array: ArrayLike<number>, from: number): number {
  for (let i = from; i < array.length; i++) if (Number.isNaN(array[i])) return i;
  return -1;
}

/** What an argument that was broadcast has at an index of the result. */
function elementAt({ array, shape }: Tensor, index: readonly number[]): number {
  const lead = index.length - shape.length;
  const strides = stridesOf(shape);
  return array?.[shape.reduce((at, size, axis) => at + (size === 1 ? 0 : index[lead + axis] * strides[axis]), 0)] ?? 0;
}

function tell(op: Op, index: readonly number[], inputs: readonly (number | Tensor)[]): ErrorData<"nan"> {
  const names = op.kind === "elementwise" ? Object.keys((op as ElementwiseOp).definition.domain) : [];
  const shown = inputs.map((x, i) => (names[i] === undefined ? show(x) : `${names[i]} = ${show(x)}`));
  return {
    op: origin?.op ?? op.name,
    phase: origin === undefined ? "value" : "derivative",
    index,
    call: `${op.name}(${shown.join(", ")})`,
    where: origin?.where ?? placeInUserCode(),
  };
}

function raiseStories(found: readonly (Tensor | undefined)[]): void {
  for (const x of found) {
    const story = x && stories.get(behind(x));
    if (story !== undefined) fail("nan", story);
  }
}

/** The computed tensor that the transformations work with. */
function behind(x: Tensor): Tensor {
  if (x instanceof JvpTracer) return behind(x.primal);
  return x instanceof BatchTracer ? behind(x.batch) : x;
}

// ---------------------------------------------------------------- budgets

/** Options of {@link withBudget}. */
export interface BudgetOptions {
  /** How many ops may be computed, those of derivatives included. */
  readonly ops: number;
}

const BUDGET: Checks<BudgetOptions> = { ops: /*@__PURE__*/ numberFrom(1) };

/**
 * Runs a function and stops it by an error when it computes more ops than allowed: for loops that may never end.
 * @param options - `ops`: how many, those of derivatives included; there is no default
 * @param body - a function without arguments that is done when it returns
 * @returns what the function returns
 * @throws TensorError "budget" when there are more ops; "value" for a budget that is no positive number or an async function
 * @example
 * withBudget({ ops: 1000 }, () => {
 *   let b = tensor(0);
 *   while (b.item() < 1000) b = b.mul(2);
 *   return b;
 * }); // => throws withBudget: stopped after 1000 ops
 * @source Dive into Deep Learning 2.5: f(0) of the section on control flow never ends
 * @see whileLoop
 * @keywords limit, timeout, stop an endless loop
 */
export function withBudget<T>(options: BudgetOptions, body: () => T): T {
  const { ops } = readOptions("withBudget", options, BUDGET);
  if (ops === undefined) {
    const fix = "withBudget({ ops: 1000 }, () => f(x))";
    fail("value", { op: "withBudget", argument: "ops", got: ops, expects: "the number of ops allowed", fix });
  }
  checkFunction("withBudget", "body", body, "withBudget({ ops: 1000 }, () => f(x))");
  let left = ops;
  const count: Inspector = (op) => {
    if (left-- > 0) return;
    const where = origin?.where ?? placeInUserCode();
    const fix = `the last op was ${op.name}, at ${where}: does its loop ever end? (0 doubled stays 0.) Else allow more ops`;
    fail("budget", { op: "withBudget", limit: ops, unit: "ops", fix });
  };
  setInspector(count, true);
  try {
    return checkDone("withBudget", body());
  } finally {
    setInspector(count, false);
  }
}
