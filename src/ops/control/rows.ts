/** Taking a tensor apart along its first axis and putting it together, each in one op: loops do this with thousands of rows. */
import { makeArray } from "../../base/dtypes.ts";
import { sizeOf } from "../../base/shapes.ts";
import { broadcast, cast, moveAxis, reshapeTo } from "../../core/basic.ts";
import { zerosOf } from "../../core/convert.ts";
import { bind, bind1 } from "../../core/interpreter.ts";
import { type Op, primitive, type Tangent } from "../../core/op.ts";
import { type Aval, arrayOf, type Tensor } from "../../core/tensor.ts";

/** What a row of a tensor is like. */
export const rowOf = ({ shape, dtype, weak }: Aval): Aval => ({ shape: shape.slice(1), dtype, weak });

/** x [n, …] to n rows […]. They share the memory of x, which nobody changes. */
const unstackOp: Op<undefined> = /*@__PURE__*/ primitive({
  name: "unstack",
  infer: ([x]) => new Array<Aval>(x.shape[0]).fill(rowOf(x)),
  evaluate: ([x], _, outs) => {
    const array = arrayOf(x);
    const size = x.size / outs.length;
    return outs.map((_, i) => array.subarray(i * size, (i + 1) * size));
  },
  linear: [0],
  transpose: ({ cotangents, args: [x] }) => {
    const { shape, dtype } = rowOf(x);
    const zero = zerosOf(shape, dtype);
    return [stackRows(cotangents.map((ct) => ct ?? zero))];
  },
  batch: ({ args: [x] }) => {
    const outs = unstackRows(moveAxis(x, 1, 0));
    return { outs, batched: outs.map(() => true) };
  },
});

/** n tensors of one shape and dtype […] to [n, …]. */
const stackOp: Op<undefined> = /*@__PURE__*/ primitive({
  name: "stack",
  infer: (rows) => [
    { shape: [rows.length, ...rows[0].shape], dtype: rows[0].dtype, weak: rows.every((row) => row.weak) },
  ],
  evaluate: (rows, _, [out]) => {
    const array = makeArray(out.dtype, sizeOf(out.shape));
    rows.forEach((row, i) => array.set(arrayOf(row), i * row.size));
    return [array];
  },
  linear: "all",
  transpose: ({ cotangents: [ct], isLinear }) => {
    if (ct === undefined) return [];
    return unstackRows(ct).map((row, i): Tangent => (isLinear[i] ? row : undefined));
  },
  batch: ({ args, batched, size }) => {
    const rows = args.map((x, i) => (batched[i] ? x : repeatRow(x, size)));
    return { outs: [moveAxis(stackRows(rows), 0, 1)], batched: [true] };
  },
});

/** The rows of a tensor with at least one axis. */
export function unstackRows(x: Tensor): readonly Tensor[] {
  return x.shape[0] === 0 ? [] : bind(unstackOp, [x], undefined);
}

/** @param rows - at least one */
export function stackRows(rows: readonly Tensor[]): Tensor {
  return bind1(stackOp, rows, undefined);
}

/** Rows that are like `row`, of which there may be none. */
export function stackLike(row: Aval, rows: readonly Tensor[]): Tensor {
  if (rows.length === 0) return zerosOf([0, ...row.shape], row.dtype, row.weak);
  return stackRows(rows.map((x) => cast(x, row.dtype)));
}

/** The same row several times. */
export const repeatRow = (x: Tensor, size: number): Tensor =>
  broadcast(reshapeTo(x, [1, ...x.shape]), [size, ...x.shape]);
