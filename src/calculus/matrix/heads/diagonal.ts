/** Diagonals and triangles: of vectors and of matrices. */
import {
  diag as diagTensor,
  diagonal as diagonalTensor,
  tril as trilTensor,
  triu as triuTensor,
} from "../../../ops/diagonals.ts";
import { mul, sumOf, zeros } from "../../build.ts";
import type { Expression, MatrixHead } from "../../expression.ts";
import { intern } from "../../intern.ts";
import { called, type Head, isColumn, isHead, isZeros, mismatch, requireSquare, rowsOf, shown } from "../head.ts";
import { hadamard } from "./elements.ts";
import { identity, isIdentity, isOnes, ones } from "./constants.ts";

const linear = (name: string, text: string): Head["rule"] => ({ name, text, latex: text });

/** Of a linear function: sums and scalars go outside. */
function linearly(x: Expression, f: (part: Expression) => Expression): Expression {
  if (x.kind === "sum" && x.args.every(({ isScalar }) => !isScalar))
    return sumOf(x.args.map((term) => linearly(term, f)));
  if (x.kind === "product") return mul(...x.args.map((part) => (part.isScalar ? part : f(part))));
  return f(x);
}

export const diagHead: Head = {
  name: "diag",
  dimensions: ([v]) => [rowsOf(v), rowsOf(v)],
  build: ([v]) => diag(v),
  transposed: ([v]) => diag(v),
  rule: /*@__PURE__*/ linear("diagonal", "d diag(u) = diag(du)"),
  multilinear: true,
  adjoint: (g) => diagonal(g),
  tensor: ([v]) => diagTensor(v),
  notation: /*@__PURE__*/ called("diag"),
};

/**
 * The matrix with a vector on its diagonal and zeros elsewhere. Thus matmul(diag(a), x) is a ⊙ x.
 * @param v - a vector
 * @returns a square matrix
 * @throws TensorError "shape" for a matrix
 */
export function diag(v: Expression): Expression {
  if (v.isScalar) return v;
  if (!isColumn(v))
    mismatch("diag", `dimensions ${shown(v.dimensions)} are not those of a vector`, "use diagonal for a matrix");
  if (v.kind === "product") return linearly(v, diag);
  if (isZeros(v)) return zeros([rowsOf(v), rowsOf(v)]);
  if (isOnes(v)) return identity(rowsOf(v));
  return intern("matrix", diagHead, [v]);
}

export const diagonalHead: Head = {
  name: "diagonal",
  dimensions: ([m]) => [rowsOf(m)],
  build: ([m]) => diagonal(m),
  rule: /*@__PURE__*/ linear("diagonal", "d diagonal(U) = diagonal(dU)"),
  multilinear: true,
  adjoint: (g) => diag(g),
  tensor: ([m]) => diagonalTensor(m),
  notation: /*@__PURE__*/ called("diagonal"),
};

/** Products and transposes are made of diagonals, so that they are known by name here. */
const isNamed = (x: Expression, name: string): boolean =>
  x.kind === "matrix" && (x.payload as MatrixHead).name === name;

/** u vᵀ, whose diagonal is u ⊙ v. */
const isOuter = (m: Expression): boolean =>
  isNamed(m, "matmul") && m.args.length === 2 && isColumn(m.args[0]) && isNamed(m.args[1], "transpose");

/**
 * The diagonal of a square matrix, as a vector. Thus diagonal(diag(x)) is x.
 * @param m - a square matrix
 * @returns a vector
 * @throws TensorError "shape" when m is not square
 */
export function diagonal(m: Expression): Expression {
  if (m.isScalar) return m;
  requireSquare("diagonal", m);
  if (isIdentity(m) || isOnes(m)) return ones([rowsOf(m)]);
  if (isZeros(m)) return zeros([rowsOf(m)]);
  if (isHead(m, diagHead)) return m.args[0];
  if (isNamed(m, "transpose")) return diagonal(m.args[0]);
  if (isOuter(m)) return hadamard(m.args[0], m.args[1].args[0]);
  if (m.kind === "product" || m.kind === "sum") {
    const parts = linearly(m, (part) => (part === m ? intern("matrix", diagonalHead, [m]) : diagonal(part)));
    return parts;
  }
  return intern("matrix", diagonalHead, [m]);
}

function triangle(
  name: "tril" | "triu",
  tensor: (x: Parameters<Head["tensor"]>[0][0]) => ReturnType<Head["tensor"]>,
): Head {
  const head: Head = {
    name,
    dimensions: ([m]) => m.dimensions,
    build: ([m]) => triangleOf(name, m),
    transposed: ([m], transpose) => triangleOf(name === "tril" ? "triu" : "tril", transpose(m)),
    rule: /*@__PURE__*/ linear("triangle", `d ${name}(U) = ${name}(dU)`),
    multilinear: true,
    adjoint: (g) => triangleOf(name, g),
    tensor: ([m]) => tensor(m),
    notation: /*@__PURE__*/ called(name),
  };
  return head;
}

const trilHead: Head = /*@__PURE__*/ triangle("tril", (x) => trilTensor(x));
const triuHead: Head = /*@__PURE__*/ triangle("triu", (x) => triuTensor(x));

/**
 * The part of a matrix on and below the diagonal, or on and above it. Thus triangleOf("tril", A) is tril(A).
 * @param name - "tril" for below, "triu" for above
 * @param m - a matrix
 * @returns of the same dimensions, with zeros in the other part
 */
export function triangleOf(name: "tril" | "triu", m: Expression): Expression {
  if (isIdentity(m) || isZeros(m) || isHead(m, diagHead)) return m;
  return linearly(m, (part) => intern("matrix", name === "tril" ? trilHead : triuHead, [part]));
}
