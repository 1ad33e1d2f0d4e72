/** Choices between functions. */
import type { DType } from "../../base/dtypes.ts";
import { fail } from "../../base/errors.ts";
import { readList } from "../../base/trees.ts";
import { cast, reshapeTo } from "../../core/basic.ts";
import { lanesOf } from "../../core/batch.ts";
import { toTensor } from "../../core/convert.ts";
import type { Input, Settled, Tensors, TensorsOf } from "../../core/input.ts";
import { isTracing } from "../../core/program.ts";
import type { Tensor, TensorLike } from "../../core/tensor.ts";
import { checkFunction } from "../arguments.ts";
import { toIndices } from "../gather.ts";
import { bindClosed, closeBranches, selectBranch } from "./condOp.ts";
import { commonTypes, flattenTensors, rebuild, type TensorTree, toOperands } from "./trees.ts";
import { toPredicate } from "./while.ts";

/**
 * f of the operands where the predicate is true, g of them where it is false; the other one is not run.
 *
 * It is an ordinary `if`, for which all transformations work: under `vmap`, where the predicate may differ between the elements
 * of the batch, both are run and the results chosen; under `trace` it becomes one op.
 * @param predicate - one truth value
 * @param f - of the operands, to a tensor or tree
 * @param g - to the same structure, shapes and dtypes
 * @param operands - tensors, trees, or whatever else f and g take
 * @returns what the chosen function returns, its numbers as tensors
 * @throws TensorError "dtype" or "shape" when the predicate is not one truth value; "tree", "shape" or "dtype" when f and g are
 * both run and their results differ in kind
 * @example
 * const f = (x: Tensor) => cond(x.greater(0), (y) => y.sqrt(), (y) => y.neg(), x);
 * f(tensor(4)); // => Tensor 2
 * grad(f)(-4); // => Tensor -1
 * @source Bradbury et al., JAX: composable transformations of Python+NumPy programs, 2018 (lax.cond)
 * @peers torch.cond, tf.cond, jax.lax.cond, mxnet.np.cond
 * @see switchCase, where
 * @keywords if else, conditional, branch
 */
export function cond<const A extends readonly unknown[], const R, const S extends Input<Tensors<R>>>(
  predicate: TensorLike,
  f: (...operands: TensorsOf<Settled<A>>) => R,
  g: (...operands: TensorsOf<Settled<A>>) => S,
  ...operands: A
): Tensors<R> {
  checkFunction("cond", "f", f);
  checkFunction("cond", "g", g);
  const index = cast(toPredicate("cond", "the predicate", predicate), "int32");
  const branches = callAll("cond", [g, f], operands);
  return choose("cond", index, branches, (k) =>
    k === 0 ? "the branch for false" : "the branch for true",
  ) as Tensors<R>;
}

/**
 * The branch with the given number, of the operands; the others are not run.
 *
 * All transformations work as for `cond`.
 * @param index - which branch: one integer; negative ones count from the end
 * @param branches - functions of the operands to the same structure, shapes and dtypes
 * @param operands - tensors, trees, or whatever else the branches take
 * @returns what the chosen branch returns, its numbers as tensors
 * @throws TensorError "index" when there is no such branch; "tree", "shape" or "dtype" when several branches are run and their
 * results differ in kind
 * @example switchCase(2, [(x) => x, (x) => x.mul(10), (x) => x.mul(100)], 3) // => Tensor 300
 * @source Bradbury et al., JAX: composable transformations of Python+NumPy programs, 2018 (lax.switch, which clamps the index)
 * @peers tf.switch_case
 * @see cond
 * @keywords switch statement, choose a branch by number
 */
export function switchCase<const A extends readonly unknown[], const R>(
  index: TensorLike,
  branches: readonly ((...operands: TensorsOf<Settled<A>>) => R)[],
  ...operands: A
): Tensors<R> {
  const fs = readList(branches) as typeof branches | undefined;
  if (fs === undefined || fs.length === 0) {
    const fix = "switchCase(index, [f, g], ...operands)";
    const expects = "an array with at least one function";
    fail("value", { op: "switchCase", argument: "branches", got: branches, expects, fix });
  }
  fs.forEach((branch, i) => checkFunction("switchCase", `branches[${i}]`, branch));
  const x = toTensor(index, "switchCase", "index");
  if (x.size !== 1) {
    const problem = `"index" has ${x.size} elements`;
    fail("shape", {
      op: "switchCase",
      problem,
      shapes: { index: x.shape },
      expects: "one integer",
      fix: "pick one, e.g. index.at(0)",
    });
  }
  const place = toIndices(reshapeTo(x, []), "switchCase", 0, fs.length, "index");
  return choose("switchCase", place, callAll("switchCase", fs, operands), (k) => `branch ${k}`) as Tensors<R>;
}

type Branch = () => unknown;

function callAll(
  op: string,
  fs: readonly ((...operands: never[]) => unknown)[],
  operands: readonly unknown[],
): Branch[] {
  const tensors = toOperands(op, operands);
  return fs.map((f) => () => f(...(tensors as never[])));
}

/** The result of the branch that the index, which is in range, says. */
function choose(op: string, index: Tensor, branches: readonly Branch[], name: (k: number) => string): unknown {
  const run = (k: number, like?: TensorTree): TensorTree =>
    flattenTensors(op, `the result of ${name(k)}`, branches[k](), like);
  if (!index.isConcrete && isTracing())
    return chooseLater(
      op,
      index,
      branches.map((_, k) => (like) => run(k, like)),
      name,
    );
  const [first, ...others] = new Set(lanesOf(op, index));
  if (others.length === 0) {
    const tree = run(first ?? 0);
    return rebuild(tree, tree.tensors);
  }
  const trees: TensorTree[] = [];
  for (let k = 0; k < branches.length; k++) trees.push(run(k, trees[0]));
  const types = commonTypes(op, name, trees);
  const outs = selectBranch(
    index,
    trees.map((tree) => () => castAll(tree, types)),
  );
  return rebuild(trees[0], outs);
}

const castAll = ({ tensors }: TensorTree, types: readonly DType[]): Tensor[] =>
  tensors.map((x, i) => cast(x, types[i]));

/** Records all branches in the program. */
function chooseLater(
  op: string,
  index: Tensor,
  branches: readonly ((like?: TensorTree) => TensorTree)[],
  name: (k: number) => string,
): unknown {
  let trees: TensorTree[] = [];
  const record = (finish: (tree: TensorTree) => readonly Tensor[]) => {
    trees = [];
    const fs = branches.map((run) => () => {
      const tree = run(trees[0]);
      trees.push(tree);
      return finish(tree);
    });
    return closeBranches(fs);
  };
  let closed = record(({ tensors }) => tensors);
  const types = commonTypes(op, name, trees);
  const mixed = trees.some(({ tensors }) => tensors.some((x, i) => x.dtype !== types[i]));
  if (mixed) closed = record((tree) => castAll(tree, types));
  return rebuild(trees[0], bindClosed(index, closed));
}
