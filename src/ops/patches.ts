/** The patches of a tensor that a window sees on its way, for convolution and pooling; and back. */
import { convertArray, type DType, makeArray, type TypedArray } from "../base/dtypes.ts";
import { fail } from "../base/errors.ts";
import { MOST_AXES, type Shape, sizeOf } from "../base/shapes.ts";
import { readList } from "../base/trees.ts";
import { laneTypeOf, reshapeTo } from "../core/basic.ts";
import { bind1 } from "../core/interpreter.ts";
import type { Lane } from "../core/kernel.ts";
import {
  type ElementsAt,
  type LoopKernel,
  type Place,
  PLACE_ZERO,
  plus,
  quotientOf,
  sumOf,
  times,
} from "../core/lowering.ts";
import { type BatchAt, type Batched, type Op, primitive } from "../core/op.ts";
import { arrayOf, type Tensor } from "../core/tensor.ts";
import { checkIntegers } from "./arguments.ts";

/** How a window moves over the spatial axes; each field has an entry for each axis. */
export interface Geometry {
  /** Elements of the window. */
  readonly window: readonly number[];
  /** Steps from one position to the next. */
  readonly stride: readonly number[];
  /** How much margin there is before and after; negative: how much is cut off. */
  readonly padding: readonly (readonly [low: number, high: number])[];
  /** Steps from one element of the window to the next. */
  readonly dilation: readonly number[];
  /** Steps from one element of the tensor to the next: 2 puts one gap between neighbours. */
  readonly spacing: readonly number[];
}

/** The extent of so many elements with gaps between them. */
export const spread = (size: number, step: number): number => (size === 0 ? 0 : (size - 1) * step + 1);

/** How many positions the window takes along each axis. */
export function positions(shape: Shape, { window, stride, padding, dilation, spacing }: Geometry): number[] {
  return shape.map((size, i) => {
    const free = spread(size, spacing[i]) + padding[i][0] + padding[i][1] - spread(window[i], dilation[i]);
    return Math.max(0, Math.floor(free / stride[i]) + 1);
  });
}

/**
 * For each element of the window (rows) and each position (columns) the place in the tensor, or -1 where there is nothing.
 * @param reversed - the window's elements in reverse order
 */
export function placesOf(shape: Shape, geometry: Geometry, reversed = false): Int32Array {
  const { window, stride, padding, dilation, spacing } = geometry;
  const counts = positions(shape, geometry);
  let table: Int32Array = Int32Array.of(0);
  let columns = 1;
  shape.forEach((size, axis) => {
    const [width, count] = [window[axis], counts[axis]];
    const rows = table.length / columns;
    const next = new Int32Array(table.length * width * count);
    for (let k = 0; k < width; k++) {
      const start = (reversed ? width - 1 - k : k) * dilation[axis] - padding[axis][0];
      for (let p = 0; p < count; p++) {
        const at = p * stride[axis] + start;
        const place = at % spacing[axis] === 0 && at >= 0 ? at / spacing[axis] : size;
        for (let r = 0; r < rows; r++) {
          for (let c = 0; c < columns; c++) {
            const known = table[r * columns + c];
            next[(r * width + k) * columns * count + c * count + p] =
              known < 0 || place >= size ? -1 : known * size + place;
          }
        }
      }
    }
    table = next;
    columns *= count;
  });
  return table;
}

interface PatchParams {
  /** Sizes of the spatial axes of the tensor. */
  readonly shape: Shape;
  /** Without dilation and spacing. */
  readonly geometry: Geometry;
  /** What stands in the margin; 0 for tangents. */
  readonly fill: number;
}

/** x [n, ...spatial] to [n, ...positions, ...window]. */
export const patchesOp: Op<PatchParams> = /*@__PURE__*/ primitive({
  name: "patches",
  infer: ([x], { shape, geometry }) => [
    { shape: [x.shape[0], ...positions(shape, geometry), ...geometry.window], dtype: x.dtype, weak: false },
  ],
  evaluate: ([x], params) => [cutOut(arrayOf(x), x.shape[0], params, x.dtype)],
  lower: { kind: "elements", element: patchElement },
  linear: [0],
  jvp: ({ tangents: [t], params }) => [t && patches(t, params.geometry, 0)],
  transpose: ({ cotangents: [ct], params }) => [ct && bind1(unpatchOp, [ct], params)],
  batch: (at) => merged(patchesOp, at),
});

/** The transpose: adds each element of a patch to the place that it came from. */
const unpatchOp: Op<PatchParams> = /*@__PURE__*/ primitive({
  name: "unpatch",
  infer: ([x], { shape }) => [{ shape: [x.shape[0], ...shape], dtype: x.dtype, weak: false }],
  evaluate: ([x], params) => [convertArray(x.dtype, putBack(arrayOf(x), x.shape[0], params))],
  lower: { kind: "elements", costly: true, element: unpatchElement },
  linear: [0],
  transpose: ({ cotangents: [ct], params }) => [ct && patches(ct, params.geometry, 0)],
  batch: (at) => merged(unpatchOp, at),
});

function patchElement({ k, args: [x], out, place, params: { shape, geometry, fill } }: ElementsAt<PatchParams>): Lane {
  const { window, stride, padding } = geometry;
  const counts = positions(shape, geometry);
  let inside: Lane | undefined;
  const places = shape.map((size, axis) => {
    const [low] = padding[axis];
    const at = plus(sumOf(k, times(k, place[1 + axis], stride[axis]), place[1 + shape.length + axis]), -low);
    const last = (counts[axis] - 1) * stride[axis] + window[axis] - 1 - low;
    const tests = [...(low > 0 ? [k.ge(k.index(at), 0)] : []), ...(last >= size ? [k.lt(k.index(at), size)] : [])];
    for (const test of tests) inside = inside === undefined ? test : k.and(inside, test);
    return at;
  });
  const read = (): Lane => x([place[0], ...places]);
  return inside === undefined ? read() : k.choose(inside, read, () => k.constant(fill, laneTypeOf(out.dtype)));
}

/** The sum over the windows that see the place: along an axis those at the last position before it, the one before, … */
function unpatchElement(at: ElementsAt<PatchParams>): Lane {
  const { k, args: [x], out, place, params: { shape, geometry } } = at; // biome-ignore format: one line
  const counts = positions(shape, geometry);
  let seen: readonly Sight[] = [{ positions: [], elements: [], tests: [] }];
  shape.forEach((size, axis) => {
    const along = sightsAlong(k, place[1 + axis], size, counts[axis], geometry, axis);
    seen = seen.flatMap((a) =>
      along.map(
        (b): Sight => ({
          positions: [...a.positions, ...b.positions],
          elements: [...a.elements, ...b.elements],
          tests: [...a.tests, ...b.tests],
        }),
      ),
    );
  });
  const zero = (): Lane => k.constant(0, laneTypeOf(out.dtype));
  return seen
    .map(({ positions: first, elements, tests }) => {
      const inside = tests.reduce((a, b) => k.and(a, b));
      return k.choose(inside, () => x([place[0], ...first, ...elements]), zero);
    })
    .reduce((a, b) => k.add(a, b));
}

/** Positions of the window from which a place is seen, and as which of its elements, where the tests hold. */
interface Sight {
  readonly positions: readonly Place[];
  readonly elements: readonly Place[];
  readonly tests: readonly Lane[];
}

function sightsAlong(
  k: LoopKernel,
  place: Place,
  size: number,
  count: number,
  { window, stride, padding }: Geometry,
  axis: number,
): Sight[] {
  const [width, step, low] = [window[axis], stride[axis], padding[axis][0]];
  const from = plus(place, low);
  const latest = step === 1 ? from : k.computed(quotientOf(k, k.index(from), step, size - 1 + low));
  const first = step === 1 ? PLACE_ZERO : k.computed(k.sub(k.index(from), k.mul(k.index(latest), step)));
  return Array.from({ length: Math.ceil(width / step) }, (_, i) => {
    const [position, element] = [plus(latest, -i), plus(first, i * step)];
    const index = k.index(position);
    const tests = [k.ge(index, 0), k.lt(index, count), k.lt(k.index(element), width)];
    return { positions: [position], elements: [element], tests };
  });
}

/** The patches of each of the tensors x[i]. @param fill - what stands in the margin */
export function patches(x: Tensor, geometry: Geometry, fill: number): Tensor {
  return bind1(patchesOp, [x], { shape: x.shape.slice(1), geometry, fill });
}

/** The batch joins the first axis. */
function merged(op: Op<PatchParams>, { args: [x], size, params }: BatchAt<PatchParams>): Batched {
  const out = bind1(op, [reshapeTo(x, [size * x.shape[1], ...x.shape.slice(2)])], params);
  return { outs: [reshapeTo(out, [size, x.shape[1], ...out.shape.slice(1)])], batched: [true] };
}

function cutOut(from: TypedArray, count: number, { shape, geometry, fill }: PatchParams, dtype: DType): TypedArray {
  const places = placesOf(shape, geometry);
  const [size, rows] = [sizeOf(shape), sizeOf(geometry.window)];
  const columns = sizeOf(positions(shape, geometry));
  const out = makeArray(dtype, count * rows * columns);
  for (let i = 0, at = 0; i < count; i++) {
    for (let c = 0; c < columns; c++) {
      for (let r = 0; r < rows; r++) {
        const place = places[r * columns + c];
        out[at++] = place < 0 ? fill : from[i * size + place];
      }
    }
  }
  return out;
}

function putBack(from: TypedArray, count: number, { shape, geometry }: PatchParams): Float64Array {
  const places = placesOf(shape, geometry);
  const [size, rows] = [sizeOf(shape), sizeOf(geometry.window)];
  const columns = sizeOf(positions(shape, geometry));
  const sums = new Float64Array(count * size);
  for (let i = 0, at = 0; i < count; i++) {
    for (let c = 0; c < columns; c++) {
      for (let r = 0; r < rows; r++, at++) {
        const place = places[r * columns + c];
        if (place >= 0) sums[i * size + place] += from[at];
      }
    }
  }
  return sums;
}

// ---------------------------------------------------------------- what users write

/** One integer for all spatial axes, or a list with one for each. */
export type PerAxis = number | readonly number[];

export function perAxis(op: string, argument: string, value: PerAxis, axes: number, least: number): number[] {
  const list = checkIntegers(op, argument, value, least);
  if (typeof value === "number") return new Array<number>(axes).fill(list[0]);
  if (list.length !== axes) {
    fail("value", { op, argument, got: value, expects: `an integer, or a list of ${axes}, one for each spatial axis` });
  }
  return list;
}

/** Margins: the same everywhere, one for each spatial axis, or [before, after] for each; "same": as many positions as strides fit. */
export type Padding = PerAxis | readonly (readonly [number, number])[] | "same" | "valid";

export function marginsOf(
  op: string,
  padding: Padding,
  sizes: Shape,
  window: Shape,
  stride: Shape,
  dilation: Shape,
): [number, number][] {
  const axes = sizes.length;
  if (padding === "valid") return sizes.map(() => [0, 0]);
  if (padding === "same") {
    return sizes.map((size, i) => {
      const total = Math.max(0, (Math.ceil(size / stride[i]) - 1) * stride[i] + spread(window[i], dilation[i]) - size);
      return [Math.floor(total / 2), Math.ceil(total / 2)];
    });
  }
  const pairs = readList(padding, MOST_AXES)?.map((pair) => readList(pair, 2)) ?? [];
  if (pairs.length === axes && pairs.every((pair) => pair?.length === 2)) {
    return pairs.map((pair) => checkIntegers(op, "padding", pair, 0) as [number, number]);
  }
  return perAxis(op, "padding", padding as PerAxis, axes, 0).map((size) => [size, size]);
}

/** The window is not empty and fits into the tensor with its margins. */
export function checkFit(
  op: string,
  sizes: Shape,
  { window, padding, dilation }: Omit<Geometry, "stride" | "spacing">,
): void {
  sizes.forEach((size, i) => {
    const [extent, room] = [spread(window[i], dilation[i]), size + padding[i][0] + padding[i][1]];
    if (extent > 0 && extent <= room) return;
    fail("shape", {
      op,
      problem: `along spatial axis ${i} the window spans ${extent} and there are ${room}${room > size ? " with the padding" : ""}`,
      shapes: { sizes, window },
      expects: "a window of at least 1 that fits",
      fix: "add padding or take a smaller window or dilation",
    });
  });
}
