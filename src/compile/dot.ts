/** Products of tensors as products of matrices that are read through strides. */
import { stridesOf } from "../base/shapes.ts";
import { Kernel, type Lane } from "../core/kernel.ts";
import type { DotAxes, LoopKernel, Place } from "../core/lowering.ts";
import type { Node, Value } from "./graph.ts";

/** Elements of a tensor in memory, read through strides; all in elements. */
export interface StridedView {
  readonly source: Value;
  readonly offset: number;
  readonly strides: readonly number[];
}

/** C = A B for m × k and k × n matrices, for each turn of the loops. C is stored row by row. */
export interface Dot {
  readonly m: number;
  readonly n: number;
  readonly k: number;
  readonly a: { readonly offset: number; readonly row: number; readonly column: number };
  readonly b: { readonly offset: number; readonly row: number; readonly column: number };
  readonly cRow: number;
  /** From the outermost: how often, and how far to go in each. */
  readonly loops: readonly { readonly size: number; readonly a: number; readonly b: number; readonly c: number }[];
}

/** Finds out where a view reads, if that is an affine function of the place. */
class Probe extends Kernel implements LoopKernel {
  index(): Lane {
    throw NOT_STRIDED;
  }
  computed(): Place {
    throw NOT_STRIDED;
  }
  choose(): Lane {
    throw NOT_STRIDED;
  }
}

const NOT_STRIDED = "not strided";

/** The tensor behind transposes, slices and broadcasts, and how it is read. */
export function stridedView(value: Value): StridedView {
  const { shape } = value;
  let source = value;
  let places = shape.map(
    (_, axis): Place => ({ coefficients: shape.map((_, i) => (i === axis ? 1 : 0)), constant: 0 }),
  );
  for (;;) {
    const { node } = source;
    const inner = node && placesOf(node, places);
    if (node === undefined || inner === undefined) break;
    [source, places] = [node.args[0], [...inner]];
  }
  const memory = stridesOf(source.shape);
  const strides = shape.map((_, axis) =>
    places.reduce((sum, p, i) => sum + (p.coefficients[axis] ?? 0) * memory[i], 0),
  );
  return { source, strides, offset: places.reduce((sum, p, i) => sum + p.constant * memory[i], 0) };
}

/** The axes of its argument in the order of those of a node that only exchanges axes; undefined for other nodes. */
export function permutationOf(node: Node): number[] | undefined {
  const { shape } = node.outs[0];
  const identity = shape.map(
    (_, axis): Place => ({ coefficients: shape.map((_, i) => (i === axis ? 1 : 0)), constant: 0 }),
  );
  const places = placesOf(node, identity);
  if (places?.length !== shape.length) return undefined;
  const axes = shape.map((_, axis) => places.findIndex((p) => p.coefficients[axis] === 1));
  const only = places.every((p) => p.constant === 0 && p.coefficients.reduce((sum, c) => sum + Math.abs(c), 0) === 1);
  const whole = axes.every((axis, i) => node.args[0].shape[axis] === shape[i]);
  return only && whole && new Set(axes).size === axes.length ? axes : undefined;
}

/** Where a view reads its argument; undefined where it is no view, or that is not affine. */
function placesOf(
  { op, lower, args, outs: [out], params }: Node,
  place: readonly Place[],
): readonly Place[] | undefined {
  if (op.kind === "elementwise" || lower?.kind !== "elements" || args.length !== 1) return undefined;
  if (args[0].dtype !== out.dtype) return undefined;
  const k = new Probe();
  let found: readonly Place[] | undefined;
  let lane: Lane | undefined;
  const read = (at: readonly Place[]): Lane => {
    found = at;
    return (lane = k.argument(0, "f64"));
  };
  try {
    const result = lower.element({ k, args: [read], avals: args, out, place, params });
    return result === lane && found?.every((p) => p.lane === undefined) ? found : undefined;
  } catch (error) {
    if (error === NOT_STRIDED) return undefined;
    throw error;
  }
}

/** The matrix product that an op comes down to; undefined where its axes do not lie so. */
export function dotOf(
  x: Value,
  y: Value,
  { batch, contract }: DotAxes,
  xs: StridedView,
  ys: StridedView,
): Dot | undefined {
  const free = (value: Value, a: readonly number[], b: readonly number[]): number[] =>
    value.shape.map((_, axis) => axis).filter((axis) => !a.includes(axis) && !b.includes(axis));
  const rows = axesOf(x, free(x, batch[0], contract[0]), xs);
  const columns = axesOf(y, free(y, batch[1], contract[1]), ys);
  const inner = merge(
    contract[0].map((axis, i) => ({ size: x.shape[axis], a: xs.strides[axis], b: ys.strides[contract[1][i]] })),
  );
  if (inner.length > 1) return undefined;
  const [k] = [inner[0] ?? { size: 1, a: 1, b: 1 }];
  const [m, n] = [rows.at(-1) ?? { size: 1, a: 0, b: 0 }, columns.at(-1) ?? { size: 1, a: 0, b: 0 }];
  const width = columns.reduce((product, { size }) => product * size, 1);
  const height = rows.reduce((product, { size }) => product * size, 1);
  let c = width * height * batch[0].reduce((product, axis) => product * x.shape[axis], 1);
  const loops = batch[0].map((axis, i) => {
    c /= x.shape[axis] || 1;
    return { size: x.shape[axis], a: xs.strides[axis], b: ys.strides[batch[1][i]], c };
  });
  let rowStep = width * height;
  const outerRows = rows.slice(0, -1).map(({ size, a }) => ({ size, a, b: 0, c: (rowStep /= size || 1) }));
  let columnStep = width;
  const outerColumns = columns.slice(0, -1).map(({ size, a }) => ({ size, a: 0, b: a, c: (columnStep /= size || 1) }));
  return {
    m: m.size,
    n: n.size,
    k: k.size,
    a: { offset: xs.offset, row: m.a, column: k.a },
    b: { offset: ys.offset, row: k.b, column: n.a },
    cRow: width,
    loops: merge([...loops, ...outerRows, ...outerColumns]).filter(({ size }) => size !== 1),
  };
}

interface Steps {
  readonly size: number;
  readonly a: number;
  readonly b: number;
  readonly c?: number;
}

const axesOf = (value: Value, axes: readonly number[], view: StridedView): Steps[] =>
  merge(axes.map((axis) => ({ size: value.shape[axis], a: view.strides[axis], b: 0 })));

/** Neighbouring axes as one, where their elements lie so. */
function merge<T extends Steps>(axes: readonly T[]): T[] {
  const merged: T[] = [];
  for (const axis of axes) {
    if (axis.size === 1) continue;
    const last = merged.at(-1);
    const joins =
      last !== undefined &&
      last.a === axis.a * axis.size &&
      last.b === axis.b * axis.size &&
      (last.c ?? 0) === (axis.c ?? 0) * axis.size;
    if (joins) merged[merged.length - 1] = { ...axis, size: axis.size * (last as T).size };
    else merged.push(axis);
  }
  return merged;
}
