/** The loads and stores of a nest: whole vectors where elements are neighbours, else lane by lane. */
import type { DType } from "../../base/dtypes.ts";
import type { Load, Store } from "../../compile/nest.ts";
import type { Lane } from "../../core/kernel.ts";
import type { Local } from "./assembler.ts";
import { shapeOf } from "./lanes.ts";
import type { Access, NestAddresses } from "./nestAddresses.ts";
import type { NestFrame } from "./nestFrame.ts";

/** The elements of one vector. */
interface Elements {
  readonly access: Access;
  readonly dtype: DType;
  /** Bytes from the access to the first element, and from each to the next. */
  readonly first: number;
  readonly step: number;
  readonly lanes: number;
}

/** Elements to read. */
interface Reading extends Elements {
  /** Else it is one element, which comes to all lanes. */
  readonly varies: boolean;
}

const ZERO: Uint8Array = /*@__PURE__*/ new Uint8Array(16);

export class NestMemory {
  private readonly frame: NestFrame;
  private readonly addresses: NestAddresses;

  constructor(frame: NestFrame, addresses: NestAddresses) {
    this.frame = frame;
    this.addresses = addresses;
  }

  // ---------------------------------------------------------------- loads

  /** Pushes what a leaf reads. @param push - pushes a lane of the same copy */
  load(lane: Lane, { value, dtype, at, computed, guarded }: Load, copy: number, push: (lane: Lane) => void): void {
    const { nest, facts, variant } = this.frame;
    const access = this.addresses.of(value, dtype, at, computed);
    const varies = facts.varies(lane);
    const step = access.steps[nest.vector] ?? 0;
    const lanes = varies ? variant.lanes : 1;
    const reading: Reading = { access, dtype, first: copy * variant.lanes * step, step, lanes, varies };
    const places = computed ? lane.args[0] : undefined;
    const mask = guarded ? (lane.args.at(-1) as Lane) : undefined;
    if (places === undefined && mask === undefined) this.plainLoad(reading);
    else if (places === undefined && mask !== undefined && (step === access.size || lanes === 1)) {
      this.guardedLoad(reading, mask, push);
    } else this.gather(reading, places, mask, push);
  }

  private plainLoad({ access, dtype, first, step, lanes, varies }: Reading): void {
    const { f } = this.frame;
    if (!varies || lanes === 1 || step === access.size) {
      const offset = this.addresses.push(access, first);
      this.loadVector(dtype, offset, varies ? lanes : 0);
      return;
    }
    const found = f.local("v128");
    f.v128(ZERO).set(found);
    for (let l = 0; l < lanes; l++) {
      const offset = this.addresses.push(access, first + l * step);
      this.loadLane(dtype, offset, l, found);
    }
    f.get(found);
    if (dtype === "bool") this.toMask();
    f.free(found);
  }

  /** The address is on the stack. @param lanes - how many elements; 0: one, in all lanes */
  private loadVector(dtype: DType, offset: number, lanes: number): void {
    const { f } = this.frame;
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
    this.frame.f.v128(ZERO).op("i32x4.ne");
  }

  /** The address is on the stack; bools are words of 0 and 1. */
  private loadLane(dtype: DType, offset: number, lane: number, into: Local): void {
    const { f } = this.frame;
    if (dtype === "bool") {
      const byte = f.local("i32");
      f.op("i32.load8_u", offset).set(byte).get(into).get(byte).op("i32x4.replace_lane", lane).set(into);
      f.free(byte);
      return;
    }
    f.get(into)
      .op(dtype === "float64" ? "v128.load64_lane" : "v128.load32_lane", offset, lane)
      .set(into);
  }

  /** Neighbours, of which only some may be read: most often all of them. */
  private guardedLoad(reading: Reading, mask: Lane, push: (lane: Lane) => void): void {
    const { f } = this.frame;
    const { access, dtype, first, lanes, varies } = reading;
    const [found, allowed] = [f.local("v128"), f.local("i32")];
    push(mask);
    const all = lanes === 4 ? 15 : lanes === 2 ? 3 : 1;
    f.op(`${shapeOf(mask.type)}.bitmask`)
      .i32(all)
      .op("i32.and")
      .set(allowed);
    f.v128(ZERO).set(found);
    f.get(allowed).i32(all).op("i32.eq");
    f.if(
      () => {
        this.loadVector(dtype, this.addresses.push(access, first), varies ? lanes : 0);
        f.set(found);
      },
      () => {
        if (lanes > 1) f.get(allowed).if(() => this.loadAllowed(reading, allowed, found));
      },
    );
    f.get(found);
    f.free(found);
    f.free(allowed);
  }

  /** Those neighbours whose bits are set. */
  private loadAllowed({ access, dtype, first, lanes }: Elements, allowed: Local, found: Local): void {
    const { f } = this.frame;
    for (let l = 0; l < lanes; l++) {
      const read = (): void => this.loadLane(dtype, this.addresses.push(access, first + l * access.size), l, found);
      f.get(allowed)
        .i32(1 << l)
        .op("i32.and")
        .if(read);
    }
    if (dtype !== "bool") return;
    f.get(found);
    this.toMask();
    f.set(found);
  }

  /** Elements at computed places, or guarded ones that are no neighbours. */
  private gather(
    { access, dtype, first, step, lanes, varies }: Reading,
    places: Lane | undefined,
    mask: Lane | undefined,
    push: (lane: Lane) => void,
  ): void {
    const { f } = this.frame;
    const [found, allowed, indices] = [f.local("v128"), f.local("i32"), f.local("v128")];
    if (places !== undefined) {
      push(places);
      f.set(indices);
    }
    if (mask !== undefined) {
      push(mask);
      f.op(`${shapeOf(mask.type)}.bitmask`).set(allowed);
    }
    f.v128(ZERO).set(found);
    for (let l = 0; l < lanes; l++) {
      const read = (): void => {
        const offset = this.addresses.push(access, first + l * step);
        if (places !== undefined) {
          f.get(indices).op("i32x4.extract_lane", l).i32(access.size).op("i32.mul").op("i32.add");
        }
        this.loadLane(dtype, offset, l, found);
      };
      if (mask === undefined) read();
      else {
        f.get(allowed)
          .i32(1 << l)
          .op("i32.and")
          .if(read);
      }
    }
    f.get(found);
    if (!varies) {
      const bytes = dtype === "float64" ? 8 : 4;
      f.get(found).shuffle(Array.from({ length: 16 }, (_, i) => i % bytes));
    }
    if (dtype === "bool") this.toMask();
    for (const local of [found, allowed, indices]) f.free(local);
  }

  // ---------------------------------------------------------------- stores

  /** @param push - pushes what is stored for a copy */
  store({ value, at }: Pick<Store, "value" | "at">, push: (copy: number) => void): void {
    const { nest, variant } = this.frame;
    const { dtype } = value;
    const access = this.addresses.of(value, dtype, at);
    const step = access.steps[nest.vector] ?? 0;
    const { lanes, copies } = variant;
    for (let copy = 0; copy < copies; copy++) {
      const elements: Elements = { access, dtype, first: copy * lanes * step, step, lanes };
      if (lanes > 1 && step !== access.size) this.scatter(elements, () => push(copy));
      else this.storeVector(elements, () => push(copy));
    }
  }

  /** Neighbours, or one element. */
  private storeVector({ access, dtype, first, lanes }: Elements, push: () => void): void {
    const { f } = this.frame;
    const wide = dtype === "float64";
    const offset = this.addresses.push(access, first);
    push();
    if (dtype === "bool") {
      this.fromMask();
      f.op(lanes === 4 ? "v128.store32_lane" : lanes === 2 ? "v128.store16_lane" : "v128.store8_lane", offset, 0);
    } else if (lanes === 1) f.op(wide ? "v128.store64_lane" : "v128.store32_lane", offset, 0);
    else if (wide || lanes === 4) f.op("v128.store", offset);
    else f.op("v128.store64_lane", offset, 0);
  }

  private scatter({ access, dtype, first, step, lanes }: Elements, push: () => void): void {
    const { f } = this.frame;
    const found = f.local("v128");
    push();
    if (dtype === "bool") this.fromMask();
    f.set(found);
    const name =
      dtype === "float64" ? "v128.store64_lane" : dtype === "bool" ? "v128.store8_lane" : "v128.store32_lane";
    for (let l = 0; l < lanes; l++) {
      const offset = this.addresses.push(access, first + l * step);
      f.get(found).op(name, offset, l);
    }
    f.free(found);
  }

  /** A mask of words to bytes of 0 and 1, in the first bytes. */
  private fromMask(): void {
    const one = new Int32Array([1, 1, 1, 1]);
    this.frame.f
      .v128(new Uint8Array(one.buffer))
      .op("v128.and")
      .v128(ZERO)
      .op("i16x8.narrow_i32x4_u")
      .v128(ZERO)
      .op("i8x16.narrow_i16x8_u");
  }
}
