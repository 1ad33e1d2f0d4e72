/** The addresses of what a nest reads and writes, kept in locals as far as the loops have come. */
import { bytesOf, type DType } from "../../base/dtypes.ts";
import type { Value } from "../../compile/graph.ts";
import type { Affine } from "../../compile/nest.ts";
import type { Local } from "./assembler.ts";
import type { NestFrame } from "./nestFrame.ts";

/** Elements of a tensor that are read or written in one way. */
export interface Access {
  readonly size: number;
  /** By loop, in bytes. */
  readonly steps: readonly number[];
  base: Local;
  readonly offset: number;
}

export class NestAddresses {
  private readonly frame: NestFrame;
  private readonly accesses = new Map<string, Access>();
  /** The same by what asks again and again. */
  private readonly known = new Map<Affine, Access>();
  /** Of the innermost loop: how far it has come, by step. Accesses of one step share a local. */
  private readonly offsets = new Map<number, Local>();

  constructor(frame: NestFrame) {
    this.frame = frame;
  }

  of(value: Value, dtype: DType, at: Affine, computed = false): Access {
    let access = this.known.get(at);
    if (access === undefined) this.known.set(at, (access = this.find(value, dtype, at, computed)));
    return access;
  }

  private find(value: Value, dtype: DType, at: Affine, computed: boolean): Access {
    const key = `${value.id} ${dtype} ${at.coefficients.join()} ${at.constant} ${computed}`;
    const known = this.accesses.get(key);
    if (known !== undefined) return known;
    const { f, nest, context } = this.frame;
    const size = bytesOf(dtype);
    const { coefficients, constant } = nest.over(at);
    const location = context.locationOf(value);
    let base = f.params[0];
    let offset = constant * size;
    if ("offset" in location) offset += location.offset;
    else if ("param" in location) base = f.params[location.param];
    else {
      base = f.local("i32");
      f.get(f.params[0]).op("i32.load", location.slot).set(base);
    }
    const steps = coefficients.map((c) => c * size);
    if (computed || steps.some((step) => step < 0)) {
      // An instruction adds its offset without wrapping: no sum before it may be below 0.
      const start = f.local("i32");
      f.get(base).i32(offset).op("i32.add").set(start);
      base = start;
      offset = 0;
    }
    const made: Access = { size, steps, base, offset };
    this.accesses.set(key, made);
    return made;
  }

  /** Adds the index of a loop to the addresses that it moves; what is returned takes them back. */
  advance(level: number): () => void {
    const { f, indices } = this.frame;
    const before: [Access, Local][] = [];
    for (const access of this.accesses.values()) {
      const step = access.steps[level];
      if (step === 0) continue;
      before.push([access, access.base]);
      const base = f.local("i32");
      f.get(access.base).get(indices[level]);
      if (step !== 1) f.i32(step).op("i32.mul");
      f.op("i32.add").set(base);
      access.base = base;
    }
    return () => {
      for (const [access, base] of before) {
        f.free(access.base);
        access.base = base;
      }
    };
  }

  /** Before the innermost loop. @param from - its first index: known, or in a local */
  startOffsets(from: number | Local, repeats: boolean): void {
    const { f, nest } = this.frame;
    for (const { steps } of this.accesses.values()) {
      const step = steps[nest.loops.length - 1];
      if (step === 0 || this.offsets.has(step) || (!repeats && from === 0)) continue;
      const offset = f.local("i32");
      f.i32(typeof from === "number" ? from * step : 0).set(offset);
      this.offsets.set(step, offset);
    }
    if (typeof from === "number") return;
    for (const [bytes, offset] of this.offsets) f.get(from).i32(bytes).op("i32.mul").set(offset);
  }

  moveOffsets(turns: number): void {
    const { f } = this.frame;
    for (const [bytes, offset] of this.offsets) {
      f.get(offset)
        .i32(bytes * turns)
        .op("i32.add")
        .set(offset);
    }
  }

  endOffsets(): void {
    for (const offset of this.offsets.values()) this.frame.f.free(offset);
    this.offsets.clear();
  }

  /** Pushes the address of an access; returns the offset that stands in the instruction. @param extra - bytes */
  push(access: Access, extra: number): number {
    const { f, nest } = this.frame;
    f.get(access.base);
    const step = access.steps[nest.loops.length - 1] ?? 0;
    const offset = step === 0 ? undefined : this.offsets.get(step);
    if (offset !== undefined) f.get(offset).op("i32.add");
    const total = access.offset + extra;
    if (total >= 0) return total;
    f.i32(total).op("i32.add");
    return 0;
  }
}
