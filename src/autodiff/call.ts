/** The calls that transformations make: trees of arguments as flat lists of tensors, and back. */
import { isFloat } from "../base/dtypes.ts";
import { fail, show, showShape } from "../base/errors.ts";
import { type Flat, flatten, flattenLike, isArray, readList, type Structure, unflatten } from "../base/trees.ts";
import { cast } from "../core/basic.ts";
import { isConvertible, toTensor } from "../core/convert.ts";
import type { Tangent } from "../core/op.ts";
import { orZero } from "../core/linear.ts";
import { Tensor, type TensorLike } from "../core/tensor.ts";
import { checkBoolean, checkedLater, checkFunction, type Checks, readOptions } from "../ops/arguments.ts";
import type { Argnums } from "./types.ts";
import { flattenTensors } from "../ops/control/trees.ts";

/** A flattened argument list. Leaves that are no tensors (strings, functions, undefined) are passed on as they are. */
export interface Call {
  readonly tensors: readonly Tensor[];
  /** Which tensors belong to the arguments chosen by argnums. */
  readonly chosen: readonly boolean[];
  /** The argument list with these tensors in place of the first ones. */
  rebuild(tensors: readonly Tensor[]): unknown[];
  /** A tree like the chosen argument, or a list of them, of what belongs to its tensors; zeros where there is nothing. */
  select(values: readonly Tangent[]): unknown;
}

/** The tree of results of a function, flattened. */
export interface Results {
  readonly tensors: readonly Tensor[];
  readonly structure: Structure;
}

export function prepareCall(op: string, args: readonly unknown[], argnums: Argnums = 0): Call {
  const places = checkArgnums(op, argnums, args.length);
  const flat = args.map((arg) => flatten(arg, op));
  const tensors: Tensor[] = [];
  const chosen: boolean[] = [];
  const slots = flat.map(({ leaves, paths }, arg) =>
    leaves.map((leaf, i) => {
      const wanted = places.includes(arg);
      if (!wanted && !isConvertible(leaf)) return undefined;
      const x = toTensor(leaf as TensorLike, op, `argument ${arg}${paths[i]}`);
      if (wanted && !isFloat(x.dtype)) {
        fail("differentiable", { op, argument: `argument ${arg}${paths[i]}`, dtype: x.dtype });
      }
      chosen.push(wanted);
      return tensors.push(x) - 1;
    }),
  );
  const build = (arg: number, values: readonly unknown[]): unknown =>
    unflatten(
      flat[arg].structure,
      slots[arg].map((slot, i) => (slot === undefined ? flat[arg].leaves[i] : values[slot])),
    );
  return {
    tensors,
    chosen,
    rebuild: (values) => flat.map((_, arg) => build(arg, values)),
    select: (values) => {
      const filled = tensors.map((x, i) => (chosen[i] ? orZero(values[i], x) : undefined));
      const trees = places.map((arg) => build(arg, filled));
      return typeof argnums === "number" ? trees[0] : trees;
    },
  };
}

/** Places of arguments, counted from the start. @param argument - the option that tells them */
export function checkArgnums(op: string, argnums: Argnums, count: number, argument = "argnums"): number[] {
  const places = typeof argnums === "number" ? [argnums] : readList(argnums);
  const valid = places?.every((n) => Number.isInteger(n) && (n as number) >= -count && (n as number) < count);
  if (valid !== true) {
    const range =
      count === 1 ? "0, the place of the only argument" : `places of arguments, from 0 to ${count - 1}: one, or a list`;
    const expects = count === 0 ? "an argument: there is none" : range;
    const fix = count === 0 ? `call it with arguments: ${op}(f)(x)` : "arguments are counted from 0";
    fail("value", { op, argument, got: argnums, expects, fix });
  }
  return (places as number[]).map((n) => (n < 0 ? n + count : n + 0));
}

/** A function on flat tensors that remembers the structure of its result. */
export interface Runner {
  /** The tensors of the result, then those of the extra. */
  run(...xs: Tensor[]): readonly Tensor[];
  /** How many tensors the result has. */
  count(): number;
  structure(): Structure;
  /** The result tree with these tensors. */
  result(tensors: readonly unknown[]): unknown;
  /** [extra] as it is outside of the transformation, or [] where the function has none: the end of a list of results. */
  extra(outs: readonly Tensor[]): unknown[];
}

/**
 * @param hasAux - the function returns [result, extra]
 * @param check - of the result's tensors
 */
export function runnerOf(
  op: string,
  f: (...args: never[]) => unknown,
  call: Call,
  hasAux = false,
  check?: (results: Results) => void,
): Runner {
  let results: Results = { tensors: [], structure: { kind: "leaf" } };
  let extra: Flat = { leaves: [], paths: [], structure: { kind: "leaf" } };
  return {
    run: (...xs) => {
      const value: unknown = f(...(call.rebuild(xs) as never[]));
      if (hasAux && (!isArray(value) || value.length !== 2)) {
        const problem = "the function does not return a pair, and hasAux says that it does";
        const fix = "return [result, extra], or leave hasAux out";
        fail("value", { op, argument: "f", got: value, expects: "[result, extra]", problem, fix });
      }
      const [result, aux] = hasAux ? (value as [unknown, unknown]) : [value, undefined];
      results = flattenResult(op, result);
      check?.(results);
      extra = flatten(aux, op);
      return [...results.tensors, ...extra.leaves.filter((leaf) => leaf instanceof Tensor)];
    },
    count: () => results.tensors.length,
    structure: () => results.structure,
    result: (tensors) => unflatten(results.structure, tensors),
    extra: (outs) => {
      if (!hasAux) return [];
      let next = results.tensors.length;
      return [
        unflatten(
          extra.structure,
          extra.leaves.map((leaf) => (leaf instanceof Tensor ? outs[next++] : leaf)),
        ),
      ];
    },
  };
}

/** A result tree as tensors. */
export function flattenResult(op: string, result: unknown): Results {
  return flattenTensors(op, "the result", result);
}

/** Tensors of a tree that must be like another: the same structure, shapes and kinds of dtype. */
export function tensorsLike(
  op: string,
  what: string,
  structure: Structure,
  like: readonly Tensor[],
  tree: unknown,
): Tensor[] {
  const leaves = flattenLike(op, structure, tree, `pass a ${what} of the same structure as the value it belongs to`);
  return leaves.map((leaf, i) => {
    const x = toTensor(leaf as TensorLike, op, what);
    const { shape, dtype } = like[i];
    if (show(x.shape) !== show(shape)) {
      fail("shape", {
        op,
        problem: `the ${what}${like.length > 1 ? ` ${i}` : ""} has shape ${showShape(x.shape)}, and its value ${showShape(shape)}`,
        shapes: { [what]: x.shape, value: shape },
        expects: "the same shape",
        fix: `pass a ${what} of shape ${showShape(shape)}: ${what}s are like the values they belong to`,
      });
    }
    return isFloat(dtype) ? cast(x, dtype) : x;
  });
}

/** The function that a transformation is given. */
export function checkTransformed(op: string, f: unknown): void {
  checkFunction(op, "f", f, `${op}(f)(x), not ${op}(f(x))`);
}

/** Options that most transformations have. */
export interface CallOptions {
  readonly argnums?: Argnums;
  readonly hasAux?: boolean;
}

const CALL: Checks<CallOptions> = { argnums: checkedLater, hasAux: checkBoolean };
const AUX: Checks<Pick<CallOptions, "hasAux">> = { hasAux: checkBoolean };

export const readCallOptions = (op: string, options: CallOptions | undefined): CallOptions =>
  readOptions(op, options, CALL);

export const readAux = (op: string, options: Pick<CallOptions, "hasAux"> | undefined): boolean =>
  readOptions(op, options, AUX).hasAux ?? false;
