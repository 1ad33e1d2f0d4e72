/** Speed of the product of matrices in WebAssembly, GFLOP/s on one core: the fastest of many rounds. Arguments choose by name. */
import { ModuleBuilder } from "../src/engine/wasm/assembler.ts";
import { wasm, type WasmMemory } from "../src/engine/wasm/platform.ts";
import { addGemm, gemmWork } from "../src/engine/wasm/routines/gemm.ts";
import type { FloatType } from "../src/engine/wasm/routines/tile.ts";

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

function routine(type: FloatType, relaxed: boolean): Entry | undefined {
  const key = type + relaxed;
  if (!routines.has(key))
    routines.set(
      key,
      instantiate((module) => addGemm(module, type, relaxed), "gemm"),
    );
  return routines.get(key);
}

function measure(
  { type, sizes: [m, k, n], transposed = "" }: Omit<Case, "transposed"> & { readonly transposed?: string },
  relaxed: boolean,
): number {
  const gemm = routine(type, relaxed);
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

const chosen = process.argv.slice(2);
console.log("GFLOP/s, m × k · k × n".padEnd(36), "relaxed", "  plain");
for (const one of cases) {
  const name = `${one.type} ${one.sizes.join("×")}${one.transposed ? ` ${one.transposed} transposed` : ""}`;
  if (!chosen.every((word) => name.includes(word))) continue;
  const speeds = [true, false].map((relaxed) => measure(one, relaxed).toFixed(1).padStart(7));
  console.log(name.padEnd(36), ...speeds);
}
