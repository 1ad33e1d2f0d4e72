/** What functions with derivative rules of the user's share: names, trees, checks of what a rule returns, and the op. */
import { isFloat } from "../base/dtypes.ts";
import { type ErrorData, fail, show, showShape, TensorError } from "../base/errors.ts";
import type { Mask } from "../base/masks.ts";
import { sameShape } from "../base/shapes.ts";
import { fits, flatten, flattenLike, showStructure, type Structure, unflatten } from "../base/trees.ts";
import { cast } from "../core/basic.ts";
import { callOp, type Rule } from "../core/call.ts";
import { closeOver, type Open } from "../core/closure.ts";
import { isConvertible, toTensor } from "../core/convert.ts";
import { bind } from "../core/interpreter.ts";
import type { Dual } from "../core/op.ts";
import { runInside } from "../core/outside.ts";
import { type FlatFunction, isTracing, type Program } from "../core/program.ts";
import type { Aval, Tensor, TensorLike } from "../core/tensor.ts";
import { type Call, flattenResult } from "./call.ts";

/** A function of any arguments. */
export type AnyFunction = (...args: never[]) => unknown;

/** @param maker - what made the function, which an anonymous one is called after */
export const nameOf = (f: { readonly name: string }, maker: string): string =>
  f.name || `${maker} of an anonymous function`;

/** A function that goes by a name. */
export function named<F extends AnyFunction>(name: string, f: F): F {
  return Object.defineProperty(f, "name", { value: name });
}

export const floats = (xs: readonly Aval[]): Mask => xs.map(({ dtype }) => isFloat(dtype));

/** A function on flat tensors, which remembers the structure of its result. */
export interface Flattened {
  readonly run: FlatFunction;
  /** Reads what a rule says is the function's result. */
  readonly read: (result: unknown, whose: string) => readonly Tensor[];
  readonly rebuild: (tensors: readonly Tensor[]) => unknown;
}

export function flattened(name: string, f: AnyFunction, call: Call): Flattened {
  let structure: Structure | undefined; // not known before f or a rule has been run
  const remember = (result: unknown): readonly Tensor[] => {
    const results = flattenResult(name, result);
    structure = results.structure;
    return results.tensors;
  };
  return {
    run: (...xs) => remember(f(...(call.rebuild(xs) as never[]))),
    read: (result, whose) =>
      structure === undefined
        ? remember(result)
        : leavesLike(name, `${whose} returns a value`, structure, result).map((leaf) => toTensor(leaf, name, whose)),
    rebuild: (tensors) => unflatten(structure ?? { kind: "leaf" }, tensors),
  };
}

// ---------------------------------------------------------------- what rules return

/** The leaves of what a rule returned. @param problem - how an error begins, as in "the rule returns a tangent" */
export function leavesLike(name: string, problem: string, structure: Structure, tree: unknown): TensorLike[] {
  const leaves = fits(structure, tree) ? flattenLike(name, structure, tree) : undefined;
  if (leaves?.every(isConvertible)) return leaves as TensorLike[];
  return fail("rule", {
    op: name,
    problem: `${problem} of another structure`,
    expects: showStructure(structure),
    got:
      leaves === undefined
        ? showStructure(flatten(tree, name).structure)
        : show(leaves.length === 1 ? leaves[0] : leaves),
    fix: "return one tensor for each tensor of the value",
  });
}

/** A derivative that a rule returned, which has to be of the shape and dtype of its value. */
export function checkLike(name: string, what: string, given: TensorLike, { shape, dtype }: Aval): Tensor {
  const x = toTensor(given, name, what);
  if (sameShape(x.shape, shape) && (x.dtype === dtype || x.weak)) return cast(x, dtype);
  return fail("rule", {
    op: name,
    problem: `${what} does not have the ${sameShape(x.shape, shape) ? "dtype" : "shape"} of its value`,
    expects: `${dtype}${showShape(shape)}`,
    got: `${x.dtype}${showShape(x.shape)}`,
    fix: "a derivative has shape and dtype of its value: sum over what was broadcast, and convert with astype",
  });
}

export function checkPair(name: string, whose: string, second: string, pair: unknown): readonly [unknown, unknown] {
  if (Array.isArray(pair) && pair.length === 2) return pair as unknown as [unknown, unknown];
  return fail("rule", {
    op: name,
    problem: `${whose} does not return a pair`,
    expects: `[value, ${second}]`,
    got: showStructure(flatten(pair, name).structure),
    fix: `return an array of the value and the ${second}`,
  });
}

/** Runs a rule of the user's, and says whose it is where it cannot be used. */
export function runRule<T>(name: string, rule: () => T): T {
  try {
    return rule();
  } catch (error) {
    if (!(error instanceof TensorError)) throw error;
    if (error.code === "leaked") failOutside(name);
    const { expects, got, nonlinear } = error.data as ErrorData<"rule">;
    if (nonlinear === undefined) throw error;
    const problem = `the rule uses ${nonlinear} on a tangent, and ${nonlinear} is not linear in it`;
    const fix = "apply other ops to the arguments only, and multiply the tangent by what they give";
    return fail("rule", { op: name, problem, expects, got, fix, nonlinear });
  }
}

function failOutside(name: string): never {
  fail("rule", {
    op: name,
    problem: "the function uses a value from outside that is being differentiated or batched",
    expects: "such values among the arguments: the rule states no derivative for others",
    got: "a value that the function closes over",
    fix: "make it an argument, or pass it through stopGradient before",
  });
}

// ---------------------------------------------------------------- the op

/** Functions ready to be an op. */
export interface Sealed {
  /** What they use from outside: the first arguments of all of them. */
  readonly outside: readonly Tensor[];
  readonly runs: readonly FlatFunction[];
  /** Of the first. */
  readonly program?: Program;
}

/** Where a program is recorded, the function and its rules are traced; else they run as they are. */
export function seal(name: string, fs: readonly Open[]): Sealed {
  if (isTracing()) {
    const { programs, captured } = closeOver(fs);
    return {
      outside: captured,
      runs: programs.map(
        (program) =>
          (...xs) =>
            program.run(xs),
      ),
      program: programs[0],
    };
  }
  const [first, ...rules] = fs.map(({ run }) => run);
  return {
    outside: [],
    runs: [(...xs) => runRule(name, () => runInside(first, xs, () => failOutside(name))), ...rules],
  };
}

/** Applies a function with a rule. @param rule - is given the outside values besides what belongs to the arguments */
export function applyCustom(
  name: string,
  { outside, runs, program }: Sealed,
  args: readonly Tensor[],
  rule: (outside: readonly Tensor[], ...at: Parameters<Rule>) => Dual,
): readonly Tensor[] {
  const count = outside.length;
  return bind(callOp, [...outside, ...args], {
    name,
    program,
    run: runs[0],
    rule: (primals, tangents, outs) => {
      if (tangents.slice(0, count).some((t) => t !== undefined)) failOutside(name);
      return runRule(name, () => rule(primals.slice(0, count), primals.slice(count), tangents.slice(count), outs));
    },
  });
}
