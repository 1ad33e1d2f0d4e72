/** Deviations from the mean, and the mean size of them. */
import type { TypedArray } from "../base/dtypes.ts";
import { invertPermutation, permute, sumOver, toMiddle } from "../core/basic.ts";
import { scale } from "../core/elementwise.ts";
import { bind1 } from "../core/interpreter.ts";
import { type Op, primitive } from "../core/op.ts";
import type { Tensor } from "../core/tensor.ts";
import { add, div, mul, sub } from "./arithmetic.ts";
import { sliceTo, whole } from "./blocks.ts";
import { equal, where } from "./compare.ts";
import { inDouble } from "./lines.ts";
import { sqrt } from "./power.ts";
import {
  type AxesParams,
  countOver,
  inFloat64,
  inFront,
  keep,
  type Kernel,
  pairwiseSquares,
  reduction,
  spread,
} from "./reduction.ts";

/**
 * Fills `out` with the deviations from the mean. The mean is taken from the first element, so that equal elements leave exactly
 * 0; what rounding has left is taken away in a second pass (Chan, Golub & LeVeque, Algorithms for computing the sample variance,
 * 1983).
 */
function centerInto(out: TypedArray, x: TypedArray, from: number, step: number): void {
  const n = out.length;
  const first = x[from];
  let sum = 0;
  for (let k = 0, at = from; k < n; k++, at += step) sum += x[at] - first;
  const mean = first + sum / n;
  let rest = 0;
  for (let k = 0, at = from; k < n; k++, at += step) rest += x[at] - mean;
  rest /= n;
  for (let k = 0, at = from; k < n; k++, at += step) out[k] = x[at] - mean - rest;
}

/** The mean of each slice, which is exact for equal elements, and the deviations from it, which rounding has left a mean too. */
function deviations(x: Tensor, axes: readonly number[]): Tensor {
  const first = sliceTo(
    x,
    x.shape.map((size, axis) => (axes.includes(axis) ? { start: 0, size: 1, step: 1 } : whole(size))),
  );
  return sub(x, add(first, meanOf(sub(x, first), axes)));
}

/** With axes of size 1. */
const meanOf = (x: Tensor, axes: readonly number[]): Tensor =>
  keep(div(sumOver(x, axes), countOver(x, axes)), x, axes, true);

/** Σ(x - mean)² by ops, where they are compiled; the second term is what rounding has left (Chan, Golub & LeVeque, 1983). */
function squaresOf(x: Tensor, axes: readonly number[]): Tensor {
  const rests = deviations(x, axes);
  const [sum, squares] = [sumOver(rests, axes), sumOver(mul(rests, rests), axes)];
  const left = sub(squares, div(mul(sum, sum), countOver(x, axes)));
  return where(equal(squares, Infinity), squares, left);
}

/** x - mean(x) over neighbouring axes: a projection, its own transpose. */
const centerOp: Op<AxesParams> = /*@__PURE__*/ primitive({
  name: "center",
  infer: ([{ shape, dtype }]) => [{ shape, dtype, weak: false }],
  evaluate: ([x], { axes }, [out]) => {
    const { array, outer, reduced, inner } = toMiddle(x, axes);
    const line = new Float64Array(reduced);
    return [
      inDouble(out, (y) => {
        for (let i = 0; i < outer * inner; i++) {
          const from = Math.floor(i / inner) * reduced * inner + (i % inner);
          centerInto(line, array, from, inner);
          for (let k = 0, at = from; k < reduced; k++, at += inner) y[at] = line[k];
        }
      }),
    ];
  },
  lower: {
    kind: "expand",
    expand: ([x], { axes }) => {
      if (x.size === 0) return undefined;
      const rests = deviations(x, axes);
      return [sub(rests, meanOf(rests, axes))];
    },
  },
  linear: [0],
  transpose: ({ cotangents: [ct], params: { axes } }) => [ct && center(ct, axes)],
  batch: ({ args: [x], params: { axes } }) =>
    inFront(
      center(
        x,
        axes.map((axis) => axis + 1),
      ),
    ),
});

/** x - mean(x) over normalized axes. */
export function center(x: Tensor, axes: readonly number[]): Tensor {
  if (axes.length === 0 || axes[axes.length - 1] - axes[0] + 1 === axes.length) return bind1(centerOp, [x], { axes });
  const kept = x.shape.map((_, axis) => axis).filter((axis) => !axes.includes(axis));
  const order = [...kept, ...axes];
  const atEnd = axes.map((_, i) => kept.length + i);
  return permute(bind1(centerOp, [permute(x, order)], { axes: atEnd }), invertPermutation(order));
}

interface VarianceParams extends AxesParams {
  /** What the sum of squares is divided by. */
  readonly degrees: number;
}

function meanSquare(degrees: number): Kernel {
  let line = new Float64Array(0);
  return (x, from, step, n) => {
    if (line.length !== n) line = new Float64Array(n);
    centerInto(line, x, from, step);
    return pairwiseSquares(line, 0, 1, n) / degrees;
  };
}

/** The derivative is 2(x - mean)·x′/degrees: what the mean does cancels. */
const varianceOp: Op<VarianceParams> = /*@__PURE__*/ reduction({
  name: "var",
  kernel: (_, { degrees }) => meanSquare(degrees),
  expand: (x, { axes, degrees }) => inFloat64(x, (y) => div(squaresOf(y, axes), degrees)),
  jvp: ({ primals: [x], tangents: [t], params: { axes, degrees } }) => [
    t && sumOver(scale(mul(center(x, axes), 2 / degrees), t), axes),
  ],
});

/** The derivative is (x - mean)·x′/(std·degrees), and 0 where all elements are equal: the subgradient of least norm. */
const stdOp: Op<VarianceParams> = /*@__PURE__*/ reduction({
  name: "std",
  kernel: (_, { degrees }) => {
    const square = meanSquare(degrees);
    return (x, from, step, n) => Math.sqrt(square(x, from, step, n));
  },
  expand: (x, { axes, degrees }) => inFloat64(x, (y) => sqrt(div(squaresOf(y, axes), degrees))),
  jvp: ({ primals: [x], tangents: [t], outs: [out], params: { axes, degrees } }) => {
    if (t === undefined) return [];
    const size = spread(out, x, axes);
    const slope = where(equal(size, 0), 0, div(center(x, axes), mul(size, degrees)));
    return [sumOver(scale(slope, t), axes)];
  },
});

/** Σ(x - mean)²/degrees over normalized axes, which disappear. */
export function varianceOver(x: Tensor, axes: readonly number[], degrees: number): Tensor {
  return bind1(varianceOp, [x], { axes, degrees });
}

/** The root of that. */
export function stdOver(x: Tensor, axes: readonly number[], degrees: number): Tensor {
  return bind1(stdOp, [x], { axes, degrees });
}
