/** From tensors and arrays to the numbers of curves. */
import { fail } from "../base/errors.ts";
import { isArray, readList } from "../base/trees.ts";
import { toTensor } from "../core/convert.ts";
import { arrayOf, isTensor, type TensorLike } from "../core/tensor.ts";

/**
 * The numbers of one curve, or of several: a tensor or an array with one axis is one curve; a matrix has a curve in each row, and a
 * list of tensors or arrays, also of different lengths, one in each.
 */
export type Series = TensorLike | readonly TensorLike[];

/** The numbers of each curve. */
export function readSeries(op: string, argument: string, value: Series): Float64Array[] {
  const list = isArray(value) ? readList(value) : undefined; // undefined for an array that throws: an error below
  if (list?.some(hasLength) === true)
    return list.map((item, i) => readOne(op, `${argument}[${i}]`, item as TensorLike));
  const x = toTensor(value as TensorLike, op, argument);
  if (x.ndim !== 1 && x.ndim !== 2) {
    const shapes = { [argument]: x.shape };
    const problem = `"${argument}" has ${x.ndim} axes`;
    const expects = "one axis for a curve, two for a curve in each row";
    const fix =
      x.ndim === 0
        ? "a single point is a list: plot([1], [2])"
        : `pick rows or flatten it, e.g. ${argument}.reshape([-1])`;
    fail("shape", { op, problem, shapes, expects, fix });
  }
  const numbers = Float64Array.from(arrayOf(x, op));
  if (x.ndim === 1) return [numbers];
  const [rows, columns] = x.shape;
  return Array.from({ length: rows }, (_, i) => numbers.subarray(i * columns, (i + 1) * columns));
}

/** Not a number, and so not part of a single curve. */
const hasLength = (item: unknown): boolean =>
  isTensor(item) ? item.ndim > 0 : isArray(item) || (ArrayBuffer.isView(item) && !(item instanceof DataView));

function readOne(op: string, argument: string, value: TensorLike): Float64Array {
  const x = toTensor(value, op, argument);
  if (x.ndim !== 1) {
    const fix = "give each curve a list of numbers; several matrices are several figures";
    fail("shape", {
      op,
      problem: `"${argument}" has ${x.ndim} axes`,
      shapes: { [argument]: x.shape },
      expects: "a curve in each place of the list: one axis",
      fix,
    });
  }
  return Float64Array.from(arrayOf(x, op));
}

export interface Pair {
  readonly x: Float64Array;
  readonly y: Float64Array;
}

/** The curves of X and Y: one x for all or one for each; without Y, the numbers of X over 0, 1, 2, … */
export function readPairs(op: string, X: Series, Y: Series | undefined): Pair[] {
  if (Y === undefined) return readSeries(op, "X", X).map((y) => ({ x: y.map((_, i) => i), y }));
  const [xs, ys] = [readSeries(op, "X", X), readSeries(op, "Y", Y)];
  if (xs.length !== ys.length && xs.length !== 1) {
    const shapes = { X: shapeOf(xs), Y: shapeOf(ys) };
    const problem = `X has ${xs.length} curves and Y has ${ys.length}`;
    const expects = "one X for all curves of Y, or one for each";
    fail("shape", { op, problem, shapes, expects, fix: "pass X with one axis, or as many rows as Y has" });
  }
  return ys.map((y, i) => {
    const x = xs.length === 1 ? xs[0] : xs[i];
    if (x.length === y.length) return { x, y };
    const [X, Y] = [xs.length === 1 ? "X" : `X[${i}]`, ys.length === 1 ? "Y" : `Y[${i}]`];
    const problem = `${X} has ${x.length} ${x.length === 1 ? "number" : "numbers"} and ${Y} has ${y.length}`;
    const shapes = { [X]: [x.length], [Y]: [y.length] };
    const fix =
      ys.length === x.length && ys.length > 1 ? "curves are rows: is it Y.transpose()?" : "cut the longer one";
    fail("shape", { op, problem, shapes, expects: "as many x as y", fix });
  });
}

const shapeOf = (curves: readonly Float64Array[]): number[] =>
  curves.length > 0 && curves.every(({ length }) => length === curves[0].length)
    ? [curves.length, curves[0].length]
    : [curves.length];
