/** Elements in other places: reversed, rolled, turned, padded, in windows. */
import { fail } from "../base/errors.ts";
import { type Axes, axesInOrder, checkSize, MOST_AXES, normalizeAxes, normalizeAxis } from "../base/shapes.ts";
import { readList } from "../base/trees.ts";
import { broadcast, cast, moveAxis, reshapeTo } from "../core/basic.ts";
import { toTensor } from "../core/convert.ts";
import { type Tensor, type TensorLike, wrap } from "../core/tensor.ts";
import {
  checkedLater,
  checkInteger,
  checkIntegers,
  type Checks,
  integerFrom,
  oneOf,
  readOptions,
} from "./arguments.ts";
import { concatenate, padTo, sliceAxis } from "./blocks.ts";
import { gatherAxis } from "./gather.ts";
import { swapaxes } from "./shape.ts";

/**
 * Axes in reverse.
 * @param x - any shape
 * @param axis - the axis or axes to reverse; without one, all
 * @returns the shape and dtype of x
 * @throws TensorError "axis" for an axis that x does not have
 * @example flip([1, 2, 3]) // => Tensor [3, 2, 1]
 * @source NumPy reference, flip
 * @peers torch.flip, jax.numpy.flip, mxnet.np.flip, numpy.flip
 * @see roll
 * @keywords mirror
 */
export function flip(x: TensorLike, axis?: Axes): Tensor {
  const t = toTensor(x, "flip");
  return normalizeAxes("flip", axis, t.ndim).reduce(flipAxis, t);
}

function flipAxis(x: Tensor, axis: number): Tensor {
  const size = x.shape[axis];
  return size < 2 ? x : sliceAxis(x, axis, { start: size - 1, size, step: -1 });
}

/**
 * Elements moved along an axis; what leaves at one end comes in at the other.
 * @param x - any shape
 * @param shift - how far, towards larger indices; a list goes with a list of axes
 * @param axis - the axis or axes; without one x is rolled as if it were flat
 * @returns the shape and dtype of x
 * @throws TensorError "axis" for an axis that x does not have, "value" when the lists differ in length
 * @example
 * roll([1, 2, 3, 4], 1) // => Tensor [4, 1, 2, 3]
 * roll([[1, 2], [3, 4]], 1, 0) // => Tensor [[3, 4], [1, 2]]
 * @source NumPy reference, roll
 * @peers torch.roll, tf.roll, jax.numpy.roll, numpy.roll
 * @see flip
 * @keywords rotate, shift cyclically
 */
export function roll(
  x: TensorLike,
  shift: number | readonly number[],
  axis?: number | readonly number[] | null,
): Tensor {
  const t = toTensor(x, "roll");
  const shifts = checkIntegers("roll", "shift", shift);
  if (axis === undefined || axis === null) {
    const total = shifts.reduce((a, b) => a + b, 0);
    return reshapeTo(rollAxis(reshapeTo(t, [t.size]), total, 0), t.shape);
  }
  const list = typeof axis === "number" ? [axis] : readList(axis, MOST_AXES);
  if (list === undefined) fail("axis", { op: "roll", axis, ndim: t.ndim });
  const axes = list.map((a) => normalizeAxis("roll", a as number, t.ndim));
  const count = Math.max(axes.length, shifts.length);
  if (![1, count].includes(shifts.length) || ![1, count].includes(axes.length)) {
    fail("value", {
      op: "roll",
      argument: "shift",
      got: shift,
      expects: `one shift, or ${axes.length}: one for each axis`,
      fix: "give as many shifts as axes, or a single one",
    });
  }
  const pairs = Array.from({ length: count }, (_, i) => [shifts[i % shifts.length], axes[i % axes.length]]);
  return pairs.reduce((rolled, [by, along]) => rollAxis(rolled, by, along), t);
}

function rollAxis(x: Tensor, shift: number, axis: number): Tensor {
  const size = x.shape[axis];
  if (size === 0 || shift % size === 0) return x;
  const cut = ((-shift % size) + size) % size;
  const head = sliceAxis(x, axis, { start: 0, size: cut, step: 1 });
  return concatenate([sliceAxis(x, axis, { start: cut, size: size - cut, step: 1 }), head], axis);
}

/**
 * Turned by quarter turns in the plane of two axes, from the first towards the second.
 * @param x - at least two axes
 * @param k - how many quarter turns, default 1; negative ones go the other way
 * @param axes - the plane, default [0, 1]
 * @returns the dtype of x; after an odd number of turns the two sizes are exchanged
 * @throws TensorError "axis" for axes that x does not have
 * @example rot90([[1, 2], [3, 4]]) // => Tensor [[2, 4], [1, 3]]
 * @source NumPy reference, rot90
 * @peers torch.rot90, jax.numpy.rot90, mxnet.np.rot90, numpy.rot90
 * @see flip
 * @keywords rotate an image
 */
export function rot90(x: TensorLike, k = 1, axes: readonly [number, number] = [0, 1]): Tensor {
  const t = toTensor(x, "rot90");
  const [first, second, ...more] = axesInOrder("rot90", axes, t.ndim);
  if (second === undefined || more.length > 0) {
    fail("value", { op: "rot90", argument: "axes", got: axes, expects: "two axes", fix: "rot90(x, 1, [0, 1])" });
  }
  const turns = ((checkInteger("rot90", "k", k) % 4) + 4) % 4;
  if (turns === 0) return t;
  if (turns === 1) return swapaxes(flipAxis(t, second), first, second);
  return turns === 2 ? flipAxis(flipAxis(t, first), second) : flipAxis(swapaxes(t, first, second), second);
}

/** What stands in the margin. */
export type PadMode = "constant" | "edge" | "reflect" | "symmetric" | "wrap";

/** Options of {@link pad}. */
export interface PadOptions {
  /**
   * "constant" (the default); "edge": the outermost element; "reflect": mirrored at the outermost element, "symmetric": mirrored
   * behind it; "wrap": from the other end.
   */
  readonly mode?: PadMode;
  /** What stands in a constant margin, one element; default 0. */
  readonly value?: TensorLike;
}

const PAD: Checks<PadOptions> = {
  mode: /*@__PURE__*/ oneOf("constant", "edge", "reflect", "symmetric", "wrap"),
  value: checkedLater,
};

/** How much margin: everywhere, [before, after] on every axis, or such a pair for each axis. */
export type PadWidths = number | readonly [number, number] | readonly (readonly [number, number])[];

/**
 * A margin around a tensor.
 * @param x - any shape
 * @param widths - a number for all sides, [before, after] for all axes, or a list of such pairs, one for each axis
 * @param options - `mode`: "constant" (default), "edge", "reflect", "symmetric" or "wrap"; `value`: of a constant margin,
 * converted to the dtype of x, default 0
 * @returns the dtype of x; each axis is longer by its two widths
 * @throws TensorError "value" for widths that are no integers >= 0 or no pair for each axis, and for an empty axis in other modes
 * than "constant"
 * @example
 * pad([1, 2, 3], 1) // => Tensor [0, 1, 2, 3, 0]
 * pad([1, 2, 3], [2, 0], { mode: "reflect" }) // => Tensor [3, 2, 1, 2, 3]
 * @source NumPy reference, pad
 * @peers torch.nn.functional.pad, tf.pad, jax.numpy.pad, mxnet.np.pad, numpy.pad
 * @see concat
 * @keywords padding, add zeros around, border
 */
export function pad(x: TensorLike, widths: PadWidths, options?: PadOptions): Tensor {
  const { mode = "constant", value = 0 } = readOptions("pad", options, PAD);
  const t = toTensor(x, "pad");
  const pairs = pairsOf(widths, t.ndim);
  checkSize(
    "pad",
    t.shape.map((size, axis) => size + pairs[axis][0] + pairs[axis][1]),
    "the shape of the result",
  );
  const filling = toTensor(value, "pad", "value");
  if (mode !== "constant")
    return pairs.reduce((padded, [low, high], axis) => padByIndex(padded, axis, low, high, mode), t);
  if (Object.is(value, 0))
    return padTo(
      t,
      pairs.map(([low, high]) => ({ low, high, inner: 0 })),
    );
  if (filling.ndim !== 0) {
    fail("shape", {
      op: "pad",
      problem: "the value is not a scalar",
      shapes: { value: filling.shape },
      expects: "shape []",
      fix: "pass one number; for different margins use concat",
    });
  }
  return pairs.reduce((padded, [low, high], axis) => padByValue(padded, axis, low, high, cast(filling, t.dtype)), t);
}

function pairsOf(widths: PadWidths, ndim: number): [number, number][] {
  const list = typeof widths === "number" ? [widths, widths] : (readList(widths, MOST_AXES) ?? []);
  const same = list.length > 0 && list.every((width) => typeof width === "number");
  const pairs = same ? Array.from({ length: ndim }, () => list) : list.map((pair) => readList(pair, 2));
  if (pairs.length !== ndim || !pairs.every((pair) => pair?.length === 2)) {
    const expects = `a number, a pair [before, after], or ${ndim} such pairs, one for each axis`;
    fail("value", {
      op: "pad",
      argument: "widths",
      got: widths,
      expects,
      fix: "pad(x, [[1, 1], [0, 2]]) for a matrix",
    });
  }
  return pairs.map((pair) => checkIntegers("pad", "widths", pair, 0) as [number, number]);
}

function padByValue(x: Tensor, axis: number, low: number, high: number, value: Tensor): Tensor {
  const block = (size: number): Tensor[] => (size === 0 ? [] : [broadcast(value, x.shape.with(axis, size))]);
  return concatenate([...block(low), x, ...block(high)], axis);
}

function padByIndex(x: Tensor, axis: number, low: number, high: number, mode: Exclude<PadMode, "constant">): Tensor {
  if (low === 0 && high === 0) return x;
  const size = x.shape[axis];
  if (size === 0) {
    const problem = `axis ${axis} is empty, so that there is nothing to fill its margin with`;
    fail("value", { op: "pad", argument: "mode", got: mode, expects: '"constant" for an empty axis', problem });
  }
  const places = Int32Array.from({ length: low + size + high }, (_, i) => sourceOf(i - low, size, mode));
  return gatherAxis(x, axis, wrap(places, [places.length], "int32"));
}

/** Where the element comes from that stands at a place outside of the axis. */
function sourceOf(place: number, size: number, mode: Exclude<PadMode, "constant">): number {
  const modulo = (period: number): number => ((place % period) + period) % period;
  switch (mode) {
    case "edge":
      return Math.min(Math.max(place, 0), size - 1);
    case "wrap":
      return modulo(size);
    case "symmetric":
      return Math.min(modulo(2 * size), 2 * size - 1 - modulo(2 * size));
    case "reflect":
      return size === 1 ? 0 : Math.min(modulo(2 * size - 2), 2 * size - 2 - modulo(2 * size - 2));
  }
}

/** Options of {@link windows}. */
export interface WindowsOptions {
  /** From the start of one window to the start of the next; default 1. */
  readonly step?: number;
}

const WINDOWS: Checks<WindowsOptions> = { step: /*@__PURE__*/ integerFrom(1) };

/**
 * All windows of a length along an axis, as a new last axis.
 * @param x - at least one axis
 * @param size - length of a window, at most that of the axis
 * @param axis - the axis along which the window moves; its size becomes the number of windows; default the last
 * @param options - `step`: from the start of one window to that of the next, default 1
 * @returns shape [..., windows, ..., size]
 * @throws TensorError "value" for a size or step that is no integer >= 1 or a window longer than the axis
 * @example
 * windows([1, 2, 3, 4], 2) // => Tensor [[1, 2], [2, 3], [3, 4]]
 * windows([1, 2, 3, 4], 2, 0, { step: 2 }) // => Tensor [[1, 2], [3, 4]]
 * @source NumPy reference, lib.stride_tricks.sliding_window_view
 * @see conv1d
 * @keywords sliding windows, rolling, moving average, frames
 */
export function windows(x: TensorLike, size: number, axis = -1, options?: WindowsOptions): Tensor {
  const { step = 1 } = readOptions("windows", options, WINDOWS);
  const t = toTensor(x, "windows");
  const along = normalizeAxis("windows", axis, t.ndim);
  const length = t.shape[along];
  if (checkInteger("windows", "size", size, 1) > length) {
    fail("value", {
      op: "windows",
      argument: "size",
      got: size,
      expects: `at most ${length}, the size of axis ${along}`,
    });
  }
  const count = Math.floor((length - size) / step) + 1;
  const places = Int32Array.from({ length: count * size }, (_, i) => Math.floor(i / size) * step + (i % size));
  return moveAxis(gatherAxis(t, along, wrap(places, [count, size], "int32")), along + 1, t.ndim);
}
