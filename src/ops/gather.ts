/**
 * Gathering along the first axis and its transpose, scattering: all indexing comes down to them. Indices are checked by an op of
 * their own, when their values are known, so that arithmetic on them works under every transformation.
 */
import { convertArray, type DType, isInteger, makeArray, type TypedArray } from "../base/dtypes.ts";
import { fail } from "../base/errors.ts";
import { type Shape, sizeOf, unravel } from "../base/shapes.ts";
import { broadcast, reshapeTo } from "../core/basic.ts";
import { toTensor, zerosOf } from "../core/convert.ts";
import { bind1 } from "../core/interpreter.ts";
import type { Lane } from "../core/kernel.ts";
import { type ElementsAt, linearPlace } from "../core/lowering.ts";
import { type BatchAt, type Batched, type Op, primitive } from "../core/op.ts";
import { arrayOf, type Tensor, type TensorLike, wrap } from "../core/tensor.ts";
import { add, mul } from "./arithmetic.ts";

const inFront = (out: Tensor): Batched => ({ outs: [out], batched: [true] });

// ---------------------------------------------------------------- indices

interface IndexParams {
  /** The function that was given the indices, for its errors. */
  readonly op: string;
  readonly axis: number;
  readonly size: number;
}

/** Whole numbers in -size … size - 1, whatever their dtype, as int32 in 0 … size - 1. */
export const indexOp: Op<IndexParams> = /*@__PURE__*/ primitive({
  name: "index",
  infer: ([{ shape }]) => [{ shape, dtype: "int32", weak: false }],
  evaluate: ([x], params) => [checkIndices(arrayOf(x), x.shape, params)],
  // Only what is used is checked: the index of an element that nobody reads does no harm.
  lower: { kind: "elements", costly: true, element: indexElement },
  jvp: () => [],
  batch: ({ args, params }) => inFront(bind1(indexOp, args, params)),
});

function indexElement({ k, args: [x], avals: [{ shape, dtype }], place, params }: ElementsAt<IndexParams>): Lane {
  const { op, axis, size } = params;
  const given = x(place);
  const unsigned = dtype === "uint32";
  const index = k.isFloat(given) ? k.toInt(given) : given;
  const fits = unsigned
    ? k.apply(() => k.lt(given, size), { unsigned }, [])
    : k.and(k.ge(given, -size), k.lt(given, size));
  const isWhole = k.isFloat(given) ? k.eq(given, k.floor(given)) : fits;
  const host = (value: number, at: number): never =>
    failAtIndex(op, unsigned ? value >>> 0 : value, axis, size, unravel(at, shape));
  const counted = unsigned ? index : k.select(k.lt(index, 0), k.add(index, size), index);
  return k.apply(() => k.rare(k.not(k.and(fits, isWhole)), counted), { host }, [
    given,
    k.index(linearPlace(k, place, shape)),
  ]);
}

function checkIndices(given: TypedArray, shape: Shape, { op, axis, size }: IndexParams): Int32Array {
  const out = new Int32Array(given.length);
  for (let i = 0; i < out.length; i++) {
    const index = given[i];
    if (!(index >= -size && index < size && Number.isInteger(index))) {
      failAtIndex(op, index, axis, size, unravel(i, shape));
    }
    out[i] = index < 0 ? index + size : index;
  }
  return out;
}

/** @param position - where in the tensor of indices */
export function failAtIndex(op: string, index: number, axis: number, size: number, position?: Shape): never {
  const where = position === undefined || position.length === 0 ? "" : ` at [${position.join(", ")}] of the indices`;
  const problem = Number.isInteger(index)
    ? `index ${index}${where} is out of range on axis ${axis} of size ${size}`
    : `index ${index}${where} is not an integer`;
  const fix = Number.isInteger(index) ? undefined : 'round them, e.g. indices.round(), or convert with astype("int32")';
  fail("index", { op, index, axis, size, position, problem, fix });
}

/**
 * Indices into an axis, checked and counted from 0.
 * @param op - the function that was given them
 */
export function toIndices(value: TensorLike, op: string, axis: number, size: number, argument = "indices"): Tensor {
  const x = toTensor(value, op, argument);
  if (x.dtype === "bool") {
    fail("dtype", {
      op,
      argument,
      dtype: x.dtype,
      expects: "integers",
      fix: "to choose by a mask use at(x, mask)",
    });
  }
  return bind1(indexOp, [x], { op, axis, size });
}

/** 0, 1, … in the given shape, as int32. */
export function iota(shape: Shape): Tensor {
  const array = new Int32Array(sizeOf(shape));
  for (let i = 0; i < array.length; i++) array[i] = i;
  return wrap(array, shape, "int32");
}

// ---------------------------------------------------------------- gather

/** x [n, …rest] and int32 indices [k…] in 0 … n - 1 to [k…, …rest]. */
export const gatherOp: Op<undefined> = /*@__PURE__*/ primitive({
  name: "gather",
  infer: ([x, indices]) => [{ shape: [...indices.shape, ...x.shape.slice(1)], dtype: x.dtype, weak: x.weak }],
  evaluate: ([x, indices]) => [pickRows(arrayOf(x), arrayOf(indices), sizeOf(x.shape.slice(1)), x.dtype)],
  lower: {
    kind: "elements",
    element: ({ k, args: [x, indices], avals: [, { shape }], place }) =>
      x([k.computed(indices(place.slice(0, shape.length))), ...place.slice(shape.length)]),
  },
  linear: [0],
  transpose: ({ cotangents: [ct], args: [x, indices] }) => [
    ct && bind1(scatterAddOp, [zerosOf(x.shape, ct.dtype), indices, ct], undefined),
  ],
  batch: ({ args: [x, indices], batched: [rows, picks], size }) => {
    if (!rows) return inFront(gather(x, indices));
    return inFront(gather(mergeBatch(x), offsetIndices(indices, picks, size, x.shape[1])));
  },
});

/** Rows of x, unchecked: the indices are those of {@link toIndices}. */
export function gather(x: Tensor, indices: Tensor): Tensor {
  return bind1(gatherOp, [x, indices], undefined);
}

/** Gathers along any axis: the axes of the indices take its place. */
export function gatherAxis(x: Tensor, axis: number, indices: Tensor): Tensor {
  if (axis === 0) return gather(x, indices);
  const [outer, rest] = [x.shape.slice(0, axis), x.shape.slice(axis + 1)];
  const rows = reshapeTo(x, [sizeOf(outer) * x.shape[axis], ...rest]);
  const places = offsetIndices(indices, false, sizeOf(outer), x.shape[axis]);
  return reshapeTo(gather(rows, places), [...outer, ...indices.shape, ...rest]);
}

function pickRows(from: TypedArray, indices: TypedArray, row: number, dtype: DType): TypedArray {
  const out = makeArray(dtype, indices.length * row);
  if (row === 1) {
    for (let i = 0; i < out.length; i++) out[i] = from[indices[i]];
  } else {
    for (let i = 0, to = 0; i < indices.length; i++, to += row) {
      out.set(from.subarray(indices[i] * row, (indices[i] + 1) * row), to);
    }
  }
  return out;
}

/** For indices [k…] into each of `count` stretches of length n: the places [count, k…] in all stretches together. */
function offsetIndices(indices: Tensor, batched: boolean, count: number, n: number): Tensor {
  const ndim = batched ? indices.ndim - 1 : indices.ndim;
  return add(mul(iota([count, ...new Array<number>(ndim).fill(1)]), n), indices);
}

const mergeBatch = (x: Tensor): Tensor => reshapeTo(x, [x.shape[0] * x.shape[1], ...x.shape.slice(2)]);

// ---------------------------------------------------------------- scatter

/** What becomes of an element and the updates that meet at its place; with "set" the last update stays. */
export type ScatterMode = "set" | "add" | "mul" | "min" | "max";

/** base [n, …rest], int32 indices [k…] in 0 … n - 1, updates [k…, …rest] to [n, …rest]. */
export function scatterOp(mode: ScatterMode, rule: Pick<Op<undefined>, "jvp" | "linear" | "transpose">): Op<undefined> {
  const op: Op<undefined> = primitive({
    name: `scatter${mode[0].toUpperCase()}${mode.slice(1)}`,
    infer: ([{ shape, dtype, weak }]) => [{ shape, dtype, weak }],
    evaluate: ([base, indices, updates]) => [combineRows(combiner(mode, base.dtype), base, indices, updates)],
    lower: { kind: "routine", routine: "scatter", settings: () => mode },
    batch: (at) => batchScatter(op, at),
    ...rule,
  });
  return op;
}

export const scatterAddOp: Op<undefined> = /*@__PURE__*/ scatterOp("add", {
  linear: [0, 2],
  transpose: ({ cotangents: [ct], args: [, indices], isLinear }) => [
    ct,
    undefined,
    ct && isLinear[2] ? gather(ct, indices) : undefined,
  ],
});

type Combine = (old: number, update: number) => number;

function combiner(mode: ScatterMode, dtype: DType): Combine | undefined {
  switch (mode) {
    case "set":
      return undefined;
    case "add":
      return dtype === "bool" ? Math.max : (old, update) => old + update;
    case "mul":
      return isInteger(dtype) ? Math.imul : (old, update) => old * update;
    case "min":
      return Math.min;
    case "max":
      return Math.max;
  }
}

/** In float64 where that is wider than the dtype, so that many small terms are rounded once. */
function combineRows(combine: Combine | undefined, base: Tensor, indices: Tensor, updates: Tensor): TypedArray {
  const [places, from] = [arrayOf(indices), arrayOf(updates)];
  const row = sizeOf(base.shape.slice(1));
  if (combine === undefined) {
    const out = arrayOf(base).slice();
    for (let i = 0; i < places.length; i++) out.set(from.subarray(i * row, (i + 1) * row), places[i] * row);
    return out;
  }
  const wide = base.dtype === "float32";
  const out = wide ? Float64Array.from(arrayOf(base)) : arrayOf(base).slice();
  for (let i = 0, at = 0; i < places.length; i++) {
    for (let j = 0, to = places[i] * row; j < row; j++, to++, at++) out[to] = combine(out[to], from[at]);
  }
  return wide ? convertArray(base.dtype, out) : out;
}

function batchScatter(op: Op<undefined>, { args, batched, size }: BatchAt<undefined>): Batched {
  const repeat = (x: Tensor, i: number): Tensor =>
    batched[i] ? x : broadcast(reshapeTo(x, [1, ...x.shape]), [size, ...x.shape]);
  const [base, updates] = [repeat(args[0], 0), repeat(args[2], 2)];
  const places = offsetIndices(args[1], batched[1], size, base.shape[1]);
  const out = bind1(op, [mergeBatch(base), places, updates], undefined);
  return inFront(reshapeTo(out, base.shape));
}
