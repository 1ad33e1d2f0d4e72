/** Elementwise ops by plain loops over float64 numbers. */
import { makeArray, type TypedArray } from "../../base/dtypes.ts";
import { sameShape, type Shape, sizeOf } from "../../base/shapes.ts";
import { advance, broadcastStrides, gatherStrided } from "../../core/basic.ts";
import type { ElementwiseDefinition } from "../../core/elementwise.ts";
import { type Aval, arrayOf, type Tensor } from "../../core/tensor.ts";

type Scalar = (...args: number[]) => number;

export function evaluateElementwise(
  definition: ElementwiseDefinition,
  args: readonly Tensor[],
  aval: Aval,
): TypedArray {
  const { eval: real, evalInteger } = definition;
  const integers = evalInteger !== undefined && (args[0].dtype === "int32" || args[0].dtype === "uint32");
  const f = integers ? evalInteger : real;
  const size = sizeOf(aval.shape);
  const out = makeArray(aval.dtype, size);
  if (args.length === 1) return mapOne(f, arrayOf(args[0]), out);
  if (args.length === 2) return mapTwo(f, args[0], args[1], aval.shape, out);
  const arrays = args.map((x) => (sameShape(x.shape, aval.shape) ? arrayOf(x) : expand(x, aval.shape)));
  return mapMany(f, arrays, out);
}

function mapOne(f: Scalar, x: TypedArray, out: TypedArray): TypedArray {
  for (let i = 0; i < out.length; i++) out[i] = f(x[i]);
  return out;
}

function mapTwo(f: Scalar, x: Tensor, y: Tensor, shape: Shape, out: TypedArray): TypedArray {
  const [a, b] = [arrayOf(x), arrayOf(y)];
  if (a.length === out.length && b.length === out.length) {
    for (let i = 0; i < out.length; i++) out[i] = f(a[i], b[i]);
  } else if (b.length === 1) {
    const right = b[0];
    for (let i = 0; i < out.length; i++) out[i] = f(a[i], right);
  } else if (a.length === 1) {
    const left = a[0];
    for (let i = 0; i < out.length; i++) out[i] = f(left, b[i]);
  } else mapRows(f, a, broadcastStrides(x.shape, shape), b, broadcastStrides(y.shape, shape), shape, out);
  return out;
}

/** Both operands read through strides, row by row. */
function mapRows(
  f: Scalar,
  a: TypedArray,
  aStrides: readonly number[],
  b: TypedArray,
  bStrides: readonly number[],
  shape: Shape,
  out: TypedArray,
): void {
  const last = shape.length - 1;
  const [aStep, bStep, inner] = [aStrides[last], bStrides[last], shape[last]];
  const aIndex = new Array<number>(shape.length).fill(0);
  const bIndex = new Array<number>(shape.length).fill(0);
  let [aBase, bBase] = [0, 0];
  for (let at = 0; at < out.length; ) {
    for (let i = 0, p = aBase, q = bBase; i < inner; i++, p += aStep, q += bStep) out[at++] = f(a[p], b[q]);
    aBase = advance(aIndex, shape, aStrides, aBase);
    bBase = advance(bIndex, shape, bStrides, bBase);
  }
}

function mapMany(f: Scalar, arrays: readonly TypedArray[], out: TypedArray): TypedArray {
  const [a, b, c] = arrays;
  if (arrays.length === 3) for (let i = 0; i < out.length; i++) out[i] = f(a[i], b[i], c[i]);
  else for (let i = 0; i < out.length; i++) out[i] = f(...arrays.map((array) => array[i]));
  return out;
}

const expand = (x: Tensor, shape: Shape): TypedArray =>
  gatherStrided(arrayOf(x), { shape, dtype: x.dtype, weak: false }, broadcastStrides(x.shape, shape), 0);
