/** Every constraint, with values inside and outside. */
import * as constraints from "../../src/probability/constraints/index.ts";
import type { Constraint } from "../../src/probability/constraints/index.ts";

export type Value = number | readonly number[] | readonly (readonly number[])[];
export interface Case {
  readonly set: Constraint;
  readonly inside: readonly Value[];
  readonly outside: readonly Value[];
  /** What the error says of the first value outside. */
  readonly says: string;
}

const { positive, real, simplex } = constraints;
const root = Math.SQRT1_2;

export const cases: readonly Case[] = [
  { set: real, inside: [0, -1e300], outside: [Infinity, -Infinity], says: '"x" is Infinity' },
  { set: constraints.extendedReal, inside: [0, Infinity, -Infinity], outside: [], says: "" },
  { set: positive, inside: [5e-324, 1e300], outside: [0, -1, Infinity], says: '"x" is 0' },
  { set: constraints.nonnegative, inside: [0, 1], outside: [-5e-324, Infinity], says: '"x" is -5e-324' },
  { set: constraints.unitInterval, inside: [0, 1, 0.5], outside: [-1e-9, 1 + 1e-9], says: '"x" is -1e-9' },
  { set: constraints.circular, inside: [-Math.PI, Math.PI, 0], outside: [3.2, -4], says: '"x" is 3.2' },
  { set: constraints.boolean, inside: [0, 1], outside: [0.5, 2, -1], says: '"x" is 0.5' },
  { set: constraints.integer, inside: [0, -7, 1e15], outside: [0.5, Infinity], says: '"x" is 0.5' },
  { set: constraints.nonnegativeInteger, inside: [0, 7], outside: [-1, 0.5], says: '"x" is -1' },
  { set: constraints.positiveInteger, inside: [1, 7], outside: [0, 1.5], says: '"x" is 0' },
  { set: constraints.interval(-1, 2), inside: [-1, 2, 0], outside: [-1.1, 2.1], says: '"x" is -1.1' },
  { set: constraints.interval(-1, [2]), inside: [[-1], [2]], outside: [[2.5], [-2]], says: "is 2.5, more than 2" },
  { set: constraints.openInterval(-1, 2), inside: [0, 1.999], outside: [-1, 2], says: '"x" is -1' },
  { set: constraints.halfOpenInterval(-1, 2), inside: [-1, 1.999], outside: [2, -2], says: '"x" is 2' },
  { set: constraints.integerInterval(-1, 2), inside: [-1, 2], outside: [0.5, 3], says: '"x" is 0.5' },
  { set: constraints.greaterThan(1), inside: [1.1], outside: [1, Infinity], says: '"x" is 1' },
  { set: constraints.greaterThan([1]), inside: [[1.1]], outside: [[1], [Infinity]], says: "is 1, not more than 1" },
  { set: constraints.greaterThanEq(1), inside: [1], outside: [0.9], says: '"x" is 0.9' },
  { set: constraints.lessThan(1), inside: [0.9], outside: [1, -Infinity], says: '"x" is 1' },
  { set: constraints.lessThanEq(1), inside: [1], outside: [1.1], says: '"x" is 1.1' },
  { set: constraints.integerGreaterThanEq(2), inside: [2, 3], outside: [1, 2.5], says: '"x" is 1' },
  { set: constraints.realVector, inside: [[1, 2], []], outside: [[1, Infinity]], says: '"x" is Infinity at [1]' },
  { set: simplex, inside: [[0.2, 0.8], [1]], outside: [[0.5, 0.6], [-0.5, 1.5], []], says: '"x" sums to 1.1' },
  {
    set: constraints.oneHot,
    inside: [[0, 1, 0]],
    outside: [
      [1, 1],
      [0, 0],
      [0.5, 0.5],
    ],
    says: "has 2 elements that are 1",
  },
  { set: constraints.orderedVector, inside: [[-1, 0, 5], [3]], outside: [[0, 2, 2]], says: "2 at place 2 follows 2" },
  {
    set: constraints.positiveOrderedVector,
    inside: [[1, 2]],
    outside: [
      [2, 1],
      [0, 1],
    ],
    says: "1 at place 1 follows 2",
  },
  {
    set: constraints.sphere,
    inside: [[root, root], [-1]],
    outside: [
      [1, 1],
      [0, 0],
    ],
    says: "has the length 1.41",
  },
  {
    set: constraints.l1Ball,
    inside: [
      [0.5, -0.5],
      [0, 0],
    ],
    outside: [[0.9, -0.2]],
    says: "sum to 1.1",
  },
  {
    set: constraints.zeroSum,
    inside: [
      [1, -1],
      [0.1, 0.2, -0.3],
    ],
    outside: [[1, -0.9]],
    says: "sums to 0.09",
  },
  { set: constraints.permutation, inside: [[2, 0, 1], [0]], outside: [[0, 2, 2], [1]], says: '"x" lacks 1' },
  {
    set: constraints.multinomial(3),
    inside: [[1, 2, 0], [3]],
    outside: [
      [1, 1],
      [4, -1],
    ],
    says: "sums to 2, not to 3",
  },
  { set: constraints.realMatrix, inside: [[[1, 2]]], outside: [[[1, Infinity]]], says: '"x" is Infinity at [0, 1]' },
  {
    set: constraints.square,
    inside: [
      [
        [1, 2],
        [3, 4],
      ],
    ],
    outside: [[[1, 2]]],
    says: "is 1 by 2, not square",
  },
  {
    set: constraints.lowerTriangular,
    inside: [
      [
        [1, 0],
        [3, -4],
      ],
    ],
    outside: [
      [
        [1, 2],
        [0, 1],
      ],
    ],
    says: "has 2 above the diagonal, at [0, 1]",
  },
  {
    set: constraints.lowerCholesky,
    inside: [
      [
        [1, 0],
        [3, 4],
      ],
    ],
    outside: [
      [
        [1, 0],
        [0, -1],
      ],
      [
        [1, 1],
        [0, 1],
      ],
    ],
    says: "has -1 on the diagonal, at [1, 1]",
  },
  {
    set: constraints.corrCholesky,
    inside: [
      [
        [1, 0],
        [0.6, 0.8],
      ],
    ],
    outside: [
      [
        [1, 0],
        [3, 4],
      ],
    ],
    says: "has row 1 of length 5, not 1",
  },
  {
    set: constraints.symmetric,
    inside: [
      [
        [1, 2],
        [2, 1],
      ],
    ],
    outside: [
      [
        [1, 2],
        [3, 1],
      ],
    ],
    says: "3 at [1, 0] and 2 at [0, 1]",
  },
  {
    set: constraints.positiveSemidefinite,
    inside: [
      [
        [1, 1],
        [1, 1],
      ],
      [
        [0, 0],
        [0, 0],
      ],
    ],
    outside: [
      [
        [1, 2],
        [2, 1],
      ],
      [
        [0, 1],
        [1, 0],
      ],
    ],
    says: "has the pivot -3 in row 1",
  },
  {
    set: constraints.positiveDefinite,
    inside: [
      [
        [2, 1],
        [1, 1],
      ],
      [
        [1, 0],
        [0, 1e-300],
      ],
    ],
    outside: [
      [
        [1, 1],
        [1, 1],
      ],
      [
        [1, 0.5],
        [0.4, 1],
      ],
    ],
    says: "has the pivot 0 in row 1",
  },
  {
    set: constraints.corrMatrix,
    inside: [
      [
        [1, 0.5],
        [0.5, 1],
      ],
    ],
    outside: [
      [
        [2, 0.5],
        [0.5, 1],
      ],
      [
        [1, 1],
        [1, 1],
      ],
    ],
    says: "has 2 on the diagonal, at [0, 0], not 1",
  },
  { set: constraints.independent(positive, 1), inside: [[1, 2]], outside: [[1, -2]], says: '"x" is -2 at [1]' },
  {
    set: constraints.independent(constraints.cat([positive, real]), 1),
    inside: [[1, -2]],
    outside: [[-1, 2]],
    says: '"part 0 of x" is -1 at [0]',
  },
  {
    set: constraints.cat([positive, simplex], [1, 2]),
    inside: [[3, 0.5, 0.5]],
    outside: [
      [1, 1, 1],
      [-1, 0.5, 0.5],
    ],
    says: '"part 1 of x" sums to 2',
  },
  {
    set: constraints.independent(constraints.stack([positive, real]), 1),
    inside: [[1, -2]],
    outside: [[-1, 2]],
    says: '"part 0 of x" is -1',
  },
  {
    set: constraints.stack([constraints.realVector, simplex], -2),
    inside: [
      [
        [3, 4],
        [0.5, 0.5],
      ],
    ],
    outside: [
      [
        [3, 4],
        [1, 1],
      ],
    ],
    says: '"part 1 of x" sums to 2',
  },
];
