/** Shapes, strides, axes and broadcasting. */
import { LARGEST } from "./dtypes.ts";
import { fail } from "./errors.ts";
import { isArray, isPlainObject, readList } from "./trees.ts";

/** Sizes of the axes; [] is a scalar. */
export type Shape = readonly number[];

/** An axis, several, or nothing for all of them. */
export type Axes = number | readonly number[] | null | undefined;

export function sizeOf(shape: Shape): number {
  let size = 1;
  for (let i = 0; i < shape.length; i++) size *= shape[i];
  return size;
}

/** Row-major strides, in elements. */
export function stridesOf(shape: Shape): number[] {
  const strides = new Array<number>(shape.length);
  let stride = 1;
  for (let i = shape.length - 1; i >= 0; i--) {
    strides[i] = stride;
    stride *= shape[i];
  }
  return strides;
}

export function sameShape(a: Shape, b: Shape): boolean {
  if (a === b) return true;
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

/**
 * NumPy's rule: align at the last axis; sizes are equal or one of them is 1.
 * @param names - of the arguments, for errors; those of an object are its keys
 */
export function broadcastShapes(op: string, shapes: readonly Shape[], names?: object): Shape {
  const [first] = shapes;
  if (shapes.length === 1) return first;
  if (shapes.length === 2) {
    const second = shapes[1];
    if (second.length === 0 || sameShape(first, second)) return first;
    if (first.length === 0) return second;
  }
  const ndim = Math.max(...shapes.map((shape) => shape.length));
  const out = new Array<number>(ndim).fill(1);
  for (const shape of shapes) {
    for (let i = 1; i <= shape.length; i++) {
      const size = shape[shape.length - i];
      if (out[ndim - i] === 1) out[ndim - i] = size;
      else if (size !== 1 && size !== out[ndim - i]) failToBroadcast(op, shapes, i, names);
    }
  }
  return out;
}

function failToBroadcast(op: string, shapes: readonly Shape[], fromEnd: number, names: object = { x: 0, y: 1 }): never {
  const list = Object.keys(names);
  const named = Object.fromEntries(shapes.map((shape, i) => [list[i] ?? `argument ${i}`, shape]));
  const sizes = Object.entries(named)
    .filter(([, shape]) => shape.length >= fromEnd)
    .map(([name, shape]) => `${shape[shape.length - fromEnd]} in ${name}`);
  fail("shape", {
    op,
    problem: `cannot broadcast axis ${-fromEnd}: ${sizes.join(", ")}`,
    shapes: named,
    expects: "sizes that are equal or 1, aligned at the last axis",
    fix: `put an axis of size 1 where one shall repeat, e.g. ${list[0]}.expandDims(-1), or transpose one of them`,
  });
}

/** Does a tensor of one shape repeat to one of the other? */
export const broadcastsTo = (from: Shape, to: Shape): boolean =>
  from.length <= to.length && from.every((size, i) => size === 1 || size === to[to.length - from.length + i]);

/** Raises where a shape does not broadcast to another. @param names - of the two */
export function checkBroadcast(
  op: string,
  from: Shape,
  to: Shape,
  [name, target]: readonly [string, string] = ["x", "shape"],
): void {
  if (broadcastsTo(from, to)) return;
  const many = from.length > to.length ? `"${name}" has more axes than "${target}"` : undefined;
  const at = from.findIndex((size, i) => size !== 1 && size !== to[to.length - from.length + i]);
  const axis = at - from.length;
  fail("shape", {
    op,
    problem:
      many ?? `"${name}" does not broadcast: axis ${axis} has size ${from[at]}, and "${target}" has ${to.at(axis)}`,
    shapes: { [name]: from, [target]: to },
    expects: `sizes that are 1 or those of "${target}", aligned at the last axis`,
    fix: `put an axis of size 1 where "${name}" shall repeat, e.g. ${name}.expandDims(-1), or reshape it`,
  });
}

/** The axis counted from 0. */
export function normalizeAxis(op: string, axis: number, ndim: number): number {
  if (!Number.isInteger(axis) || axis < -ndim || axis >= ndim) fail("axis", { op, axis, ndim });
  return axis < 0 ? axis + ndim : axis + 0;
}

/** The axes in the order given, each once; all for undefined or null. */
export function axesInOrder(op: string, axes: Axes, ndim: number): number[] {
  if (axes === undefined || axes === null) return Array.from({ length: ndim }, (_, i) => i);
  if (typeof axes === "number") return [normalizeAxis(op, axes, ndim)];
  const list = readList(axes, MOST_AXES);
  if (list === undefined) {
    const fix = "axes are numbers or lists of them; options come last, as in sum(x, null, { keepdims: true })";
    fail("axis", { op, axis: axes, ndim, fix: isPlainObject(axes) ? fix : undefined });
  }
  const out = list.map((axis) => normalizeAxis(op, axis as number, ndim));
  for (let i = 1; i < out.length; i++) {
    if (out.indexOf(out[i]) < i) {
      const fix = "leave one of them out; negative axes count from the end";
      fail("axis", { op, axis: axes, ndim, problem: `axis ${out[i]} is given twice`, fix });
    }
  }
  return out;
}

/** Ascending axes without duplicates; all for undefined or null. */
export function normalizeAxes(op: string, axes: Axes, ndim: number): number[] {
  const found = axesInOrder(op, axes, ndim);
  return found.length > 1 && axes !== undefined && axes !== null ? found.sort((a, b) => a - b) : found;
}

/** No tensor that a user asks for has more axes. */
export const MOST_AXES = 32;

/** A shape that came from a user: whole, not negative, not too large. */
export function checkShape(op: string, shape: unknown, argument = "shape"): Shape {
  const sizes = typeof shape === "number" ? [shape] : readList(shape, MOST_AXES);
  if (sizes === undefined) failAtShape(op, shape, argument);
  let size = 1;
  for (let i = 0; i < sizes.length; i++) {
    const n = sizes[i] as number;
    if (!Number.isInteger(n) || n < 0) failAtShape(op, shape, argument);
    sizes[i] = n + 0; // -0 becomes 0
    if (n > 0) size *= n; // beside an empty axis the others are no larger
  }
  if (size > LARGEST) checkSize(op, [size], argument, shape);
  return sizes as number[];
}

function failAtShape(op: string, shape: unknown, argument: string): never {
  const sizes = readList(shape, MOST_AXES);
  const odd = sizes?.findIndex((size) => !(Number.isInteger(size) && (size as number) >= 0)) ?? -1;
  const isLong = sizes === undefined && isArray(shape);
  const expects = isLong ? `at most ${MOST_AXES} axes` : "an array of integers >= 0, such as [2, 3]";
  const inWords = typeof shape === "string" ? "write the sizes in an array, e.g. [2, 3]" : undefined;
  const fix = odd < 0 ? inWords : `correct the size of axis ${odd}: it counts elements`;
  fail("value", { op, argument, got: shape, expects, fix });
}

/** Raises where a shape has more elements than any tensor. */
export function checkSize(op: string, shape: Shape, argument = "shape", got: unknown = shape): void {
  if (sizeOf(shape) <= LARGEST) return;
  const fix = "are the sizes right? work on parts of the data, one after the other";
  const expects = `at most 2 ** 31 - 1 = ${LARGEST} elements`;
  fail("value", { op, argument, got, expects, fix });
}

/** The shape without the axes, or with size 1 in their place. @param axes - normalized */
export function reducedShape(shape: Shape, axes: readonly number[], keepdims = false): Shape {
  if (keepdims) return shape.map((size, axis) => (axes.includes(axis) ? 1 : size));
  return shape.filter((_, axis) => !axes.includes(axis));
}

/** The index along each axis of the element at a place in row-major order. */
export function unravel(place: number, shape: Shape): number[] {
  const index = new Array<number>(shape.length);
  for (let i = shape.length - 1, rest = place; i >= 0; i--) {
    index[i] = rest % shape[i];
    rest = Math.floor(rest / shape[i]);
  }
  return index;
}

/**
 * Checks shapes against a signature such as "m k, k n -> m n" and returns the size of each letter. "..." at the start of an
 * operand stands for leading axes, which broadcast; their common shape is returned as `batch`.
 * @param shapes - by the names of the arguments, in the order of the signature
 * @param fix - what to do where they do not fit
 */
export function matchSignature(
  op: string,
  signature: string,
  shapes: Readonly<Record<string, Shape>>,
  fix?: string,
): { readonly sizes: Readonly<Record<string, number>>; readonly batch: Shape } {
  const names = Object.keys(shapes);
  const operands = signature
    .split("->")[0]
    .split(",")
    .map((text) => text.trim().split(/\s+/).filter(Boolean));
  const sizes: Record<string, number> = {};
  const seen: Record<string, string> = {};
  const batches: Shape[] = [];
  names.forEach((name, at) => {
    const open = operands[at][0] === "...";
    const letters = open ? operands[at].slice(1) : operands[at];
    const shape = shapes[name];
    const lead = shape.length - letters.length;
    if (open ? lead < 0 : lead !== 0) {
      const wanted = `${open ? "at least " : ""}${letters.length}`;
      failSignature(`"${name}" has ${shape.length} axes instead of ${wanted}`);
    }
    if (open) batches.push(shape.slice(0, lead));
    letters.forEach((letter, i) => {
      const size = shape[lead + i];
      const place = `axis ${lead + i} of ${name}`;
      const wanted = /^\d+$/.test(letter) ? Number(letter) : sizes[letter];
      if (wanted !== undefined && wanted !== size) {
        failSignature(`"${letter}" is ${wanted} (${seen[letter] ?? "always"}) and ${size} (${place})`);
      }
      sizes[letter] = size;
      seen[letter] ??= place;
    });
  });
  return { sizes, batch: batches.length === 0 ? [] : broadcastShapes(op, batches) };

  function failSignature(problem: string): never {
    fail("shape", {
      op,
      problem,
      shapes,
      expects: signature,
      fix: fix ?? "transpose or reshape them: axes with the same letter have the same size",
    });
  }
}
