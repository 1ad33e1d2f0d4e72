/** Products and factorizations of matrices, and convolution. */
import { DOUBLE, SINGLE, spread, type Task } from "./task.ts";

const product = (n: number, dtype: "float32" | "float64", bars: Task["bars"]): Task => ({
  id: `matmul-${n}-${dtype === "float32" ? "f32" : "f64"}`,
  title: `matmul ${n}, ${dtype === "float32" ? "f32" : "f64"}`,
  unit: "GFLOP/s",
  flops: 2 * n ** 3,
  inputs: { a: spread(1, [n, n], 1, dtype), b: spread(2, [n, n], 1, dtype) },
  check: dtype === "float32" ? SINGLE : DOUBLE,
  bars,
});

export const matrices: readonly Task[] = [
  product(1024, "float32", [
    { kind: "limit", value: 50 },
    { kind: "ratio", to: "JavaScript", most: 1 / 1.3 },
  ]),
  product(1023, "float32", [{ kind: "per flop", to: "matmul-1024-f32", most: 1.05 }]),
  product(512, "float64", [{ kind: "limit", value: 25 }]),
  {
    id: "conv2d",
    title: "conv2d 3×3, 64 to 64 channels, 8 of 32×32",
    unit: "ms",
    flops: 2 * 8 * 32 * 32 * 64 * 64 * 9,
    inputs: { x: spread(3, [8, 64, 32, 32]), w: spread(4, [64, 64, 3, 3], 0.1) },
    check: SINGLE,
  },
  {
    id: "cholesky",
    title: "Cholesky 512, f32",
    unit: "ms",
    flops: 512 ** 3 / 3,
    inputs: { a: { shape: [512, 512], dtype: "float32", fill: { kind: "definite", seed: 5 } } },
    check: SINGLE,
  },
];
