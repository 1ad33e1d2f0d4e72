/** Scans with an operation whose order of evaluation is free. */
import { fail } from "../../base/errors.ts";
import { normalizeAxis } from "../../base/shapes.ts";
import { moveAxis, reshapeTo } from "../../core/basic.ts";
import type { Input, Settled, Tensors } from "../../core/input.ts";
import type { Tensor } from "../../core/tensor.ts";
import { checkBoolean, checkedLater, checkFunction, type Checks, readOptions } from "../arguments.ts";
import { concatenate, sliceAxis } from "../blocks.ts";
import { carryLike, flattenTensors, rebuild } from "./trees.ts";

/** Options of {@link associativeScan}. */
export interface AssociativeScanOptions {
  /** The axis that is gone along. Default 0. */
  readonly axis?: number;
  /** From the last element to the first: the results are x[n-1], f(x[n-1], x[n-2]), … from the end. Default false. */
  readonly reverse?: boolean;
}

const ASSOCIATIVE_SCAN: Checks<AssociativeScanOptions> = { axis: checkedLater, reverse: checkBoolean };

type Combine = (a: readonly Tensor[], b: readonly Tensor[]) => readonly Tensor[];

/**
 * x₀, f(x₀, x₁), f(f(x₀, x₁), x₂), … for an associative f, in about 2 log₂ n calls of f on whole blocks of the axis.
 * @param f - associative; takes two tensors or trees like xs, with any number of elements along the axis, element by element
 * @param xs - a tensor or tree; all of one size along the axis
 * @param options - `axis`: default 0; `reverse`: from the last element to the first, default false
 * @returns like xs
 * @throws TensorError "shape" when the sizes along the axis differ, "tree", "shape" or "dtype" when f changes them, "axis" when
 * a tensor lacks the axis
 * @example
 * associativeScan((a, b) => a.mul(b), [1, 2, 3, 4]); // => Tensor [1, 2, 6, 24]
 * associativeScan((a, b) => a.maximum(b), [1, 3, 2], { reverse: true }); // => Tensor [3, 3, 2]
 * @source Blelloch, Prefix sums and their applications, 1990
 * @peers jax.lax.associative_scan
 * @math y_k = f(y_{k-1}, x_k)
 * @see scan, cumsum
 * @keywords prefix scan, parallel prefix, cumulative operation
 */
export function associativeScan<const X, const R extends Input<Tensors<X>>>(
  f: (a: Tensors<Settled<X>>, b: Tensors<Settled<X>>) => R,
  xs: X,
  options?: AssociativeScanOptions,
): Tensors<X> {
  const op = "associativeScan";
  const { axis = 0, reverse = false } = readOptions(op, options, ASSOCIATIVE_SCAN);
  checkFunction(op, "f", f);
  const tree = flattenTensors(op, "xs", xs);
  const axes = tree.tensors.map((x) => normalizeAxis(op, axis, x.ndim));
  const front = tree.tensors.map((x, i) => moveAxis(x, axes[i], 0));
  const sizes = front.map(({ shape: [size] }) => size);
  const odd = sizes.findIndex((size) => size !== sizes[0]);
  if (odd >= 0) {
    const problem = `xs${tree.paths[0]} has ${sizes[0]} elements along the axis and xs${tree.paths[odd]} has ${sizes[odd]}`;
    const shapes = Object.fromEntries(tree.tensors.map(({ shape }, i) => [`xs${tree.paths[i]}`, shape]));
    fail("shape", { op, problem, shapes, expects: "the same size along the axis", fix: "cut or pad one of them" });
  }
  /** The function sees the axis at its place. */
  const combine: Combine = (a, b) => {
    const back = (parts: readonly Tensor[]): Tensor[] => parts.map((x, i) => moveAxis(x, 0, axes[i]));
    const [left, right] = [back(a), back(b)];
    const result = f(rebuild(tree, left) as never, rebuild(tree, right) as never);
    return carryLike(op, tree, right, result).map((x, i) => moveAxis(x, axes[i], 0));
  };
  const ordered = reverse ? front.map(flip) : front;
  const scanned = (sizes[0] ?? 0) < 2 ? ordered : scanBlocks(combine, ordered);
  const outs = (reverse ? scanned.map(flip) : scanned).map((x, i) => moveAxis(x, 0, axes[i]));
  return rebuild(tree, outs) as Tensors<X>;
}

const flip = (x: Tensor): Tensor => sliceAxis(x, 0, { start: x.shape[0] - 1, size: x.shape[0], step: -1 });

const rows = (xs: readonly Tensor[], start: number, size: number, step = 1): Tensor[] =>
  xs.map((x) => sliceAxis(x, 0, { start, size, step }));

/** Neighbours are combined, the halves scanned; that gives every second result, and one more step the others. */
function scanBlocks(combine: Combine, xs: readonly Tensor[]): readonly Tensor[] {
  const n = xs[0].shape[0];
  const half = n >> 1;
  if (half === 0) return xs;
  const odd = scanBlocks(combine, combine(rows(xs, 0, half, 2), rows(xs, 1, half, 2)));
  const rest = n - half - 1;
  const later = rest === 0 ? undefined : combine(rows(odd, 0, rest), rows(xs, 2, rest, 2));
  const first = rows(xs, 0, 1);
  return first.map((x, i) => interleave(later ? concatenate([x, later[i]], 0) : x, odd[i]));
}

/** Even and odd places; there may be one more even place than odd ones. */
function interleave(even: Tensor, odd: Tensor): Tensor {
  const [count, ...shape] = odd.shape;
  const [head] = rows([even], 0, count);
  const pairs = concatenate([reshapeTo(head, [count, 1, ...shape]), reshapeTo(odd, [count, 1, ...shape])], 1);
  const joined = reshapeTo(pairs, [2 * count, ...shape]);
  return even.shape[0] === count ? joined : concatenate([joined, ...rows([even], count, 1)], 0);
}
