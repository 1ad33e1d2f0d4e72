/** The sums, products and extrema of a nest. Long float sums carry their rounding error along. */
import type { DType } from "../../base/dtypes.ts";
import { fail } from "../../base/errors.ts";
import type { Reduction } from "../../compile/nest.ts";
import type { LaneType } from "../../core/kernel.ts";
import type { Monoid } from "../../core/lowering.ts";
import type { Local } from "./assembler.ts";
import { emitConstant, shapeOf } from "./lanes.ts";
import { type NestFrame, SINGLE } from "./nestFrame.ts";
import type { NestLanes } from "./nestLanes.ts";
import type { NestMemory } from "./nestMemory.ts";

/**
 * Between two additions with error term this many plain ones: Σ of n terms is off by at most (32 + 2) u Σ|x| + O(n u²) Σ|x|. Where it is a
 * sum over blocks (`compile/blocks.ts`), their additions make at most 63 u Σ|x| more.
 */
export const RUN = 32;

/** A local for each copy of whole vectors, and one for what is done element by element. */
type Sums = Readonly<Record<"main" | "tail", readonly Local[]>>;

interface Accumulator {
  readonly reduction: Reduction;
  readonly sums: Sums;
  /** Sums since the last flush, and the errors of the sums; undefined where there are few terms. */
  readonly plain: Sums | undefined;
  readonly errors: Sums | undefined;
}

export class NestReductions {
  private readonly frame: NestFrame;
  private readonly lanes: NestLanes;
  private readonly memory: NestMemory;
  private accumulators: readonly Accumulator[] = [];

  constructor(frame: NestFrame, lanes: NestLanes, memory: NestMemory) {
    this.frame = frame;
    this.lanes = lanes;
    this.memory = memory;
  }

  /** Do sums want a flush after every `RUN` terms? */
  get wantFlush(): boolean {
    return this.accumulators.some(({ plain }) => plain !== undefined);
  }

  /** Reduces what `loops` adds, and stores it. */
  around(loops: () => void): void {
    const { f, nest, sizes } = this.frame;
    const inner = nest.vector >= nest.reduceFrom;
    const count = sizes.slice(nest.reduceFrom).reduce((n, size) => n * size, 1);
    const accumulators = nest.reductions.map((reduction) => this.start(reduction, inner, count));
    this.accumulators = accumulators;
    if (count > 0) loops();
    this.accumulators = [];
    for (const accumulator of accumulators) {
      this.addErrors(accumulator);
      if (inner) this.storeJoined(accumulator);
      else this.memory.store(accumulator.reduction, (copy) => f.get(accumulator.sums[this.key][copy]));
      for (const lists of [accumulator.sums, accumulator.plain, accumulator.errors]) {
        for (const local of [...(lists?.main ?? []), ...(lists?.tail ?? [])]) f.free(local);
      }
    }
  }

  /** Adds one turn of the innermost loop. */
  add(): void {
    const { f, variant } = this.frame;
    for (const { reduction, sums, plain } of this.accumulators) {
      for (let copy = 0; copy < variant.copies; copy++) {
        const target = (plain ?? sums)[this.key][copy];
        f.get(target);
        this.lanes.push(reduction.lane, copy);
        this.combine(reduction);
        f.set(target);
      }
    }
  }

  /** Which accumulators the present code adds to. */
  private get key(): "main" | "tail" {
    return this.frame.variant.lanes === 1 ? "tail" : "main";
  }

  /** @param inner - the elements of a vector are added up @param count - how many terms each sum has */
  private start(reduction: Reduction, inner: boolean, count: number): Accumulator {
    const { f, copies, variant } = this.frame;
    const { lane, monoid, value } = reduction;
    const locals = (number: number, zero: boolean): Local[] =>
      Array.from({ length: number }, () => {
        const local = f.local("v128");
        if (zero) f.v128(new Uint8Array(16));
        else this.identity(lane.type, monoid, value.dtype);
        f.set(local);
        return local;
      });
    const make = (zero: boolean): Sums => ({
      main: locals(inner ? copies : variant.copies, zero),
      tail: inner || variant.lanes === 1 ? locals(1, zero) : [],
    });
    const compensated = monoid === "add" && lane.type[0] === "f" && count > 2 * RUN;
    return {
      reduction,
      sums: make(false),
      plain: compensated ? make(false) : undefined,
      errors: compensated ? make(true) : undefined,
    };
  }

  // ---------------------------------------------------------------- errors of sums

  /** Adds the plain sums to those that keep the error of each addition (Knuth's TwoSum). */
  flush(): void {
    const { f, variant } = this.frame;
    for (const { sums, plain, errors, reduction } of this.accumulators) {
      if (plain === undefined || errors === undefined) continue;
      const shape = shapeOf(reduction.lane.type);
      const [total, part] = [f.local("v128"), f.local("v128")];
      for (let copy = 0; copy < variant.copies; copy++) {
        const [sum, term, error] = [sums, plain, errors].map((lists) => lists[this.key][copy]);
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

  private addErrors({ reduction, sums, errors }: Accumulator): void {
    if (errors === undefined) return;
    const { f } = this.frame;
    const shape = shapeOf(reduction.lane.type);
    for (const key of ["main", "tail"] as const) {
      sums[key].forEach((sum, i) => {
        const error = errors[key][i];
        // Where the sum is infinite its error is NaN.
        f.get(sum).get(error).op(`${shape}.add`).get(sum);
        f.get(error).get(error).op(`${shape}.eq`).op("v128.bitselect").set(sum);
      });
    }
  }

  // ---------------------------------------------------------------- monoids

  /** Reduces copies, the elements of their vectors and the tail to one element. */
  private storeJoined({ reduction, sums: { main, tail } }: Accumulator): void {
    const { frame } = this;
    const { f } = frame;
    const [all, ...others] = main;
    for (const other of others) {
      f.get(all).get(other);
      this.combine(reduction);
      f.set(all);
    }
    for (let half = frame.width / 2; half >= 1; half /= 2) {
      const bytes = (reduction.lane.type[1] === "6" ? 8 : 4) * half;
      f.get(all)
        .get(all)
        .get(all)
        .shuffle(Array.from({ length: 16 }, (_, i) => (i + bytes) % 16));
      this.combine(reduction);
      f.set(all);
    }
    const before = frame.variant;
    frame.variant = SINGLE;
    this.memory.store(reduction, () => {
      f.get(all).get(tail[0]);
      this.combine(reduction);
    });
    frame.variant = before;
  }

  /** Two accumulators on the stack to one. */
  private combine({ monoid, lane: { type }, value: { dtype } }: Reduction): void {
    const { f } = this.frame;
    if (monoid === "and" || monoid === "or") f.op(`v128.${monoid}`);
    else if (type[0] === "m") f.op(monoid === "min" || monoid === "mul" ? "v128.and" : "v128.or");
    else if ((monoid === "min" || monoid === "max") && type === "i32") {
      f.op(`i32x4.${monoid}_${dtype === "uint32" ? "u" : "s"}`);
    } else f.op(`${shapeOf(type)}.${monoid}`);
  }

  /** Pushes what changes nothing. */
  private identity(type: LaneType, monoid: Monoid, dtype: DType): void {
    const { f } = this.frame;
    if (type[0] === "m") {
      const set = monoid === "and" || monoid === "min" || monoid === "mul";
      f.v128(new Uint8Array(16).fill(set ? 255 : 0));
      return;
    }
    if (type === "i64") fail("internal", { op: "compile", problem: "64-bit integers are not reduced" });
    const isFloat = type[0] === "f";
    const values: Record<Monoid, number> = {
      add: 0,
      mul: 1,
      min: isFloat ? Infinity : dtype === "uint32" ? -1 : 2147483647,
      max: isFloat ? -Infinity : dtype === "uint32" ? 0 : -2147483648,
      and: 1,
      or: 0,
    };
    emitConstant(f, type, values[monoid]);
  }
}
