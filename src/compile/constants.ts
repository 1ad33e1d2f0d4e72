/** Constants that are no data but a pattern: they are computed where they are needed instead of being read from memory. */
import { isFloat, makeArray } from "../base/dtypes.ts";
import { laneTypeOf } from "../core/basic.ts";
import { type Op, primitive } from "../core/op.ts";
import type { Aval, Tensor } from "../core/tensor.ts";
import type { Shape } from "../base/shapes.ts";

/** Shorter ones are as well read. */
const LEAST = 16;

export interface Pattern {
  readonly aval: Aval;
  readonly shape: Shape;
  /** The element, where all are equal; for a matrix, that of the diagonal. */
  readonly value: number;
  /** The matrix is `value` at [i, i + offset], and `other`, which is 0 or -0, elsewhere. */
  readonly offset?: number;
  readonly other?: number;
}

/** The pattern of a tensor; undefined where it has none of these. */
export function patternOf(x: Tensor): Pattern | undefined {
  const { array, shape, dtype } = x;
  if (array === undefined || array.length < LEAST) return undefined;
  const aval = { shape, dtype, weak: x.weak };
  const [first] = array;
  if (array.every((value) => Object.is(value, first))) return { aval, shape, value: first };
  if (shape.length !== 2 || !isFloat(dtype)) return undefined;
  const [, columns] = shape;
  const at = array.findIndex((value) => value !== 0);
  const [row, column] = [Math.floor(at / columns), at % columns];
  const offset = column - row;
  const value = array[at];
  const other = array[at === 0 ? array.length - columns : 0];
  const fits = array.every((found, i) =>
    Object.is(found, (i % columns) - Math.floor(i / columns) === offset ? value : other),
  );
  return fits && other === 0 ? { aval, shape, value, offset, other } : undefined;
}

/** Makes the tensor of a pattern. It takes no part in transformations: programs are differentiated before they are compiled. */
export const patternOp: Op<Pattern> = /*@__PURE__*/ primitive({
  name: "constant",
  infer: (_, { aval }) => [aval],
  evaluate: (_, { aval: { dtype, shape }, value, offset, other = 0 }) => {
    const columns = shape.at(-1) ?? 1;
    const array = makeArray(
      dtype,
      shape.reduce((n, size) => n * size, 1),
    );
    return [
      array.map((_, i) => (offset === undefined || (i % columns) - Math.floor(i / columns) === offset ? value : other)),
    ];
  },
  lower: {
    kind: "elements",
    element: ({ k, place, out: { dtype }, params: { value, offset, other = 0 } }) => {
      const type = laneTypeOf(dtype);
      const constant = k.constant(dtype === "bool" ? value !== 0 : value, type);
      if (offset === undefined) return constant;
      const [row, column] = place.map((p) => k.index(p));
      return k.select(k.eq(k.add(row, offset), column), constant, k.constant(other, type));
    },
  },
  batch: ({ args }) => ({ outs: [...args], batched: [true] }),
});
