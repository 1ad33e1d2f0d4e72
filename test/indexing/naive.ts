/** NumPy's rules of indexing, read naively: coordinate by coordinate. And random indices to try them on. */
import * as fc from "fast-check";
import { ellipsis, Slice, slice } from "nabla";

export interface Found {
  readonly shape: readonly number[];
  /** Where each element of the result comes from, in row-major order. */
  readonly places: readonly number[];
}

export type Item = number | Slice | null | typeof ellipsis | Nested;
export type Nested = readonly (number | boolean | Nested)[];

export const shapeOf = (a: unknown): number[] =>
  Array.isArray(a) ? [a.length, ...(a.length > 0 ? shapeOf(a[0]) : [])] : [];
export const pick = (a: unknown, index: readonly number[]): number =>
  index.reduce<unknown>((b, i) => (b as Nested)[i], a) as number;
export const product = (sizes: readonly number[]): number => sizes.reduce((a, b) => a * b, 1);
export const unravel = (place: number, shape: readonly number[]): number[] =>
  shape.map((size, axis) => Math.floor(place / product(shape.slice(axis + 1))) % size);

export function isMask(item: Item): item is Nested {
  const flat = Array.isArray(item) ? (item as unknown[]).flat(9) : [];
  return flat.length > 0 && flat.every((v) => typeof v === "boolean");
}

/** Python's range(*slice.indices(size)). */
export function placesOf({ start, stop, step }: Slice, size: number): number[] {
  const all: number[] = [];
  const clip = (v: number, low: number, high: number): number => Math.min(Math.max(v < 0 ? v + size : v, low), high);
  if (step > 0) {
    for (
      let i = start === undefined ? 0 : clip(start, 0, size);
      i < (stop === undefined ? size : clip(stop, 0, size));
      i += step
    )
      all.push(i);
  } else {
    for (
      let i = start === undefined ? size - 1 : clip(start, -1, size - 1);
      i > (stop === undefined ? -1 : clip(stop, -1, size - 1));
      i += step
    )
      all.push(i);
  }
  return all;
}

/** Each axis of the result, by NumPy's user guide, section "Combining advanced and basic indexing". */
export function naive(shape: readonly number[], index: readonly Item[]): Found {
  const noMasks = index.flatMap((item): Item[] => {
    if (!isMask(item)) return [item];
    const sizes = shapeOf(item);
    const hits = Array.from({ length: product(sizes) }, (_, p) => unravel(p, sizes)).filter((i) => pick(item, i));
    return sizes.map((_, axis) => hits.map((hit) => hit[axis]));
  });
  const count = noMasks.filter((item) => item !== null && item !== ellipsis).length;
  const rest: Item[] = new Array<Item>(shape.length - count).fill(slice());
  const where = noMasks.indexOf(ellipsis);
  const full = where < 0 ? [...noMasks, ...rest] : noMasks.toSpliced(where, 1, ...rest);
  const anyArray = full.some(Array.isArray);
  const isAdvanced = (item: Item): boolean => Array.isArray(item) || (anyArray && typeof item === "number");
  const advanced = full.flatMap((item, i) => (isAdvanced(item) ? [i] : []));
  const shapes = advanced.map((i) => shapeOf(full[i]));
  const ndim = Math.max(0, ...shapes.map((s) => s.length));
  const common = Array.from({ length: ndim }, (_, k) => {
    const sizes = shapes.flatMap((s) => (k - (ndim - s.length) >= 0 ? [s[k - (ndim - s.length)]] : []));
    return sizes.find((size) => size !== 1) ?? 1;
  });
  // An ellipsis stands between its neighbours even where it has no axes.
  const split = where >= 0 && rest.length === 0 && advanced.some((i) => i < where) && advanced.some((i) => i >= where);
  const together = !split && advanced.every((i, k) => i === advanced[0] + k);
  // One entry for each axis of the result: a place along the axis of x, or a coordinate of the arrays.
  type Axis = { readonly size: number; readonly item: number; readonly values?: number[]; readonly array?: number };
  const axes: Axis[] = [];
  const arrays = common.map((size, array): Axis => ({ size, item: -1, array }));
  if (anyArray && !together) axes.push(...arrays);
  let axis = 0;
  const sources: number[] = [];
  full.forEach((item, i) => {
    sources[i] = axis;
    if (item === null) axes.push({ size: 1, item: -1 });
    else if (item instanceof Slice) {
      const values = placesOf(item, shape[axis]);
      axes.push({ size: values.length, item: i, values });
    } else if (anyArray && together && i === advanced[0]) axes.push(...arrays);
    if (item !== null) axis++;
  });
  const out = axes.map(({ size }) => size);
  const places = Array.from({ length: product(out) }, (_, p) => {
    const coordinate = unravel(p, out);
    const inX = new Array<number>(shape.length).fill(0);
    const inArrays = new Array<number>(ndim).fill(0);
    axes.forEach(({ item, values, array }, k) => {
      if (values !== undefined) inX[sources[item]] = values[coordinate[k]];
      if (array !== undefined) inArrays[array] = coordinate[k];
    });
    full.forEach((item, i) => {
      const size = shape[sources[i]];
      if (typeof item === "number") inX[sources[i]] = (item + size) % size;
      if (Array.isArray(item)) {
        const own = shapeOf(item);
        const value = pick(
          item,
          own.map((n, k) => (n === 1 ? 0 : inArrays[ndim - own.length + k])),
        );
        inX[sources[i]] = (value + size) % size;
      }
    });
    return inX.reduce((at, i, k) => at * shape[k] + i, 0);
  });
  return { shape: out, places };
}

// ---------------------------------------------------------------- random indices

export const optional = (arbitrary: fc.Arbitrary<number>): fc.Arbitrary<number | undefined> =>
  fc.option(arbitrary, { nil: undefined });

export const anySlice: fc.Arbitrary<Slice> = fc
  .tuple(
    optional(fc.integer({ min: -6, max: 6 })),
    optional(fc.integer({ min: -6, max: 6 })),
    fc.integer({ min: -3, max: 3 }),
  )
  .map(([start, stop, step]) => slice(start, stop, step === 0 ? 1 : step));

export function nestedOf(shape: readonly number[], element: fc.Arbitrary<number | boolean>): fc.Arbitrary<Nested> {
  if (shape.length === 1) return fc.array(element, { minLength: shape[0], maxLength: shape[0] });
  return fc.array(nestedOf(shape.slice(1), element), { minLength: shape[0], maxLength: shape[0] });
}

/** An array of indices into an axis that broadcasts to a common shape. */
export function indicesInto(size: number, common: readonly number[]): fc.Arbitrary<Item> {
  return fc
    .tuple(
      fc.integer({ min: 0, max: common.length - 1 }),
      fc.array(fc.boolean(), { minLength: common.length, maxLength: common.length }),
    )
    .chain(([drop, ones]) => {
      const shape = common.map((n, i) => (ones[i] ? 1 : n)).slice(drop);
      return nestedOf(shape, fc.integer({ min: -size, max: size - 1 }));
    });
}

export function itemInto(size: number, common: readonly number[]): fc.Arbitrary<Item> {
  if (size === 0) return anySlice;
  return fc.oneof(anySlice, fc.integer({ min: -size, max: size - 1 }), indicesInto(size, common));
}

export interface Case {
  readonly shape: readonly number[];
  readonly index: readonly Item[];
}

export const anyCase: fc.Arbitrary<Case> = fc
  .record({
    shape: fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 1, maxLength: 4 }),
    common: fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 1, maxLength: 2 }),
  })
  .chain(({ shape, common }) =>
    fc.record({
      shape: fc.constant(shape),
      items: fc.tuple(...shape.map((size) => itemInto(size, common))),
      drop: fc.integer({ min: 0, max: shape.length }),
      hole: fc.option(fc.integer({ min: 0, max: shape.length }), { nil: undefined }),
      news: fc.array(fc.integer({ min: 0, max: shape.length }), { maxLength: 2 }),
    }),
  )
  .map(({ shape, items, drop, hole, news }) => {
    // Axes without an item at the end, or, with an ellipsis, in the middle.
    const index: Item[] =
      hole === undefined ? items.slice(0, shape.length - drop) : items.toSpliced(hole, drop, ellipsis as Item);
    for (const place of news) index.splice(place, 0, null);
    return { shape, index };
  });

/** A mask over some neighbouring axes, the others whole or sliced. */
export const maskCase: fc.Arbitrary<Case> = fc
  .record({
    shape: fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 1, maxLength: 4 }),
    from: fc.integer({ min: 0, max: 3 }),
    count: fc.integer({ min: 1, max: 2 }),
  })
  .chain(({ shape, from, count }) => {
    const first = Math.min(from, shape.length - 1);
    const covered = shape.slice(first, first + count);
    return fc.record({
      shape: fc.constant(shape),
      before: fc.tuple(
        ...shape.slice(0, first).map((size) => fc.oneof(anySlice, fc.integer({ min: -size, max: size - 1 }))),
      ),
      mask: nestedOf(covered, fc.boolean()),
      news: fc.boolean(),
    });
  })
  .map(({ shape, before, mask, news }) => ({ shape, index: [...before, mask, ...(news ? [null] : [])] }));

export const show = ({ shape, index }: Case): string =>
  `[${shape}] at ${index.map((i) => (Array.isArray(i) ? JSON.stringify(i) : String(i))).join("; ")}`;
