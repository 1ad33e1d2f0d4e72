/** Derivatives against finite differences. */
import { isFloat } from "../base/dtypes.ts";
import { fail, showShape } from "../base/errors.ts";
import { unravel } from "../base/shapes.ts";
import { current } from "../core/interpreter.ts";
import { jvpFlat } from "../core/jvp.ts";
import { linearizeFlat, orZero } from "../core/linear.ts";
import { arrayOf, type Tensor, wrap } from "../core/tensor.ts";
import {
  type Check,
  checkChoice,
  checkList,
  type Checks,
  integerFrom,
  numberFrom,
  readOptions,
} from "../ops/arguments.ts";
import { checkTransformed, flattenResult, prepareCall } from "./call.ts";
import type { Inputs } from "./types.ts";
import type { AnyFunction } from "./vjp.ts";

/** The modes of differentiation. */
export type Mode = "forward" | "reverse";

/** Options of {@link checkGradients}. */
export interface CheckOptions {
  /** Up to which derivative, default 1. */
  readonly order?: number;
  /** Default both. */
  readonly modes?: readonly Mode[];
  /** Allowed difference relative to the largest derivative of the output, default 1e-6 (1e-2 for float32). */
  readonly rtol?: number;
  /** Allowed absolute difference, default 1e-8 (1e-3 for float32). */
  readonly atol?: number;
}

/** Each order takes a multiple of the time, and finite differences say less. */
const HIGHEST = 10;

const MODES: readonly Mode[] = ["forward", "reverse"];
const isTolerance: Check = /*@__PURE__*/ numberFrom(0);

const CHECK: Checks<CheckOptions> = {
  order: /*@__PURE__*/ integerFrom(1, HIGHEST),
  modes: (op, argument, value) =>
    checkList(op, argument, value as Mode[]).forEach((mode) => checkChoice(op, argument, mode, MODES)),
  rtol: isTolerance,
  atol: isTolerance,
};

/** The worst element of one comparison. */
export interface GradientCheck {
  /** Which derivative was checked: 1 is the first. */
  readonly order: number;
  /** How it was computed. */
  readonly mode: Mode;
  /** Derivatives compared. */
  readonly count: number;
  /** Largest difference between the derivative and the finite difference. */
  readonly maxError: number;
  /** Where: `d result[0] / d argument 1[2]`. */
  readonly at: string;
  /** What differentiation gives there. */
  readonly derivative: number;
  /** What the finite difference gives there. */
  readonly difference: number;
}

type Flat = (...xs: Tensor[]) => readonly Tensor[];

/**
 * Compares the derivatives of a function with finite differences, to any order and in both modes.
 *
 * Each derivative is set against a central difference with one Richardson step, of error about 1e-10. From the second order on
 * the derivative along a fixed direction is checked in the same way.
 * @param f - a function of tensors or trees of them; integer arguments are not varied
 * @param options - `order`, default 1; `modes`, default both; `rtol`, default 1e-6 (float32: 1e-2); `atol`, default 1e-8
 * (float32: 1e-3)
 * @returns a function of the arguments that returns one row for each order and mode
 * @throws TensorError "gradient" that names the worst derivative, the number and the finite difference
 * @example
 * checkGradients((x) => x.mul(x).mul(x), { order: 2 })([1, 2]).length; // => 4
 * const wrong = customJvp((x: Tensor) => x.sin(), ([x], [t]) => [x.sin(), t]);
 * checkGradients(wrong)(1); // => throws checkGradients: the derivative of order 1 (forward) is wrong
 * @source Griewank & Walther, Evaluating Derivatives, 2nd ed., ch. 1; Richardson 1911
 * @see grad
 * @keywords gradient check, gradcheck, numerical gradient, test a derivative
 */
export function checkGradients<A extends readonly Tensor[]>(
  f: (...args: A) => unknown,
  options?: CheckOptions,
): (...args: Inputs<A>) => GradientCheck[];
export function checkGradients<A extends readonly unknown[]>(
  f: (...args: A) => unknown,
  options?: CheckOptions,
): (...args: Inputs<A>) => GradientCheck[];
export function checkGradients(f: AnyFunction, options?: CheckOptions): (...args: never[]) => GradientCheck[] {
  checkTransformed("checkGradients", f);
  const given = readOptions("checkGradients", options, CHECK);
  const { order = 1, modes = MODES } = given;
  return (...args: unknown[]) => {
    const call = prepareCall("checkGradients", args, []);
    const flat: Flat = (...xs) =>
      flattenResult("checkGradients", f(...(call.rebuild(xs) as never[]))).tensors.filter((x) => isFloat(x.dtype));
    return modes.flatMap((mode) => checkOrders(flat, call.tensors, mode, order, given));
  };
}

function checkOrders(
  f: Flat,
  args: readonly Tensor[],
  mode: Mode,
  orders: number,
  options: CheckOptions,
): GradientCheck[] {
  const rows: GradientCheck[] = [];
  for (let order = 1, g = f; order <= orders; order++, g = derivative(g, mode)) {
    const row = { order, mode, ...compare(g, args, mode) };
    const { at, ...numbers } = row;
    if (exceeds(row, args, options)) {
      fail("gradient", {
        op: "checkGradients",
        problem: `the derivative of order ${order} (${mode}) is wrong at ${at}`,
        expects: `${numbers.difference} by finite differences`,
        got: `${numbers.derivative} (difference ${numbers.maxError.toPrecision(3)})`,
      });
    }
    const { scale: _, ...shown } = row;
    rows.push(shown);
  }
  return rows;
}

function exceeds(
  { maxError, scale }: { readonly maxError: number; readonly scale: number },
  args: readonly Tensor[],
  options: CheckOptions,
): boolean {
  const coarse = args.some((x) => x.dtype === "float32");
  const { rtol = coarse ? 1e-2 : 1e-6, atol = coarse ? 1e-3 : 1e-8 } = options;
  return !(maxError <= atol + rtol * scale);
}

/** The derivative along a fixed direction, as a function to be checked in turn. */
function derivative(f: Flat, mode: Mode): Flat {
  return (...xs) => {
    const floats = xs.map((x) => isFloat(x.dtype));
    if (mode === "forward") {
      const tangents = xs.map((x, i) => (floats[i] ? direction(x, i) : undefined));
      const { outs, tangents: found } = jvpFlat(f, current, xs, tangents);
      return outs.map((out, i) => orZero(found[i], out));
    }
    const map = linearizeFlat(f, xs, floats);
    return map
      .transpose(map.outs.map(direction))
      .flatMap((cotangent, i) => (floats[i] ? [orZero(cotangent, xs[i])] : []));
  };
}

/** Numbers between 0.5 and 1.5 without a pattern that a wrong rule could share. */
function direction({ shape, size, dtype }: Tensor, seed: number): Tensor {
  const values = Float64Array.from({ length: size }, (_, i) => 1 + 0.5 * Math.sin(7 * i + 3 * seed + 1));
  return wrap(dtype === "float32" ? new Float32Array(values) : values, shape, dtype);
}

interface Worst {
  readonly count: number;
  readonly maxError: number;
  /** Largest derivative. */
  readonly scale: number;
  readonly at: string;
  readonly derivative: number;
  readonly difference: number;
}

function compare(f: Flat, args: readonly Tensor[], mode: Mode): Worst {
  let worst: Worst = { count: 0, maxError: -1, scale: 0, at: "nowhere", derivative: 0, difference: 0 };
  const map =
    mode === "reverse"
      ? linearizeFlat(
          f,
          args,
          args.map((x) => isFloat(x.dtype)),
        )
      : undefined;
  const rows = map?.outs.map((out, o) => reverseRows(map.transpose, map.outs, out, o));
  args.forEach((x, input) => {
    if (!isFloat(x.dtype)) return;
    for (let e = 0; e < x.size; e++) {
      const differences = difference(f, args, input, e);
      const columns = rows === undefined ? forwardColumn(f, args, input, e) : undefined;
      differences.forEach((column, output) => {
        for (let o = 0; o < column.length; o++) {
          const got = columns ? columns[output][o] : (rows?.[output][o][input]?.[e] ?? 0);
          const error = Math.abs(got - column[o]);
          const scale = Math.max(worst.scale, Math.abs(column[o]) || 0);
          const isWorse = error > worst.maxError || Number.isNaN(error);
          worst = { ...worst, count: worst.count + 1, scale };
          if (!isWorse || Number.isNaN(worst.maxError)) continue;
          const at = `d result ${output}${place(o, mapShape(f, args, output))} / d argument ${input}${place(e, x.shape)}`;
          worst = { ...worst, maxError: error, at, derivative: got, difference: column[o] };
        }
      });
    }
  });
  return { ...worst, maxError: worst.count === 0 ? 0 : worst.maxError };
}

const place = (at: number, shape: readonly number[]): string =>
  shape.length === 0 ? "" : showShape(unravel(at, shape));

const mapShape = (f: Flat, args: readonly Tensor[], output: number): readonly number[] => f(...args)[output].shape;

function forwardColumn(f: Flat, args: readonly Tensor[], input: number, e: number): ArrayLike<number>[] {
  const tangents = args.map((x, i) => (i === input ? unit(x, e) : undefined));
  const { outs, tangents: found } = jvpFlat(f, current, args, tangents);
  return outs.map((out, i) => arrayOf(orZero(found[i], out)));
}

type Transpose = (cotangents: readonly (Tensor | undefined)[]) => (Tensor | undefined)[];

function reverseRows(
  transpose: Transpose,
  outs: readonly Tensor[],
  out: Tensor,
  o: number,
): (ArrayLike<number> | undefined)[][] {
  return Array.from({ length: out.size }, (_, e) =>
    transpose(outs.map((x, i) => (i === o ? unit(x, e) : undefined))).map((x) => x && arrayOf(x)),
  );
}

function unit({ shape, size, dtype }: Tensor, e: number): Tensor {
  const array = dtype === "float32" ? new Float32Array(size) : new Float64Array(size);
  array[e] = 1;
  return wrap(array, shape, dtype);
}

/** Central differences at h and h/2, extrapolated: the error is of order h⁴. */
function difference(f: Flat, args: readonly Tensor[], input: number, e: number): Float64Array[] {
  const x = args[input];
  const value = arrayOf(x)[e];
  const h = (x.dtype === "float32" ? 2 ** -6 : 2 ** -12) * Math.max(1, Math.abs(value));
  const central = (step: number): Float64Array[] => {
    const [up, down] = [step, -step].map((s) => f(...args.with(input, shifted(x, e, s))).map((out) => arrayOf(out)));
    return up.map((values, o) => Float64Array.from(values, (u: number, i: number) => (u - down[o][i]) / (2 * step)));
  };
  const [coarse, fine] = [central(h), central(h / 2)];
  return fine.map((values, o) => values.map((v, i) => (4 * v - coarse[o][i]) / 3));
}

function shifted(x: Tensor, e: number, by: number): Tensor {
  const array = arrayOf(x).slice();
  array[e] += by;
  return wrap(array, x.shape, x.dtype);
}
