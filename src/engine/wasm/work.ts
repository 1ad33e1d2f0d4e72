/** How long a loop nest or a product takes, roughly: whether it is worth being divided among threads, and into how small pieces. */
import { bytesOf } from "../../base/dtypes.ts";
import type { Dot } from "../../compile/dot.ts";
import type { Node } from "../../compile/graph.ts";
import type { IndexLeaf, Load, Nest } from "../../compile/nest.ts";
import type { RowStep } from "../../compile/rows.ts";

/**
 * Nanoseconds. To hand a task to a worker and to hear that it is done takes 5–15 µs in Node and 5–30 µs in a page; two threads
 * save half of the time at best.
 */
export const WORTH_DIVIDING = 200_000;
/** Nanoseconds; of pieces this long, taking the next one (1 µs) is a small part. */
export const PIECE = 20_000;
/** Nanoseconds of an instruction on a vector, and of a byte that goes through memory: right within a factor of 2 on a core at 2.6 GHz. */
const INSTRUCTION = 0.15;
const BYTE = 0.05;
/** Nanoseconds of a multiplication in a product of matrices: 50 GFLOP/s. */
const MULTIPLICATION = 0.04;
/** Elements that are never worth it. */
const FEW = 2048;

/** Workers have no host functions to compute with. */
const canDivide = ({ lanes }: Nest): boolean => !lanes.some(({ op }) => op === "host");

/** Nanoseconds; 0 for little, and for what cannot be divided: host functions compute, which workers do not have. */
export function workOf({ loops, stores, lanes }: Nest): number {
  // A loop over blocks of another one adds no turns.
  const turns = loops.reduce((product, { size, block }) => (block === undefined ? product * size : product), 1);
  if (turns < FEW || loops.length === 0) return 0;
  if (lanes.some(({ op }) => op === "host")) return 0;
  const width = lanes.some(({ type }) => type[1] === "6") ? 2 : 4;
  const read = lanes.reduce(
    (sum, { op, data }) =>
      sum + (op === "leaf" && (data as Load | IndexLeaf).kind === "load" ? bytesOf((data as Load).dtype) : 0),
    0,
  );
  const bytes = read + stores.reduce((sum, { value }) => sum + bytesOf(value.dtype), 0);
  const instructions = lanes.filter(({ op }) => op !== "constant").length;
  return turns * Math.max((instructions * INSTRUCTION) / width, bytes * BYTE);
}

/** Nanoseconds of a product of matrices: its multiplications, or as long as the matrices take to go through memory. */
export const productTime = (type: "f64" | "f32", m: number, n: number, k: number): number =>
  Math.max(MULTIPLICATION * m * n * k, (m * k + k * n + m * n) * (type === "f32" ? 4 : 8) * BYTE);

/** Nanoseconds of many products. */
const workOfDot = ({ outs: [{ dtype }] }: Node, { m, n, k, loops }: Dot): number =>
  loops.reduce((time, { size }) => time * size, productTime(dtype === "float64" ? "f64" : "f32", m, n, k));

export const workOfStep = (step: RowStep): number =>
  "dot" in step ? workOfDot(step.node, step.dot) : workOf(step.nest);

/** Do threads share the turns of steps that run side by side? */
export const isWorthDividing = (steps: readonly RowStep[]): boolean =>
  steps.reduce((sum, step) => sum + workOfStep(step), 0) >= WORTH_DIVIDING &&
  steps.every((step) => "dot" in step || canDivide(step.nest));

/** Turns of the outermost loop that make a piece, a multiple of the grain. */
export function pieceOf({ loops: [{ size }] }: Nest, work: number, grain: number): number {
  return grain * Math.max(1, Math.ceil((PIECE * size) / work / grain));
}
