/** Tables of a model: their numbers are read, checked and normalized here. */
import { fail } from "../../base/errors.ts";
import { unravel } from "../../base/shapes.ts";
import { reshapeTo } from "../../core/basic.ts";
import { toTensor } from "../../core/convert.ts";
import { isFollowed } from "../../core/outside.ts";
import { arrayOf, type Tensor, type TensorLike } from "../../core/tensor.ts";
import { div } from "../../ops/arithmetic.ts";
import { sum } from "../../ops/reduce.ts";

/** The numbers of a table, or a tensor that a transformation follows. */
export type Table = Float64Array | Tensor;

/** Whose table it is, for messages. */
export interface Named {
  readonly op: string;
  /** What the axes are: the parents first, then the variable itself; all variables of a factor. */
  readonly axes: readonly { readonly name: string; readonly states: readonly string[] }[];
  /** The rows along the last axis are distributions. */
  readonly conditional: boolean;
}

/** Rounded rows may be this far from 1. */
export const ROUNDING = 1e-4;

/** What a table is called: P(dysp | bronc, either), or of a factor f(a, b). */
export function titleOf({ axes, conditional }: Pick<Named, "axes" | "conditional">): string {
  const names = axes.map(({ name }) => name);
  if (!conditional) return `f(${names.join(", ")})`;
  const parents = names.slice(0, -1);
  return parents.length === 0 ? `P(${names.at(-1)})` : `P(${names.at(-1)} | ${parents.join(", ")})`;
}

/** Reads a table, checks it, and divides rows by their sums. Followed tensors are divided without a look at them. */
export function readTable(given: TensorLike, named: Named): Table {
  const { op, axes } = named;
  const title = titleOf(named);
  const tensor = toTensor(given, op, title);
  const shape = axes.map(({ states }) => states.length);
  const flat = tensor.ndim === 1 && axes.length !== 1;
  const fits = flat ? tensor.size === shape.reduce((a, b) => a * b, 1) : sameSizes(tensor.shape, shape);
  if (!fits) {
    fail("shape", {
      op,
      problem: `the table of ${title} has shape [${tensor.shape.join(", ")}]`,
      shapes: { table: tensor.shape },
      expects: `[${shape.join(", ")}]: one axis for each of ${axes.map(({ name }) => name).join(", ")}, in this order`,
      fix: named.conditional
        ? "the parents come first, the variable itself is the last axis"
        : "name the variables in the order of the axes",
    });
  }
  if (isFollowed(tensor)) {
    const table = flat ? reshapeTo(tensor, shape) : tensor;
    return named.conditional ? div(table, sum(table, -1, { keepdims: true })) : table;
  }
  return checkTable(Float64Array.from(arrayOf(tensor, op)), named);
}

const sameSizes = (a: readonly number[], b: readonly number[]): boolean =>
  a.length === b.length && a.every((size, i) => size === b[i]);

/** Checks numbers, and divides rows by their sums in place. */
export function checkTable(values: Float64Array, named: Named): Float64Array {
  for (let i = 0; i < values.length; i++) {
    if (!(values[i] >= 0 && values[i] < Infinity)) failAtEntry(values[i], i, named);
  }
  if (named.conditional) normalizeRows(values, named);
  return values;
}

function normalizeRows(values: Float64Array, named: Named): void {
  const size = (named.axes.at(-1) as Named["axes"][number]).states.length;
  for (let start = 0; start < values.length; start += size) {
    let total = 0;
    for (let i = start; i < start + size; i++) total += values[i];
    if (total === 1) continue;
    if (!(Math.abs(total - 1) <= ROUNDING)) failAtRow(values.slice(start, start + size), total, start / size, named);
    for (let i = start; i < start + size; i++) values[i] /= total;
  }
}

function failAtEntry(value: number, at: number, named: Named): never {
  const index = unravel(
    at,
    named.axes.map(({ states }) => states.length),
  );
  const place = named.axes.map(({ name, states }, i) => `${name} = ${states[index[i]]}`).join(", ");
  fail("value", {
    op: named.op,
    argument: titleOf(named),
    got: value,
    expects: "finite numbers >= 0",
    problem: `the table of ${titleOf(named)} has ${value} at ${place}`,
    fix: named.conditional ? "probabilities are from 0 to 1" : "factors are not negative",
  });
}

function failAtRow(row: Float64Array, total: number, at: number, named: Named): never {
  const parents = named.axes.slice(0, -1);
  const index = unravel(
    at,
    parents.map(({ states }) => states.length),
  );
  const place = parents.map(({ name, states }, i) => `${name} = ${states[index[i]]}`).join(", ");
  fail("value", {
    op: named.op,
    argument: titleOf(named),
    got: Array.from(row),
    expects: `rows with the sum 1, to ${ROUNDING}`,
    problem: `the table of ${titleOf(named)} does not sum to 1: ${place === "" ? "it" : `the row ${place}`} has the sum ${total}`,
    fix: "mend the row; what is only rounded is normalized by itself",
  });
}
