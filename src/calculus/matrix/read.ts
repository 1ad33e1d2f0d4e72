/** Traced TypeScript functions as formulas of vectors and matrices: the ops of linear algebra, read. */
import { fail } from "../../base/errors.ts";
import type { ElementwiseOp } from "../../core/elementwise.ts";
import { reshapeTo } from "../../core/basic.ts";
import type { Op } from "../../core/op.ts";
import { traceFlat } from "../../core/program.ts";
import type { Tensor } from "../../core/tensor.ts";
import { div as divOp, mul as mulOp, sign } from "../../ops/arithmetic.ts";
import type { DotParams } from "../../ops/dotGeneral.ts";
import { div, mul, zeros } from "../build.ts";
import type { Dimension, Expression } from "../expression.ts";
import { apply } from "../functions.ts";
import { intern, same, sameDimensions } from "../intern.ts";
import { minusOne, symbol } from "../leaves.ts";
import { fromOp, fromProgram, type ReadOp } from "../program.ts";
import { ATOM, columnsOf, type Head, isColumn, isHead, isRow, isSquare, rowsOf, sizeOf, unsupported } from "./head.ts";
import { identity, ones } from "./heads/constants.ts";
import { diag, diagonal } from "./heads/diagonal.ts";
import { elementPower, lift } from "./heads/elements.ts";
import { expm, pseudoinverse } from "./heads/functions.ts";
import { det, inner, logdet, sumOfElements } from "./heads/invariants.ts";
import { vec, vecHead } from "./heads/kronecker.ts";
import { literal } from "./heads/literal.ts";
import { norm } from "./heads/norms.ts";
import { inverse, matmul, transpose } from "./heads/products.ts";
import { logSoftmax, logsumexp, softmax } from "./heads/vectors.ts";

/** A column [n, 1], as reshape makes it for broadcasting: told apart from a vector [n] while code is read. */
const columnHead: Head = {
  name: "column",
  dimensions: ([x]) => [rowsOf(x), 1],
  build: ([x]) => asColumn(x),
  transposed: ([x], back) => back(x),
  tensor: ([x], { shape }) => reshapeTo(x, shape),
  notation: ([x], write) => {
    const [text, precedence] = [write(x, ATOM), ATOM];
    return { text, latex: text, precedence };
  },
};

const asColumn = (x: Expression): Expression => intern("matrix", columnHead, [x]);
const isWide = (x: Expression): boolean => isHead(x, columnHead);
const plain = (x: Expression): Expression => (isWide(x) ? x.args[0] : x);

type Read = (args: readonly Expression[], params: never) => readonly Expression[] | undefined;

/** How the ops are read, by name; sizes in the parameters are those of the trace. */
const readers: Readonly<Record<string, Read>> = /*@__PURE__*/ (() =>
  ({
    dotGeneral: (args, params: DotParams) => {
      if (args.some(isWide)) return undefined;
      return dot(args, params);
    },
    transpose: ([x], { permutation }: { readonly permutation: readonly number[] }) => {
      if (permutation.length !== 2) return undefined;
      if (isWide(x)) return [transpose(plain(x))];
      return [isRow(x) ? asColumn(transpose(x)) : transpose(x)];
    },
    reshape: ([x], { shape }: { readonly shape: readonly number[] }) => {
      const inside = plain(x);
      if (inside.isScalar) return shape.length === 0 ? [inside] : undefined;
      const flat = isRow(inside) ? transpose(inside) : inside;
      if (isColumn(flat)) {
        if (shape.length === 1) return [flat];
        if (shape.length === 2 && shape[1] === 1) return [asColumn(flat)];
        return shape.length === 2 && shape[0] === 1 ? [transpose(flat)] : undefined;
      }
      // Row by row, which is column by column of the transpose.
      return shape.length === 1 ? [vec(transpose(flat))] : undefined;
    },
    slice: ([x], { strides }: { readonly strides: readonly { start: number; size: number; step: number }[] }) => {
      const [stride] = strides;
      if (strides.length !== 1 || !isHead(x, vecHead) || !isSquare(x.args[0])) return undefined;
      return stride.start === 0 && stride.step === stride.size + 1 ? [diagonal(x.args[0])] : undefined;
    },
    sum: ([x], { axes }: Axes) => reduced(plain(x), axes, isWide(x)),
    mean: ([x], { axes }: Axes) => {
      const inside = plain(x);
      const total = reduced(inside, axes, isWide(x));
      const counts = axes.map((axis) => sizeOf(axis === 0 ? rowsOf(inside) : columnsOf(inside)));
      return total && [div(total[0], mul(...counts))];
    },
    softmax: ([x]) => (isColumn(x) && !isWide(x) ? [softmax(x)] : undefined),
    logSoftmax: ([x]) => (isColumn(x) && !isWide(x) ? [logSoftmax(x, ones(x.dimensions))] : undefined),
    logsumexp: ([x], { axes }: Axes) =>
      axes.length === x.dimensions.length && !isWide(x) ? [logsumexp(vec(x))] : undefined,
    norm: ([x], { axes, order }: Axes & { readonly order: number }) => {
      if (axes.length !== x.dimensions.length || isWide(x)) return undefined;
      if (order === 2) return [norm(x)];
      return order === 1 ? [norm(vec(x), 1)] : undefined;
    },
    det: ([x]) => [det(x)],
    slogdet: ([x]) => [apply(sign.op, det(x)), logdet(x)],
    factor: ([x]) => [x, x],
    solve: ([a, , , b], { transpose: flipped }: { readonly transpose: boolean }) => {
      const solved = matmul(inverse(flipped ? transpose(a) : a), plain(b));
      return [isWide(b) ? asColumn(solved) : solved];
    },
    expm: ([x]) => [expm(x)],
    pinv: ([x]) => [pseudoinverse(x)],
  }) as Readonly<Record<string, Read>>)();

interface Axes {
  readonly axes: readonly number[];
}

/** Contraction over one axis, two, or none. */
function dot(
  [a, b]: readonly Expression[],
  { batch, contract: [left, right] }: DotParams,
): readonly Expression[] | undefined {
  if (batch[0].length > 0) return undefined;
  const [isVectorA, isVectorB] = [isColumn(a), isColumn(b)];
  if (a.isScalar || b.isScalar) return [mul(a, b)];
  if (left.length === 0) return isVectorA && isVectorB ? [matmul(a, transpose(b))] : undefined;
  if (left.length === 2) {
    const other = left[0] === right[0] ? b : transpose(b);
    return [inner(a, other)];
  }
  const first = isVectorA || left[0] === 0 ? transpose(a) : a;
  const second = isVectorB || right[0] === 0 ? b : transpose(b);
  const product = matmul(first, second);
  return [isVectorA && !isVectorB ? transpose(product) : product];
}

function reduced(x: Expression, axes: readonly number[], wide: boolean): readonly Expression[] | undefined {
  if (wide) return axes.length === 2 || axes[0] === 0 ? [sumOfElements(x)] : [x];
  if (axes.length === x.dimensions.length) return [sumOfElements(x)];
  if (axes.length !== 1) return undefined;
  if (axes[0] === 1) return [matmul(x, ones([columnsOf(x)]))];
  return [transpose(matmul(transpose(ones([rowsOf(x)])), x))];
}

const PLACES: readonly Expression[] = /*@__PURE__*/ (() => ["#r0", "#r1", "#r2"].map((name) => symbol(name)))();

/** An elementwise op on vectors or matrices, with NumPy's broadcasting of rows and columns. */
function elementwise(op: Op, args: readonly Expression[]): readonly Expression[] | undefined {
  if (op.kind !== "elementwise" || args.every(({ isScalar }) => isScalar)) return undefined;
  const places = PLACES.slice(0, args.length);
  const template = fromOp(op as ElementwiseOp, places);
  if (args.every((x) => x.isScalar || isWide(x))) {
    return [asColumn(lift(template, new Map(places.map((place, at) => [place, plain(args[at])]))))];
  }
  const product = productOfOuter(op, args);
  if (product !== undefined) return [product];
  const spread = spreadAll(args);
  return spread && [lift(template, new Map(places.map((place, at) => [place, spread[at]])))];
}

/** Of a column, a row and matrices: all as matrices of the same dimensions. */
function spreadAll(args: readonly Expression[]): readonly Expression[] | undefined {
  const shaped = args.filter(({ isScalar }) => !isScalar);
  if (shaped.every((x) => sameDimensions(x.dimensions, shaped[0].dimensions))) return args;
  const rows: Dimension[] = [];
  const across: Dimension[] = [];
  args.forEach((x) => {
    if (isWide(x)) rows.push(rowsOf(x));
    else if (x.isScalar) return;
    else if (isColumn(x)) across.push(rowsOf(x));
    else {
      if (rowsOf(x) !== 1) rows.push(rowsOf(x));
      across.push(columnsOf(x));
    }
  });
  if (new Set(rows).size !== 1 || new Set(across).size !== 1) return undefined;
  const [[m], [n]] = [rows, across];
  return args.map((x) => {
    if (isWide(x)) return matmul(plain(x), transpose(ones([n])));
    if (x.isScalar) return x;
    if (isColumn(x)) return matmul(ones([m]), transpose(x));
    return isRow(x) ? matmul(ones([m]), x) : x;
  });
}

/** Products and quotients with a column or a row are products with diagonal matrices, or an outer product. */
function productOfOuter(op: Op, args: readonly Expression[]): Expression | undefined {
  if (op !== mulOp.op && op !== divOp.op) return undefined;
  const inverted = op === divOp.op;
  const kind = (x: Expression): "column" | "row" | "matrix" | "scalar" => {
    if (x.isScalar) return "scalar";
    return isWide(x) ? "column" : isColumn(x) || isRow(x) ? "row" : "matrix";
  };
  const [p, q] = args.map(kind);
  const vectorAt = (at: number): Expression => {
    const v = isRow(args[at]) ? transpose(args[at]) : plain(args[at]);
    return inverted && at === 1 ? elementPower(v, minusOne) : v;
  };
  if (p === "column" && q === "row") return matmul(vectorAt(0), transpose(vectorAt(1)));
  if (p === "row" && q === "column") return matmul(vectorAt(1), transpose(vectorAt(0)));
  if (p === "matrix" && q === "column") return matmul(diag(vectorAt(1)), args[0]);
  if (p === "matrix" && q === "row") return matmul(args[0], diag(vectorAt(1)));
  if (inverted) return undefined;
  if (p === "column" && q === "matrix") return matmul(diag(vectorAt(0)), args[1]);
  if (p === "row" && q === "matrix") return matmul(args[1], diag(vectorAt(0)));
  return undefined;
}

/** Reads the ops of linear algebra, and elementwise ones on vectors and matrices. */
export const readMatrixOps: ReadOp = (op, args, params) => {
  const read = Object.hasOwn(readers, op.name) ? readers[op.name] : undefined;
  if (read === undefined) return elementwise(op, args);
  return read(args, params as never) ?? unsupported(`the op ${op.name} on these shapes`, "the traced function");
};

/** Sizes to trace with: two of each, so that what depends on them shows. */
const SIZES: readonly (readonly number[])[] = [
  [3, 5, 7, 11, 13, 17, 19, 23],
  [29, 31, 37, 41, 43, 47, 53, 59],
];

/**
 * The formula of a function of vectors and matrices, traced from its code with named dimensions.
 * @param f - a function of tensors
 * @param symbols - what its arguments are
 * @returns the formula of its result
 * @throws TensorError "value" when an op has no formula, or the function uses a named size as a number: "unsupported: …"
 */
export function fromFunction(f: (...args: Tensor[]) => Tensor, symbols: readonly Expression[]): Expression {
  const names = [...new Set(symbols.flatMap(({ dimensions }) => dimensions.filter((n) => typeof n === "string")))];
  if (names.length > SIZES[0].length) unsupported(`${names.length} named sizes`, "fromFunction");
  const [first, second] = SIZES.map((sizes) => traced(f, symbols, new Map(names.map((name, at) => [name, sizes[at]]))));
  if (names.length > 0 && !same(first, second)) {
    fail("value", {
      op: "fromFunction",
      argument: "f",
      got: "a function that uses a size as a number",
      expects: "a function of the elements alone, or symbols whose sizes are numbers",
      problem: "unsupported: the function computes with the sizes of its arguments, which have only names",
      fix: 'give the symbols numbers for sizes, e.g. vector("x", 3), or use mean instead of dividing by the length',
    });
  }
  return first;
}

function traced(
  f: (...args: Tensor[]) => Tensor,
  symbols: readonly Expression[],
  sizes: ReadonlyMap<string, number>,
): Expression {
  const avals = symbols.map(({ dimensions }) => ({
    shape: dimensions.map((n) => (typeof n === "number" ? n : (sizes.get(n) as number))),
    dtype: "float64" as const,
    weak: false,
  }));
  const program = traceFlat((...args) => [f(...args)], avals, false, "fromFunction");
  const byNumber = new Map([...sizes].map(([name, size]) => [size, name] as const));
  const named = (value: Tensor): Expression => renamed(literal(value), byNumber);
  return plain(fromProgram(program, symbols, readMatrixOps, named)[0]);
}

/** I, 0 and 1 of a size that has a name. */
function renamed(x: Expression, names: ReadonlyMap<number, string>): Expression {
  const build = x.kind === "matrix" ? NAMED[(x.payload as { readonly name: string }).name] : undefined;
  return build === undefined ? x : build(x.dimensions.map((n) => names.get(n as number) ?? n));
}

const NAMED: Readonly<Record<string, (dimensions: readonly Dimension[]) => Expression>> = {
  identity: ([n]) => identity(n),
  ones: (dimensions) => ones(dimensions),
  zero: (dimensions) => zeros(dimensions),
};
