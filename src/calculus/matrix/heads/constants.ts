/** Matrices that are known: the identity and ones; and the differential of a variable. */
import { broadcast } from "../../../core/basic.ts";
import { ones as onesTensor } from "../../../ops/create.ts";
import { diag } from "../../../ops/diagonals.ts";
import type { Dimension, Dimensions, Expression } from "../../expression.ts";
import { intern } from "../../intern.ts";
import { one } from "../../leaves.ts";
import { ATOM, type Head, isHead, POWER, sizeOf, unsupported } from "../head.ts";

const identityHead = (n: Dimension): Head => ({
  name: "identity",
  key: `identity ${n}`,
  dimensions: () => [n, n],
  build: () => identity(n),
  transposed: () => identity(n),
  traced: () => sizeOf(n),
  determinants: () => [],
  tensor: (_, { shape: [size] }) => diag(onesTensor([size])),
  notation: () => ({ text: "I", latex: "I", precedence: ATOM }),
});

/**
 * The identity matrix. Thus matmul(identity("n"), x) is x.
 * @param n - how many rows and columns, a number or a name
 * @returns the matrix
 */
export function identity(n: Dimension): Expression {
  return n === 1 ? one : intern("matrix", identityHead(n), []);
}

export const isIdentity = (x: Expression): boolean => isHead(x, identityHead(1));

const onesHead = (dimensions: Dimensions): Head => ({
  name: "ones",
  key: `ones ${dimensions.join(" ")}`,
  dimensions: () => dimensions,
  build: () => ones(dimensions),
  transposed: () => (dimensions[0] === 1 ? ones([dimensions[1]]) : ones(dimensions.toReversed())),
  traced: () => sizeOf(dimensions[0]),
  tensor: (_, { shape }) => broadcast(onesTensor([]), shape),
  notation: () => ({ text: "1", latex: "\\mathbf{1}", precedence: ATOM }),
});

/**
 * The vector or matrix of ones. Thus hadamard(ones(["n"]), x) is x.
 * @param dimensions - numbers or names; one for a vector, two for a matrix
 * @returns of these dimensions
 */
export function ones(dimensions: Dimensions): Expression {
  return dimensions.length === 0 ? one : intern("matrix", onesHead(dimensions), []);
}

export const isOnes = (x: Expression): boolean => isHead(x, onesHead([]));

/** d u: the differential of a part of a formula, while it is pending; of a variable, what differentials are linear in. */
export const differentialHead: Head = {
  name: "differential",
  dimensions: ([u]) => u.dimensions,
  build: ([u]) => differentialOf(u),
  tensor: () => unsupported("the value of a differential", "d"),
  notation: ([u], write) => {
    const inner = write(u, ATOM);
    return { text: `d${inner}`, latex: `\\mathrm{d}${inner}`, precedence: POWER };
  },
};

export function differentialOf(u: Expression): Expression {
  return intern("matrix", differentialHead, [u]);
}
