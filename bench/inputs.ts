/** The arrays that go into a task, and checksums of what comes out; the same as in peers/python.py. */
import type { Input } from "./tasks/task.ts";

/** An array before any library has it. */
export interface Raw {
  readonly shape: number[];
  readonly dtype: Input["dtype"];
  readonly data: Float32Array<ArrayBuffer> | Float64Array<ArrayBuffer> | Int32Array<ArrayBuffer>;
}

export type Numbers = Float32Array | Float64Array | Int32Array | readonly number[];

/** What is said of one array of a result. */
export interface Checksum {
  readonly count: number;
  /** The sum of the numbers times weights, and of the absolute values of these products. */
  readonly dot: number;
  readonly size: number;
  readonly mean: number;
  readonly variance: number;
}

/** 32 bits of a counter. Source: the finalizer of MurmurHash3 by Austin Appleby. */
function bits(seed: number, index: number): number {
  let h = (Math.imul(index, 0x9e3779b1) + Math.imul(seed, 0x85ebca6b)) >>> 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/** One of the 2²⁴ numbers of [-1, 1) that are exact in float32 also. */
const unit = (seed: number, index: number): number => (bits(seed, index) >>> 8) / 2 ** 23 - 1;

const ARRAYS = { float32: Float32Array, float64: Float64Array, int32: Int32Array };

export function makeInput({ shape, dtype, fill }: Input): Raw {
  const data = new ARRAYS[dtype](shape.reduce((a, b) => a * b, 1));
  const value = valueOf(fill, shape[0]);
  for (let i = 0; i < data.length; i++) data[i] = value(i);
  return { shape: [...shape], dtype, data };
}

function valueOf(fill: Input["fill"], n: number): (index: number) => number {
  switch (fill.kind) {
    case "spread":
      return (i) => unit(fill.seed, i) * fill.scale + (fill.offset ?? 0);
    case "classes":
      return (i) => bits(fill.seed, i) % fill.below;
    case "definite":
      // The symmetric part has its eigenvalues within ±2√n about (Wigner), so that 4√n on the diagonal suffices.
      return (i) => {
        const [row, column] = [Math.floor(i / n), i % n];
        const even = (unit(fill.seed, i) + unit(fill.seed, column * n + row)) / 2;
        return row === column ? even + 4 * Math.sqrt(n) : even;
      };
    case "list":
      return (i) => fill.values[i];
    case "even":
      return () => fill.value;
  }
}

/** The seed of the weights. */
const WEIGHTS = 99;

export function checksum(numbers: Numbers): Checksum {
  const count = numbers.length;
  let [dot, size, sum, squares] = [0, 0, 0, 0];
  for (let i = 0; i < count; i++) {
    const product = numbers[i] * unit(WEIGHTS, i);
    dot += product;
    size += Math.abs(product);
    sum += numbers[i];
    squares += numbers[i] ** 2;
  }
  const mean = sum / count;
  return { count, dot, size, mean, variance: squares / count - mean ** 2 };
}
