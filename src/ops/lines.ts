/** Ops that turn each line of elements along an axis into a line of as many: scans, sorts, softmax. */
import { convertArray, type DType, makeArray, type TypedArray } from "../base/dtypes.ts";
import { type Shape, sizeOf } from "../base/shapes.ts";
import { bind1 } from "../core/interpreter.ts";
import { type Op, primitive } from "../core/op.ts";
import { type Aval, arrayOf, type Tensor } from "../core/tensor.ts";
import { inFront } from "./reduction.ts";

export interface LineParams {
  readonly axis: number;
  /** From the end of the axis to its start. */
  readonly reverse?: boolean;
}

/** Reads the n elements from, from + step, … of x and writes the same places of y. */
export type Line = (x: TypedArray, y: TypedArray, from: number, step: number, n: number) => void;

/** Reads the n rows of `inner` elements from, from + inner, … of x and writes the same places of y. */
export type Rows = (x: TypedArray, y: TypedArray, from: number, inner: number, n: number) => void;

interface LineDefinition<P extends LineParams> extends Pick<Op<P>, "jvp" | "linear" | "transpose"> {
  readonly name: string;
  /** Called once, for lines of n elements. */
  readonly line: (dtype: DType, params: P, n: number) => Line;
  /** The same for neighbouring lines together, row by row, which is kinder to memory. Not called in reverse. */
  readonly rows?: Rows;
  /** The dtype of the result; that of the argument where it is left out. */
  readonly gives?: DType;
  /** The routine that does the same in compiled programs; it is told the parameters. */
  readonly routine?: string;
  /** See `Lowering`. */
  readonly fromElements?: number;
  /** Other ops, which compiled programs do instead; there are elements. */
  readonly expand?: (x: Tensor, params: P) => Tensor;
}

export function lineOp<P extends LineParams>(definition: LineDefinition<P>): Op<P> {
  const { name, line, rows, gives, routine, fromElements, expand, ...rules } = definition;
  const op: Op<P> = primitive({
    name,
    infer: ([{ shape, dtype, weak }]) => [{ shape, dtype: gives ?? dtype, weak: gives === undefined && weak }],
    evaluate: ([x], params, [out]) => {
      const array = arrayOf(x);
      const { outer, n, inner } = aroundAxis(out.shape, params.axis);
      if (rows !== undefined && inner > 1 && !params.reverse) {
        return [
          inDouble(out, (y) => {
            for (let o = 0; o < outer; o++) rows(array, y, o * n * inner, inner, n);
          }),
        ];
      }
      const act = line(x.dtype, params, n);
      return [inDouble(out, (y) => forEachLine(out.shape, params, (from, step) => act(array, y, from, step, n)))];
    },
    ...(routine !== undefined && { lower: { kind: "routine", routine, settings: (params) => params, fromElements } }),
    ...(expand && {
      lower: { kind: "expand", expand: ([x], params: P) => (x.size === 0 ? undefined : [expand(x, params)]) },
    }),
    batch: ({ args, params }) => inFront(bind1(op, args, { ...params, axis: params.axis + 1 })),
    ...rules,
  });
  return op;
}

function aroundAxis(
  shape: Shape,
  axis: number,
): { readonly outer: number; readonly n: number; readonly inner: number } {
  return { outer: sizeOf(shape.slice(0, axis)), n: shape[axis], inner: sizeOf(shape.slice(axis + 1)) };
}

/** Calls `act` with the place of the first element, the step and the length of each line. */
export function forEachLine(
  shape: Shape,
  { axis, reverse = false }: LineParams,
  act: (from: number, step: number, n: number) => void,
): void {
  const { outer, n, inner } = aroundAxis(shape, axis);
  for (let o = 0; o < outer; o++) {
    const first = o * n * inner + (reverse ? (n - 1) * inner : 0);
    for (let i = first; i < first + inner; i++) act(i, reverse ? -inner : inner, n);
  }
}

/** Lets `write` fill a float64 array where the result is of floats, so that there is one rounding, at the end. */
export function inDouble({ dtype, shape }: Aval, write: (y: TypedArray) => void): TypedArray {
  const y = makeArray(dtype === "float32" ? "float64" : dtype, sizeOf(shape));
  write(y);
  return dtype === "float32" ? convertArray(dtype, y) : y;
}
