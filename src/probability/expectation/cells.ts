/** Integrals over one variable in cells between quantiles, so that every scale of a law has its cells. */
import { broadcastShapes, type Shape } from "../../base/shapes.ts";
import { broadcast, cast, moveAxis, reshapeTo } from "../../core/basic.ts";
import { makeTensor } from "../../core/convert.ts";
import { isTensor, type Tensor } from "../../core/tensor.ts";
import { abs, add, mul, sub } from "../../ops/arithmetic.ts";
import { greater, greaterEqual, isfinite, less, lessEqual, logicalAnd, logicalOr, where } from "../../ops/compare.ts";
import { max } from "../../ops/extrema.ts";
import { concat } from "../../ops/join.ts";
import { sum } from "../../ops/reduce.ts";
import { clip } from "../../ops/rounding.ts";
import { sliceAxis } from "../../ops/blocks.ts";
import { sort, topk } from "../../ops/sort.ts";
import { stopGradient } from "../../ops/stopGradient.ts";
import { take, takeAlongAxis } from "../../ops/take.ts";
import { quantileOf } from "../distribution/derive.ts";
import type { Facts } from "../distribution/facts.ts";
import { atoms, isListed } from "./points.ts";

/** The log odds of the quantiles: close together in the middle, to 1e-100 in the tails (float32: 1e-26). */
const LEVELS = 128;
const CLOSE = 4;
const FAR = { float64: 230, float32: 60 };

/** The rule of Gauss with 7 nodes within that of Kronrod with 15: half of the nodes, with both weights. */
const RULE: readonly (readonly [node: number, kronrod: number, gauss: number])[] = [
  [0.991455371120812639206854697526329, 0.02293532201052922496373200805897, 0],
  [0.949107912342758524526189684047851, 0.063092092629978553290700663189204, 0.129484966168869693270611432679082],
  [0.864864423359769072789712788640926, 0.104790010322250183839876322541518, 0],
  [0.741531185599394439863864773280788, 0.140653259715525918745189590510238, 0.27970539148927666790146777142378],
  [0.58608723546769113029414483825873, 0.16900472663926790282658342659855, 0],
  [0.405845151377397166906606412076961, 0.190350578064785409913256402421014, 0.381830050505118944950369775488975],
  [0.207784955007898467600689403773245, 0.204432940075298892414161999234649, 0],
  [0, 0.209482141084727828012999174891714, 0.417959183673469387755102040816327],
];
const NODES: readonly (readonly number[])[] = /*@__PURE__*/ (() => [
  ...RULE,
  ...RULE.slice(0, -1).map(([node, kronrod, gauss]) => [-node, kronrod, gauss]),
])();

/** Numbers along a first axis, before others. */
const column = (values: readonly number[], ndim: number, dtype: "float64" | "float32"): Tensor =>
  reshapeTo(makeTensor(values, dtype, "integrate"), [values.length, ...new Array<number>(ndim).fill(1)]);

/** Quantiles of a distribution that fills the shape, [levels, ...shape]. */
function quantiles(facts: Facts, shape: Shape): Tensor {
  const { dtype } = facts;
  const reach = Math.asinh(FAR[dtype] / CLOSE);
  const odds = Array.from({ length: LEVELS / 2 + 1 }, (_, i) => CLOSE * Math.sinh((reach * i) / (LEVELS / 2)));
  const tails = column(
    odds.map((x) => 1 / (1 + Math.exp(x))),
    shape.length,
    dtype,
  );
  const found = (["cdf", "sf"] as const).map((tail) =>
    broadcast(quantileOf(facts, broadcast(tails, [odds.length, ...shape]), tail), [odds.length, ...shape]),
  );
  return stopGradient(concat(found, 0));
}

const LARGEST = { float64: 1e300, float32: 1e37 };

/**
 * The ends of the support, or another place where they are infinite. They move with the parameters, and so do integrals between
 * them.
 */
function endsOf({ support }: Facts, shape: Shape, dtype: Facts["dtype"], place: Tensor): Tensor[] {
  return [support.low, support.high].flatMap((end) => {
    if (end === undefined || (!isTensor(end) && !Number.isFinite(end))) return [];
    const x = isTensor(end) ? cast(end, dtype) : makeTensor(end, dtype, "integrate");
    return [broadcast(where(isfinite(x), x, place), [1, ...shape])];
  });
}

/** Places that part the line, sorted along a first axis, of laws together: quantiles, atoms and ends. */
export function gridOf(parts: readonly Facts[], shape: Shape): Tensor {
  const { dtype } = parts[0];
  const inner = parts.map((part) => (isListed(part) ? atoms(part, shape) : within(quantiles(part, shape), part)));
  const finite = inner.map((x) => clip(cast(x, dtype), -LARGEST[dtype], LARGEST[dtype]));
  const ends = parts.flatMap((part) => endsOf(part, shape, dtype, take(finite[0], 0, 0)));
  return sort(concat([...finite, ...ends], 0), 0);
}

/** The part of a grid within the support; what lies beyond is moved to its ends. */
export function within(grid: Tensor, { support }: Facts): Tensor {
  const [low, high] = [support.low, support.high];
  const above = low === undefined ? grid : where(lessEqual(grid, low), low, grid);
  return high === undefined ? above : where(greaterEqual(above, high), high, above);
}

export const first = (x: Tensor): Tensor => sliceAxis(x, 0, { start: 0, step: 1, size: x.shape[0] - 1 });
export const second = (x: Tensor): Tensor => sliceAxis(x, 0, { start: 1, step: 1, size: x.shape[0] - 1 });

/** Integrals over cells, [cells, ...], each with how far the rules of 7 and of 15 nodes are apart. */
interface Cells {
  readonly value: Tensor;
  readonly error: Tensor;
}

/** ∫ g over cells from a to b, [cells, ...shape]. g is seen at values [n, ...shape] and gives [n, ...shape, ...]. */
export function integrateCells(a: Tensor, b: Tensor, g: (x: Tensor) => Tensor): Cells {
  const shape = broadcastShapes("integrate", [a.shape, b.shape]);
  const [cells, ...outer] = shape;
  const half = mul(0.5, sub(b, a));
  const dtype = half.dtype as "float64" | "float32";
  const nodes = column(
    NODES.map(([node]) => node),
    shape.length,
    dtype,
  );
  const x = add(mul(0.5, add(a, b)), mul(half, nodes));
  const found = g(reshapeTo(x, [NODES.length * cells, ...outer]));
  const rest = found.shape.slice(1);
  const ones = new Array<number>(rest.length - outer.length).fill(1);
  const scale = reshapeTo(half, [cells, ...outer, ...ones]);
  // Nodes that are rounded to an end count only where values are finite: densities are infinite at some ends.
  const inner = reshapeTo(logicalAnd(greater(x, a), less(x, b)), [NODES.length, cells, ...outer, ...ones]);
  const values = reshapeTo(found, [NODES.length, cells, ...rest]);
  const parts = where(logicalOr(inner, isfinite(values)), values, 0);
  const sums = [1, 2].map((which) => {
    const weights = column(
      NODES.map((node) => node[which]),
      rest.length + 1,
      dtype,
    );
    return mul(scale, sum(mul(parts, weights), 0));
  });
  return { value: sums[0], error: stopGradient(abs(sub(sums[0], sums[1]))) };
}

/** How many cells are halved at once, and how often. */
const HALVED = 8;
const ROUNDS = 30;
const GOAL = { float64: 1e-12, float32: 1e-6 };

/** The integral over a grid; where values are known, cells are halved until it is precise. */
export function integrateOver(grid: Tensor, g: (x: Tensor) => Tensor): Cells {
  let places = grid;
  for (let round = 0; ; round++) {
    const cells = integrateCells(first(places), second(places), g);
    const value = sum(cells.value, 0);
    // What is in the last cells says how much lies beyond.
    const [start, end] = [0, cells.value.shape[0] - 1].map((i) => abs(stopGradient(take(cells.value, i, 0))));
    const error = add(sum(cells.error, 0), add(start, end));
    const goal = GOAL[places.dtype as "float64" | "float32"];
    if (round === ROUNDS || !isLarge(error, value, goal)) return { value, error };
    places = halved(places, cells.error);
  }
}

function isLarge(error: Tensor, value: Tensor, goal: number): boolean {
  const [e, v] = [stopGradient(error), stopGradient(value)];
  if (!e.isConcrete || !v.isConcrete) return false;
  const values = v.data();
  return Array.from(e.data()).some(
    (x, i) => x > goal * Math.max(1e-3, Math.abs(values[i])) && Number.isFinite(values[i]),
  );
}

/** The grid with the middles of the cells that have the largest errors. */
function halved(grid: Tensor, error: Tensor): Tensor {
  const extra = error.ndim - grid.ndim;
  const each =
    extra === 0
      ? error
      : max(
          error,
          Array.from({ length: extra }, (_, i) => i - extra),
        );
  const { indices } = topk(moveAxis(each, 0, each.ndim - 1), Math.min(HALVED, each.shape[0]), -1);
  const places = moveAxis(indices, indices.ndim - 1, 0);
  const middles = mul(0.5, add(first(grid), second(grid)));
  return sort(concat([grid, stopGradient(takeAlongAxis(middles, places, 0))], 0), 0);
}
