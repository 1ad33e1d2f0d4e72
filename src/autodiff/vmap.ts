/** A function of single values becomes a function of batches. */
import { fail } from "../base/errors.ts";
import { flattenList, isPlainObject, readList, type Structure, unflatten } from "../base/trees.ts";
import { moveAxis } from "../core/basic.ts";
import { BatchInterpreter, BatchTracer } from "../core/batch.ts";
import { failToConvert, isConvertible, toTensor } from "../core/convert.ts";
import { current, runUnder } from "../core/interpreter.ts";
import type { Tensor, TensorLike } from "../core/tensor.ts";
import { normalizeAxis } from "../base/shapes.ts";
import { checkedLater, type Checks, readOptions } from "../ops/arguments.ts";
import { checkTransformed, flattenResult } from "./call.ts";
import type { Inputs } from "./types.ts";
import type { AnyFunction } from "./vjp.ts";

/** The batch axis of every tensor of a tree: one number for all, null for none, or a tree of them. */
export type AxisTree = number | null | readonly AxisTree[] | { readonly [key: string]: AxisTree };

/** Options of {@link vmap}. */
export interface VmapOptions {
  /** The batch axis of the arguments; a list gives one for each argument, each a number, null or a tree. Default 0. */
  readonly inAxes?: AxisTree;
  /** Where the batch axis goes in the results: a number or a tree. Default 0. */
  readonly outAxes?: AxisTree;
}

const VMAP: Checks<VmapOptions> = { inAxes: checkedLater, outAxes: checkedLater };

/** Overloads of {@link vmap}. */
export interface Vmap {
  <A extends readonly Tensor[], R>(f: (...args: A) => R, options?: VmapOptions): (...args: Inputs<A>) => R;
  <A extends readonly unknown[], R>(f: (...args: A) => R, options?: VmapOptions): (...args: Inputs<A>) => R;
}

/**
 * The function applied to each element of a batch, all in one go.
 * @param f - a function of tensors or trees of them to a tensor or tree, written for one element
 * @param options - `inAxes`: the batch axis of the arguments (null: the same for all elements), default 0; `outAxes`: of the
 * results, default 0
 * @returns a function of batches
 * @throws TensorError "value" when no argument is batched or the sizes differ, "axis" when an argument lacks its axis
 * @example
 * vmap((x, y) => x.mul(y).sum(), { inAxes: [0, null] })([[1, 2], [3, 4]], [10, 1]); // => Tensor [12, 34]
 * @source Frostig, Johnson & Leary, Compiling machine learning programs via high-level tracing, 2018
 * @peers torch.vmap, jax.vmap
 * @see map, jacrev
 * @keywords batch a function, vectorize, map over a batch, for each example, per-example gradients
 */
export const vmap: Vmap = (f: AnyFunction, options?: VmapOptions) => {
  checkTransformed("vmap", f);
  const { inAxes = 0, outAxes = 0 } = readOptions("vmap", options, VMAP);
  return (...args: unknown[]): never => {
    const below = current;
    const { leaves, paths, structure } = flattenList(args, "vmap");
    const perArgument = (readList(inAxes) as AxisTree[] | undefined) ?? args.map(() => inAxes as AxisTree);
    if (perArgument.length !== args.length) {
      const expects = `one axis for each of the ${args.length} arguments`;
      fail("value", { op: "vmap", argument: "inAxes", got: inAxes, expects });
    }
    const axes = expandAxes("inAxes", perArgument, structure);
    const moved = leaves.map((leaf, i) => toFront(leaf, axes[i], `argument ${paths[i]}`));
    const size = batchSize(moved, paths, axes);
    const batch = new BatchInterpreter(below, size);
    const inner = moved.map((x, i) => (axes[i] === null ? leaves[i] : new BatchTracer(batch, x as Tensor)));
    const results = runUnder(batch, () => flattenResult("vmap", f(...(unflatten(structure, inner) as never[]))));
    const outs = expandAxes("outAxes", outAxes, results.structure);
    const out = results.tensors.map((x, i) => fromFront(batch, x, outs[i]));
    return unflatten(results.structure, out) as never;
  };
};

function toFront(leaf: unknown, axis: number | null, argument: string): Tensor | undefined {
  if (axis === null) return undefined;
  if (!isConvertible(leaf)) failToConvert(leaf, "vmap", argument, "give it inAxes null: the same for all");
  const x = toTensor(leaf as TensorLike, "vmap", argument);
  if (x.ndim === 0) {
    const problem = `${argument} is a scalar and has no batch axis`;
    fail("axis", { op: "vmap", axis, ndim: 0, problem: `${problem}; give it inAxes null` });
  }
  return moveAxis(x, normalizeAxis("vmap", axis, x.ndim), 0);
}

function fromFront(batch: BatchInterpreter, x: Tensor, axis: number | null): Tensor {
  if (axis === null) {
    if (batch.owns(x)) {
      fail("value", {
        op: "vmap",
        argument: "outAxes",
        got: null,
        expects: "an axis: the result differs between elements",
      });
    }
    return x;
  }
  return moveAxis(batch.unwrap(x), 0, normalizeAxis("vmap", axis, x.ndim + 1));
}

function batchSize(
  tensors: readonly (Tensor | undefined)[],
  paths: readonly string[],
  axes: readonly (number | null)[],
): number {
  const sizes = tensors.flatMap((x, i) =>
    x === undefined ? [] : [{ size: x.shape[0], path: paths[i], axis: axes[i] }],
  );
  if (sizes.length === 0) {
    fail("value", {
      op: "vmap",
      argument: "inAxes",
      got: axes,
      expects: "at least one argument with a batch axis",
      fix: "f(x) itself does what is left, or give an axis: { inAxes: 0 }",
    });
  }
  const other = sizes.find(({ size }) => size !== sizes[0].size);
  if (other !== undefined) {
    const show = ({ size, path, axis }: (typeof sizes)[0]): string => `${size} (axis ${axis} of argument ${path})`;
    fail("value", {
      op: "vmap",
      argument: "inAxes",
      got: sizes.map(({ size }) => size),
      problem: `the batch sizes differ: ${show(sizes[0])} and ${show(other)}`,
      expects: "batch axes of one size",
      fix: "name other axes with inAxes; null is for what all elements share, e.g. { inAxes: [0, null] }",
    });
  }
  return sizes[0].size;
}

/** One axis for each leaf of the structure. */
function expandAxes(argument: string, axes: AxisTree, structure: Structure): (number | null)[] {
  const out: (number | null)[] = [];
  const walk = (axis: AxisTree, node: Structure): void => {
    if (node.kind === "leaf") {
      if (axis !== null && !Number.isInteger(axis)) failAxes(argument, axis, "a whole number or null for each tensor");
      out.push(axis as number | null);
    } else if (axis === null || typeof axis === "number") {
      for (const child of node.children) walk(axis, child);
    } else if (node.kind === "array") {
      if (!Array.isArray(axis) || axis.length !== node.children.length)
        failAxes(argument, axis, `a list of ${node.children.length}`);
      node.children.forEach((child, i) => walk((axis as readonly AxisTree[])[i], child));
    } else {
      if (!isPlainObject(axis)) failAxes(argument, axis, `an object with the keys ${node.keys.join(", ")}`);
      node.children.forEach((child, i) => walk((axis as Record<string, AxisTree>)[node.keys[i]] ?? null, child));
    }
  };
  walk(axes, structure);
  return out;
}

function failAxes(argument: string, got: unknown, expects: string): never {
  fail("value", { op: "vmap", argument, got, expects });
}
