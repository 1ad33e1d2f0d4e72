/** The values of a nest's lanes: kept in a local where several use them, forgotten where they are no longer right. */
import type { IndexLeaf, Load } from "../../compile/nest.ts";
import type { HostFunction, Lane, LaneType } from "../../core/kernel.ts";
import type { Local } from "./assembler.ts";
import { emitByLane, emitConstant, emitLane, isByLane, shapeOf } from "./lanes.ts";
import type { NestFrame } from "./nestFrame.ts";
import type { NestMemory } from "./nestMemory.ts";

/** A mask of the first lane. */
const firstLane = (type: LaneType): Uint8Array => new Uint8Array(16).fill(255, 0, type === "m64" ? 8 : 4);

/** x < y ? x : y or x < y ? y : x, of floats. */
function isExtremum({ type, args: [mask, a, b] }: Lane): boolean {
  if (type[0] !== "f" || mask.op !== "lt") return false;
  const [x, y] = mask.args;
  return (a === x && b === y) || (a === y && b === x);
}

export class NestLanes {
  private readonly frame: NestFrame;
  private readonly memory: NestMemory;
  /** Collects the bits of all lanes that are rare, instead of computing them. */
  private readonly seen: Local | undefined;
  /** Locals of lanes, by copy. */
  private readonly values = new Map<Lane, (Local | undefined)[]>();
  /** 0, 1, 2 and 3 times the steps of indices. */
  private readonly steps = new Map<number, Local>();
  /** What has come into `values`, in order. */
  private readonly journal: (readonly [lane: Lane, copy: number])[] = [];

  constructor(frame: NestFrame, memory: NestMemory, seen: Local | undefined) {
    this.frame = frame;
    this.memory = memory;
    this.seen = seen;
  }

  // ---------------------------------------------------------------- what is kept

  keepConstants(): void {
    const { facts, nest } = this.frame;
    for (const lane of nest.lanes) {
      if (lane.op === "constant") this.keep(lane, 0);
      else if (lane.op === "leaf" && facts.varies(lane)) this.keepSteps(lane.data as Load | IndexLeaf);
    }
  }

  /** V8 makes a constant anew wherever it stands, also in a loop. */
  private keepSteps(leaf: Load | IndexLeaf): void {
    const step = leaf.kind === "load" ? 0 : this.stepOf(leaf);
    if (step === 0 || this.steps.has(step)) return;
    const { f } = this.frame;
    const local = f.local("v128");
    f.v128(new Uint8Array(Int32Array.from([0, step, 2 * step, 3 * step]).buffer)).set(local);
    this.steps.set(step, local);
  }

  /** By how much the index changes from lane to lane. */
  private stepOf({ at }: IndexLeaf): number {
    const { nest } = this.frame;
    return nest.over(at).coefficients[nest.vector];
  }

  /** Computes what the loops inside of loop `level` need and what does not change in them. */
  hoist(level: number): void {
    const { facts, nest, variant } = this.frame;
    if (level === nest.loops.length - 1) return;
    for (const lane of nest.lanes) {
      if (!facts.isHoisted(lane, level)) continue;
      const copies = facts.varies(lane) ? variant.copies : 1;
      for (let copy = 0; copy < copies; copy++) this.settle(lane, copy);
    }
  }

  /**
   * Computes everything for all copies in turn, where there are several: a core looks about a hundred instructions ahead, and finds
   * in them what does not wait for one another.
   */
  interleave(): void {
    const { facts, nest, variant } = this.frame;
    if (variant.copies === 1) return;
    for (const lane of nest.lanes) {
      if (lane.op === "constant" || !facts.varies(lane)) continue;
      for (let copy = 0; copy < variant.copies; copy++) this.settle(lane, copy);
    }
  }

  /** Lanes that are computed in it are forgotten behind it. */
  scope(body: () => void): void {
    const start = this.journal.length;
    body();
    for (const [lane, copy] of this.journal.splice(start)) {
      const list = this.values.get(lane) as (Local | undefined)[];
      this.frame.f.free(list[copy] as Local);
      list[copy] = undefined;
    }
  }

  /** Puts a lane into a local, so that it is there on all ways that follow. */
  private settle(lane: Lane, copy: number): void {
    const place = this.placeOf(lane, copy);
    if (this.values.get(lane)?.[place] === undefined) this.keep(lane, place);
  }

  private keep(lane: Lane, place: number): void {
    this.compute(lane, place);
    const local = this.frame.f.local("v128");
    this.frame.f.set(local);
    this.remember(lane, place, local);
  }

  private remember(lane: Lane, place: number, local: Local): void {
    let list = this.values.get(lane);
    if (list === undefined) this.values.set(lane, (list = []));
    list[place] = local;
    this.journal.push([lane, place]);
  }

  /** All copies share what does not vary. */
  private placeOf(lane: Lane, copy: number): number {
    return this.frame.facts.varies(lane) ? copy : 0;
  }

  // ---------------------------------------------------------------- what is computed

  /** Pushes a lane. */
  push(lane: Lane, copy: number): void {
    const { f, facts } = this.frame;
    const place = this.placeOf(lane, copy);
    const known = this.values.get(lane)?.[place];
    if (known !== undefined) {
      f.get(known);
      return;
    }
    this.compute(lane, place);
    if (!facts.isShared(lane)) return;
    const local = f.local("v128");
    f.tee(local);
    this.remember(lane, place, local);
  }

  private compute(lane: Lane, copy: number): void {
    const { f, context } = this.frame;
    const { op, type, args, data } = lane;
    if (op === "leaf") this.leaf(lane, copy);
    else if (op === "constant") emitConstant(f, type, data);
    else if (op === "rare") this.rare(lane, copy);
    else if (op === "select") this.select(lane, copy);
    else if (op === "fma" && !context.relaxed) {
      this.pushAll(args.slice(0, 2), copy);
      f.op(`${shapeOf(type)}.mul`);
      this.push(args[2], copy);
      f.op(`${shapeOf(type)}.add`);
    } else {
      this.pushAll(args, copy);
      if (op === "host") this.callHost(lane, false);
      else if (isByLane(lane)) emitByLane(f, lane);
      else emitLane(f, lane, context.relaxed);
    }
  }

  private pushAll(lanes: readonly Lane[], copy: number): void {
    for (let i = 0; i < lanes.length; i++) this.push(lanes[i], copy);
  }

  private leaf(lane: Lane, copy: number): void {
    const data = lane.data as Load | IndexLeaf;
    if (data.kind === "load") this.memory.load(lane, data, copy, (arg) => this.push(arg, copy));
    else this.index(data, copy, this.frame.facts.varies(lane));
  }

  private index({ at }: IndexLeaf, copy: number, varies: boolean): void {
    const { f, nest, indices, variant } = this.frame;
    const { coefficients, constant } = nest.over(at);
    const step = varies ? coefficients[nest.vector] : 0;
    f.i32(constant + copy * variant.lanes * step);
    coefficients.forEach((c, l) => {
      if (c !== 0) f.get(indices[l]).i32(c).op("i32.mul").op("i32.add");
    });
    f.op("i32x4.splat");
    if (varies) f.get(this.steps.get(step) as Local).op("i32x4.add");
  }

  private select(lane: Lane, copy: number): void {
    const { f } = this.frame;
    const [mask, a, b] = lane.args;
    if (isExtremum(lane)) {
      // a < b ? a : b is pmin(b, a), and b < a ? a : b is pmax(b, a).
      this.pushAll([b, a], copy);
      f.op(`${shapeOf(lane.type)}.${a === mask.args[0] ? "pmin" : "pmax"}`);
      return;
    }
    const [isZero, isRest] = [a, b].map(
      (x) => x.op === "constant" && [0, 0n, false].some((zero) => Object.is(zero, x.data)),
    );
    if (!isZero) this.push(a, copy);
    if (!isRest) this.push(b, copy);
    this.push(mask, copy);
    f.op(isRest ? "v128.and" : isZero ? "v128.andnot" : "v128.bitselect");
  }

  // ---------------------------------------------------------------- host functions

  /** Computes rare points by a host function, or takes a value in their place and tells that there were some. */
  private rare(lane: Lane, copy: number): void {
    const { f, facts, variant } = this.frame;
    const [mask, value, ...args] = lane.args;
    if (this.seen !== undefined) {
      // The mask first: it may come from rare points itself.
      this.push(mask, copy);
      if (variant.lanes === 1 && facts.varies(mask)) f.v128(firstLane(mask.type)).op("v128.and");
      f.get(this.seen).op("v128.or").set(this.seen);
      this.push(value, copy);
      return;
    }
    const [found, chosen] = [f.local("v128"), f.local("v128")];
    // What both branches use is computed before.
    for (const arg of args) this.settle(arg, copy);
    this.push(value, copy);
    f.set(found);
    this.push(mask, copy);
    f.tee(chosen).op("v128.any_true");
    f.if(() => {
      f.get(chosen).get(found);
      this.pushAll(args, copy);
      this.callHost(lane, true);
      f.set(found);
    });
    f.get(found);
    f.free(found);
    f.free(chosen);
  }

  /** The arguments are on the stack. @param masked - a mask and what is elsewhere are the first two */
  private callHost(lane: Lane, masked: boolean): void {
    const { f, context, facts, variant } = this.frame;
    const varies = facts.varies(lane);
    const types = (masked ? lane.args.slice(2) : lane.args).map(({ type }) => type);
    const lanes = varies ? variant.lanes : 1;
    f.call(context.hostCall(lane.data as HostFunction, types, lane.type, masked, lanes));
    if (varies) return;
    // What is the same in all lanes was computed for the first: it comes to all.
    const x = f.local("v128");
    const bytes = lane.type[1] === "6" ? 8 : 4;
    f.tee(x)
      .get(x)
      .shuffle(Array.from({ length: 16 }, (_, i) => i % bytes));
    f.free(x);
  }
}
