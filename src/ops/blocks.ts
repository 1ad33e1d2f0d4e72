/** Blocks of tensors: the strided slice, its transpose the padding with zeros, and concatenation. */
import { makeArray, type TypedArray } from "../base/dtypes.ts";
import { fail } from "../base/errors.ts";
import { sameShape, type Shape, sizeOf, stridesOf } from "../base/shapes.ts";
import { advance, broadcast, gatherStrided, laneTypeOf, reshapeTo } from "../core/basic.ts";
import { bind1 } from "../core/interpreter.ts";
import type { Lane } from "../core/kernel.ts";
import { type ElementsAt, type Place, plus, times } from "../core/lowering.ts";
import { type Batched, type Op, primitive } from "../core/op.ts";
import { type Aval, arrayOf, type Tensor } from "../core/tensor.ts";

/** Along one axis: the places start, start + step, …, `size` of them. The step is not 0; negative ones go backwards. */
export interface Stride {
  readonly start: number;
  readonly size: number;
  readonly step: number;
}

const inFront = (out: Tensor): Batched => ({ outs: [out], batched: [true] });

/** A stride for each axis. */
export const sliceOp: Op<{ readonly strides: readonly Stride[] }> = /*@__PURE__*/ primitive({
  name: "slice",
  infer: ([x], { strides }) => [{ shape: strides.map(({ size }) => size), dtype: x.dtype, weak: x.weak }],
  evaluate: ([x], { strides }, [out]) => {
    const memory = stridesOf(x.shape);
    const offset = strides.reduce((sum, { start }, axis) => sum + start * memory[axis], 0);
    return [
      gatherStrided(
        arrayOf(x),
        out,
        strides.map(({ step }, axis) => step * memory[axis]),
        offset,
      ),
    ];
  },
  lower: {
    kind: "elements",
    element: ({ k, args: [x], place, params: { strides } }) =>
      x(strides.map(({ start, step }, axis) => plus(times(k, place[axis], step), start))),
  },
  linear: [0],
  transpose: ({ cotangents: [ct], args: [x], params: { strides } }) => [ct && unslice(ct, strides, x.shape)],
  batch: ({ args: [x], size, params: { strides } }) => inFront(sliceTo(x, [whole(size), ...strides])),
});

export const whole = (size: number): Stride => ({ start: 0, size, step: 1 });

/**
 * Python's slice of an axis: negative bounds count from the end, bounds outside are clipped, missing ones are the ends.
 * @source Python Library Reference, slice.indices
 */
export function strideOf(size: number, start: number | undefined, stop: number | undefined, step = 1): Stride {
  const [low, high] = step > 0 ? [0, size] : [-1, size - 1];
  const clip = (bound: number): number => Math.min(Math.max(bound < 0 ? bound + size : bound, low), high);
  const from = start === undefined ? (step > 0 ? low : high) : clip(start);
  const to = stop === undefined ? (step > 0 ? high : low) : clip(stop);
  return { start: from, size: Math.max(0, Math.ceil((to - from) / step)), step };
}

/** The block that the strides describe, one for each axis. */
export function sliceTo(x: Tensor, strides: readonly Stride[]): Tensor {
  const all = strides.every(({ start, size, step }, axis) => start === 0 && step === 1 && size === x.shape[axis]);
  return all ? x : bind1(sliceOp, [x], { strides });
}

/** The block along one axis. */
export function sliceAxis(x: Tensor, axis: number, stride: Stride): Tensor {
  return sliceTo(x, x.shape.map(whole).with(axis, stride));
}

/** Puts a block back where it came from, among zeros. */
function unslice(block: Tensor, strides: readonly Stride[], shape: Shape): Tensor {
  const forward = strides.map(({ size, step }) => ({ start: step < 0 ? size - 1 : 0, size, step: step < 0 ? -1 : 1 }));
  const margins = strides.map(({ start, size, step }, axis): Margin => {
    if (size === 0) return { low: shape[axis], high: 0, inner: 0 };
    const last = start + (size - 1) * step;
    return { low: Math.min(start, last), high: shape[axis] - 1 - Math.max(start, last), inner: Math.abs(step) - 1 };
  });
  const flipped = block.size === 0 ? block : sliceTo(block, forward);
  return padTo(flipped, margins);
}

/** Along one axis: how many zeros come before, after and between neighbours. */
export interface Margin {
  readonly low: number;
  readonly high: number;
  readonly inner: number;
}

interface PadParams {
  readonly margins: readonly Margin[];
}

/** Zeros around and between the elements. */
export const padOp: Op<PadParams> = /*@__PURE__*/ primitive({
  name: "pad",
  infer: ([x], { margins }) => {
    const shape = margins.map(({ low, high, inner }, axis) => low + high + dilated(x.shape[axis], inner));
    return [{ shape, dtype: x.dtype, weak: x.weak }];
  },
  evaluate: ([x], { margins }, [out]) => [spread(x, margins, out)],
  lower: { kind: "elements", element: padElement },
  linear: [0],
  transpose: ({ cotangents: [ct], args: [x], params: { margins } }) => [
    ct &&
      sliceTo(
        ct,
        margins.map(({ low, inner }, axis) => ({ start: low, size: x.shape[axis], step: inner + 1 })),
      ),
  ],
  batch: ({ args: [x], params: { margins } }) => inFront(padTo(x, [{ low: 0, high: 0, inner: 0 }, ...margins])),
});

function padElement({
  k,
  args: [x],
  avals: [{ shape }],
  out,
  place,
  params: { margins },
}: ElementsAt<PadParams>): Lane {
  let inside: Lane | undefined;
  const places = margins.map(({ low, high, inner }, axis): Place => {
    if (low === 0 && high === 0 && inner === 0) return place[axis];
    const from = plus(place[axis], -low);
    const at = k.index(from);
    const tests = [...(low > 0 ? [k.ge(at, 0)] : []), ...(high > 0 ? [k.lt(at, dilated(shape[axis], inner))] : [])];
    if (inner > 0) tests.push(k.eq(k.remainder(at, inner + 1), 0));
    for (const test of tests) inside = inside === undefined ? test : k.and(inside, test);
    return inner === 0 ? from : k.computed(k.quotient(at, inner + 1));
  });
  if (inside === undefined) return x(places);
  return k.choose(
    inside,
    () => x(places),
    () => k.constant(0, laneTypeOf(out.dtype)),
  );
}

export function padTo(x: Tensor, margins: readonly Margin[]): Tensor {
  const none = margins.every(({ low, high, inner }) => low === 0 && high === 0 && inner === 0);
  return none ? x : bind1(padOp, [x], { margins });
}

const dilated = (size: number, inner: number): number => (size === 0 ? 0 : size + (size - 1) * inner);

function spread(x: Tensor, margins: readonly Margin[], out: Aval): TypedArray {
  const array = arrayOf(x);
  const result = makeArray(out.dtype, sizeOf(out.shape));
  if (array.length === 0) return result;
  const memory = stridesOf(out.shape);
  const offset = margins.reduce((sum, { low }, axis) => sum + low * memory[axis], 0);
  writeStrided(
    array,
    result,
    x.shape,
    margins.map(({ inner }, axis) => (inner + 1) * memory[axis]),
    offset,
  );
  return result;
}

/** Writes all elements of an array of this shape to the places of a strided view. */
function writeStrided(
  from: TypedArray,
  to: TypedArray,
  shape: Shape,
  strides: readonly number[],
  offset: number,
): void {
  const inner = shape.at(-1) ?? 1;
  const step = strides.at(-1) ?? 1;
  const index = new Array<number>(shape.length).fill(0);
  let base = offset;
  for (let at = 0; at < from.length; ) {
    for (let i = 0, place = base; i < inner; i++, place += step) to[place] = from[at++];
    base = advance(index, shape, strides, base);
  }
}

/** Blocks one behind the other along an axis. */
export const concatOp: Op<{ readonly axis: number }> = /*@__PURE__*/ primitive({
  name: "concat",
  infer: (args, { axis }) => [inferConcat(args, axis)],
  evaluate: (args, { axis }, [out]) => {
    const result = makeArray(out.dtype, sizeOf(out.shape));
    const row = sizeOf(out.shape.slice(axis));
    let column = 0;
    for (const x of args) {
      const array = arrayOf(x);
      const width = sizeOf(x.shape.slice(axis));
      for (let from = 0, to = column; from < array.length; from += width, to += row) {
        result.set(array.subarray(from, from + width), to);
      }
      column += width;
    }
    return [result];
  },
  lower: { kind: "elements", element: concatElement },
  linear: "all",
  transpose: ({ cotangents: [ct], args, isLinear, params: { axis } }) => {
    let start = 0;
    return args.map(({ shape }, i) => {
      const stride = { start, size: shape[axis], step: 1 };
      start += shape[axis];
      return ct && isLinear[i] ? sliceAxis(ct, axis, stride) : undefined;
    });
  },
  batch: ({ args, batched, size, params: { axis } }) => {
    const all = args.map((x, i) => (batched[i] ? x : broadcast(reshapeTo(x, [1, ...x.shape]), [size, ...x.shape])));
    return inFront(bind1(concatOp, all, { axis: axis + 1 }));
  },
});

function concatElement({ k, args, avals, place, params: { axis } }: ElementsAt<{ readonly axis: number }>): Lane {
  const at = k.index(place[axis]);
  const from = (i: number, start: number): Lane => {
    const read = (): Lane => args[i](place.with(axis, plus(place[axis], -start)));
    const end = start + avals[i].shape[axis];
    return i === args.length - 1 ? read() : k.choose(k.lt(at, end), read, () => from(i + 1, end));
  };
  return from(0, 0);
}

function inferConcat(args: readonly Aval[], axis: number): Aval {
  const [{ shape, dtype }] = args;
  const others = (s: Shape): Shape => s.with(axis, 0);
  const odd = args.findIndex((x) => x.shape.length !== shape.length || !sameShape(others(x.shape), others(shape)));
  if (odd >= 0) {
    fail("shape", {
      op: "concat",
      problem: `tensor ${odd} does not fit tensor 0`,
      shapes: { "tensor 0": shape, [`tensor ${odd}`]: args[odd].shape },
      expects: `the same sizes on every axis but axis ${axis}`,
      fix: "stack joins along a new axis; expandDims and broadcastTo make shapes fit",
    });
  }
  const size = args.reduce((sum, x) => sum + x.shape[axis], 0);
  return { shape: shape.with(axis, size), dtype, weak: args.every((x) => x.weak) };
}

/** @param xs - at least one, of one dtype */
export function concatenate(xs: readonly Tensor[], axis: number): Tensor {
  return xs.length === 1 ? xs[0] : bind1(concatOp, xs, { axis });
}
