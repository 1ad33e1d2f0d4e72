/** Speed of products of matrices and of convolutions in WebAssembly, GFLOP/s on one core: the fastest of many rounds. Arguments choose by name. */
import { ModuleBuilder } from "../src/engine/wasm/assembler.ts";
import { wasm, type WasmMemory } from "../src/engine/wasm/platform.ts";
import { addConvolution, convolutionWork } from "../src/engine/wasm/routines/convolution.ts";
import { addGemm, gemmWork } from "../src/engine/wasm/routines/gemm.ts";
import type { FloatType } from "../src/engine/wasm/routines/tile.ts";
import { type Geometry, placesOf, positions } from "../src/ops/patches.ts";

type Entry = (...args: number[]) => number;
const memory: WasmMemory = new wasm!.Memory({ initial: 4096 });

function instantiate(build: (module: ModuleBuilder) => unknown, name: string): Entry | undefined {
  const module = new ModuleBuilder();
  build(module);
  const bytes = module.encode();
  if (!wasm!.validate(bytes)) return undefined;
  return new wasm!.Instance(new wasm!.Module(bytes), { env: { memory } }).exports[name];
}

/** Milliseconds of one call: warm, the fastest of rounds of some milliseconds. */
function fastest(f: () => void): number {
  const start = performance.now();
  let calls = 0;
  for (; performance.now() - start < 300; calls++) f();
  const count = Math.max(1, Math.round(calls / 30));
  let best = Number.POSITIVE_INFINITY;
  for (let round = 0; round < 40; round++) {
    const from = performance.now();
    for (let i = 0; i < count; i++) f();
    best = Math.min(best, (performance.now() - from) / count);
  }
  return best;
}

interface Case {
  readonly type: FloatType;
  readonly sizes: readonly [m: number, k: number, n: number];
  /** Which operands are stored transposed. */
  readonly transposed?: "A" | "B" | "AB";
}

const cases: readonly Case[] = [
  { type: "f32", sizes: [1024, 1024, 1024] },
  { type: "f32", sizes: [1023, 1023, 1023] },
  { type: "f32", sizes: [1024, 1024, 1024], transposed: "AB" },
  { type: "f32", sizes: [512, 512, 512] },
  { type: "f32", sizes: [256, 256, 256] },
  { type: "f32", sizes: [128, 128, 128] },
  { type: "f32", sizes: [64, 64, 64] },
  { type: "f32", sizes: [32, 32, 32] },
  { type: "f32", sizes: [16, 16, 16] },
  { type: "f32", sizes: [64, 784, 256] },
  { type: "f32", sizes: [64, 256, 128] },
  { type: "f32", sizes: [64, 128, 10] },
  { type: "f32", sizes: [784, 64, 256], transposed: "A" },
  { type: "f32", sizes: [256, 64, 128], transposed: "A" },
  { type: "f32", sizes: [128, 64, 10], transposed: "A" },
  { type: "f32", sizes: [64, 256, 784], transposed: "B" },
  { type: "f32", sizes: [64, 128, 256], transposed: "B" },
  { type: "f32", sizes: [64, 10, 128], transposed: "B" },
  { type: "f32", sizes: [61, 783, 257] },
  { type: "f32", sizes: [257, 257, 257] },
  { type: "f32", sizes: [4096, 4096, 64] },
  { type: "f32", sizes: [64, 4096, 4096] },
  { type: "f32", sizes: [4096, 64, 4096] },
  { type: "f32", sizes: [2, 1024, 1024] },
  { type: "f32", sizes: [1024, 1024, 2] },
  { type: "f32", sizes: [256, 256, 1] },
  { type: "f32", sizes: [4096, 4096, 1] },
  { type: "f32", sizes: [4096, 4096, 1], transposed: "A" },
  { type: "f32", sizes: [1, 256, 256] },
  { type: "f32", sizes: [1, 4096, 4096] },
  { type: "f32", sizes: [1, 4096, 4096], transposed: "B" },
  { type: "f32", sizes: [256, 1, 256] },
  { type: "f32", sizes: [4096, 1, 4096] },
  { type: "f64", sizes: [512, 512, 512] },
  { type: "f64", sizes: [1024, 1024, 1024] },
  { type: "f64", sizes: [511, 511, 511] },
  { type: "f64", sizes: [64, 784, 256] },
];

const routines = new Map<string, Entry | undefined>();

function routine(name: "gemm" | "convolution", type: FloatType, relaxed: boolean): Entry | undefined {
  const key = name + type + relaxed;
  const add = name === "gemm" ? addGemm : addConvolution;
  if (!routines.has(key))
    routines.set(
      key,
      instantiate((module) => add(module, type, relaxed), name),
    );
  return routines.get(key);
}

function measure(
  { type, sizes: [m, k, n], transposed = "" }: Omit<Case, "transposed"> & { readonly transposed?: string },
  relaxed: boolean,
): number {
  const gemm = routine("gemm", type, relaxed);
  if (gemm === undefined) return Number.NaN;
  const size = type === "f32" ? 4 : 8;
  const a = 1024;
  const b = a + m * k * size + 128;
  const c = b + k * n * size + 128;
  const work = (c + m * n * size + 1024) & -64;
  const values = type === "f32" ? new Float32Array(memory.buffer) : new Float64Array(memory.buffer);
  for (let i = a / size; i < c / size; i++) values[i] = Math.sin(i);
  if (work + gemmWork(type, m, n, k) > memory.buffer.byteLength) throw new Error("the memory is too small");
  const strides = (rows: number, columns: number, t: boolean): [number, number] => (t ? [1, rows] : [columns, 1]);
  const [ofA, ofB] = [strides(m, k, transposed.includes("A")), strides(k, n, transposed.includes("B"))];
  return (2 * m * k * n) / fastest(() => gemm(m, n, k, a, ...ofA, b, ...ofB, c, n, work, 0, m)) / 1e6;
}

interface ConvolutionCase {
  readonly name: string;
  readonly samples: number;
  readonly channels: number;
  readonly kernels: number;
  readonly groups?: number;
  readonly shape: readonly number[];
  readonly window: readonly number[];
  readonly stride?: number;
  readonly margin?: number;
  readonly spacing?: number;
}

const convolutions: readonly ConvolutionCase[] = [
  { name: "3×3, 64 to 64, 8×32×32", samples: 8, channels: 64, kernels: 64, shape: [32, 32], window: [3, 3] },
  { name: "gradient of its kernels", samples: 64, channels: 8, kernels: 64, shape: [32, 32], window: [32, 32] },
  { name: "3×3, 3 to 32, 8×32×32", samples: 8, channels: 3, kernels: 32, shape: [32, 32], window: [3, 3] },
  { name: "5×5, 1 to 8, 64×28×28", samples: 64, channels: 1, kernels: 8, shape: [28, 28], window: [5, 5], margin: 2 },
  { name: "3×3, 128 to 128, 8×14×14", samples: 8, channels: 128, kernels: 128, shape: [14, 14], window: [3, 3] },
  { name: "3×3, 256 to 256, 8×7×7", samples: 8, channels: 256, kernels: 256, shape: [7, 7], window: [3, 3] },
  {
    name: "1×1, 64 to 256, 8×32×32",
    samples: 8,
    channels: 64,
    kernels: 256,
    shape: [32, 32],
    window: [1, 1],
    margin: 0,
  },
  { name: "3×3 stride 2, 64 to 64", samples: 8, channels: 64, kernels: 64, shape: [32, 32], window: [3, 3], stride: 2 },
  { name: "gradient of its input", samples: 8, channels: 64, kernels: 64, shape: [16, 16], window: [3, 3], spacing: 2 },
  {
    name: "depthwise 3×3, 64, 8×32×32",
    samples: 8,
    channels: 64,
    kernels: 64,
    groups: 64,
    shape: [32, 32],
    window: [3, 3],
  },
];

const product = (list: readonly number[]): number => list.reduce((a, b) => a * b, 1);

function convolve(type: FloatType, one: ConvolutionCase, relaxed: boolean): string {
  const convolution = routine("convolution", type, relaxed);
  if (convolution === undefined) return "";
  const { samples, channels, kernels, groups = 1, shape, window, stride = 1, margin = 1, spacing = 1 } = one;
  const both = (value: number): number[] => shape.map(() => value);
  const padding = shape.map((): [number, number] => [margin, margin]);
  const geometry: Geometry = { window, stride: both(stride), padding, dilation: both(1), spacing: both(spacing) };
  const area = product(positions(shape, geometry));
  const sizes = { samples, channels, kernels, groups, window: product(window), size: product(shape), area };
  const size = type === "f32" ? 4 : 8;
  const terms = (channels / groups) * sizes.window;
  const x = 1024;
  const w = x + samples * channels * sizes.size * size;
  const out = w + kernels * terms * size;
  const places = out + samples * kernels * area * size;
  const work = (places + 4 * sizes.window * area + 1024) & -64;
  const values = type === "f32" ? new Float32Array(memory.buffer) : new Float64Array(memory.buffer);
  for (let i = x / size; i < out / size; i++) values[i] = Math.sin(i);
  new Int32Array(memory.buffer).set(placesOf(shape, geometry), places / 4);
  if (work + convolutionWork(type, sizes) > memory.buffer.byteLength) throw new Error("the memory is too small");
  const counts = [samples, channels, kernels, groups, sizes.window, sizes.size, area];
  const ms = fastest(() => convolution(x, w, out, places, ...counts, work, 0, samples));
  return `${((2 * samples * kernels * area * terms) / ms / 1e6).toFixed(1)} (${ms.toFixed(2)} ms)`;
}

const chosen = process.argv.slice(2);
const wanted = (name: string): boolean => chosen.every((word) => name.includes(word));
const modes = [true, false];
console.log("GFLOP/s, m × k · k × n".padEnd(36), "relaxed", "  plain");
for (const one of cases) {
  const name = `${one.type} ${one.sizes.join("×")}${one.transposed ? ` ${one.transposed} transposed` : ""}`;
  if (!wanted(name)) continue;
  console.log(name.padEnd(36), ...modes.map((relaxed) => measure(one, relaxed).toFixed(1).padStart(7)));
}
console.log("\nGFLOP/s, convolutions");
for (const type of ["f32", "f64"] as const) {
  for (const one of convolutions) {
    const name = `${type} ${one.name}`;
    if (!wanted(name)) continue;
    console.log(name.padEnd(36), ...modes.map((relaxed) => convolve(type, one, relaxed).padStart(17)));
  }
}
