/** Trees of tensors as loops and branches see them: what goes round must stay what it was, and branches must agree. */
import { type DType } from "../../base/dtypes.ts";
import { describe, fail, showShape } from "../../base/errors.ts";
import { sameShape } from "../../base/shapes.ts";
import {
  fits,
  flatten,
  flattenLike,
  mapTree,
  sameStructure,
  showStructure,
  type Structure,
  unflatten,
} from "../../base/trees.ts";
import { cast } from "../../core/basic.ts";
import { isConvertible, toTensor } from "../../core/convert.ts";
import { commonDtype } from "../../core/elementwise.ts";
import type { Aval, Tensor, TensorLike } from "../../core/tensor.ts";

/** A tree of tensors, flattened. */
export interface TensorTree {
  readonly tensors: readonly Tensor[];
  readonly paths: readonly string[];
  readonly structure: Structure;
}

/**
 * @param what - as in "init", "the result"
 * @param like - the structure that it should have; the leaves come in its order where it does
 */
export function flattenTensors(op: string, what: string, tree: unknown, like?: TensorTree): TensorTree {
  const { leaves, paths, structure } =
    like !== undefined && fits(like.structure, tree)
      ? { ...like, leaves: flattenLike(op, like.structure, tree) }
      : flatten(tree, op);
  const tensors = leaves.map((leaf, i) => {
    if (!isConvertible(leaf)) {
      const fix = leaf === undefined ? "the function returns nothing here: is a return missing?" : undefined;
      const path = `${what}${paths[i]}`;
      const problem = `${path} is ${describe(leaf)}, which is no tensor`;
      fail("tree", { op, path, expects: "a tensor, or nested arrays and objects of tensors", got: leaf, problem, fix });
    }
    return toTensor(leaf as TensorLike, op, `${what}${paths[i]}`);
  });
  return { tensors, paths, structure };
}

export const rebuild = ({ structure }: TensorTree, tensors: readonly Tensor[]): unknown =>
  unflatten(structure, tensors);

/** Operands with tensors for all that stands for one. What does not (strings, functions) is passed on as it is. */
export const toOperands = (op: string, operands: readonly unknown[]): unknown[] =>
  operands.map((operand, k) =>
    mapTree(
      operand,
      (leaf, _, path) => (isConvertible(leaf) ? toTensor(leaf as TensorLike, op, `operand ${k}${path}`) : leaf),
      op,
    ),
  );

// ---------------------------------------------------------------- the carry

/** What the step made of the carry, checked to be like it. */
export function carryLike(op: string, before: TensorTree, carry: readonly Tensor[], result: unknown): Tensor[] {
  const after = flattenTensors(op, "the next carry", result, before);
  if (!sameStructure(before.structure, after.structure)) {
    fail("tree", {
      op,
      path: "the next carry",
      expects: `${showStructure(before.structure)}, which the function was given`,
      got: Object(showStructure(after.structure)),
      fix: "return a carry of the same structure as the one given",
    });
  }
  return after.tensors.map((x, i) => typedLike(op, `carry${before.paths[i]}`, carry[i], x));
}

/** The dtype of a weak value gives way; all else has to be the same before and after the step. */
function typedLike(op: string, what: string, before: Tensor, after: Tensor): Tensor {
  if (!sameShape(before.shape, after.shape)) {
    fail("shape", {
      op,
      problem: `the step changes the shape of ${what} from ${showShape(before.shape)} to ${showShape(after.shape)}`,
      shapes: { before: before.shape, after: after.shape },
      expects: "the same shape before and after each step",
      fix: `start from a value of the shape that the step makes, e.g. zeros(${showShape(after.shape)})`,
    });
  }
  if (before.dtype === after.dtype || before.weak) return after;
  if (after.weak && commonDtype([before, after]) === before.dtype) return cast(after, before.dtype);
  return fail("dtype", {
    op,
    argument: `the next ${what}`,
    dtype: after.dtype,
    expects: `${before.dtype}, as before the step`,
    fix: `convert one of them: start from ${after.dtype}, or return .astype("${before.dtype}")`,
  });
}

/**
 * The carry at the start in the dtypes that it will have: plain numbers take that of what comes back.
 * @param outs - of a step that starts with these tensors
 */
export function settleDtypes(
  init: readonly Tensor[],
  outs: (carry: readonly Tensor[]) => readonly Aval[],
): readonly Tensor[] {
  let carry = init;
  while (carry.some((x) => x.weak)) {
    const found = outs(carry);
    const next = carry.map((x, i) =>
      x.weak && !(found[i].weak && found[i].dtype === x.dtype) ? cast(x, found[i].dtype) : x,
    );
    if (next.every((x, i) => x === carry[i])) break;
    carry = next;
  }
  return carry;
}

// ---------------------------------------------------------------- several trees that must agree

/** The dtypes that trees have together. @param name - who made each, as in "branch 0" */
export function commonTypes(op: string, name: (k: number) => string, trees: readonly TensorTree[]): DType[] {
  const [first] = trees;
  for (const [k, tree] of trees.entries()) {
    if (!sameStructure(first.structure, tree.structure)) {
      fail("tree", {
        op,
        path: `the result of ${name(k)}`,
        expects: `${showStructure(first.structure)}, as from ${name(0)}`,
        got: Object(showStructure(tree.structure)),
        fix: "return the same structure from all of them",
      });
    }
    const odd = tree.tensors.findIndex((x, i) => !sameShape(x.shape, first.tensors[i].shape));
    if (odd >= 0) {
      const [here, there] = [tree.tensors[odd].shape, first.tensors[odd].shape];
      const shapes = { [name(0)]: there, [name(k)]: here };
      const from = `${showShape(there)} from ${name(0)} and ${showShape(here)} from ${name(k)}`;
      const problem = `the result${first.paths[odd]} has shape ${from}`;
      fail("shape", {
        op,
        problem,
        shapes,
        expects: "the same shape from all of them",
        fix: "broadcast or reshape one of them",
      });
    }
  }
  return first.tensors.map((_, i) =>
    commonType(
      op,
      `the result${first.paths[i]}`,
      name,
      trees.map(({ tensors }) => tensors[i]),
    ),
  );
}

function commonType(op: string, what: string, name: (k: number) => string, xs: readonly Tensor[]): DType {
  const dtype = commonDtype(xs);
  const odd = xs.findIndex((x) => !x.weak && x.dtype !== dtype);
  if (odd < 0) return dtype;
  const other = xs.findIndex((x) => x.dtype === dtype);
  return fail("dtype", {
    op,
    argument: `${what} of ${name(odd)}`,
    dtype: xs[odd].dtype,
    expects: other < 0 ? dtype : `${dtype}, as from ${name(other)}`,
    fix: `convert one of them, e.g. with .astype("${dtype}")`,
  });
}
