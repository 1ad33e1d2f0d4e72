/** The loop nest of nodes that are computed together: what is done for each element, over loops that are as few as can be. */
import { type Shape, sizeOf, stridesOf } from "../base/shapes.ts";
import type { DType } from "../base/dtypes.ts";
import { broadcastPlace, laneTypeOf } from "../core/basic.ts";
import type { ElementwiseOp } from "../core/elementwise.ts";
import { type HostFunction, Kernel, type Lane } from "../core/kernel.ts";
import { type LoopKernel, type Monoid, PLACE_ZERO, type Place } from "../core/lowering.ts";
import { sameShape } from "../base/shapes.ts";
import { permutationOf } from "./dot.ts";
import type { Node, Value } from "./graph.ts";
import type { Fused, Schedule } from "./schedule.ts";

/** Σ coefficient · index + constant, over the axes of the space or over loops. */
export interface Affine {
  readonly coefficients: readonly number[];
  readonly constant: number;
  /** Of a place in what blocks give: from one block to the next; see `blocks.ts`. */
  readonly perBlock?: number;
}

/** Data of a leaf: the element of a tensor. Its arguments: the computed part of the place (i32), a mask that allows the reading. */
export interface Load {
  readonly kind: "load";
  readonly value: Value;
  readonly dtype: DType;
  readonly at: Affine;
  readonly computed: boolean;
  readonly guarded: boolean;
}

/** Data of a leaf: an affine function of the indices, as i32. */
export interface IndexLeaf {
  readonly kind: "index";
  readonly at: Affine;
}

export interface Loop {
  readonly size: number;
  /** The axis of the space that moves fastest in it. */
  readonly axis: number;
  /** The loop is over blocks of so many turns of the last loop over the same axis; behind the last whole block `rest` turns are left. */
  readonly block?: number;
  readonly rest?: number;
}

export interface Store {
  readonly value: Value;
  readonly at: Affine;
  readonly lane: Lane;
}

export interface Reduction extends Store {
  readonly monoid: Monoid;
}

export interface Nest {
  /** From the outermost; loops over reduced axes are the last. */
  readonly loops: readonly Loop[];
  /** The loop of whose indices several are done at a time; -1 where there is no loop. */
  readonly vector: number;
  /** The first loop over reduced axes. */
  readonly reduceFrom: number;
  readonly stores: readonly Store[];
  readonly reductions: readonly Reduction[];
  /** All that it computes, arguments before what uses them. */
  readonly lanes: readonly Lane[];
  /** Over loops instead of axes. */
  over(at: Affine): Affine;
}

/** All lanes that others are made of, arguments before what uses them. */
export function lanesOf(roots: readonly Lane[]): Lane[] {
  const found: Lane[] = [];
  const seen = new Set<Lane>();
  const open: (Lane | undefined)[] = [];
  const behind: Lane[] = [];
  for (const root of roots) {
    open.push(root);
    while (open.length > 0) {
      const lane = open.pop();
      if (lane === undefined) found.push(behind.pop() as Lane);
      else if (!seen.has(lane)) {
        seen.add(lane);
        behind.push(lane);
        open.push(undefined, ...lane.args);
      }
    }
  }
  return found;
}

/** Kernels with places. */
class NestKernel extends Kernel implements LoopKernel {
  private readonly space: Shape;
  private readonly leaves = new Map<string, Load | IndexLeaf>();
  private guard: Lane | undefined;

  constructor(space: Shape) {
    super();
    this.space = space;
  }

  /** All leaves. */
  get affines(): Affine[] {
    return [...this.leaves.values()].map(({ at }) => at);
  }

  index({ coefficients, constant, lane }: Place): Lane {
    const affine = this.indexLeaf({ coefficients, constant });
    return lane === undefined ? affine : affine.op === "constant" && affine.data === 0 ? lane : this.add(affine, lane);
  }

  private indexLeaf(at: Affine): Lane {
    if (at.coefficients.every((c) => c === 0)) return this.constant(at.constant, "i32");
    return this.leaf("i32", this.remember({ kind: "index", at: this.padded(at) }));
  }

  computed(lane: Lane): Place {
    return { coefficients: [], constant: 0, lane };
  }

  choose(mask: Lane, yes: () => Lane, no: () => Lane): Lane {
    const before = this.guard;
    const under = (condition: Lane, read: () => Lane): Lane => {
      this.guard = before === undefined ? condition : this.and(before, condition);
      try {
        return read();
      } finally {
        this.guard = before;
      }
    };
    return this.select(mask, under(mask, yes), under(this.not(mask), no));
  }

  /** Names what may be read now, for those who remember lanes. */
  get guardKey(): number {
    return this.guard?.id ?? -1;
  }

  private padded({ coefficients, constant }: Affine): Affine {
    return { coefficients: this.space.map((size, i) => (size === 1 ? 0 : (coefficients[i] ?? 0))), constant };
  }

  /** The element of a tensor. @param root - whose memory it is in */
  load(root: Value, { shape, dtype }: Value, place: readonly Place[]): Lane {
    const strides = stridesOf(shape);
    const coefficients = new Array<number>(this.space.length).fill(0);
    let constant = 0;
    let lane: Lane | undefined;
    place.forEach((p, axis) => {
      // The one place there is, however it was come to.
      if (shape[axis] === 1) return;
      p.coefficients.forEach((c, i) => {
        coefficients[i] += c * strides[axis];
      });
      constant += p.constant * strides[axis];
      if (p.lane === undefined) return;
      const term = strides[axis] === 1 ? p.lane : this.mul(p.lane, strides[axis]);
      lane = lane === undefined ? term : this.add(lane, term);
    });
    const at = this.padded({ coefficients, constant });
    const guard = lane === undefined && this.stays(at, sizeOf(shape)) ? undefined : this.guard;
    const data: Load = {
      kind: "load",
      value: root,
      dtype,
      at,
      computed: lane !== undefined,
      guarded: guard !== undefined,
    };
    const args = [lane, guard].filter((x) => x !== undefined);
    return this.leaf(laneTypeOf(dtype), this.remember(data), args);
  }

  /** Is every place that is read inside of the tensor? */
  private stays({ coefficients, constant }: Affine, size: number): boolean {
    let [low, high] = [constant, constant];
    coefficients.forEach((c, i) => {
      const last = c * (this.space[i] - 1);
      if (last < 0) low += last;
      else high += last;
    });
    return low >= 0 && high < size;
  }

  private remember<T extends Load | IndexLeaf>(data: T): T {
    const { coefficients, constant } = data.at;
    const load = data.kind === "load" ? `${data.value.id} ${data.dtype} ${data.computed} ${data.guarded}` : "";
    const key = `${load} ${coefficients.join()} ${constant}`;
    const known = this.leaves.get(key);
    if (known === undefined) this.leaves.set(key, data);
    return (known as T | undefined) ?? data;
  }
}

/** @param rootOf - the value in whose memory a value is */
export function nestOf(step: Fused, { inlined }: Schedule, rootOf: (value: Value) => Value): Nest {
  const k = new NestKernel(step.space);
  const here = new Set(step.nodes);
  const identity: Place[] = step.space.map((size, axis) =>
    size === 1 ? PLACE_ZERO : { coefficients: step.space.map((_, i) => (i === axis ? 1 : 0)), constant: 0 },
  );
  const lanes = new Map<string, Lane>();
  const read = (value: Value, place: readonly Place[]): Lane => {
    const { node, dtype } = value;
    const { number } = rootOf(value);
    if (number !== undefined) return k.constant(dtype === "bool" ? number !== 0 : number, laneTypeOf(dtype));
    if (node === undefined) return k.load(rootOf(value), value, place);
    const computed = inlined.has(node) || (here.has(node) && place === identity && node.lower?.kind !== "reduce");
    if (!computed) return k.load(rootOf(value), value, place);
    const key = `${value.id} ${k.guardKey} ${place === identity ? "" : keyOf(place)}`;
    let lane = lanes.get(key);
    if (lane === undefined) lanes.set(key, (lane = elementOf(k, node, place, read)));
    return lane;
  };
  const stored = (lane: Lane): Lane => (lane.type === "m64" ? k.convert(lane, "m32") : lane);
  const kept = step.space.map((_, axis) => !step.axes?.includes(axis));
  const stores: Store[] = [];
  const reductions: Reduction[] = [];
  for (const value of step.stores) {
    const node = value.node as Node;
    if (node.lower?.kind === "reduce") {
      const { monoid } = node.lower;
      reductions.push({ value, at: keptAffine(step.space, kept), lane: stored(read(node.args[0], identity)), monoid });
      continue;
    }
    const axes = here.has(node.args[0]?.node as Node) && !isElementwise(node) ? permutationOf(node) : undefined;
    if (axes === undefined) stores.push({ value, at: affineOf(step.space), lane: stored(read(value, identity)) });
    else {
      const lane = stored(read(node.args[0], identity));
      stores.push({ value, at: throughPermutation(value.shape, axes), lane });
    }
  }
  return arrange(k, step, kept, stores, reductions);
}

const isElementwise = ({ op }: Node): boolean => op.kind === "elementwise";

const keyOf = (place: readonly Place[]): string =>
  place.map(({ coefficients, constant, lane }) => `${coefficients.join()}+${constant}+${lane?.id ?? ""}`).join(";");

/** Row-major. */
const affineOf = (shape: Shape): Affine => ({
  coefficients: stridesOf(shape).map((stride, i) => (shape[i] === 1 ? 0 : stride)),
  constant: 0,
});

/** Where the elements of the argument of a transposition go. @param axes - those of the argument, for each of the result */
function throughPermutation(shape: Shape, axes: readonly number[]): Affine {
  const strides = stridesOf(shape);
  const coefficients = new Array<number>(shape.length).fill(0);
  axes.forEach((axis, i) => {
    coefficients[axis] = shape[i] === 1 ? 0 : strides[i];
  });
  return { coefficients, constant: 0 };
}

function keptAffine(space: Shape, kept: readonly boolean[]): Affine {
  const strides = stridesOf(space.filter((_, axis) => kept[axis]));
  let next = 0;
  return {
    coefficients: space.map((size, axis) => {
      const stride = kept[axis] ? strides[next++] : 0;
      return size === 1 ? 0 : stride;
    }),
    constant: 0,
  };
}

/** One element of a node's result. */
function elementOf(
  k: NestKernel,
  node: Node,
  place: readonly Place[],
  read: (value: Value, place: readonly Place[]) => Lane,
): Lane {
  const { op, params, args, outs, lower } = node;
  const [out] = outs;
  if (op.kind === "elementwise") {
    const lanes = args.map((arg) =>
      read(arg, sameShape(arg.shape, out.shape) ? place : broadcastPlace(place, arg.shape)),
    );
    return applyElementwise(k, op as ElementwiseOp, lanes, args, out.dtype);
  }
  if (lower?.kind !== "elements") throw new Error(`${op.name} has no elements`);
  const readers = args.map((arg) => (at: readonly Place[]) => read(arg, at));
  return lower.element({ k, args: readers, avals: args, out, place, params });
}

function applyElementwise(
  k: Kernel,
  { definition }: ElementwiseOp,
  lanes: readonly Lane[],
  args: readonly Value[],
  dtype: DType,
): Lane {
  const operand = args.at(-1)?.dtype as DType;
  const isInteger = operand === "int32" || operand === "uint32";
  const scalar: HostFunction =
    isInteger && definition.evalInteger !== undefined ? definition.evalInteger : definition.eval;
  const unsigned = operand === "uint32";
  const host: HostFunction = unsigned ? (...xs) => scalar(...xs.map((x) => x >>> 0)) : scalar;
  if (definition.kernel !== undefined) return k.apply(definition.kernel, { unsigned, host }, lanes);
  // The function takes and gives float64; what lanes there are is told by their types.
  return k.apply((_, ...xs) => k.host(laneTypeOf(dtype), host, xs), { unsigned, host }, lanes);
}

/** Axes as loops: those of size 1 left out, neighbours joined where every access allows it. */
function arrange(k: NestKernel, step: Fused, kept: readonly boolean[], stores: Store[], reductions: Reduction[]): Nest {
  const { space } = step;
  const axes = space.map((_, axis) => axis).filter((axis) => space[axis] !== 1);
  const order = [...axes.filter((axis) => kept[axis]), ...axes.filter((axis) => !kept[axis])];
  const affines = [...k.affines, ...stores.map(({ at }) => at), ...reductions.map(({ at }) => at)];
  const loops: Loop[] = [];
  for (const axis of order) {
    const last = loops.at(-1);
    const joins =
      last !== undefined &&
      kept[last.axis] === kept[axis] &&
      affines.every(({ coefficients: c }) => c[last.axis] === c[axis] * space[axis]);
    if (joins) loops[loops.length - 1] = { size: last.size * space[axis], axis };
    else loops.push({ size: space[axis], axis });
  }
  const blocked = step.axes === undefined ? inBlocks(loops, affines) : loops;
  const reduceFrom = blocked.filter(({ axis }) => kept[axis]).length;
  return {
    loops: blocked,
    reduceFrom,
    vector: vectorLoop(blocked, reduceFrom),
    stores,
    reductions,
    lanes: lanesOf([...stores, ...reductions].map(({ lane }) => lane)),
    over: ({ coefficients: c, constant }) => ({
      coefficients: blocked.map(({ axis, block = 1 }) => c[axis] * block),
      constant,
    }),
  };
}

/** The same with so many turns of the outermost loop, and one more inside of it. */
export function withRows(nest: Nest, rows: number): Nest {
  const [{ size, axis }, ...inner] = nest.loops;
  const turns = size / rows;
  return {
    ...nest,
    loops: [{ size: rows, axis }, { size: turns, axis }, ...inner],
    vector: nest.vector + 1,
    reduceFrom: nest.reduceFrom + 1,
    over: (at) => {
      const { coefficients, constant } = nest.over(at);
      return { coefficients: [coefficients[0] * turns, ...coefficients], constant };
    },
  };
}

/** Elements that lie across the innermost loop are read in blocks, so that what the caches bring along is used: 64 elements. */
const BLOCK = 64;

function inBlocks(loops: readonly Loop[], affines: readonly Affine[]): readonly Loop[] {
  const last = loops.at(-1);
  if (loops.length < 2 || last === undefined || last.size <= BLOCK) return loops;
  const across = affines.some(
    ({ coefficients: c }) =>
      Math.abs(c[last.axis]) > 1 && loops.some(({ axis, size }) => size > 8 && Math.abs(c[axis]) === 1),
  );
  if (!across) return loops;
  const whole = Math.floor(last.size / BLOCK);
  return [{ size: whole, axis: last.axis, block: BLOCK, rest: last.size - whole * BLOCK }, ...loops];
}

/** The loop over the last axis, whose elements lie side by side; another one where that is short. */
function vectorLoop(loops: readonly Loop[], reduceFrom: number): number {
  if (loops.length === 0) return -1;
  const last = loops.length - 1;
  const reduces = reduceFrom <= last;
  // A short last axis that the loop before could not be joined with leaves most of a vector empty.
  if (!reduces && last > 0 && loops[last].size < 4 && loops[last - 1].size >= 8) return last - 1;
  const candidates = reduceFrom > 0 && reduces ? [last, reduceFrom - 1] : [last];
  const fastest = candidates.reduce((a, b) => (loops[b].axis > loops[a].axis ? b : a));
  const other = candidates.find((i) => i !== fastest);
  return other !== undefined && loops[fastest].size < 8 && loops[other].size >= 8 ? other : fastest;
}
