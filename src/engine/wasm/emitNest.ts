/** The code of a loop nest: a function of the workspace's address, and perhaps of the range of the outermost loop that it is to do. */
import { bytesOf, type DType } from "../../base/dtypes.ts";
import { fail } from "../../base/errors.ts";
import type { HostFunction, Lane, LaneType } from "../../core/kernel.ts";
import type { Monoid } from "../../core/lowering.ts";
import { type Affine, type IndexLeaf, lanesOf, lanesOfNest, type Load, type Nest, type Reduction, type Store } from "../../compile/nest.ts";
import type { Value } from "../../compile/graph.ts";
import type { Callable, FunctionBuilder, Local } from "./assembler.ts";
import { emitByLane, emitLane, isByLane, shapeOf } from "./lanes.ts";

/** Where a tensor lies: at an offset from the workspace, or where a pointer in the workspace says. */
export type Location = { readonly offset: number } | { readonly slot: number };

export interface EmitContext {
  readonly relaxed: boolean;
  locationOf(value: Value): Location;
  /** A function of the module that calls a host function for each lane. @param masked - only where a first argument, a mask, is set, and a second one elsewhere */
  hostCall(host: HostFunction, args: readonly LaneType[], out: LaneType, masked: boolean, lanes: number): Callable;
}


/** How many elements are done at a time, and how many such groups side by side. */
interface Variant {
  readonly lanes: number;
  readonly copies: number;
}

/** Elements of a tensor that are read or written in one way; addresses are kept in locals as far as the loops have come. */
interface Access {
  readonly size: number;
  /** By loop, in bytes. */
  readonly steps: readonly number[];
  base: Local;
  offset: number;
}

/** Between two additions with error term this many plain ones: Σ of n terms is off by at most (32 + 2) u Σ|x| + O(n u²) Σ|x|. */
const RUN = 32;

/** A mask of the first lane. */
const firstLane = (type: LaneType): Uint8Array => new Uint8Array(16).fill(255, 0, type === "m64" ? 8 : 4);

/** Does a nest have rare points that can wait until its end? Not if places depend on them: they might lie outside of memory. */
export function hasRarePoints(nest: Nest): boolean {
  const lanes = lanesOfNest(nest);
  const computes = lanes.some(({ op, data }) => op === "leaf" && (data as Load | IndexLeaf).kind === "load" && (data as Load).computed);
  return !computes && lanes.some(({ op }) => op === "rare");
}

/** All host functions that a nest calls, with their number of arguments. */
export function hostsOf(nest: Nest): Map<HostFunction, number> {
  const hosts = new Map<HostFunction, number>();
  for (const { op, args, data } of lanesOfNest(nest)) {
    if (op === "rare") hosts.set(data as HostFunction, args.length - 2);
    if (op === "host") hosts.set(data as HostFunction, args.length);
  }
  return hosts;
}

/** x < y ? x : y or x < y ? y : x, of floats. */
function isExtremum({ type, args: [mask, a, b] }: Lane): boolean {
  if (type[0] !== "f" || mask.op !== "lt") return false;
  const [x, y] = mask.args;
  return (a === x && b === y) || (a === y && b === x);
}

export class NestEmitter {
  private readonly f: FunctionBuilder;
  private readonly nest: Nest;
  private readonly context: EmitContext;
  private readonly workspace: Local;
  /** From where to where the outermost loop goes, where that is said at run time. */
  private readonly range: readonly [from: Local, to: Local] | undefined;
  private readonly nodes: readonly Lane[];
  private readonly uses = new Map<Lane, number>();
  private readonly levels = new Map<Lane, number>();
  private readonly varying = new Set<Lane>();
  /** How far in a lane is needed. */
  private readonly needed = new Map<Lane, number>();
  private readonly accesses = new Map<string, Access>();
  private readonly indices: Local[] = [];
  /** How many turns each loop has. */
  private readonly sizes: number[];
  /** Of the innermost loop: offsets by step. */
  private offsets = new Map<number, Local>();
  /** Locals of lanes, by copy. */
  private readonly values = new Map<Lane, (Local | undefined)[]>();
  private readonly width: number;
  private readonly copies: number;
  private variant: Variant = { lanes: 1, copies: 1 };
  private accumulators: Accumulator[] = [];
  private readonly careful: Callable | undefined;
  /** Bits of all lanes that were rare. */
  private seen: Local | undefined;

  /**
   * @param careful - the same nest, which computes rare points as it meets them: called at the end if there were any. So the loops
   * themselves have no calls, around which V8 would keep nothing in registers.
   */
  constructor(f: FunctionBuilder, nest: Nest, context: EmitContext, careful?: Callable) {
    this.f = f;
    this.careful = careful;
    this.nest = nest;
    this.context = context;
    [this.workspace] = f.params;
    if (f.params.length > 1) this.range = [f.params[1], f.params[2]];
    this.sizes = nest.loops.map(({ size }) => size);
    const roots = [...nest.stores, ...nest.reductions].map(({ lane }) => lane);
    this.nodes = lanesOf(roots);
    for (const root of roots) this.uses.set(root, (this.uses.get(root) ?? 0) + 1);
    for (const lane of this.nodes) this.examine(lane);
    for (const root of roots) this.needed.set(root, nest.loops.length);
    this.width = this.nodes.some(({ type }) => type[1] === "6") ? 2 : 4;
    const work = this.nodes.filter(({ op }) => op !== "constant").length;
    const reduces = nest.reductions.length > 0 && nest.reductions.length <= 2;
    // Columns are summed by whole cache lines.
    const columns = nest.reductions.length > 0 && nest.vector < nest.reduceFrom && work <= 100;
    this.copies = columns ? 4 : work <= 14 ? (reduces ? 4 : 2) : work <= 40 && reduces ? 2 : 1;
  }

  /** Only a range that begins at a multiple of it, and ends at one or at the loop's end, is computed as it is in the whole. */
  get grain(): number {
    const { loops, vector } = this.nest;
    return vector === 0 && loops[0].block === undefined ? this.width * this.copies : 1;
  }

  private examine(lane: Lane): void {
    for (const arg of lane.args) this.uses.set(arg, (this.uses.get(arg) ?? 0) + 1);
    let level = -1;
    let varies = false;
    for (const arg of lane.args) {
      level = Math.max(level, this.levels.get(arg) as number);
      varies ||= this.varying.has(arg);
    }
    if (lane.op === "leaf") {
      const { coefficients } = this.nest.over((lane.data as Load | IndexLeaf).at);
      coefficients.forEach((c, l) => {
        if (c !== 0) level = Math.max(level, l);
      });
      varies ||= (coefficients[this.nest.vector] ?? 0) !== 0;
    }
    this.levels.set(lane, level);
    for (const arg of lane.args) this.needed.set(arg, Math.max(this.needed.get(arg) ?? -1, level));
    if (varies) this.varying.add(lane);
  }

  emit(): void {
    const { nest, f, careful } = this;
    if (careful !== undefined) this.seen = f.local("v128");
    for (const lane of this.nodes) if (lane.op === "constant") this.keep(lane, 0, () => this.constant(lane));
    for (const lane of this.nodes) if (lane.op === "leaf") this.prepare(lane);
    for (const { value, at } of [...nest.stores, ...nest.reductions]) this.access(value, value.dtype, at);
    nest.loops.forEach(() => this.indices.push(f.local("i32")));
    if (nest.loops.every(({ size }) => size > 0)) this.inside(-1);
    else if (nest.reductions.length > 0 && nest.loops.slice(0, nest.reduceFrom).every(({ size }) => size > 0)) this.inside(-1);
    if (careful === undefined || this.seen === undefined) return;
    f.get(this.seen).op("v128.any_true");
    f.if(() => {
      for (const param of f.params) f.get(param);
      f.call(careful);
    });
  }

  private prepare({ data }: Lane): void {
    const leaf = data as Load | IndexLeaf;
    if (leaf.kind === "load") this.access(leaf.value, leaf.dtype, leaf.at);
  }

  private access(value: Value, dtype: DType, at: Affine): Access {
    const key = `${value.id} ${dtype} ${at.coefficients.join()} ${at.constant}`;
    const known = this.accesses.get(key);
    if (known !== undefined) return known;
    const size = bytesOf(dtype);
    const { coefficients, constant } = this.nest.over(at);
    const location = this.context.locationOf(value);
    let base = this.workspace;
    let offset = constant * size;
    if ("offset" in location) offset += location.offset;
    else {
      base = this.f.local("i32");
      this.f.get(this.workspace).op("i32.load", location.slot).set(base);
    }
    const made: Access = { size, steps: coefficients.map((c) => c * size), base, offset };
    this.accesses.set(key, made);
    return made;
  }

  // ---------------------------------------------------------------- loops

  /** What stands inside of loop `level`, whose index is set. */
  private inside(level: number): void {
    const { nest } = this;
    this.scope(() => {
      const restore = level >= 0 && level < nest.loops.length - 1 ? this.advance(level) : [];
      this.hoist(level);
      if (level + 1 === nest.reduceFrom && nest.reductions.length > 0) this.reduce(level + 1);
      else this.loop(level + 1);
      for (const [access, base, offset] of restore) {
        this.f.free(access.base);
        access.base = base;
        access.offset = offset;
      }
    });
  }

  /** Adds the index of a loop to the addresses that it moves. */
  private advance(level: number): [Access, Local, number][] {
    const { f } = this;
    const before: [Access, Local, number][] = [];
    for (const access of this.accesses.values()) {
      const step = access.steps[level];
      if (step === 0) continue;
      before.push([access, access.base, access.offset]);
      const base = f.local("i32");
      f.get(access.base).get(this.indices[level]);
      if (step !== 1) f.i32(step).op("i32.mul");
      f.op("i32.add").set(base);
      access.base = base;
    }
    return before;
  }

  private loop(level: number): void {
    const { loops, vector } = this.nest;
    if (level === loops.length) {
      this.body();
      return;
    }
    const { block, rest = 0 } = loops[level];
    if (block !== undefined) {
      this.runBlocks(level, block, rest);
      return;
    }
    const size = this.sizes[level];
    if (level !== vector) {
      if (level === 0 && this.range !== undefined) this.runRange(this.range, size, 1);
      else this.run(level, 0, size, 1);
      return;
    }
    let from = 0;
    for (const variant of this.variants(size)) {
      const step = variant.lanes * variant.copies;
      const to = from + Math.floor((size - from) / step) * step;
      if (to === from) continue;
      const before = this.variant;
      this.variant = variant;
      if (level > 0 || this.range === undefined) this.run(level, from, to, step);
      else if (from === 0) this.runRange(this.range, to, step);
      else this.atEnd(from, () => this.run(level, from, to, step));
      this.variant = before;
      from = to;
    }
  }

  /** Whole blocks of the innermost loop, then what is left of it. */
  private runBlocks(level: number, block: number, rest: number): void {
    const { loops } = this.nest;
    const { size } = loops[level];
    const ranged = level === 0 ? this.range : undefined;
    this.sizes[loops.length - 1] = block;
    if (ranged !== undefined) this.runRange(ranged, size, 1);
    else this.run(level, 0, size, 1);
    this.sizes[loops.length - 1] = rest;
    if (rest === 0) return;
    const tail = (): void => {
      this.f.i32(size).set(this.indices[level]);
      this.inside(level);
    };
    if (ranged !== undefined) this.atEnd(size - 1, tail);
    else tail();
  }

  /** Only in a range that goes beyond a turn of the outermost loop. */
  private atEnd(turn: number, body: () => void): void {
    const [, to] = this.range as readonly [Local, Local];
    this.f.get(to).i32(turn).op("i32.gt_s").if(body);
  }

  /** The turns of the outermost loop that are in a range and below `end`; perhaps none. */
  private runRange([from, to]: readonly [Local, Local], end: number, step: number): void {
    const { f, indices: [index], nest } = this;
    const last = f.local("i32");
    f.get(to).i32(end).get(to).i32(end).op("i32.lt_s").op("select").set(last);
    f.get(from).set(index);
    const before = this.offsets;
    const innermost = nest.loops.length === 1;
    if (innermost) {
      this.offsets = this.startOffsets(0, 0, true);
      for (const [bytes, offset] of this.offsets) f.get(from).i32(bytes).op("i32.mul").set(offset);
    }
    f.get(index).get(last).op("i32.lt_s");
    f.if(() =>
      f.loop(() => {
        this.inside(0);
        for (const [bytes, offset] of innermost ? this.offsets : []) f.get(offset).i32(bytes * step).op("i32.add").set(offset);
        f.get(index).i32(step).op("i32.add").tee(index).get(last).op("i32.lt_s").breakIf(0);
      }),
    );
    if (innermost) for (const offset of this.offsets.values()) f.free(offset);
    this.offsets = before;
    f.free(last);
  }

  private variants(size: number): Variant[] {
    const { width, copies } = this;
    const all = [{ lanes: width, copies }, { lanes: width, copies: 1 }, { lanes: 1, copies: 1 }];
    return size < width ? [all[2]] : copies === 1 ? all.slice(1) : all;
  }

  /** for (index = from; index < to; index += step), at least once. */
  private run(level: number, from: number, to: number, step: number): void {
    const { f, nest } = this;
    const index = this.indices[level];
    const innermost = level === nest.loops.length - 1;
    f.i32(from).set(index);
    const before = this.offsets;
    if (innermost) this.offsets = this.startOffsets(level, from, to - from > step);
    const repeats = to - from > step;
    const turn = (): void => {
      this.inside(level);
      if (!repeats) return;
      for (const [bytes, offset] of this.offsets) if (innermost) f.get(offset).i32(bytes * step).op("i32.add").set(offset);
      f.get(index).i32(step).op("i32.add").set(index);
    };
    const count = (to - from) / step;
    const sums = this.accumulators.filter(({ plain }) => plain !== undefined);
    if (!repeats) turn();
    else if (innermost && sums.length > 0 && count > RUN) this.runInBlocks(index, to, step, turn);
    else {
      f.loop(() => {
        turn();
        f.get(index).i32(to).op("i32.lt_s").breakIf(0);
      });
      if (innermost) this.flush();
    }
    if (!repeats && innermost) this.flush();
    if (innermost) for (const offset of this.offsets.values()) f.free(offset);
    this.offsets = before;
  }

  private runInBlocks(index: Local, to: number, step: number, turn: () => void): void {
    const { f } = this;
    const end = f.local("i32");
    f.loop(() => {
      f.get(index).i32(RUN * step).op("i32.add").tee(end).i32(to).get(end).i32(to).op("i32.lt_s").op("select").set(end);
      f.loop(() => {
        turn();
        f.get(index).get(end).op("i32.lt_s").breakIf(0);
      });
      this.flush();
      f.get(index).i32(to).op("i32.lt_s").breakIf(0);
    });
    f.free(end);
  }

  private startOffsets(level: number, from: number, repeats: boolean): Map<number, Local> {
    const { f } = this;
    const offsets = new Map<number, Local>();
    for (const { steps } of this.accesses.values()) {
      const step = steps[level];
      if (step === 0 || offsets.has(step) || (!repeats && from === 0)) continue;
      const offset = f.local("i32");
      f.i32(from * step).set(offset);
      offsets.set(step, offset);
    }
    return offsets;
  }

  private body(): void {
    for (const store of this.nest.stores) this.store(store, (copy) => this.value(store.lane, copy));
    this.accumulators.forEach(({ reduction, byVariant, plain }) => {
      const key = this.variant.lanes === 1 ? "tail" : "main";
      for (let copy = 0; copy < this.variant.copies; copy++) {
        const target = (plain ?? byVariant)[key][copy];
        this.f.get(target);
        this.value(reduction.lane, copy);
        this.combine(reduction);
        this.f.set(target);
      }
    });
  }

  // ---------------------------------------------------------------- lanes

  /** Computes what the loops further in need and what does not change in them. */
  private hoist(level: number): void {
    const { loops } = this.nest;
    if (level === loops.length - 1) return;
    for (const lane of this.nodes) {
      if (lane.op === "constant" || this.levels.get(lane) !== level) continue;
      if ((this.needed.get(lane) as number) <= level) continue;
      for (let copy = 0; copy < this.copiesOf(lane); copy++) {
        if (this.values.get(lane)?.[copy] === undefined) this.keep(lane, copy, () => this.compute(lane, copy));
      }
    }
  }

  private copiesOf(lane: Lane): number {
    return this.varying.has(lane) ? this.variant.copies : 1;
  }

  private keep(lane: Lane, copy: number, compute: () => void): void {
    compute();
    const local = this.f.local("v128");
    this.f.set(local);
    this.remember(lane, copy, local);
  }

  private readonly journal: [Lane, number][] = [];

  private remember(lane: Lane, copy: number, local: Local): void {
    let list = this.values.get(lane);
    if (list === undefined) this.values.set(lane, (list = []));
    list[copy] = local;
    this.journal.push([lane, copy]);
  }

  /** Lanes that are computed in it are forgotten behind it. */
  private scope(body: () => void): void {
    const start = this.journal.length;
    body();
    for (const [lane, copy] of this.journal.splice(start)) {
      const list = this.values.get(lane) as (Local | undefined)[];
      this.f.free(list[copy] as Local);
      list[copy] = undefined;
    }
  }

  /** Pushes a lane. */
  private value(lane: Lane, copy: number): void {
    const place = this.varying.has(lane) ? copy : 0;
    const known = this.values.get(lane)?.[place];
    if (known !== undefined) {
      this.f.get(known);
      return;
    }
    this.compute(lane, place);
    if ((this.uses.get(lane) as number) > 1) {
      const local = this.f.local("v128");
      this.f.tee(local);
      this.remember(lane, place, local);
    }
  }

  private compute(lane: Lane, copy: number): void {
    const { f } = this;
    if (lane.op === "leaf") {
      const data = lane.data as Load | IndexLeaf;
      if (data.kind === "index") this.index(data, copy, this.varying.has(lane));
      else this.load(lane, data, copy);
    } else if (lane.op === "rare") this.rare(lane, copy);
    else if (lane.op === "constant") this.constant(lane);
    else if (lane.op === "select" && isExtremum(lane)) {
      const [{ args }, a, b] = lane.args;
      // a < b ? a : b is pmin(b, a), and b < a ? a : b is pmax(b, a).
      this.value(b, copy);
      this.value(a, copy);
      f.op(`${shapeOf(lane.type)}.${a === args[0] ? "pmin" : "pmax"}`);
    } else if (lane.op === "select") {
      const [mask, a, b] = lane.args;
      this.value(a, copy);
      this.value(b, copy);
      this.value(mask, copy);
      f.op("v128.bitselect");
    } else if (lane.op === "fma" && !this.context.relaxed) {
      const [a, b, c] = lane.args;
      this.value(a, copy);
      this.value(b, copy);
      f.op(`${shapeOf(lane.type)}.mul`);
      this.value(c, copy);
      f.op(`${shapeOf(lane.type)}.add`);
    } else {
      for (const arg of lane.args) this.value(arg, copy);
      if (lane.op === "host") {
        f.call(this.host(lane, false));
        this.spread(lane);
      } else if (isByLane(lane)) emitByLane(f, lane);
      else emitLane(f, lane, this.context.relaxed);
    }
  }

  private host(lane: Lane, masked: boolean): Callable {
    const args = (masked ? lane.args.slice(2) : lane.args).map(({ type }) => type);
    const lanes = this.varying.has(lane) ? this.variant.lanes : 1;
    return this.context.hostCall(lane.data as HostFunction, args, lane.type, masked, lanes);
  }

  /** What is the same in all lanes was computed for the first: on the stack, it comes to all. */
  private spread(lane: Lane): void {
    if (this.varying.has(lane)) return;
    const x = this.f.local("v128");
    const bytes = lane.type[1] === "6" ? 8 : 4;
    this.f.tee(x).get(x).shuffle(Array.from({ length: 16 }, (_, i) => i % bytes));
    this.f.free(x);
  }

  private rare(lane: Lane, copy: number): void {
    const { f } = this;
    const [mask, value, ...args] = lane.args;
    if (this.seen !== undefined) {
      // The mask first: it may come from rare points itself.
      this.value(mask, copy);
      if (this.variant.lanes === 1 && this.varying.has(mask)) f.v128(firstLane(mask.type)).op("v128.and");
      f.get(this.seen).op("v128.or").set(this.seen);
      this.value(value, copy);
      return;
    }
    const [found, chosen] = [f.local("v128"), f.local("v128")];
    // What both branches use is computed before.
    for (const arg of args) this.settle(arg, copy);
    this.value(value, copy);
    f.set(found);
    this.value(mask, copy);
    f.tee(chosen).op("v128.any_true");
    f.if(() => {
      f.get(chosen).get(found);
      for (const arg of args) this.value(arg, copy);
      f.call(this.host(lane, true));
      this.spread(lane);
      f.set(found);
    });
    f.get(found);
    f.free(found);
    f.free(chosen);
  }

  /** Puts a lane into a local, so that it is there on all ways that follow. */
  private settle(lane: Lane, copy: number): void {
    const place = this.varying.has(lane) ? copy : 0;
    if (this.values.get(lane)?.[place] === undefined) this.keep(lane, place, () => this.compute(lane, place));
  }

  private constant({ type, data }: Lane): void {
    const bytes = new Uint8Array(16);
    const view = new DataView(bytes.buffer);
    for (let at = 0; at < 16; ) {
      if (type === "f64") view.setFloat64(at, data as number, true);
      else if (type === "f32") view.setFloat32(at, data as number, true);
      else if (type === "i64") view.setBigInt64(at, data as bigint, true);
      else view.setInt32(at, type === "i32" ? (data as number) : data === true ? -1 : 0, true);
      at += type === "f64" || type === "i64" ? 8 : 4;
    }
    this.f.v128(bytes);
  }

  private index({ at }: IndexLeaf, copy: number, varies: boolean): void {
    const { f } = this;
    const { coefficients, constant } = this.nest.over(at);
    f.i32(constant);
    coefficients.forEach((c, l) => {
      if (c !== 0) f.get(this.indices[l]).i32(c).op("i32.mul").op("i32.add");
    });
    f.op("i32x4.splat");
    if (!varies) return;
    const step = coefficients[this.nest.vector];
    const lanes = new Int32Array([0, 1, 2, 3].map((lane) => (copy * this.variant.lanes + lane) * step));
    f.v128(new Uint8Array(lanes.buffer)).op("i32x4.add");
  }

  // ---------------------------------------------------------------- memory

  /** Pushes the address of an access; returns the offset that stands in the instruction. */
  private address(access: Access, extra: number): number {
    const { f } = this;
    const innermost = this.nest.loops.length - 1;
    f.get(access.base);
    const step = access.steps[innermost] ?? 0;
    const offset = step === 0 ? undefined : this.offsets.get(step);
    if (offset !== undefined) f.get(offset).op("i32.add");
    const total = access.offset + extra;
    if (total >= 0) return total;
    f.i32(total).op("i32.add");
    return 0;
  }

  private load(lane: Lane, { value, dtype, at, computed, guarded }: Load, copy: number): void {
    const access = this.access(value, dtype, at);
    const varies = this.varying.has(lane);
    const step = access.steps[this.nest.vector] ?? 0;
    const first = copy * this.variant.lanes * step;
    const lanes = varies ? this.variant.lanes : 1;
    if (!computed && !guarded) {
      this.plainLoad(access, dtype, first, step, lanes, varies);
      return;
    }
    if (!computed && (step === access.size || lanes === 1)) this.guardedLoad(lane, access, dtype, first, lanes, varies, copy);
    else this.gather(lane, access, dtype, { first, step, lanes, varies, computed, guarded }, copy);
  }

  private plainLoad(access: Access, dtype: DType, first: number, step: number, lanes: number, varies: boolean): void {
    const { f } = this;
    if (!varies || lanes === 1 || step === access.size) {
      const offset = this.address(access, first);
      this.loadVector(dtype, offset, varies ? lanes : 0);
      return;
    }
    const found = f.local("v128");
    f.v128(new Uint8Array(16)).set(found);
    for (let l = 0; l < lanes; l++) {
      const offset = this.address(access, first + l * step);
      this.loadLane(dtype, offset, l, found);
    }
    f.get(found);
    if (dtype === "bool") this.toMask();
    f.free(found);
  }

  /** The address is on the stack. @param lanes - how many elements; 0: one, in all lanes */
  private loadVector(dtype: DType, offset: number, lanes: number): void {
    const { f } = this;
    if (dtype === "bool") {
      if (lanes <= 1) f.op("i32.load8_u", offset).op("i32x4.splat");
      else {
        f.op(lanes === 4 ? "v128.load32_zero" : "v128.load16_splat", offset);
        f.op("i16x8.extend_low_i8x16_u").op("i32x4.extend_low_i16x8_u");
      }
      this.toMask();
    } else if (lanes === 0) f.op(dtype === "float64" ? "v128.load64_splat" : "v128.load32_splat", offset);
    else if (lanes === 1) f.op(dtype === "float64" ? "v128.load64_zero" : "v128.load32_zero", offset);
    else f.op(dtype === "float64" || lanes === 4 ? "v128.load" : "v128.load64_zero", offset);
  }

  private toMask(): void {
    this.f.v128(new Uint8Array(16)).op("i32x4.ne");
  }

  /** The address is on the stack; bools are words of 0 and 1. */
  private loadLane(dtype: DType, offset: number, lane: number, into: Local): void {
    const { f } = this;
    if (dtype === "bool") {
      const byte = f.local("i32");
      f.op("i32.load8_u", offset).set(byte).get(into).get(byte).op("i32x4.replace_lane", lane).set(into);
      f.free(byte);
      return;
    }
    f.get(into).op(dtype === "float64" ? "v128.load64_lane" : "v128.load32_lane", offset, lane).set(into);
  }

  /** Neighbours, of which only some may be read. */
  private guardedLoad(lane: Lane, access: Access, dtype: DType, first: number, lanes: number, varies: boolean, copy: number): void {
    const { f } = this;
    const [found, allowed] = [f.local("v128"), f.local("i32")];
    const mask = lane.args.at(-1) as Lane;
    this.value(mask, copy);
    const all = lanes === 4 ? 15 : lanes === 2 ? 3 : 1;
    f.op(`${shapeOf(mask.type)}.bitmask`).i32(all).op("i32.and").set(allowed);
    f.v128(new Uint8Array(16)).set(found);
    f.get(allowed).i32(all).op("i32.eq");
    f.if(
      () => {
        this.loadVector(dtype, this.address(access, first), varies ? lanes : 0);
        f.set(found);
      },
      () => {
        if (lanes === 1) return;
        f.get(allowed).if(() => {
          for (let l = 0; l < lanes; l++) {
            f.get(allowed).i32(1 << l).op("i32.and");
            f.if(() => this.loadLane(dtype, this.address(access, first + l * access.size), l, found));
          }
          if (dtype === "bool") {
            f.get(found);
            this.toMask();
            f.set(found);
          }
        });
      },
    );
    f.get(found);
    f.free(found);
    f.free(allowed);
  }

  /** Elements at computed places, or guarded ones that are no neighbours. */
  private gather(
    lane: Lane,
    access: Access,
    dtype: DType,
    { first, step, lanes, varies, computed, guarded }: { first: number; step: number; lanes: number; varies: boolean; computed: boolean; guarded: boolean },
    copy: number,
  ): void {
    const { f } = this;
    const [found, allowed, places] = [f.local("v128"), f.local("i32"), f.local("v128")];
    if (computed) {
      this.value(lane.args[0], copy);
      f.set(places);
    }
    if (guarded) {
      const mask = lane.args.at(-1) as Lane;
      this.value(mask, copy);
      f.op(`${shapeOf(mask.type)}.bitmask`).set(allowed);
    }
    f.v128(new Uint8Array(16)).set(found);
    for (let l = 0; l < lanes; l++) {
      const read = (): void => {
        const offset = this.address(access, first + l * step);
        if (computed) f.get(places).op("i32x4.extract_lane", l).i32(access.size).op("i32.mul").op("i32.add");
        this.loadLane(dtype, offset, l, found);
      };
      if (guarded) f.get(allowed).i32(1 << l).op("i32.and").if(read);
      else read();
    }
    f.get(found);
    if (!varies) f.get(found).shuffle(dtype === "float64" ? [0, 1, 2, 3, 4, 5, 6, 7, 0, 1, 2, 3, 4, 5, 6, 7] : [0, 1, 2, 3, 0, 1, 2, 3, 0, 1, 2, 3, 0, 1, 2, 3]);
    if (dtype === "bool") this.toMask();
    for (const local of [found, allowed, places]) f.free(local);
  }

  private store({ value, at }: Pick<Store, "value" | "at">, push: (copy: number) => void): void {
    const access = this.access(value, value.dtype, at);
    const step = access.steps[this.nest.vector] ?? 0;
    const { lanes, copies } = this.variant;
    for (let copy = 0; copy < copies; copy++) this.storeCopy(access, value.dtype, copy * lanes * step, step, lanes, () => push(copy));
  }

  private storeCopy(access: Access, dtype: DType, first: number, step: number, lanes: number, push: () => void): void {
    const { f } = this;
    const wide = dtype === "float64";
    if (lanes > 1 && step !== access.size) {
      const found = f.local("v128");
      push();
      if (dtype === "bool") this.fromMask();
      f.set(found);
      const name = wide ? "v128.store64_lane" : dtype === "bool" ? "v128.store8_lane" : "v128.store32_lane";
      for (let l = 0; l < lanes; l++) {
        const offset = this.address(access, first + l * step);
        f.get(found).op(name, offset, l);
      }
      f.free(found);
      return;
    }
    const offset = this.address(access, first);
    push();
    if (dtype === "bool") {
      this.fromMask();
      f.op(lanes === 4 ? "v128.store32_lane" : lanes === 2 ? "v128.store16_lane" : "v128.store8_lane", offset, 0);
    } else if (lanes === 1) f.op(wide ? "v128.store64_lane" : "v128.store32_lane", offset, 0);
    else if (wide || lanes === 4) f.op("v128.store", offset);
    else f.op("v128.store64_lane", offset, 0);
  }

  /** A mask of words to bytes of 0 and 1, in the first bytes. */
  private fromMask(): void {
    const { f } = this;
    const zero = new Uint8Array(16);
    const one = new Int32Array([1, 1, 1, 1]);
    f.v128(new Uint8Array(one.buffer)).op("v128.and").v128(zero).op("i16x8.narrow_i32x4_u").v128(zero).op("i8x16.narrow_i16x8_u");
  }

  // ---------------------------------------------------------------- reductions

  private reduce(level: number): void {
    const { f, nest } = this;
    const inner = nest.vector >= nest.reduceFrom;
    const count = nest.loops.slice(nest.reduceFrom).reduce((n, { size }) => n * size, 1);
    const outer = this.variant;
    const locals = (copies: number, value: Lane | undefined, monoid: Monoid, dtype: DType): Local[] =>
      Array.from({ length: copies }, () => {
        const local = f.local("v128");
        if (value === undefined) f.v128(new Uint8Array(16));
        else this.identity(value.type, monoid, dtype);
        f.set(local);
        return local;
      });
    const copies = inner ? this.copies : outer.copies;
    this.accumulators = nest.reductions.map((reduction) => {
      const { lane, monoid, value } = reduction;
      const make = (zero = false): Record<"main" | "tail", Local[]> => ({
        main: locals(copies, zero ? undefined : lane, monoid, value.dtype),
        tail: inner || outer.lanes === 1 ? locals(1, zero ? undefined : lane, monoid, value.dtype) : [],
      });
      const compensated = monoid === "add" && lane.type[0] === "f" && count > 2 * RUN;
      return { reduction, byVariant: make(), plain: compensated ? make() : undefined, errors: compensated ? make(true) : undefined };
    });
    if (count > 0) this.loop(level);
    const done = this.accumulators;
    this.accumulators = [];
    for (const accumulator of done) {
      this.finish(accumulator, inner);
      for (const lists of [accumulator.byVariant, accumulator.plain, accumulator.errors]) {
        for (const local of [...(lists?.main ?? []), ...(lists?.tail ?? [])]) f.free(local);
      }
    }
  }

  /** Adds the plain sums to those that keep the error of each addition (Knuth's TwoSum). */
  private flush(): void {
    const { f } = this;
    for (const { byVariant, plain, errors, reduction } of this.accumulators) {
      if (plain === undefined || errors === undefined) continue;
      const shape = shapeOf(reduction.lane.type);
      const key = this.variant.lanes === 1 ? "tail" : "main";
      const [total, part] = [f.local("v128"), f.local("v128")];
      for (let copy = 0; copy < this.variant.copies; copy++) {
        const [sum, term, error] = [byVariant[key][copy], plain[key][copy], errors[key][copy]];
        f.get(sum).get(term).op(`${shape}.add`).tee(total).get(sum).op(`${shape}.sub`).set(part);
        f.get(error).get(sum).get(total).get(part).op(`${shape}.sub`).op(`${shape}.sub`);
        f.get(term).get(part).op(`${shape}.sub`).op(`${shape}.add`).op(`${shape}.add`).set(error);
        f.get(total).set(sum);
        f.v128(new Uint8Array(16)).set(term);
      }
      f.free(total);
      f.free(part);
    }
  }

  private finish({ reduction, byVariant, errors }: Accumulator, inner: boolean): void {
    const { f } = this;
    const { lane } = reduction;
    const shape = shapeOf(lane.type);
    if (errors !== undefined) {
      for (const key of ["main", "tail"] as const) {
        byVariant[key].forEach((sum, i) => {
          const error = errors[key][i];
          // Where the sum is infinite its error is NaN.
          f.get(sum).get(error).op(`${shape}.add`).get(sum).get(error).get(error).op(`${shape}.eq`).op("v128.bitselect").set(sum);
        });
      }
    }
    if (!inner) {
      const list = byVariant[this.variant.lanes === 1 ? "tail" : "main"];
      this.store(reduction, (copy) => f.get(list[copy]));
      return;
    }
    const [all, tail] = [byVariant.main[0], byVariant.tail[0]];
    for (const more of byVariant.main.slice(1)) {
      f.get(all).get(more);
      this.combine(reduction);
      f.set(all);
    }
    for (let half = this.width / 2; half >= 1; half /= 2) {
      const bytes = (lane.type[1] === "6" ? 8 : 4) * half;
      f.get(all).get(all).get(all).shuffle(Array.from({ length: 16 }, (_, i) => (i + bytes) % 16));
      this.combine(reduction);
      f.set(all);
    }
    const before = this.variant;
    this.variant = { lanes: 1, copies: 1 };
    this.store(reduction, () => {
      f.get(all).get(tail);
      this.combine(reduction);
    });
    this.variant = before;
  }

  /** Two accumulators on the stack to one. */
  private combine({ monoid, lane: { type }, value: { dtype } }: Reduction): void {
    const { f } = this;
    const shape = shapeOf(type);
    if (monoid === "and" || monoid === "or") f.op(`v128.${monoid}`);
    else if (type[0] === "m") f.op(monoid === "min" || monoid === "mul" ? "v128.and" : "v128.or");
    else if ((monoid === "min" || monoid === "max") && type === "i32") f.op(`i32x4.${monoid}_${dtype === "uint32" ? "u" : "s"}`);
    else f.op(`${shape}.${monoid}`);
  }

  private identity(type: LaneType, monoid: Monoid, dtype: DType): void {
    const isFloat = type[0] === "f";
    const values: Record<Monoid, number> = {
      add: 0,
      mul: 1,
      min: isFloat ? Infinity : dtype === "uint32" ? -1 : 2147483647,
      max: isFloat ? -Infinity : dtype === "uint32" ? 0 : -2147483648,
      and: 1,
      or: 0,
    };
    if (type[0] === "m") {
      const set = monoid === "and" || monoid === "min" || monoid === "mul";
      this.f.v128(new Uint8Array(16).fill(set ? 255 : 0));
      return;
    }
    if (type === "i64") fail("internal", { op: "compile", problem: "64-bit integers are not reduced" });
    this.constant({ id: -1, op: "constant", type, args: [], data: values[monoid] });
  }
}

interface Accumulator {
  readonly reduction: Reduction;
  readonly byVariant: Readonly<Record<"main" | "tail", Local[]>>;
  /** Sums since the last flush, and the errors of the sums; undefined where there are few terms. */
  readonly plain: Readonly<Record<"main" | "tail", Local[]>> | undefined;
  readonly errors: Readonly<Record<"main" | "tail", Local[]>> | undefined;
}
