/** Transposes, products and powers of matrices: one file, because each simplifies by the others. */
import { fail } from "../../../base/errors.ts";
import { permute, reshapeTo } from "../../../core/basic.ts";
import type { Tensor } from "../../../core/tensor.ts";
import { matrixPower as matrixPowerTensor } from "../../../ops/linalg/functions.ts";
import { inv } from "../../../ops/linalg/solve.ts";
import { matmul as matmulTensors } from "../../../ops/matmul.ts";
import { add, integerOf, mul, neg, power, sub, sumOf, zeros } from "../../build.ts";
import type { Expression, Payloads } from "../../expression.ts";
import { intern, same } from "../../intern.ts";
import { isNumeric, isOne, isZero, minusOne, number, one, zero } from "../../leaves.ts";
import { rebuild } from "../../substitute.ts";
import {
  ATOM,
  columnsOf,
  dimensionsFrom,
  type Head,
  headOf,
  isColumn,
  isHead,
  isRow,
  isSquare,
  isZeros,
  mismatch,
  POWER,
  PRODUCT,
  requireSquare,
  rowsOf,
  shown,
} from "../head.ts";
import { freshIndex } from "../freshIndex.ts";
import { first } from "../order.ts";
import { identity, isIdentity, isOnes, ones } from "./constants.ts";
import { diag, diagHead } from "./diagonal.ts";
import { elementPower, hadamard, lifted } from "./elements.ts";

// ---------------------------------------------------------------- transpose

export const transposeHead: Head = {
  name: "transpose",
  dimensions: ([x]) => dimensionsFrom(columnsOf(x), rowsOf(x)),
  build: ([x]) => transpose(x),
  transposed: ([x]) => x,
  rule: { name: "transpose", text: "d(Xᵀ) = (dX)ᵀ", latex: "\\mathrm{d}(X^{\\top}) = (\\mathrm{d}X)^{\\top}" },
  multilinear: true,
  adjoint: (g) => transpose(g),
  determinants: ([x]) => [[x, one]],
  tensor: ([x], { shape }) => (x.ndim === 2 && shape.length === 2 ? permute(x, [1, 0]) : reshapeTo(x, shape)),
  notation: ([x], write) => {
    const inner = write(x, POWER + 0.5);
    return { text: `${inner}ᵀ`, latex: `${inner}^{\\top}`, precedence: POWER };
  },
};

/**
 * The transpose xᵀ, pushed to the leaves: (AB)ᵀ is BᵀAᵀ, (A⁻¹)ᵀ is A^-ᵀ, a symmetric matrix is its own. That of a vector that is a sum,
 * or made element by element, stays outside. Thus transpose(matmul(A, B)) is Bᵀ Aᵀ.
 * @param x - a vector, which becomes a row, a matrix, or a scalar, which stays
 * @returns the transpose
 * @math (AB)^{\top} = B^{\top} A^{\top}
 * @source Petersen & Pedersen, The Matrix Cookbook, 2012, §1
 */
export function transpose(x: Expression): Expression {
  if (x.isScalar) return x;
  let found = transposes.get(x);
  if (found === undefined) transposes.set(x, (found = transposeOf(x)));
  return found;
}

/** Each formula's, found once: parts are shared, and going down them again and again would never end. */
const transposes = /*@__PURE__*/ new WeakMap<Expression, Expression>();

function transposeOf(x: Expression): Expression {
  switch (x.kind) {
    case "symbol":
      return isOwnTranspose(x) ? x : intern("matrix", transposeHead, [x]);
    case "product":
      return mul(...x.args.map(transpose));
    case "matrix": {
      if (isZeros(x)) return zeros(dimensionsFrom(columnsOf(x), rowsOf(x)));
      const head = headOf(x) as Head;
      if (isHead(x, transposeHead) || !isColumn(x) || isHead(x, matmulHead)) {
        const made = head.transposed?.(x.args, transpose);
        if (made !== undefined) return made;
      }
      return intern("matrix", transposeHead, [x]);
    }
    case "series":
      return rebuild(x, [transpose(x.args[0]), ...x.args.slice(1)]);
    case "relation":
      return x;
    default:
      return isColumn(x) ? intern("matrix", transposeHead, [x]) : lifted(x, x.args.map(transpose));
  }
}

function isOwnTranspose(x: Expression): boolean {
  const { symmetric, diagonal, positiveDefinite } = (x.payload as Payloads["symbol"]).assumptions;
  return symmetric === true || diagonal === true || positiveDefinite === true;
}

export const isSymmetric = (x: Expression): boolean => isSquare(x) && same(transpose(x), x);

// ---------------------------------------------------------------- product

export const matmulHead: Head = {
  name: "matmul",
  dimensions: (args) => dimensionsFrom(rowsOf(args[0]), columnsOf(args[args.length - 1])),
  build: (args) => matmul(...args),
  transposed: (args, back) => matmul(...args.map(back).reverse()),
  rule: {
    name: "product rule",
    text: "d(XY) = dX Y + X dY",
    latex: "\\mathrm{d}(XY) = \\mathrm{d}X\\,Y + X\\,\\mathrm{d}Y",
  },
  multilinear: true,
  adjoint: (g, { args, at }) =>
    matmul(
      ...args.slice(0, at).map(transpose).reverse(),
      g,
      ...args
        .slice(at + 1)
        .map(transpose)
        .reverse(),
    ),
  determinants: (args) => (args.every(isSquare) ? args.map((x) => [x, one] as const) : undefined),
  tensor: (args, { shape }) => reshapeTo(chain(args.map(asMatrix)), shape),
  notation: (args, write) => {
    const texts = args.map((arg) => write(arg, PRODUCT + 0.25));
    return { text: texts.join(" "), latex: texts.join(" "), precedence: PRODUCT };
  },
};

const asMatrix = (x: Tensor): Tensor => (x.ndim === 2 ? x : reshapeTo(x, [x.size, 1]));

/** From the side of the vector, where there is one. */
function chain(factors: readonly Tensor[]): Tensor {
  if (factors[factors.length - 1].shape[1] === 1)
    return factors.reduceRight((right, left) => matmulTensors(left, right));
  return factors.reduce((left, right) => matmulTensors(left, right));
}

/**
 * The product of matrices, vectors (columns) and scalars, simplified: scalars and inner products stand in front, I disappears, inverses
 * cancel, powers of one matrix are collected, and of uᵀAv = vᵀAᵀu always the same one is kept. Thus matmul(transpose(x), A, x) is xᵀ
 * A x.
 * @param given - the factors in order; neighbours have as many columns as rows
 * @returns the product: a scalar where it has one row and one column
 * @throws TensorError "shape" when the dimensions of neighbours differ, which it names
 * @math (AB)_{ik} = \sum_j A_{ij} B_{jk}
 */
export function matmul(...given: readonly Expression[]): Expression {
  const scalars: Expression[] = [];
  const factors: Expression[] = [];
  const open = given.toReversed();
  for (let x = open.pop(); x !== undefined; x = open.pop()) {
    if (x.isScalar) scalars.push(x);
    else if (x.kind === "product" || isHead(x, matmulHead)) open.push(...x.args.toReversed());
    else if (isRow(x) && (x.kind === "sum" || isOnes(x))) factors.push(transpose(transpose(x)));
    else if (isOnes(x) && !isColumn(x) && given.length > 1)
      open.push(transpose(ones([columnsOf(x)])), ones([rowsOf(x)]));
    else factors.push(x);
  }
  if (factors.length === 0) return mul(...scalars);
  checkChain(factors);
  const dimensions = dimensionsFrom(rowsOf(factors[0]), columnsOf(factors[factors.length - 1]));
  if (factors.some(isZeros)) return zeros(dimensions);
  const fused = cancelChains(fuseAll(factors));
  if (fused.length === 0) return mul(...scalars, identity(rowsOf(factors[0])));
  const { left, inner, right } = pieces(fused);
  const outer = [...left, ...right];
  if (inner.length > 0) scalars.push(...inner.map(scalarOf));
  if (isOuterOfOnes(outer)) scalars.push(ones(dimensions));
  else if (outer.length > 0) scalars.push(outer.length === 1 ? outer[0] : intern("matrix", matmulHead, outer));
  return scalars.length === 1 ? scalars[0] : mul(...scalars);
}

/** 11ᵀ is the matrix of ones. */
const isOuterOfOnes = (factors: readonly Expression[]): boolean =>
  factors.length === 2 && isOnes(factors[0]) && isHead(factors[1], transposeHead) && isOnes(factors[1].args[0]);

function checkChain(factors: readonly Expression[]): void {
  for (let at = 1; at < factors.length; at++) {
    const [a, b] = [columnsOf(factors[at - 1]), rowsOf(factors[at])];
    if (a !== b) {
      mismatch(
        "matmul",
        `a factor of dimensions ${shown(factors[at - 1].dimensions)} meets one of dimensions ${shown(factors[at].dimensions)}: ${a} columns, ${b} rows`,
        'transpose a factor, or declare the symbols with the same dimensions, e.g. { A: "square" }',
      );
    }
  }
}

/** Neighbours that are one thing together: powers of one base, I, inverses, diagonal matrices. */
function fuseAll(factors: readonly Expression[]): Expression[] {
  const kept: Expression[] = [];
  for (let x of factors) {
    let gone = isIdentity(x);
    while (!gone && kept.length > 0) {
      const together = fuse(kept[kept.length - 1], x);
      if (together === undefined) break;
      kept.pop();
      x = together;
      gone = isIdentity(x);
    }
    if (!gone) kept.push(x);
  }
  return kept;
}

function fuse(a: Expression, b: Expression): Expression | undefined {
  if (isSquare(a) && isSquare(b)) {
    const [base, k] = powerParts(a);
    const [other, l] = powerParts(b);
    if (same(base, other)) return matrixPower(base, add(k, l));
    if (isOrthogonal(a) && same(transpose(a), b)) return identity(rowsOf(a));
    if (isOrthogonal(b) && same(transpose(b), a)) return identity(rowsOf(b));
  }
  if (isHead(a, diagHead)) {
    if (isHead(b, diagHead)) return diag(hadamard(a.args[0], b.args[0]));
    if (isColumn(b)) return hadamard(a.args[0], b);
  }
  if (isHead(b, diagHead) && isRow(a)) return transpose(hadamard(transpose(a), b.args[0]));
  return undefined;
}

const isOrthogonal = (x: Expression): boolean =>
  x.kind === "symbol" && (x.payload as Payloads["symbol"]).assumptions.orthogonal === true;

function powerParts(x: Expression): readonly [base: Expression, exponent: Expression] {
  return isHead(x, matrixPowerHead) ? [x.args[0], x.args[1]] : [x, one];
}

/** (Z'Z)⁻¹ beside Z'Z, whose factors stand in the product one by one. */
function cancelChains(factors: Expression[]): Expression[] {
  for (let at = 0; at < factors.length; at++) {
    const [base, exponent] = powerParts(factors[at]);
    if (!isHead(base, matmulHead) || !isHead(factors[at], matrixPowerHead)) continue;
    const size = base.args.length;
    for (const from of [at - size, at + 1]) {
      const beside = from < 0 ? [] : factors.slice(from, from + size);
      if (beside.length !== size || !beside.every((x, k) => same(x, base.args[k]))) continue;
      const rest = factors.toSpliced(Math.min(from, at), size + 1, matrixPower(base, add(exponent, one)));
      return cancelChains(fuseAll(rest));
    }
  }
  return factors;
}

interface Pieces {
  readonly left: readonly Expression[];
  readonly inner: readonly (readonly Expression[])[];
  readonly right: readonly Expression[];
}

/** Cut where there is one row or one column: pieces inside are scalars, x (yᵀAz) wᵀ. */
function pieces(factors: readonly Expression[]): Pieces {
  const cuts: Expression[][] = [[]];
  factors.forEach((x, at) => {
    if (at > 0 && rowsOf(x) === 1) cuts.push([]);
    cuts[cuts.length - 1].push(x);
  });
  const isScalarPiece = (piece: readonly Expression[]): boolean =>
    rowsOf(piece[0]) === 1 && columnsOf(piece[piece.length - 1]) === 1;
  const shaped = cuts.filter((piece) => !isScalarPiece(piece));
  return { left: shaped[0] ?? [], inner: cuts.filter(isScalarPiece), right: shaped[1] ?? [] };
}

/** uᵀAv = vᵀAᵀu, the one of the two that comes first. */
function scalarOf(factors: readonly Expression[]): Expression {
  const back = factors.map(transpose).reverse();
  return intern("matrix", matmulHead, first([factors, back]));
}

// ---------------------------------------------------------------- powers

/** Above so many factors a power of a product stays a power, and its differential a sum over an index. */
const MANY = 8n;

export const matrixPowerHead: Head = {
  name: "matrixPower",
  dimensions: ([x, k]) => {
    requireSquare("matrixPower", x);
    if (!k.isScalar) mismatch("matrixPower", `the exponent has dimensions ${shown(k.dimensions)}`, "use a number");
    return x.dimensions;
  },
  build: ([x, k]) => matrixPower(x, k),
  transposed: ([x, k], back) => matrixPower(back(x), k),
  rule: {
    name: "power of a matrix",
    text: "d(X⁻¹) = -X⁻¹ dX X⁻¹; d(Xᵏ) = Σ Xᵏ⁻¹⁻ʳ dX Xʳ",
    latex: "\\mathrm{d}(X^{-1}) = -X^{-1}\\,\\mathrm{d}X\\,X^{-1}",
  },
  differential: ([x, k], [dx, dk]) => (dx === undefined || dk !== undefined ? undefined : powerDifferential(x, k, dx)),
  determinants: ([x, k]) => [[x, k]],
  tensor: ([x, k], { whole }) => {
    if (isInverse(whole)) return inv(x);
    return matrixPowerTensor(x, k.item() as number);
  },
  notation: ([x, k], write) => {
    const flipped = isHead(x, transposeHead);
    const base = write(flipped ? x.args[0] : x, POWER + 0.5);
    const exponent = isNumeric(k) ? write(k, 0) : write(k, ATOM);
    if (!flipped) return { text: `${base}^${exponent}`, latex: `${base}^{${exponent}}`, precedence: POWER };
    if (isInverse1(k)) return { text: `${base}^-ᵀ`, latex: `${base}^{-\\top}`, precedence: POWER };
    const inside = `${base}^{\\top}`;
    return { text: `(${base}ᵀ)^${exponent}`, latex: `\\left(${inside}\\right)^{${exponent}}`, precedence: POWER };
  },
};

const isInverse1 = (k: Expression): boolean => integerOf(k) === -1n;
const isInverse = (x: Expression): boolean => isHead(x, matrixPowerHead) && isInverse1(x.args[1]);

/**
 * The inverse X⁻¹; of a product of square matrices (AB)⁻¹ = B⁻¹A⁻¹, of an orthogonal matrix the transpose. Thus matmul(inverse(A), A)
 * is I.
 * @param x - a square matrix, or a scalar
 * @returns the inverse
 * @throws TensorError "shape" when x is not square, "value" for the matrix of zeros
 * @math X^{-1} X = I
 */
export function inverse(x: Expression): Expression {
  return matrixPower(x, minusOne);
}

/**
 * The power Xᵏ of a square matrix, for a whole number k that is known or a symbol. For powers of each element see `elementPower`. Thus
 * gradientOf(trace(matrixPower(X, k)), X) is k (Xᵀ)^(k - 1).
 * @param x - a square matrix, or a scalar
 * @param k - a whole number or a symbol
 * @returns the power
 * @throws TensorError "shape" when x is not square, "value" for other exponents
 * @math X^k = X X \cdots X
 */
export function matrixPower(x: Expression, k: Expression): Expression {
  if (x.isScalar) return power(x, k);
  requireSquare("matrixPower", x);
  if (isZero(k)) return identity(rowsOf(x));
  if (isOne(k) || isIdentity(x)) return x;
  const whole = integerOf(k);
  if (whole === undefined && k.kind === "number") {
    refuse(
      "unsupported: a power that is no whole number at matrixPower",
      "a whole number, or a symbol for one",
      k.payload,
    );
  }
  if (isZeros(x)) {
    if (whole !== undefined && whole > 0n) return x;
    refuse("the matrix of zeros has no inverse", "an invertible matrix", 0);
  }
  if (x.kind === "product") {
    return mul(...x.args.map((part) => (part.isScalar ? power(part, k) : matrixPower(part, k))));
  }
  if (isHead(x, matrixPowerHead)) return matrixPower(x.args[0], mul(x.args[1], k));
  if (isHead(x, diagHead)) return diag(elementPower(x.args[0], k));
  if (whole !== undefined && isHead(x, matmulHead)) {
    if (whole > 0n && whole <= MANY) return matmul(...Array.from({ length: Number(whole) }, () => x));
    // (AB)⁻¹ = B⁻¹A⁻¹ where A and B are square.
    if (whole < 0n && -whole <= MANY && x.args.every(isSquare)) {
      return matrixPower(matmul(...x.args.map(inverse).reverse()), number(-whole));
    }
  }
  if (whole === -1n && isOrthogonal(x)) return transpose(x);
  if (whole === -1n && isHead(x, transposeHead) && isOrthogonal(x.args[0])) return x.args[0];
  return intern("matrix", matrixPowerHead, [x, k]);
}

function refuse(problem: string, expects: string, got: unknown): never {
  return fail("value", { op: "matrixPower", argument: "x", got, expects, problem });
}

function powerDifferential(x: Expression, k: Expression, dx: Expression): Expression {
  const whole = integerOf(k);
  if (whole !== undefined && whole > 0n && whole <= MANY) {
    const n = Number(whole);
    return sumOf(
      Array.from({ length: n }, (_, r) => matmul(matrixPower(x, number(n - 1 - r)), dx, matrixPower(x, number(r)))),
    );
  }
  if (whole !== undefined && whole < 0n && -whole <= MANY) {
    const n = Number(-whole);
    const terms = Array.from({ length: n }, (_, r) =>
      matmul(matrixPower(x, number(-r - 1)), dx, matrixPower(x, number(r - n))),
    );
    return neg(sumOf(terms));
  }
  const r = freshIndex(x, dx, k);
  const term = matmul(matrixPower(x, sub(sub(k, one), r)), dx, matrixPower(x, r));
  return intern("series", undefined, [term, r, zero, sub(k, one)]);
}
