/** A memory and the exports of one module on it, for tests of routines. */
import { ModuleBuilder } from "../../src/engine/wasm/assembler.ts";
import { wasm, type WasmMemory } from "../../src/engine/wasm/platform.ts";
import type { TypedArray } from "../../src/base/dtypes.ts";

type Exports = Readonly<Record<string, (...args: number[]) => number>>;
type ArrayClass<T> = new (buffer: ArrayBuffer, offset: number, length: number) => T;

export class Machine {
  readonly memory: WasmMemory;
  readonly exports: Exports;
  private end = 64;

  constructor(write: (module: ModuleBuilder) => unknown, pages = 64) {
    if (wasm === undefined) throw new Error("no WebAssembly");
    this.memory = new wasm.Memory({ initial: pages });
    const module = new ModuleBuilder();
    write(module);
    this.exports = new wasm.Instance(new wasm.Module(module.encode()), {
      env: { memory: this.memory, log: Math.log, exp: Math.exp, log1p: Math.log1p },
    }).exports;
  }

  /** All that was given out may be given out again. */
  reset(): void {
    this.end = 64;
  }

  /** Room for so many bytes, filled with 0xab. */
  space(bytes: number): number {
    const at = this.end;
    this.end = at + Math.ceil((bytes + 16) / 16) * 16;
    const missing = this.end - this.memory.buffer.byteLength;
    if (missing > 0) this.memory.grow(Math.ceil(missing / 65536));
    new Uint8Array(this.memory.buffer, at, this.end - at).fill(0xab);
    return at;
  }

  /** Puts in the elements of an array. */
  put(values: ArrayBufferView): number {
    const at = this.space(values.byteLength);
    new Uint8Array(this.memory.buffer, at, values.byteLength).set(
      new Uint8Array(values.buffer, values.byteOffset, values.byteLength),
    );
    return at;
  }

  /** A copy of what stands there; throws where something was written behind it. */
  get<T extends { slice(): T; readonly byteLength: number }>(kind: ArrayClass<T>, at: number, length: number): T {
    const array = new kind(this.memory.buffer, at, length);
    this.checkEnd(at, array.byteLength);
    return array.slice();
  }

  /** Throws where something was written behind the bytes. */
  checkEnd(at: number, bytes: number): void {
    const behind = new Uint8Array(this.memory.buffer, at + bytes, 16);
    if (behind[0] !== 0xab || behind[15] !== 0xab) throw new Error("written beyond the end");
  }
}

/** Numbers in -1 … 1 from a seed (Marsaglia, Xorshift RNGs, 2003). */
export function randomNumbers(seed: number): () => number {
  let state = seed * 2654435761 + 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state | 0) / 2 ** 31;
  };
}

export const SIZES: readonly number[] = [0, 1, 2, 3, 4, 5, 7, 8, 15, 16, 17, 31, 33, 127, 129];

export const CLASSES = { f64: Float64Array, f32: Float32Array, i32: Int32Array, u32: Uint32Array, u8: Uint8Array };

export function elementsOf(type: keyof typeof CLASSES, count: number, element: (i: number) => number): TypedArray {
  const array = new CLASSES[type](count);
  for (let i = 0; i < count; i++) array[i] = element(i);
  return array;
}

/** The largest difference beside the largest magnitude; NaN where the two are not of the same length or NaN at the same places. */
export function distance(got: ArrayLike<number>, want: ArrayLike<number>): number {
  if (got.length !== want.length) return NaN;
  let [difference, size] = [0, 0];
  for (let i = 0; i < want.length; i++) {
    if (Number.isNaN(got[i]) !== Number.isNaN(want[i])) return NaN;
    difference = Math.max(difference, Math.abs(got[i] - want[i]) || 0);
    size = Math.max(size, Math.abs(want[i]) || 0);
  }
  return size === 0 ? difference : difference / size;
}

export const wide = (x: TypedArray): Float64Array => new Float64Array(x);

function hasRelaxed(): boolean {
  const module = new ModuleBuilder();
  const zero = new Uint8Array(16);
  module
    .function({ params: [], results: ["v128"] })
    .v128(zero)
    .v128(zero)
    .v128(zero)
    .op("f64x2.relaxed_madd");
  return wasm?.validate(module.encode()) === true;
}

/** The kinds of dense routines: element type, and whether products and sums are rounded once. */
export const KINDS: readonly (readonly ["f64" | "f32", boolean])[] = [
  ["f64", false],
  ["f32", false],
  ...(hasRelaxed() ? ([["f64", true]] as const) : []),
];
