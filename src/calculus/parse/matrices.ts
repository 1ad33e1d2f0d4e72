/** Sums, products and powers of what may be scalars, vectors or matrices, in the order of the text. */
import { mul, power, productOf, sumOf } from "../build.ts";
import type { Dimension, Expression, Payloads } from "../expression.ts";
import { intern, same } from "../intern.ts";
import { minusOne, ofRational, one, symbol } from "../leaves.ts";
import { columnsOf, type Head, isColumn, isSquare, mismatch, rowsOf, shown } from "../matrix/head.ts";
import { identity, ones } from "../matrix/heads/constants.ts";
import { elementPower, hadamard, plus } from "../matrix/heads/elements.ts";
import { pseudoinverse } from "../matrix/heads/functions.ts";
import { inner } from "../matrix/heads/invariants.ts";
import { kron } from "../matrix/heads/kronecker.ts";
import { norm as normOf } from "../matrix/heads/norms.ts";
import { inverse, matmul, matrixPower, transpose } from "../matrix/heads/products.ts";
import { substituteAll, symbolsOf } from "../substitute.ts";

export { diag, diagonal, triangleOf } from "../matrix/heads/diagonal.ts";
export { elementPower, hadamard } from "../matrix/heads/elements.ts";
export { expm, pseudoinverse } from "../matrix/heads/functions.ts";
export { det, inner, logdet, sumOfElements, trace } from "../matrix/heads/invariants.ts";
export { kron, vec } from "../matrix/heads/kronecker.ts";
export { logsumexp, softmax } from "../matrix/heads/vectors.ts";
export { identity, ones } from "../matrix/heads/constants.ts";
export { inverse, transpose } from "../matrix/heads/products.ts";

/** An operand with the operator before it. */
export interface Operand {
  readonly op: string;
  readonly x: Expression;
}

const isShaped = ({ isScalar }: Expression): boolean => !isScalar;

// ---------------------------------------------------------------- ones of unknown size

/** The size that its neighbours will tell. */
const OPEN: Dimension = "?";
/** 𝟏 and 𝟏ᵀ before it is known of what size they are. */
export const openOnes: Expression = /*@__PURE__*/ symbol("𝟏", { dimensions: [OPEN] });
export const openOnesRow: Expression = /*@__PURE__*/ symbol("𝟏ᵀ", { dimensions: [1, OPEN] });
/** The letter I, which is the identity matrix where a square matrix is added. */
const letterI: Expression = /*@__PURE__*/ symbol("I");

/** Whether it is still open of what size some part is. */
export const isOpen = (x: Expression): boolean => x.dimensions.includes(OPEN);

function settle(x: Expression, n: Dimension): Expression {
  if (!isOpen(x)) return x;
  return substituteAll(
    x,
    new Map([
      [openOnes, ones([n])],
      [openOnesRow, ones([1, n])],
    ]),
  );
}

// ---------------------------------------------------------------- sums, products, powers

/** Terms with + or - before them. */
export function sum(terms: readonly Operand[]): Expression {
  const signed = terms.map(({ op, x }) => (op === "-" ? mul(minusOne, x) : x));
  const shaped = signed.find((x) => isShaped(x) && !isOpen(x));
  if (shaped === undefined) return sumOf(signed);
  const fitting = signed.map((x) => {
    if (isOpen(x)) return settle(x, x.dimensions.length === 1 ? rowsOf(shaped) : columnsOf(shaped));
    const hasI = isSquare(shaped) && x.isScalar && symbolsOf(x).some((part) => same(part, letterI));
    return hasI ? mul(substituteAll(x, new Map([[letterI, one]])), identity(rowsOf(shaped))) : x;
  });
  return plus(fitting);
}

/** Factors with "*", "·", "/" before them, in their order. */
export function product(factors: readonly Operand[]): Expression {
  if (!factors.some(({ x }) => isShaped(x))) {
    return productOf(factors.map(({ op, x }) => (op === "/" ? power(x, minusOne) : x)));
  }
  const parts: Expression[] = [];
  for (const { op, x } of factors) {
    if (op === "/") {
      if (isShaped(x))
        mismatch("/", `the denominator has dimensions ${shown(x.dimensions)}`, "multiply by an inverse: X^-1");
      parts.push(power(x, minusOne));
    } else if (op === "·" && isColumn(x)) {
      const before = multiplied(parts);
      if (isColumn(before)) parts.splice(0, parts.length, inner(before, settle(x, rowsOf(before))));
      else parts.push(x);
    } else parts.push(x);
  }
  return multiplied(parts);
}

function multiplied(parts: readonly Expression[]): Expression {
  const settled = [...parts];
  const places = settled.flatMap((x, at) => (isShaped(x) ? [at] : []));
  for (let k = 0; k < places.length; k++) {
    const x = settled[places[k]];
    if (!isOpen(x)) continue;
    const [before, after] = [settled[places[k - 1]], settled[places[k + 1]]];
    const row = x.dimensions.length === 2;
    const neighbour = row ? after : before;
    if (neighbour !== undefined && !isOpen(neighbour)) {
      settled[places[k]] = settle(x, row ? rowsOf(neighbour) : columnsOf(neighbour));
    }
  }
  return matmul(...settled);
}

/** ⊙ and ⊗. */
export function elementwise(factors: readonly Operand[]): Expression {
  return factors.slice(1).reduce((left, { op, x }) => {
    const known = isOpen(left) ? settle(left, rowsOf(x)) : left;
    const right = isOpen(x) ? settle(x, rowsOf(left)) : x;
    return op === "⊗" ? kron(known, right) : hadamard(known, right);
  }, factors[0].x);
}

/** base ^ exponent, where the base may be a matrix. */
export function raised(base: Expression, exponent: Expression): Expression {
  if (base.isScalar || exponent.dimensions.length > 0) return power(base, exponent);
  return base.dimensions.length === 2 ? matrixPower(base, exponent) : elementPower(base, exponent);
}

/** What small signs above a vector or matrix mean. */
export const MARKS: Readonly<Record<string, (x: Expression) => Expression>> = {
  T: transpose,
  "⊤": transpose,
  "'": transpose,
  "*": transpose,
  "-T": (x) => transpose(inverse(x)),
  "-⊤": (x) => transpose(inverse(x)),
  "+": pseudoinverse,
  "†": pseudoinverse,
};

/** ‖x‖ with what stands below. */
export function norm(x: Expression, kind: string | undefined): Expression {
  if (x.isScalar) return normOf(x);
  if (kind === undefined) return normOf(x);
  if (kind === "F" || kind === "1" || kind === "2") {
    const matrix = x.dimensions.length === 2;
    if (kind === "2" && matrix) return normOf(x, "spectral");
    return normOf(x, kind === "F" ? (matrix ? "F" : 2) : kind === "1" ? 1 : 2);
  }
  return normOf(x, "nuclear");
}

// ---------------------------------------------------------------- matrices that are written out

/** A vector or matrix of these entries, row by row. */
export function entries(rows: readonly (readonly Expression[])[]): Expression {
  const [m, n] = [rows.length, rows[0].length];
  const args = rows.flat();
  if (args.length === 1) return args[0];
  const dimensions = n === 1 ? [m] : [m, n];
  const head: Payloads["matrix"] = {
    name: "entries",
    key: `entries ${m} ${n}`,
    dimensions: () => dimensions,
    build: (parts) => entries(rows.map((row, at) => row.map((_, k) => parts[at * n + k]))),
    notation: (parts, write) => {
      const shownRows = rows.map((row, at) => row.map((_, k) => write(parts[at * n + k], 0)));
      const text =
        n === 1 ? shownRows.map(([x]) => x).join(", ") : shownRows.map((row) => `[${row.join(", ")}]`).join(", ");
      return {
        text: `[${text}]`,
        latex: `\\begin{pmatrix} ${shownRows.map((row) => row.join(" & ")).join(" \\\\ ")} \\end{pmatrix}`,
        precedence: 4,
      };
    },
  };
  return intern("matrix", head, args);
}

/** Whether it is a vector or matrix that is written out. */
export const isEntries = (x: Expression): boolean =>
  x.kind === "matrix" && (x.payload as Payloads["matrix"]).name === "entries";

/** [x, y], a vector; [[1, 2], [3, 4]], a matrix of rows. */
export function listed(parts: readonly Expression[]): Expression {
  const isRows = parts.every(
    (part) => isEntries(part) && part.dimensions.length === 1 && part.args.length === parts[0].args.length,
  );
  return entries(isRows ? parts.map((part) => part.args) : parts.map((part) => [part]));
}

/** A function of vectors and matrices that has no head elsewhere: what a notation stands for, not carried out. */
export function notation(
  head: Pick<Head, "name" | "dimensions" | "notation">,
  args: readonly Expression[],
): Expression {
  return intern("matrix", { ...head, build: (parts) => notation(head, parts) }, args);
}

/** A whole number. */
export const whole = (n: bigint): Expression => ofRational({ n, d: 1n });
