/** Kronecker products and columns of a matrix on top of each other. */
import { permute, reshapeTo } from "../../../core/basic.ts";
import type { Tensor } from "../../../core/tensor.ts";
import { tensor } from "../../../ops/create.ts";
import { kron as kronTensor } from "../../../ops/matmul.ts";
import { mul, sumOf, zeros } from "../../build.ts";
import type { Dimension, Expression } from "../../expression.ts";
import { intern } from "../../intern.ts";
import {
  called,
  columnsOf,
  dimensionsFrom,
  type Head,
  isColumn,
  isHead,
  isRow,
  isSquare,
  isZeros,
  mismatch,
  PRODUCT,
  rowsOf,
  sizeOf,
  timesDimensions,
} from "../head.ts";
import { identity, isIdentity } from "./constants.ts";
import { inner } from "./invariants.ts";
import { matmul, transpose } from "./products.ts";

const matrixOf = (x: Tensor): Tensor => (x.ndim === 2 ? x : reshapeTo(x, [x.size, 1]));

export const kronHead: Head = {
  name: "kron",
  dimensions: ([a, b]) =>
    dimensionsFrom(timesDimensions(rowsOf(a), rowsOf(b)), timesDimensions(columnsOf(a), columnsOf(b))),
  build: ([a, b]) => kron(a, b),
  transposed: ([a, b], back) => kron(back(a), back(b)),
  rule: {
    name: "product rule",
    text: "d(X ⊗ Y) = dX ⊗ Y + X ⊗ dY",
    latex: "\\mathrm{d}(X \\otimes Y) = \\mathrm{d}X \\otimes Y + X \\otimes \\mathrm{d}Y",
  },
  multilinear: true,
  adjoint: (g, { args, at }) => kronAdjoint(g, args, at),
  traced: (args, trace) => (args.every(isSquare) ? mul(...args.map(trace)) : undefined),
  determinants: ([a, b]) =>
    isSquare(a) && isSquare(b)
      ? [
          [a, sizeOf(rowsOf(b))],
          [b, sizeOf(rowsOf(a))],
        ]
      : undefined,
  tensor: ([a, b], { shape }) => reshapeTo(kronTensor(matrixOf(a), matrixOf(b)), shape),
  notation: ([a, b], write) => {
    const [x, y] = [write(a, PRODUCT + 0.5), write(b, PRODUCT + 0.5)];
    return { text: `${x} ⊗ ${y}`, latex: `${x} \\otimes ${y}`, precedence: PRODUCT };
  },
};

/** ⟨P ⊗ Q, A ⊗ B⟩ = ⟨P, A⟩⟨Q, B⟩; for other g there is no matrix form. */
function kronAdjoint(g: Expression, args: readonly Expression[], at: number): Expression | undefined {
  const other = args[1 - at];
  if (g.kind === "sum") {
    const parts = g.args.map((term) => kronAdjoint(term, args, at));
    return parts.every((part) => part !== undefined) ? sumOf(parts) : undefined;
  }
  if (g.kind === "product") {
    const shaped = kronAdjoint(g.args[g.args.length - 1], args, at);
    return shaped && mul(...g.args.slice(0, -1), shaped);
  }
  const sides = sidesOf(g, args);
  if (sides === undefined) return undefined;
  return mul(inner(sides[1 - at], other), sides[at]);
}

function sidesOf(g: Expression, [a, b]: readonly Expression[]): readonly Expression[] | undefined {
  if (isZeros(g)) return [zeros(a.dimensions), zeros(b.dimensions)];
  if (isIdentity(g) && isSquare(a) && isSquare(b)) return [identity(rowsOf(a)), identity(rowsOf(b))];
  if (!isHead(g, kronHead)) return undefined;
  const [p, q] = g.args;
  const fits = (x: Expression, y: Expression): boolean => rowsOf(x) === rowsOf(y) && columnsOf(x) === columnsOf(y);
  return fits(p, a) && fits(q, b) ? g.args : undefined;
}

/**
 * The Kronecker product: each element of a times the whole of b, in blocks. Thus trace(kron(X, A)) is tr(A) tr(X).
 * @param a - a matrix, vector or scalar
 * @param b - a matrix, vector or scalar
 * @returns rows and columns are the products of theirs
 * @math A \otimes B
 */
export function kron(a: Expression, b: Expression): Expression {
  if (a.isScalar || b.isScalar) return mul(a, b);
  if (isZeros(a) || isZeros(b)) return zeros(kronHead.dimensions([a, b]));
  if (a.kind === "product" || b.kind === "product") {
    const scalars = [a, b].flatMap((x) => (x.kind === "product" ? x.args.slice(0, -1) : []));
    const [p, q] = [a, b].map((x) => (x.kind === "product" ? x.args[x.args.length - 1] : x));
    return mul(...scalars, kron(p, q));
  }
  if (isIdentity(a) && isIdentity(b)) return identity(timesDimensions(rowsOf(a), rowsOf(b)));
  // A vector and a row are an outer product.
  if (isColumn(a) && isRow(b)) return matmul(a, b);
  if (isRow(a) && isColumn(b)) return matmul(b, a);
  return intern("matrix", kronHead, [a, b]);
}

export const vecHead: Head = {
  name: "vec",
  dimensions: ([x]) => [timesDimensions(rowsOf(x), columnsOf(x))],
  build: ([x]) => vec(x),
  rule: {
    name: "vec",
    text: "d vec(X) = vec(dX)",
    latex: "\\mathrm{d}\\operatorname{vec}(X) = \\operatorname{vec}(\\mathrm{d}X)",
  },
  multilinear: true,
  adjoint: (g, { args: [x] }) => unvec(g, rowsOf(x), columnsOf(x)),
  jacobian: (inner) => inner,
  tensor: ([x], { shape }) => reshapeTo(permute(x, [1, 0]), shape),
  notation: /*@__PURE__*/ called("vec"),
};

/**
 * The columns of a matrix on top of each other. Thus vec(matrix("X", 2, 3)).dimensions is [6].
 * @param x - a matrix; vectors stay
 * @returns a vector
 * @math \operatorname{vec}(AXB) = (B^{\top} \otimes A)\operatorname{vec}(X)
 */
export function vec(x: Expression): Expression {
  if (x.isScalar || isColumn(x)) return x;
  if (isRow(x)) return transpose(x);
  if (x.kind === "product") return mul(...x.args.map((part) => (part.isScalar ? part : vec(part))));
  if (isZeros(x)) return zeros(vecHead.dimensions([x]));
  if (isHead(x, unvecHead(1, 1))) return x.args[0];
  return intern("matrix", vecHead, [x]);
}

const unvecHead = (rows: Dimension, columns: Dimension): Head => ({
  name: "unvec",
  key: `unvec ${rows} ${columns}`,
  dimensions: () => [rows, columns],
  build: ([x]) => unvec(x, rows, columns),
  rule: {
    name: "unvec",
    text: "d mat(x) = mat(dx)",
    latex: "\\mathrm{d}\\operatorname{mat}(x) = \\operatorname{mat}(\\mathrm{d}x)",
  },
  multilinear: true,
  adjoint: (g) => vec(g),
  jacobian: (inner) => inner,
  tensor: ([x], { shape: [m, n] }) => permute(reshapeTo(x, [n, m]), [1, 0]),
  notation: /*@__PURE__*/ called("mat"),
});

/**
 * The matrix whose columns stand on top of each other in a vector. Thus unvec(vector("x", 6), 2, 3).dimensions is [2, 3].
 * @param x - a vector
 * @param rows - of the matrix
 * @param columns - of the matrix
 * @returns the matrix
 * @throws TensorError "shape" when the elements do not fit
 */
export function unvec(x: Expression, rows: Dimension, columns: Dimension): Expression {
  if (columns === 1) return x;
  if (rows === 1) return transpose(x);
  if (timesDimensions(rows, columns) !== rowsOf(x)) {
    mismatch("unvec", `${rowsOf(x)} elements do not fit into [${rows}, ${columns}]`);
  }
  if (isHead(x, vecHead) && rowsOf(x.args[0]) === rows) return x.args[0];
  if (x.kind === "product") return mul(...x.args.slice(0, -1), unvec(x.args[x.args.length - 1], rows, columns));
  return intern("matrix", unvecHead(rows, columns), [x]);
}

/** K with K vec(X) = vec(Xᵀ) for X of so many rows and columns. */
export function commutation(rows: Dimension, columns: Dimension): Expression {
  const size = timesDimensions(rows, columns);
  if (rows === 1 || columns === 1) return identity(size);
  return intern("matrix", commutationHead(rows, columns), []);
}

const commutationHead = (rows: Dimension, columns: Dimension): Head => ({
  name: "commutation",
  key: `commutation ${rows} ${columns}`,
  dimensions: () => {
    const size = timesDimensions(rows, columns);
    return [size, size];
  },
  build: () => commutation(rows, columns),
  transposed: () => commutation(columns, rows),
  tensor: (_, { size }) => commutationTensor(size(rows), size(columns)),
  notation: () => ({ text: `K_${rows},${columns}`, latex: `K_{${rows},${columns}}`, precedence: 4 }),
});

/** Row i·n + j holds a 1 in column j·m + i. */
function commutationTensor(m: number, n: number): Tensor {
  const rows = Array.from({ length: m * n }, () => new Array<number>(m * n).fill(0));
  for (let i = 0; i < m; i++) for (let j = 0; j < n; j++) rows[i * n + j][j * m + i] = 1;
  return tensor(rows);
}
