/** The code of a loop nest: a function of the workspace's address, perhaps of others, and of the range of the outermost loop that it is to do. */
import type { IndexLeaf, Load, Nest } from "../../compile/nest.ts";
import type { FunctionBuilder, Local } from "./assembler.ts";
import type { EmitContext } from "./emitContext.ts";
import { LaneFacts } from "./laneFacts.ts";
import { NestAddresses } from "./nestAddresses.ts";
import { type NestFrame, SINGLE, type Variant } from "./nestFrame.ts";
import { NestLanes } from "./nestLanes.ts";
import { NestMemory } from "./nestMemory.ts";
import { NestReductions, RUN } from "./nestReductions.ts";

export class NestEmitter {
  private readonly frame: NestFrame;
  private readonly addresses: NestAddresses;
  private readonly memory: NestMemory;
  private readonly lanes: NestLanes;
  private readonly reductions: NestReductions;
  private readonly again: (() => void) | undefined;
  /** Bits of all lanes that were rare. */
  private readonly seen: Local | undefined;
  /** From where to where the outermost loop goes, where that is said at run time. */
  private readonly range: readonly [from: Local, to: Local] | undefined;

  /**
   * @param again - appends a call of the same nest, computing rare points as it meets them, for the end if there were any. So the
   * loops themselves have no calls, around which V8 would keep nothing in registers.
   */
  constructor(f: FunctionBuilder, nest: Nest, context: EmitContext, again?: () => void) {
    const facts = new LaneFacts(nest);
    const { width, copies } = facts;
    const sizes = nest.loops.map(({ size }) => size);
    this.frame = { f, nest, context, facts, width, copies, indices: [], sizes, variant: SINGLE };
    this.again = again;
    if (again !== undefined) this.seen = f.local("v128");
    if (f.params.length > 1) this.range = f.params.slice(-2) as [Local, Local];
    this.addresses = new NestAddresses(this.frame);
    this.memory = new NestMemory(this.frame, this.addresses);
    this.lanes = new NestLanes(this.frame, this.memory, this.seen);
    this.reductions = new NestReductions(this.frame, this.lanes, this.memory);
  }

  /** Only a range that begins at a multiple of it, and ends at one or at the loop's end, is computed as it is in the whole. */
  get grain(): number {
    const { nest, width, copies } = this.frame;
    return nest.vector === 0 && nest.loops[0].block === undefined ? width * copies : 1;
  }

  emit(): void {
    const { f, nest, indices } = this.frame;
    this.lanes.keepConstants();
    this.findAddresses();
    for (const _ of nest.loops) indices.push(f.local("i32"));
    // Sums of nothing are stored as well.
    const outer = nest.reductions.length > 0 ? nest.loops.slice(0, nest.reduceFrom) : nest.loops;
    if (outer.every(({ size }) => size > 0)) this.inside(-1);
    if (this.again !== undefined && this.seen !== undefined) f.get(this.seen).op("v128.any_true").if(this.again);
  }

  private findAddresses(): void {
    const { nest } = this.frame;
    for (const { op, data } of nest.lanes) {
      if (op !== "leaf") continue;
      const leaf = data as Load | IndexLeaf;
      if (leaf.kind === "load") this.addresses.of(leaf.value, leaf.dtype, leaf.at, leaf.computed);
    }
    for (const { value, at } of [...nest.stores, ...nest.reductions]) this.addresses.of(value, value.dtype, at);
  }

  /** What stands inside of loop `level`, whose index is set. */
  private inside(level: number): void {
    const { nest } = this.frame;
    this.lanes.scope(() => {
      const restore = level >= 0 && level < nest.loops.length - 1 ? this.addresses.advance(level) : undefined;
      this.lanes.hoist(level);
      if (level + 1 === nest.reduceFrom && nest.reductions.length > 0) {
        this.reductions.around(() => this.loop(level + 1));
      } else this.loop(level + 1);
      restore?.();
    });
  }

  private body(): void {
    this.lanes.interleave();
    for (const store of this.frame.nest.stores) this.memory.store(store, (copy) => this.lanes.push(store.lane, copy));
    this.reductions.add();
  }

  // ---------------------------------------------------------------- loops

  private loop(level: number): void {
    const { loops, vector } = this.frame.nest;
    if (level === loops.length) {
      this.body();
      return;
    }
    const { block, rest = 0 } = loops[level];
    if (block !== undefined) this.runBlocks(level, block, rest);
    else if (level === vector) this.runVectors(level);
    else this.runTurns(level, this.frame.sizes[level]);
  }

  /** All turns of a loop, or those in the range. */
  private runTurns(level: number, size: number): void {
    if (level === 0 && this.range !== undefined) this.runRange(this.range, size, 1);
    else this.run(level, 0, size, 1);
  }

  /** As many turns as go by several vectors at a time, then by one vector, then one by one. */
  private runVectors(level: number): void {
    const { frame, range } = this;
    const size = frame.sizes[level];
    let from = 0;
    for (const variant of this.variants(size)) {
      const step = variant.lanes * variant.copies;
      const first = from;
      const to = first + Math.floor((size - first) / step) * step;
      if (to === first) continue;
      const before = frame.variant;
      frame.variant = variant;
      if (level > 0 || range === undefined) this.run(level, first, to, step);
      else if (first === 0) this.runRange(range, to, step);
      else this.atEnd(range, first, () => this.run(level, first, to, step));
      frame.variant = before;
      from = to;
    }
  }

  private variants(size: number): readonly Variant[] {
    const { width, copies } = this.frame;
    if (size < width) return [SINGLE];
    const one: Variant = { lanes: width, copies: 1 };
    return copies === 1 ? [one, SINGLE] : [{ lanes: width, copies }, one, SINGLE];
  }

  /** Whole blocks of another loop, then what is left of it. */
  private runBlocks(level: number, block: number, rest: number): void {
    const { f, nest, indices, sizes } = this.frame;
    const { size, axis } = nest.loops[level];
    const inner = nest.loops.findLastIndex((loop) => loop.axis === axis);
    sizes[inner] = block;
    this.runTurns(level, size);
    sizes[inner] = rest;
    if (rest === 0) return;
    const tail = (): void => {
      f.i32(size).set(indices[level]);
      this.inside(level);
    };
    if (level === 0 && this.range !== undefined) this.atEnd(this.range, size - 1, tail);
    else tail();
  }

  /** Only in a range that goes beyond a turn of the outermost loop. */
  private atEnd([, to]: readonly [Local, Local], turn: number, body: () => void): void {
    this.frame.f.get(to).i32(turn).op("i32.gt_s").if(body);
  }

  /** The turns of the outermost loop that are in a range and below `end`; perhaps none. */
  private runRange([from, to]: readonly [Local, Local], end: number, step: number): void {
    const { f, nest, indices } = this.frame;
    const [index] = indices;
    const innermost = nest.loops.length === 1;
    const last = f.local("i32");
    f.get(to).i32(end).get(to).i32(end).op("i32.lt_s").op("select").set(last);
    f.get(from).set(index);
    if (innermost) this.addresses.startOffsets(from, true);
    f.get(index).get(last).op("i32.lt_s");
    f.if(() =>
      f.loop(() => {
        this.inside(0);
        if (innermost) this.addresses.moveOffsets(step);
        f.get(index).i32(step).op("i32.add").tee(index).get(last).op("i32.lt_s").breakIf(0);
      }),
    );
    if (innermost) this.addresses.endOffsets();
    f.free(last);
  }

  /** for (index = from; index < to; index += step), at least once. */
  private run(level: number, from: number, to: number, step: number): void {
    const { f, nest, indices } = this.frame;
    const index = indices[level];
    const innermost = level === nest.loops.length - 1;
    const repeats = to - from > step;
    f.i32(from).set(index);
    if (innermost) this.addresses.startOffsets(from, repeats);
    const turn = (): void => {
      this.inside(level);
      if (!repeats) return;
      if (innermost) this.addresses.moveOffsets(step);
      f.get(index).i32(step).op("i32.add").set(index);
    };
    if (innermost && this.reductions.wantFlush && to - from > RUN * step) this.runWithFlushes(index, to, step, turn);
    else {
      if (repeats) this.repeat(index, to, turn);
      else turn();
      if (innermost) this.reductions.flush();
    }
    if (innermost) this.addresses.endOffsets();
  }

  /** A flush after every `RUN` turns. */
  private runWithFlushes(index: Local, to: number, step: number, turn: () => void): void {
    const { f } = this.frame;
    const end = f.local("i32");
    this.repeat(index, to, () => {
      f.get(index)
        .i32(RUN * step)
        .op("i32.add")
        .tee(end);
      f.i32(to).get(end).i32(to).op("i32.lt_s").op("select").set(end);
      this.repeat(index, end, turn);
      this.reductions.flush();
    });
    f.free(end);
  }

  private repeat(index: Local, end: number | Local, turn: () => void): void {
    const { f } = this.frame;
    f.loop(() => {
      turn();
      f.get(index);
      if (typeof end === "number") f.i32(end);
      else f.get(end);
      f.op("i32.lt_s").breakIf(0);
    });
  }
}
