/** Reading parts of tensors with NumPy's index notation. */
import { fail, show } from "../base/errors.ts";
import { broadcastShapes, MOST_AXES, type Shape, sizeOf } from "../base/shapes.ts";
import { readList } from "../base/trees.ts";
import { permute, reshapeTo } from "../core/basic.ts";
import { isConvertible, toTensor } from "../core/convert.ts";
import { Tensor, type TensorLike, wrap } from "../core/tensor.ts";
import { checkInteger } from "./arguments.ts";
import { sliceTo, type Stride, strideOf, whole } from "./blocks.ts";
import { failAtIndex, gatherAxis, toIndices } from "./gather.ts";
import { linearIndex, maskPlaces } from "./take.ts";

/**
 * Part of an axis; made by `slice`.
 * @example String(slice(1, 3)) // => 'slice(1:3:1)'
 */
export class Slice {
  /** The first place; undefined for the beginning of the axis. */
  readonly start: number | undefined;
  /** The first place that is no longer in it; undefined for the end. */
  readonly stop: number | undefined;
  /** From one place to the next; never 0. */
  readonly step: number;

  /** @internal */
  constructor(start: number | undefined, stop: number | undefined, step: number) {
    this.start = start;
    this.stop = stop;
    this.step = step;
  }

  /** `slice(start:stop:step)`. */
  toString(): string {
    return `slice(${this.start ?? ""}:${this.stop ?? ""}:${this.step})`;
  }
}

/**
 * Part of an axis as an index, Python's `start:stop:step`; `slice()` is the whole axis.
 * @param start - the first place, by default the beginning; negative places count from the end
 * @param stop - the first place that is no longer in it, by default the end
 * @param step - from one place to the next; default 1; negative steps go backwards
 * @returns an item for `at`, `withAt` and the methods of the same names
 * @throws TensorError "value" for bounds that are no integers and for the step 0
 * @example
 * at([0, 1, 2, 3, 4], slice(1, 3)) // => Tensor [1, 2]
 * at([0, 1, 2, 3, 4], slice(null, null, -2)) // => Tensor [4, 2, 0]
 * @source Python Library Reference, slice
 * @peers mxnet.npx.slice
 * @see at
 * @keywords range of an axis, start stop step
 */
export function slice(start?: number | null, stop?: number | null, step?: number | null): Slice {
  const bound = (argument: string, value: number | null | undefined): number | undefined =>
    value === undefined || value === null ? undefined : checkInteger("slice", argument, value);
  const by = bound("step", step) ?? 1;
  if (by === 0) fail("value", { op: "slice", argument: "step", got: 0, expects: "an integer other than 0" });
  return new Slice(bound("start", start), bound("stop", stop), by);
}

/**
 * As an index: as many whole axes as are left over, Python's `...`.
 * @example at([[1, 2], [3, 4]], ellipsis, 0) // => Tensor [1, 3]
 * @source Python Library Reference, Ellipsis
 * @see at
 * @keywords three dots, remaining axes
 */
export const ellipsis: unique symbol = /*@__PURE__*/ Symbol("ellipsis");

/**
 * One item of an index: an integer picks and drops the axis, a {@link slice} keeps part of it, `null` puts in a new axis,
 * {@link ellipsis} stands for all axes left over, booleans choose where they are true, integers in an array or tensor choose in
 * their order.
 */
export type Index = number | Slice | null | typeof ellipsis | TensorLike;

/**
 * Part of a tensor, by NumPy's rules of indexing.
 *
 * Integers drop axes, slices keep them, `null` is a new axis, `ellipsis` stands for the axes left over. Arrays and tensors of
 * integers choose elements and broadcast together; a mask of booleans stands for the places where it is true. The axes that they
 * make take the place of the axes that they cover, or stand first where something else stands between those.
 * @param x - any shape
 * @param index - an item for each axis; axes without one are kept whole
 * @returns a tensor of the dtype of x; a scalar where an integer stands for each axis
 * @throws TensorError "index" for an integer out of range, "shape" for too many items or a mask that does not fit, "concrete" for
 * a mask under vmap or trace, where it is not known how many elements it chooses
 * @example
 * at([[1, 2, 3], [4, 5, 6]], 1) // => Tensor [4, 5, 6]
 * at([[1, 2, 3], [4, 5, 6]], slice(), slice(1)) // => Tensor [[2, 3], [5, 6]]
 * at([[1, 2, 3], [4, 5, 6]], ellipsis, [0, -1]) // => Tensor [[1, 3], [4, 6]]
 * at([[1, 2, 3], [4, 5, 6]], [0, 1], [2, 0]) // => Tensor [3, 4]
 * at([1, 2, 3], null).shape // => [1, 3]
 * at([1, 2, 3], [true, false, true]) // => Tensor [1, 3]
 * @source NumPy user guide, Indexing on ndarrays
 * @see slice, withAt, take
 * @keywords slice a tensor, select rows, subtensor, getitem
 */
export function at(x: TensorLike, ...index: Index[]): Tensor {
  return readAt("at", toTensor(x, "at"), index);
}

/** @param op - the function that was given the index */
export function readAt(op: string, x: Tensor, index: readonly Index[]): Tensor {
  const parts = resolve(op, x.shape, index);
  const items = parts.filter((part) => part.kind !== "gap");
  return items.some(({ kind }) => kind === "tensor")
    ? readTensors(op, x, items, areTogether(parts))
    : readBlock(x, items);
}

// ---------------------------------------------------------------- what an index says

/** One axis of x, or a new one. */
type Item =
  | { readonly kind: "stride"; readonly stride: Stride }
  | { readonly kind: "integer"; readonly place: number }
  | { readonly kind: "tensor"; readonly places: Tensor }
  | { readonly kind: "new" };

/** An ellipsis without axes still stands between what is left and right of it. */
type Part = Item | { readonly kind: "gap" };

/** An index in which arrays have become tensors. */
type Plain = number | Slice | null | typeof ellipsis | Tensor;

/** Items for all axes of x in order, and the new ones among them. */
function resolve(op: string, shape: Shape, index: readonly Index[]): Part[] {
  const list = readList(index, 2 * MOST_AXES) as readonly Index[] | undefined;
  if (list === undefined) failTooMany(op, shape, index);
  const given = list.map((item, i) => toPlain(op, item, i));
  const covers = (item: Plain): number => {
    if (item === null || item === ellipsis) return 0;
    return item instanceof Tensor && item.dtype === "bool" ? item.ndim : 1;
  };
  const covered = given.reduce<number>((sum, item) => sum + covers(item), 0);
  if (covered > shape.length) failTooMany(op, shape, index, covered);
  const open = given.indexOf(ellipsis);
  if (open !== given.lastIndexOf(ellipsis)) {
    const fix = "leave one out, and write slice() for each whole axis there";
    fail("value", { op, argument: "index", got: "two times ellipsis", expects: "ellipsis at most once", fix });
  }
  const rest = new Array<Plain>(shape.length - covered).fill(ALL);
  const full = open < 0 || rest.length === 0 ? [...given, ...rest] : given.toSpliced(open, 1, ...rest);
  let axis = 0;
  return full.flatMap((item) => {
    const items = resolveItem(op, item, shape, axis);
    axis += covers(item);
    return items;
  });
}

const ALL: Slice = /*@__PURE__*/ new Slice(undefined, undefined, 1);

function toPlain(op: string, item: Index, place: number): Plain {
  if (typeof item === "number" || item === null || item === ellipsis || isSlice(item)) return item;
  if (typeof item === "boolean" || !isConvertible(item)) failAtItem(op, item);
  return toTensor(item, op, `index ${place}`);
}

function isSlice(item: unknown): item is Slice {
  try {
    return item instanceof Slice;
  } catch {
    return false; // a proxy that has been revoked
  }
}

function failTooMany(op: string, shape: Shape, index: readonly unknown[], count?: number): never {
  const many = count === undefined ? `${show(index)}, an index of too many items,` : `an index into ${count} axes`;
  fail("shape", {
    op,
    problem: `${many} for a tensor of ${shape.length}`,
    shapes: { x: shape },
    expects: "at most one item for each axis, besides null and ellipsis",
    fix: "leave items out; slice() stands for a whole axis, and a mask covers as many axes as it has",
  });
}

function resolveItem(op: string, item: Plain, shape: Shape, axis: number): Part[] {
  if (item === null) return [{ kind: "new" }];
  if (item === ellipsis) return [{ kind: "gap" }];
  const size = shape[axis];
  if (item instanceof Slice) return [{ kind: "stride", stride: strideOf(size, item.start, item.stop, item.step) }];
  if (typeof item === "number") {
    if (!Number.isInteger(item) || item < -size || item >= size) failAtIndex(op, item, axis, size);
    return [{ kind: "integer", place: item < 0 ? item + size : item + 0 }];
  }
  if (item.dtype !== "bool") return [{ kind: "tensor", places: toIndices(item, op, axis, size) }];
  return maskPlaces(op, item, shape, axis).map((places) => ({ kind: "tensor", places }));
}

function failAtItem(op: string, got: unknown): never {
  const fix = typeof got === "string" ? "slices are made with slice(start, stop, step)" : undefined;
  const expects = "an integer, slice(...), null, ellipsis, or an array or tensor of integers or booleans";
  fail("value", { op, argument: "index", got, expects, fix });
}

// ---------------------------------------------------------------- reading

const strideOfItem = (item: Item): Stride => {
  if (item.kind === "stride") return item.stride;
  return { start: item.kind === "integer" ? item.place : 0, size: 1, step: 1 };
};

/** Without tensors among the items a part of x is a block. */
function readBlock(x: Tensor, items: readonly Item[]): Tensor {
  const strides = items.filter(({ kind }) => kind !== "new").map(strideOfItem);
  const shape = items.filter(({ kind }) => kind !== "integer").map((item) => strideOfItem(item).size);
  return reshapeTo(sliceTo(x, strides), shape);
}

const isAdvanced = ({ kind }: Part): boolean => kind === "tensor" || kind === "integer";

/** Does nothing stand between the tensors and integers? */
const areTogether = (parts: readonly Part[]): boolean =>
  parts.slice(parts.findIndex(isAdvanced), parts.findLastIndex(isAdvanced) + 1).every(isAdvanced);

/**
 * Integers count as tensors of indices here. The slices are taken and the new axes put in first, then the axes that the tensors
 * cover are made neighbours, merged, and gathered from.
 */
function readTensors(op: string, x: Tensor, items: readonly Item[], together: boolean): Tensor {
  const axes = x.shape.map(whole);
  let source = 0;
  for (const item of items) {
    if (item.kind === "stride") axes[source] = item.stride;
    if (item.kind !== "new") source++;
  }
  source = 0;
  const block = sliceTo(x, axes);
  const wide = reshapeTo(
    block,
    items.map(({ kind }) => (kind === "new" ? 1 : block.shape[source++])),
  );
  const chosen = items.flatMap((item, i) => (isAdvanced(item) ? [i] : []));
  const kept = items.flatMap((_, i) => (chosen.includes(i) ? [] : [i]));
  const first = together ? chosen[0] : 0;
  const near = permute(wide, kept.toSpliced(first, 0, ...chosen));
  const sizes = chosen.map((i) => wide.shape[i]);
  const merged = reshapeTo(near, near.shape.toSpliced(first, chosen.length, sizeOf(sizes)));
  return gatherAxis(merged, first, linearIndex(indicesOf(op, items), sizes));
}

/** The indices, all of which broadcast; so this checks it with the name of the function. */
function indicesOf(op: string, items: readonly Item[]): Tensor[] {
  const indices = items.flatMap((item) => {
    if (item.kind === "tensor") return [item.places];
    return item.kind === "integer" ? [wrap(Int32Array.of(item.place), [], "int32")] : [];
  });
  broadcastShapes(
    op,
    indices.map(({ shape }) => shape),
  );
  return indices;
}
