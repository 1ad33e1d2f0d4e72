/** What the functions of this family share: checked arguments, parts of matrices, and the op on stacks of matrices. */
import { type DType, makeArray } from "../../base/dtypes.ts";
import { broadcastShapes, matchSignature, type Shape, sizeOf } from "../../base/shapes.ts";
import { alignBatch, broadcastStrides, gatherStrided, permute, reshapeTo, sumOver } from "../../core/basic.ts";
import { toTensor } from "../../core/convert.ts";
import { add, promoteAll } from "../../core/elementwise.ts";
import { bind } from "../../core/interpreter.ts";
import { DENSE_ELEMENTS } from "../../core/lowering.ts";
import { type Op, primitive } from "../../core/op.ts";
import { type Aval, arrayOf, type Tensor, type TensorLike, wrap } from "../../core/tensor.ts";
import { mul } from "../arithmetic.ts";
import { padTo, sliceAxis, whole } from "../blocks.ts";
import { dotGeneral } from "../dotGeneral.ts";

// ---------------------------------------------------------------- arguments

/** A stack of matrices of floats. @param signature - such as "... n n" */
export function toMatrices(op: string, value: TensorLike, signature: string, name = "a"): Tensor {
  const [x] = promoteAll([toTensor(value, op, name)], "float", op);
  const fix = signature.includes("n n")
    ? "pass a square matrix; linalg.pinv, linalg.lstsq and linalg.svd take any"
    : "make a row with x.expandDims(0), a column with x.expandDims(1)";
  matchSignature(op, signature, { [name]: x.shape }, fix);
  return x;
}

/**
 * Solves for the right-hand side b; one of a single axis is a vector, and so is the solution.
 * @param matrix - the core of a, "n n" or "m n"
 */
export function solveColumns(
  op: string,
  matrix: "n n" | "m n",
  [a, b]: readonly [TensorLike, TensorLike],
  solve: (a: Tensor, b: Tensor) => Tensor,
): Tensor {
  const [left, right] = promoteAll([toTensor(a, op, "a"), toTensor(b, op, "b")], "float", op);
  const [rows] = matrix;
  const isVector = right.ndim === 1;
  const signature = isVector ? `... ${matrix}, ${rows} -> ... n` : `... ${matrix}, ... ${rows} k -> ... n k`;
  matchSignature(op, signature, { a: left.shape, b: right.shape });
  if (!isVector) return solve(left, right);
  const x = solve(left, reshapeTo(right, [right.size, 1]));
  return reshapeTo(x, x.shape.slice(0, -1));
}

// ---------------------------------------------------------------- parts of matrices

/** Rows and columns exchanged. */
export function swap(x: Tensor): Tensor {
  const n = x.ndim;
  return permute(
    x,
    x.shape.map((_, axis) => (axis < n - 2 ? axis : 2 * n - 3 - axis)),
  );
}

/** (x + xᵀ)/2, halved first so that large elements do not overflow. */
export function symmetricPart(x: Tensor): Tensor {
  const half = mul(x, 0.5);
  return add(half, swap(half));
}

/** x with column j times v[j]. */
export const scaleColumns = (x: Tensor, v: Tensor): Tensor => mul(x, asRow(v));

/** [..., n] as rows [..., 1, n] and as columns [..., n, 1]. */
export const asRow = (v: Tensor): Tensor => reshapeTo(v, [...v.shape.slice(0, -1), 1, v.shape.at(-1) as number]);
export const asColumn = (v: Tensor): Tensor => reshapeTo(v, [...v.shape, 1]);

/** The first rows, the first columns. */
export const takeRows = (x: Tensor, count: number): Tensor => sliceAxis(x, x.ndim - 2, whole(count));
export const takeColumns = (x: Tensor, count: number): Tensor => sliceAxis(x, x.ndim - 1, whole(count));

/** Zeros below and to the right, up to this size. */
export function padMatrix(x: Tensor, rows: number, columns: number): Tensor {
  const [m, n] = x.shape.slice(-2);
  const margins = x.shape.map(() => ({ low: 0, high: 0, inner: 0 }));
  margins.splice(-2, 2, { low: 0, high: rows - m, inner: 0 }, { low: 0, high: columns - n, inner: 0 });
  return padTo(x, margins);
}

/** The diagonal [..., min(m, n)]: every (n + 1)-th element. */
export function diagonalOf(x: Tensor): Tensor {
  const [m, n] = x.shape.slice(-2);
  const flat = reshapeTo(x, [...x.shape.slice(0, -2), m * n]);
  return sliceAxis(flat, flat.ndim - 1, { start: 0, size: Math.min(m, n), step: n + 1 });
}

/** The sum of the diagonal as [..., 1, 1]. */
export function traceOf(x: Tensor): Tensor {
  const diagonal = diagonalOf(x);
  return asMatrix(sumOver(diagonal, [diagonal.ndim - 1]));
}

/** A scalar of each problem as a 1 x 1 matrix. */
export const asMatrix = (x: Tensor): Tensor => reshapeTo(x, [...x.shape, 1, 1]);

/** A constant matrix. */
export function matrixOf(m: number, n: number, dtype: DType, element: (i: number, j: number) => number): Tensor {
  const array = makeArray(dtype, m * n);
  for (let i = 0, at = 0; i < m; i++) for (let j = 0; j < n; j++) array[at++] = element(i, j);
  return wrap(array, [m, n], dtype);
}

export const identityOf = (n: number, dtype: DType): Tensor => matrixOf(n, n, dtype, (i, j) => (i === j ? 1 : 0));

/** The elements below the diagonal, times `onDiagonal` on it, and zeros above. */
export function lowerPart(x: Tensor, onDiagonal: number): Tensor {
  const [m, n] = x.shape.slice(-2);
  return mul(
    x,
    matrixOf(m, n, x.dtype, (i, j) => (i > j ? 1 : i === j ? onDiagonal : 0)),
  );
}

/** The elements above the diagonal, times `onDiagonal` on it, and zeros below. */
export function upperPart(x: Tensor, onDiagonal: number): Tensor {
  const [m, n] = x.shape.slice(-2);
  return mul(
    x,
    matrixOf(m, n, x.dtype, (i, j) => (i < j ? 1 : i === j ? onDiagonal : 0)),
  );
}

/** Σᵢⱼ xᵢⱼ yᵢⱼ, for each matrix of two stacks of the same shape. */
export function innerProduct(x: Tensor, y: Tensor): Tensor {
  const lead = x.shape.slice(0, -2).map((_, i) => i);
  const last = [x.ndim - 2, x.ndim - 1];
  return dotGeneral(x, y, { batch: [lead, lead], contract: [last, last] });
}

// ---------------------------------------------------------------- ops on stacks

/** An op on matrices and vectors of which stacks, with leading axes that broadcast, are treated one by one. */
export interface MatrixDefinition<P> extends Pick<Op<P>, "name" | "jvp" | "linear" | "transpose"> {
  /** How many trailing axes of each argument belong to one problem; 2 where nothing is said. */
  readonly cores?: readonly number[];
  /** Shapes of the results of one problem, and dtypes where they are not that of the arguments. */
  readonly results: (
    shapes: readonly Shape[],
    params: P,
  ) => readonly { readonly shape: Shape; readonly dtype?: DType }[];
  /** One problem in float64. @param batch - which of a stack, for errors; undefined where there is one only */
  readonly compute: (
    args: readonly Float64Array[],
    shapes: readonly Shape[],
    params: P,
    batch: number | undefined,
  ) => readonly ArrayLike<number>[];
  /** The routine that does the same in compiled programs; it is told the parameters. */
  readonly routine?: string;
}

/** Makes the op: broadcasting, stacks and batching are the same for all of them. */
export function matrixOp<P>({ name, cores = [], results, compute, routine, ...rules }: MatrixDefinition<P>): Op<P> {
  const leadOf = ({ shape }: Aval, i: number): Shape => shape.slice(0, shape.length - (cores[i] ?? 2));
  const coreOf = ({ shape }: Aval, i: number): Shape => shape.slice(shape.length - (cores[i] ?? 2));
  const op: Op<P> = primitive({
    name,
    infer: (args, params) => {
      const lead = broadcastShapes(name, args.map(leadOf));
      const { dtype } = args[0];
      return results(args.map(coreOf), params).map((out) => ({
        dtype,
        weak: false,
        ...out,
        shape: [...lead, ...out.shape],
      }));
    },
    evaluate: (args, params, outs) => {
      const shapes = args.map(coreOf);
      const lead = broadcastShapes(name, args.map(leadOf));
      return solveEach(args, lead, shapes, outs, (parts, batch) => compute(parts, shapes, params, batch));
    },
    batch: ({ args, batched, params }) => {
      const ndims = args.map((x, i) => leadOf(x, i).length - (batched[i] ? 1 : 0));
      const deepest = Math.max(...ndims);
      const aligned = args.map((x, i) => (batched[i] ? alignBatch(x, deepest + (cores[i] ?? 2)) : x));
      const outs = bind(op, aligned, params);
      return { outs, batched: outs.map(() => true) };
    },
    ...(routine !== undefined && {
      lower: { kind: "routine", routine, settings: (params) => params, fromElements: DENSE_ELEMENTS },
    }),
    ...rules,
  });
  return op;
}

type Solve = (parts: readonly Float64Array[], batch: number | undefined) => readonly ArrayLike<number>[];

function solveEach(args: readonly Tensor[], lead: Shape, cores: readonly Shape[], outs: readonly Aval[], solve: Solve) {
  const arrays = args.map((x) => (x.dtype === "float64" ? (arrayOf(x) as Float64Array) : new Float64Array(arrayOf(x))));
  const sizes = cores.map(sizeOf);
  const places = args.map((x, i) => placesOf(x.shape.slice(0, x.ndim - cores[i].length), lead));
  const results = outs.map(({ shape, dtype }) => makeArray(dtype, sizeOf(shape)));
  const count = sizeOf(lead);
  for (let b = 0; b < count; b++) {
    const parts = arrays.map((array, i) => array.subarray(places[i][b] * sizes[i], (places[i][b] + 1) * sizes[i]));
    const solved = solve(parts, lead.length === 0 ? undefined : b);
    solved.forEach((part, o) => {
      results[o].set(part, b * part.length);
    });
  }
  return results;
}

/** Which of the problems of a broadcast stack each problem of the whole stack is. */
function placesOf(from: Shape, to: Shape): ArrayLike<number> {
  const all = Int32Array.from({ length: sizeOf(from) }, (_, i) => i);
  return gatherStrided(all, { shape: to, dtype: "int32", weak: false }, broadcastStrides(from, to), 0);
}
