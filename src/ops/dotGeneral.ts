/** The general product of two tensors, to which all matrix products come down. */
import { makeArray, type TypedArray } from "../base/dtypes.ts";
import { fail } from "../base/errors.ts";
import { type Shape, sizeOf, stridesOf } from "../base/shapes.ts";
import { gatherStrided, invertPermutation, moveAxis, permute } from "../core/basic.ts";
import { bind1 } from "../core/interpreter.ts";
import { type Op, primitive, type Tangent, type TransposeAt } from "../core/op.ts";
import { type Aval, arrayOf, type Tensor } from "../core/tensor.ts";
import { matmul as multiply, type MatmulArray } from "./linalg/dense/matmul.ts";

/** Axes of the two operands, in pairs. */
export type AxisPairs = readonly [x: readonly number[], y: readonly number[]];

/** The dimension numbers of StableHLO's dot_general. */
export interface DotParams {
  /** Axes that run along in both operands and in the result. */
  readonly batch: AxisPairs;
  /** Axes that are multiplied and summed over. */
  readonly contract: AxisPairs;
}

/**
 * Multiplies and sums over the contracted axes; the result has the batch axes, then the others of x, then the others of y.
 * Floats are accumulated in float64, integers wrap.
 */
export const dotGeneralOp: Op<DotParams> = /*@__PURE__*/ primitive({
  name: "dotGeneral",
  infer: ([x, y], params) => [inferDot(x, y, params)],
  evaluate: ([x, y], params, [out]) => [evaluateDot(x, y, params, out)],
  // 32 × 32 takes 4 to 7 µs instead of 20; vectors of as many elements take as long either way.
  lower: { kind: "dot", axes: (params) => params, fromElements: 1024 },
  linear: [0, 1],
  bilinear: true,
  transpose: transposeDot,
  batch: ({ args: [x, y], batched: [first, second], params: { batch, contract } }) => {
    const shift = ([a, b]: AxisPairs): AxisPairs => [first ? a.map((i) => i + 1) : a, second ? b.map((i) => i + 1) : b];
    const [a, b] = shift(batch);
    const both = first && second;
    const out = dotGeneral(x, y, {
      batch: both
        ? [
            [0, ...a],
            [0, ...b],
          ]
        : [a, b],
      contract: shift(contract),
    });
    const place = both ? 0 : first ? a.length : a.length + freeAxes(x, a, contract[0]).length;
    return { outs: [moveAxis(out, place, 0)], batched: [true] };
  },
});

/** @param x - and y, of one dtype */
export function dotGeneral(x: Tensor, y: Tensor, params: DotParams): Tensor {
  return bind1(dotGeneralOp, [x, y], params);
}

function freeAxes({ shape }: Aval, batch: readonly number[], contract: readonly number[]): number[] {
  return shape.map((_, axis) => axis).filter((axis) => !batch.includes(axis) && !contract.includes(axis));
}

function inferDot(x: Aval, y: Aval, { batch, contract }: DotParams): Aval {
  for (const [a, b] of [batch, contract]) {
    if (!a.every((axis, i) => x.shape[axis] === y.shape[b[i]])) {
      fail("shape", {
        op: "dotGeneral",
        problem: `axes [${a.join(", ")}] of x do not fit axes [${b.join(", ")}] of y`,
        shapes: { x: x.shape, y: y.shape },
        expects: "equal sizes",
        fix: "transpose or reshape one of them",
      });
    }
  }
  const sizes = (axes: readonly number[], shape: Shape): number[] => axes.map((axis) => shape[axis]);
  const shape = [
    ...sizes(batch[0], x.shape),
    ...sizes(freeAxes(x, batch[0], contract[0]), x.shape),
    ...sizes(freeAxes(y, batch[1], contract[1]), y.shape),
  ];
  return { shape, dtype: x.dtype, weak: x.weak && y.weak };
}

/** The cotangent times the other operand, summed over that one's free axes; the axes are put in order at the end. */
function transposeDot({ cotangents: [ct], args: [x, y], isLinear, params }: TransposeAt<DotParams>): Tangent[] {
  if (ct === undefined) return [];
  const { batch, contract } = params;
  const xFree = freeAxes(x, batch[0], contract[0]);
  const yFree = freeAxes(y, batch[1], contract[1]);
  const lead = batch[0].map((_, i) => i);
  const ctX = xFree.map((_, i) => lead.length + i);
  const ctY = yFree.map((_, i) => lead.length + xFree.length + i);
  if (isLinear[0]) {
    const product = dotGeneral(ct, y, { batch: [lead, batch[1]], contract: [ctY, yFree] });
    return [
      permute(product, invertPermutation([...batch[0], ...xFree, ...inOrderOf(contract[1], contract[0])])),
      undefined,
    ];
  }
  const product = dotGeneral(x, ct, { batch: [batch[0], lead], contract: [xFree, ctX] });
  return [
    undefined,
    permute(product, invertPermutation([...batch[1], ...inOrderOf(contract[0], contract[1]), ...yFree])),
  ];
}

/** The values in the order in which their keys ascend. */
function inOrderOf(keys: readonly number[], values: readonly number[]): number[] {
  const order = keys.map((_, i) => i).sort((i, j) => keys[i] - keys[j]);
  return order.map((i) => values[i]);
}

// ---------------------------------------------------------------- evaluation

/** A stack of matrices; `swapped` where each is stored transposed. */
interface Stack {
  readonly array: TypedArray;
  readonly swapped: boolean;
}

/** Products of at most this many terms are not worth a call each. */
const SMALL_WORK = 512;

function evaluateDot(x: Tensor, y: Tensor, { batch, contract }: DotParams, out: Aval): TypedArray {
  const xFree = freeAxes(x, batch[0], contract[0]);
  const yFree = freeAxes(y, batch[1], contract[1]);
  const product = (axes: readonly number[], { shape }: Tensor): number => axes.reduce((n, axis) => n * shape[axis], 1);
  const [count, m, k, n] = [product(batch[0], x), product(xFree, x), product(contract[0], x), product(yFree, y)];
  const left = asStack(x, batch[0], xFree, contract[0]);
  const right = asStack(y, batch[1], contract[1], yFree);
  const isFloat = out.dtype === "float64" || out.dtype === "float32";
  if (isFloat && count > 1 && m * k * n <= SMALL_WORK)
    return multiplyEach(left, right, count, m, k, n, makeArray(out.dtype, sizeOf(out.shape)));
  const options = { transposeA: left.swapped, transposeB: right.swapped };
  const [a, b] = [left.array as MatmulArray, right.array as MatmulArray];
  if (count === 1) return multiply(a, b, m, k, n, options);
  const result = makeArray(out.dtype, sizeOf(out.shape));
  for (let i = 0; i < count; i++) {
    const one = multiply(
      a.subarray(i * m * k, (i + 1) * m * k),
      b.subarray(i * k * n, (i + 1) * k * n),
      m,
      k,
      n,
      options,
    );
    result.set(one, i * m * n);
  }
  return result;
}

/** The tensor as [batch, rows, columns], each an ordered list of axes; elements are moved only where they must be. */
function asStack(x: Tensor, batch: readonly number[], rows: readonly number[], columns: readonly number[]): Stack {
  const array = arrayOf(x);
  const order = [...batch, ...rows, ...columns];
  if (isAscending(order)) return { array, swapped: false };
  if (isAscending([...batch, ...columns, ...rows])) return { array, swapped: true };
  const strides = stridesOf(x.shape);
  const moved = { shape: order.map((axis) => x.shape[axis]), dtype: x.dtype, weak: false };
  return {
    array: gatherStrided(
      array,
      moved,
      order.map((axis) => strides[axis]),
      0,
    ),
    swapped: false,
  };
}

const isAscending = (axes: readonly number[]): boolean => axes.every((axis, i) => axis === i);

/** Many small products, in one go. */
function multiplyEach(a: Stack, b: Stack, count: number, m: number, k: number, n: number, out: TypedArray): TypedArray {
  const [x, y] = [a.array, b.array];
  const [xRow, xColumn] = a.swapped ? [1, m] : [k, 1];
  const [yRow, yColumn] = b.swapped ? [1, k] : [n, 1];
  for (let c = 0, at = 0; c < count; c++) {
    const [x0, y0] = [c * m * k, c * k * n];
    for (let i = 0; i < m; i++) {
      for (let j = 0; j < n; j++) {
        let sum = 0;
        for (let l = 0, p = x0 + i * xRow, q = y0 + j * yColumn; l < k; l++, p += xColumn, q += yRow)
          sum += x[p] * y[q];
        out[at++] = sum;
      }
    }
  }
  return out;
}
