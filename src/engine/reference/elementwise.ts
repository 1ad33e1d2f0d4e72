/** Elementwise ops by plain loops over float64 numbers. */
import { makeArray, type TypedArray } from "../../base/dtypes.ts";
import { sameShape, type Shape, sizeOf } from "../../base/shapes.ts";
import { advance, broadcastStrides, gatherStrided } from "../../core/basic.ts";
import type { ElementwiseDefinition } from "../../core/elementwise.ts";
import { type Aval, arrayOf, type Tensor } from "../../core/tensor.ts";
import { loopFor, mapLeft, mapOne, mapRight, mapRow, mapThree, mapTwo, type Scalar } from "./loops.ts";

export function evaluateElementwise(
  definition: ElementwiseDefinition,
  args: readonly Tensor[],
  aval: Aval,
): TypedArray {
  const { eval: real, evalInteger } = definition;
  const { dtype } = args[0];
  const integers = evalInteger !== undefined && (dtype === "int32" || dtype === "uint32");
  const f = integers ? evalInteger : real;
  const size = sizeOf(aval.shape);
  const out = makeArray(aval.dtype, size);
  const kind = args.length === 1 ? dtype : args[args.length - 1].dtype;
  if (args.length === 1) loopFor(mapOne, f, kind, size)(f, arrayOf(args[0]), out);
  else if (args.length === 2) evaluateTwo(f, args[0], args[1], aval.shape, out, kind);
  else evaluateMany(f, args, aval, out, kind);
  return out;
}

function evaluateTwo(f: Scalar, x: Tensor, y: Tensor, shape: Shape, out: TypedArray, kind: string): void {
  const [a, b] = [arrayOf(x), arrayOf(y)];
  const { length } = out;
  if (a.length === length && b.length === length) loopFor(mapTwo, f, kind, length)(f, a, b, out);
  else if (b.length === 1) loopFor(mapRight, f, kind, length)(f, a, b[0], out);
  else if (a.length === 1) loopFor(mapLeft, f, kind, length)(f, a[0], b, out);
  else evaluateRows(f, a, broadcastStrides(x.shape, shape), b, broadcastStrides(y.shape, shape), shape, out, kind);
}

/** Both operands read through strides, row by row. */
function evaluateRows(
  f: Scalar,
  a: TypedArray,
  aStrides: readonly number[],
  b: TypedArray,
  bStrides: readonly number[],
  shape: Shape,
  out: TypedArray,
  kind: string,
): void {
  const last = shape.length - 1;
  const [aStep, bStep, inner] = [aStrides[last], bStrides[last], shape[last]];
  const aIndex = new Array<number>(shape.length).fill(0);
  const bIndex = new Array<number>(shape.length).fill(0);
  const row = loopFor(mapRow, f, kind, out.length);
  for (let at = 0, p = 0, q = 0; at < out.length; at += inner) {
    row(f, a, p, aStep, b, q, bStep, out, at, inner);
    p = advance(aIndex, shape, aStrides, p);
    q = advance(bIndex, shape, bStrides, q);
  }
}

function evaluateMany(f: Scalar, args: readonly Tensor[], { shape }: Aval, out: TypedArray, kind: string): void {
  const arrays = args.map((x) => (sameShape(x.shape, shape) ? arrayOf(x) : expand(x, shape)));
  const [a, b, c] = arrays;
  if (arrays.length === 3) loopFor(mapThree, f, kind, out.length)(f, a, b, c, out);
  else for (let i = 0; i < out.length; i++) out[i] = f(...arrays.map((array) => array[i]));
}

const expand = (x: Tensor, shape: Shape): TypedArray =>
  gatherStrided(arrayOf(x), { shape, dtype: x.dtype, weak: false }, broadcastStrides(x.shape, shape), 0);
