/** The structural ops that the interpreters themselves need: conversions, reshaping, broadcasting and its transpose, the sum. */
import { convertArray, type DType, isFloat, makeArray, type TypedArray } from "../base/dtypes.ts";
import { fail } from "../base/errors.ts";
import { checkBroadcast, reducedShape, sameShape, type Shape, sizeOf, stridesOf } from "../base/shapes.ts";
import { bind1 } from "./interpreter.ts";
import type { Kernel, Lane, LaneType } from "./kernel.ts";
import { PLACE_ZERO, type Place } from "./lowering.ts";
import { type Op, primitive } from "./op.ts";
import { type Aval, arrayOf, sharedElements, type Tensor } from "./tensor.ts";

/** An op on one tensor whose results all have the batch axis when the argument has. */
const inFront = (out: Tensor) => ({ outs: [out], batched: [true] });

export const castOp: Op<{ readonly dtype: DType; readonly weak?: boolean }> = /*@__PURE__*/ primitive({
  name: "cast",
  infer: ([{ shape }], { dtype, weak = false }) => [{ shape, dtype, weak }],
  evaluate: ([x], { dtype }) => [convertArray(dtype, arrayOf(x))],
  lower: {
    kind: "elements",
    element: ({ k, args: [x], avals: [{ dtype }], place, params }) => castLane(k, x(place), dtype, params.dtype),
  },
  linear: [0],
  jvp: ({ tangents: [t], params }) => [t && isFloat(params.dtype) ? bind1(castOp, [t], params) : undefined],
  transpose: ({ cotangents: [ct], args: [x] }) => [ct && cast(ct, x.dtype)],
  batch: ({ args, params }) => inFront(bind1(castOp, args, params)),
});

const isWhole = (dtype: DType): boolean => dtype === "int32" || dtype === "uint32";

/** The lane type of a dtype's elements. */
export const laneTypeOf = (dtype: DType): LaneType =>
  dtype === "float64" ? "f64" : dtype === "float32" ? "f32" : dtype === "bool" ? "m32" : "i32";

/** As typed arrays convert: integers are truncated and wrap. */
function castLane(k: Kernel, x: Lane, from: DType, to: DType): Lane {
  const type = laneTypeOf(to);
  if (from === to || (isWhole(from) && isWhole(to))) return x;
  if (from === "bool") return k.fromMask(x, type as "f64" | "f32" | "i32");
  if (to === "bool") return k.ne(x, 0);
  const host = to === "uint32" ? (v: number) => v >>> 0 : (v: number) => v | 0;
  if (isWhole(from))
    return k.apply((_, v) => k.toFloat(v, type as "f64" | "f32"), { unsigned: from === "uint32" }, [x]);
  if (!isWhole(to)) return k.convert(x, type);
  // Within ±2³¹ the conversion is exact; the rest, NaN and the infinities are rare and wrap.
  const inside = k.lt(k.abs(x), 2147483648);
  return k.apply((_, v) => k.rare(k.not(inside), k.toInt(v)), { host }, [x]);
}

/** The same numbers in another dtype: truncated for integers, rounded for float32. */
export function cast(x: Tensor, dtype: DType): Tensor {
  return x.dtype === dtype && !x.weak ? x : bind1(castOp, [x], { dtype });
}

export const reshapeOp: Op<{ readonly shape: Shape }> = /*@__PURE__*/ primitive({
  name: "reshape",
  infer: ([x], { shape }) => {
    if (sizeOf(shape) !== sizeOf(x.shape)) {
      fail("shape", {
        op: "reshape",
        problem: `${sizeOf(x.shape)} elements do not fit into ${sizeOf(shape)}`,
        shapes: { x: x.shape, shape },
        expects: "a shape with as many elements",
        fix: "one size may be -1: it is computed from the others",
      });
    }
    return [{ shape, dtype: x.dtype, weak: x.weak }];
  },
  evaluate: ([x]) => [sharedElements(x)],
  lower: { kind: "alias" },
  linear: [0],
  transpose: ({ cotangents: [ct], args: [x] }) => [ct && reshapeTo(ct, x.shape)],
  batch: ({ args: [x], size, params }) => inFront(reshapeTo(x, [size, ...params.shape])),
});

export function reshapeTo(x: Tensor, shape: Shape): Tensor {
  return sameShape(x.shape, shape) ? x : bind1(reshapeOp, [x], { shape });
}

/** The same values with derivative zero. */
export const stopGradientOp: Op<undefined> = /*@__PURE__*/ primitive({
  name: "stopGradient",
  infer: ([{ shape, dtype, weak }]) => [{ shape, dtype, weak }],
  evaluate: ([x]) => [sharedElements(x)],
  lower: { kind: "alias" },
  jvp: () => [],
  batch: ({ args }) => inFront(bind1(stopGradientOp, args, undefined)),
});

export const transposeOp: Op<{ readonly permutation: readonly number[] }> = /*@__PURE__*/ primitive({
  name: "transpose",
  infer: ([x], { permutation }) => [{ shape: permutation.map((axis) => x.shape[axis]), dtype: x.dtype, weak: x.weak }],
  evaluate: ([x], { permutation }, [out]) => {
    const strides = stridesOf(x.shape);
    return [
      gatherStrided(
        arrayOf(x),
        out,
        permutation.map((axis) => strides[axis]),
        0,
      ),
    ];
  },
  lower: {
    kind: "elements",
    element: ({ args: [x], place, params: { permutation } }) => x(invertPermutation(permutation).map((i) => place[i])),
  },
  linear: [0],
  transpose: ({ cotangents: [ct], params: { permutation } }) => [ct && permute(ct, invertPermutation(permutation))],
  batch: ({ args: [x], params }) => inFront(permute(x, [0, ...params.permutation.map((axis) => axis + 1)])),
});

export function permute(x: Tensor, permutation: readonly number[]): Tensor {
  return permutation.every((axis, i) => axis === i) ? x : bind1(transposeOp, [x], { permutation });
}

export function invertPermutation(permutation: readonly number[]): number[] {
  const inverse = new Array<number>(permutation.length);
  permutation.forEach((axis, i) => {
    inverse[axis] = i;
  });
  return inverse;
}

/** The axis at `from` moved to `to`, the others in order. */
export function moveAxis(x: Tensor, from: number, to: number): Tensor {
  const axes = x.shape.map((_, i) => i).filter((i) => i !== from);
  axes.splice(to, 0, from);
  return permute(x, axes);
}

export const broadcastOp: Op<{ readonly shape: Shape }> = /*@__PURE__*/ primitive({
  name: "broadcastTo",
  infer: ([x], { shape }) => {
    checkBroadcast("broadcastTo", x.shape, shape);
    return [{ shape, dtype: x.dtype, weak: x.weak }];
  },
  evaluate: ([x], _, [out]) => {
    if (x.size === 1) return [makeArray(out.dtype, sizeOf(out.shape)).fill(arrayOf(x)[0])];
    return [gatherStrided(arrayOf(x), out, broadcastStrides(x.shape, out.shape), 0)];
  },
  lower: { kind: "elements", element: ({ args: [x], avals: [{ shape }], place }) => x(broadcastPlace(place, shape)) },
  linear: [0],
  transpose: ({ cotangents: [ct], args: [x] }) => [ct && sumTo(ct, x.shape)],
  batch: ({ args: [x], size, params: { shape } }) => inFront(broadcast(alignBatch(x, shape.length), [size, ...shape])),
});

/** Where a tensor of this shape is read that is broadcast to the shape of the place. */
export function broadcastPlace(place: readonly Place[], shape: Shape): readonly Place[] {
  const lead = place.length - shape.length;
  return shape.map((size, i) => (size === 1 ? PLACE_ZERO : place[lead + i]));
}

export function broadcast(x: Tensor, shape: Shape): Tensor {
  return sameShape(x.shape, shape) ? x : bind1(broadcastOp, [x], { shape });
}

/** A batched tensor with axes of size 1 put in behind the batch axis, up to `ndim` others. */
export function alignBatch(x: Tensor, ndim: number): Tensor {
  const missing = ndim + 1 - x.ndim;
  if (missing <= 0) return x;
  return reshapeTo(x, [x.shape[0], ...new Array<number>(missing).fill(1), ...x.shape.slice(1)]);
}

/** The elements of a tensor broadcast to a shape; one element where there is only one. */
export function spread(x: Tensor, shape: Shape): TypedArray {
  const elements = arrayOf(x);
  if (elements.length === 1 || sameShape(x.shape, shape)) return elements;
  return gatherStrided(elements, { shape, dtype: x.dtype, weak: false }, broadcastStrides(x.shape, shape), 0);
}

/** Strides that read a tensor of shape `from` as one of shape `to`. */
export function broadcastStrides(from: Shape, to: Shape): number[] {
  const strides = stridesOf(from);
  const lead = to.length - from.length;
  return to.map((_, i) => (i < lead || from[i - lead] === 1 ? 0 : strides[i - lead]));
}

export const reduceSumOp: Op<{ readonly axes: readonly number[] }> = /*@__PURE__*/ primitive({
  name: "sum",
  infer: ([x], { axes }) => [{ shape: reducedShape(x.shape, axes), dtype: x.dtype, weak: x.weak }],
  evaluate: ([x], { axes }, [out]) => [sumAxes(x, axes, out)],
  lower: { kind: "reduce", monoid: "add", axes: ({ axes }) => axes },
  linear: [0],
  transpose: ({ cotangents: [ct], args: [x], params: { axes } }) => [
    ct && broadcast(reshapeTo(ct, reducedShape(x.shape, axes, true)), x.shape),
  ],
  batch: ({ args: [x], params: { axes } }) =>
    inFront(
      sumOver(
        x,
        axes.map((axis) => axis + 1),
      ),
    ),
});

/** The sum over normalized axes, which disappear. */
export function sumOver(x: Tensor, axes: readonly number[]): Tensor {
  return axes.length === 0 ? x : bind1(reduceSumOp, [x], { axes });
}

/** Sums what broadcasting had repeated: the transpose of {@link broadcast}. */
export function sumTo(x: Tensor, shape: Shape): Tensor {
  if (sameShape(x.shape, shape)) return x;
  const lead = x.ndim - shape.length;
  const axes = x.shape.flatMap((size, i) => (i < lead || (shape[i - lead] === 1 && size !== 1) ? [i] : []));
  return reshapeTo(sumOver(x, axes), shape);
}

/** Elements of a strided view, in row-major order of the result. */
export function gatherStrided(
  source: TypedArray,
  { shape, dtype }: Aval,
  strides: readonly number[],
  offset: number,
): TypedArray {
  const size = sizeOf(shape);
  const out = makeArray(dtype, size);
  const ndim = shape.length;
  if (size === 0) return out;
  if (ndim === 0) {
    out[0] = source[offset];
    return out;
  }
  const inner = shape[ndim - 1];
  const step = strides[ndim - 1];
  const index = new Array<number>(ndim).fill(0);
  let base = offset;
  for (let at = 0; at < size; ) {
    for (let i = 0, from = base; i < inner; i++, from += step) out[at++] = source[from];
    base = advance(index, shape, strides, base);
  }
  return out;
}

/** The next row of an odometer over all axes but the last; returns its offset. */
export function advance(index: number[], shape: Shape, strides: readonly number[], base: number): number {
  for (let axis = shape.length - 2; axis >= 0; axis--) {
    base += strides[axis];
    if (++index[axis] < shape[axis]) return base;
    base -= strides[axis] * shape[axis];
    index[axis] = 0;
  }
  return base;
}

/** A tensor as [outer, reduced, inner] with the axes in the middle; the elements are moved only where they must be. */
export function toMiddle(
  x: Tensor,
  axes: readonly number[],
): { array: TypedArray; outer: number; reduced: number; inner: number } {
  const { shape } = x;
  const array = arrayOf(x);
  const reduced = axes.reduce((n, axis) => n * shape[axis], 1);
  if (axes.length === 0) return { array, outer: x.size, reduced: 1, inner: 1 };
  const [first, last] = [axes[0], axes[axes.length - 1]];
  if (last - first + 1 === axes.length) {
    return { array, outer: sizeOf(shape.slice(0, first)), reduced, inner: sizeOf(shape.slice(last + 1)) };
  }
  const kept = shape.map((_, i) => i).filter((i) => !axes.includes(i));
  const order = [...kept, ...axes];
  const strides = stridesOf(shape);
  const moved = { shape: order.map((i) => shape[i]), dtype: x.dtype, weak: false };
  const data = gatherStrided(
    array,
    moved,
    order.map((i) => strides[i]),
    0,
  );
  return {
    array: data,
    outer: reduced === 0 ? sizeOf(kept.map((i) => shape[i])) : x.size / reduced,
    reduced,
    inner: 1,
  };
}

/** Pairs below this length are summed one after the other. */
const RUN = 64;

/** Pairwise summation: the error grows with log n (Higham, Accuracy and Stability of Numerical Algorithms, 2nd ed., §4.2). */
export function pairwise(x: TypedArray, from: number, step: number, n: number): number {
  if (n <= RUN) {
    let sum = 0;
    for (let i = 0, at = from; i < n; i++, at += step) sum += x[at];
    return sum;
  }
  const half = n >> 1;
  return pairwise(x, from, step, half) + pairwise(x, from + half * step, step, n - half);
}

/** -0 only where all terms are -0 would be IEEE; like NumPy an empty sum is 0. */
function sumAxes(x: Tensor, axes: readonly number[], out: Aval): TypedArray {
  const { array, outer, reduced, inner } = toMiddle(x, axes);
  const result = makeArray(out.dtype, sizeOf(out.shape));
  for (let o = 0; o < outer; o++) {
    for (let i = 0; i < inner; i++) result[o * inner + i] = pairwise(array, o * reduced * inner + i, inner, reduced);
  }
  return result;
}
