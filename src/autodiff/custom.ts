/** Functions with derivative rules of the user's. */
import { isFloat } from "../base/dtypes.ts";
import { fail, show, showShape, TensorError } from "../base/errors.ts";
import { keep, type Mask, spread } from "../base/masks.ts";
import { sameShape } from "../base/shapes.ts";
import { fits, flatten, flattenLike, showStructure, type Structure, unflatten } from "../base/trees.ts";
import { cast } from "../core/basic.ts";
import { avalOf, callOp, isRecorded, linearCallOp, type Rule } from "../core/call.ts";
import { closeOver, type Open } from "../core/closure.ts";
import { isConvertible, toTensor } from "../core/convert.ts";
import { bind } from "../core/interpreter.ts";
import { orZero } from "../core/linear.ts";
import type { Dual, Tangent } from "../core/op.ts";
import { runInside } from "../core/outside.ts";
import { type FlatFunction, isTracing, type Program } from "../core/program.ts";
import { type Aval, Tensor, type TensorLike } from "../core/tensor.ts";
import { type Call, checkFunction, flattenResult, prepareCall } from "./call.ts";
import type { Input, Inputs } from "./types.ts";

type AnyFunction = (...args: never[]) => unknown;

// ---------------------------------------------------------------- what both kinds share

export const nameOf = (f: { readonly name: string }): string => f.name || "anonymous function";

/** A function of tensors that goes by a name. */
export function named<F extends AnyFunction>(name: string, f: F): F {
  return Object.defineProperty(f, "name", { value: name });
}

/** The function on flat tensors, which remembers the structure of its result. */
interface Flattened {
  readonly run: FlatFunction;
  /** Reads a result as the function's own, if that has been seen. @param whose - which rule made it */
  readonly read: (result: unknown, whose: string) => readonly Tensor[];
  readonly rebuild: (tensors: readonly Tensor[]) => unknown;
}

function flattened(name: string, f: AnyFunction, call: Call): Flattened {
  let structure: Structure | undefined;
  return {
    run: (...xs) => {
      const results = flattenResult(name, f(...(call.rebuild(xs) as never[])));
      structure = results.structure;
      return results.tensors;
    },
    read: (result, whose) => {
      if (structure === undefined) {
        const results = flattenResult(name, result);
        structure = results.structure;
        return results.tensors;
      }
      return leavesLike(name, `${whose} returns a value`, structure, result).map((leaf) => toTensor(leaf, name, whose));
    },
    rebuild: (tensors) => unflatten(structure ?? { kind: "leaf" }, tensors),
  };
}

/** The leaves of what a rule returned. @param problem - how an error begins, as in "the rule returns a tangent" */
function leavesLike(name: string, problem: string, structure: Structure, tree: unknown): TensorLike[] {
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
  });
}

/** A derivative that a rule returned, which has to be of the shape and dtype of its value. */
function checkLike(name: string, what: string, given: TensorLike, { shape, dtype }: Aval): Tensor {
  const x = toTensor(given, name, what);
  if (sameShape(x.shape, shape) && (x.dtype === dtype || x.weak)) return cast(x, dtype);
  return fail("rule", {
    op: name,
    problem: `${what} does not have the ${sameShape(x.shape, shape) ? "dtype" : "shape"} of its value`,
    expects: `${dtype}${showShape(shape)}`,
    got: `${x.dtype}${showShape(x.shape)}`,
  });
}

/** Runs a rule of the user's, and says whose it is where it cannot be used. */
function runRule<T>(name: string, rule: () => T): T {
  try {
    return rule();
  } catch (error) {
    if (!(error instanceof TensorError)) throw error;
    if (error.code === "leaked") failOutside(name);
    const data = error.data as { readonly op: string; readonly expects: string; readonly got?: string };
    if (error.code !== "rule" || data.op !== data.got) throw error;
    const problem = `the rule uses ${data.op} on a tangent, and ${data.op} is not linear in it`;
    return fail("rule", { op: name, problem, expects: data.expects, got: data.op });
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

/** Functions ready to be an op. */
interface Sealed {
  /** What they use from outside: their first arguments. */
  readonly outside: readonly Tensor[];
  readonly runs: readonly FlatFunction[];
  /** Of the first. */
  readonly program?: Program;
}

/** Where a program is recorded, the functions are traced; else they run as they are. */
function seal(name: string, fs: readonly Open[]): Sealed {
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

/** Applies a function with a rule. @param rule - is given the outside values besides primals and tangents of the arguments */
function applyCustom(
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

const floats = (xs: readonly Aval[]): Mask => xs.map(({ dtype }) => isFloat(dtype));

// ---------------------------------------------------------------- customJvp

/** Overloads of {@link customJvp}. */
export interface CustomJvp {
  <A extends readonly Tensor[], R>(f: (...args: A) => R, rule: JvpRule<A, R>): (...args: Inputs<A>) => R;
  <A extends readonly unknown[], R>(f: (...args: A) => R, rule: JvpRule<A, R>): (...args: Inputs<A>) => R;
}

/** Arguments and their tangents, both as lists, to [value, tangent of the value]. */
export type JvpRule<A extends readonly unknown[], R> = (primals: A, tangents: A) => readonly [Input<R>, Input<R>];

/**
 * The function with a derivative rule of your own, for both modes of differentiation.
 *
 * Use it where the derivative of the formula is inaccurate or is not meant: the rule replaces it under `grad`, `jvp`, `vmap` and
 * `trace`, in any nesting. Higher derivatives are those of the rule.
 * @param f - a function of tensors or trees of them to a tensor or tree
 * @param rule - (arguments, tangents) to [value, tangent of the value]. The tangent is made of the given ones by ops that are
 * linear in them (sums, products with other values, where, matmul, …), so that reverse mode can transpose it. Arguments that do
 * not change have tangents of zeros
 * @returns a function like f
 * @throws TensorError "rule" when the rule returns something of another structure or shape, when the tangent is not linear in
 * those given, or when the function uses a differentiated value that is no argument
 * @example
 * const log1pexp = customJvp(
 *   (x: Tensor) => x.exp().log1p(),
 *   ([x], [t]) => [x.exp().log1p(), t.mul(x.sigmoid())],
 * );
 * grad(log1pexp)(100); // => Tensor 1
 * const roundStraight = customJvp((x: Tensor) => x.round(), ([x], [t]) => [x.round(), t]);
 * grad((x) => roundStraight(x).mul(x))(2.6); // => Tensor 5.6
 * @source Bradbury et al., JAX: composable transformations of Python+NumPy programs, 2018 (custom_jvp)
 */
export const customJvp: CustomJvp = (f: AnyFunction, rule: JvpRule<never, unknown>) => {
  checkFunction("customJvp", f);
  if (typeof rule !== "function") {
    fail("value", {
      op: "customJvp",
      argument: "rule",
      got: rule,
      expects: "a function (primals, tangents) => [value, tangent]",
    });
  }
  const name = nameOf(f);
  return named(name, (...args: unknown[]): never => {
    const call = prepareCall(name, args, []);
    const xs = call.tensors;
    const mask = floats(xs);
    const flat = flattened(name, f, call);
    let count = 0;
    /** Arguments and tangents of the floats among them to results and tangents of the floats among those. */
    const flatRule: FlatFunction = (...ins) => {
      const primals = ins.slice(0, xs.length);
      const tangents = spread(ins.slice(xs.length), mask).map((t, i) => orZero(t, xs[i]));
      const [value, tangent] = checkPair(
        name,
        "the rule",
        "tangent of the value",
        rule(call.rebuild(primals) as never, call.rebuild(tangents) as never),
      );
      const outs = flat.read(value, "the rule");
      count = outs.length;
      const structure = flatten(value, name).structure;
      const found = leavesLike(name, "the rule returns a tangent", structure, tangent);
      const isChanging = floats(outs);
      return [
        ...outs,
        ...keep(found, isChanging).map((t, i) => checkLike(name, "the tangent", t, keep(outs, isChanging)[i])),
      ];
    };
    const takes = (): readonly Aval[] => [...xs, ...keep(xs, mask).map(avalOf)];
    const sealed = seal(name, [
      { run: flat.run, takes: () => xs },
      { run: flatRule, takes },
    ]);
    const outs = applyCustom(name, sealed, xs, (outside, primals, tangents, known) => {
      const given = keep(
        tangents.map((t, i) => orZero(t, primals[i])),
        mask,
      );
      const found = sealed.runs[1](...outside, ...primals, ...given);
      const values = known ?? found.slice(0, count);
      const ofFloats = found.slice(count);
      if (tangents.every((t) => t === undefined || isRecorded(t))) ofFloats.forEach((t) => checkDepends(name, t));
      return { outs: values, tangents: spread(ofFloats, floats(values)) };
    });
    return flat.rebuild(outs) as never;
  });
};

function checkPair(name: string, whose: string, second: string, pair: unknown): readonly [unknown, unknown] {
  if (Array.isArray(pair) && pair.length === 2) return pair as unknown as [unknown, unknown];
  return fail("rule", {
    op: name,
    problem: `${whose} does not return a pair`,
    expects: `[value, ${second}]`,
    got: showStructure(flatten(pair, name).structure),
  });
}

/** A tangent that is made of recorded ones is recorded, or zero. */
function checkDepends(name: string, tangent: Tensor): void {
  if (tangent.array === undefined || tangent.array.every((t: number) => t === 0)) return;
  fail("rule", {
    op: name,
    problem: "the rule returns a tangent that does not depend on the tangents given",
    expects: "a tangent that is linear in them, e.g. t.mul(derivative)",
    got: String(tangent),
    fix: "multiply the derivative by the tangent of the argument",
  });
}

// ---------------------------------------------------------------- customVjp

/** Overloads of {@link customVjp}. */
export interface CustomVjp {
  <A extends readonly Tensor[], R, S>(
    f: (...args: A) => R,
    forward: (...args: A) => readonly [Input<R>, S],
    backward: (residuals: S, cotangent: R) => Cotangents<A>,
  ): (...args: Inputs<A>) => R;
  <A extends readonly unknown[], R, S>(
    f: (...args: A) => R,
    forward: (...args: A) => readonly [Input<R>, S],
    backward: (residuals: S, cotangent: R) => Cotangents<A>,
  ): (...args: Inputs<A>) => R;
}

/** One for each argument, like it; null or undefined for zero. */
export type Cotangents<A extends readonly unknown[]> = { readonly [K in keyof A]: Input<A[K]> | null | undefined };

/**
 * The function with a reverse-mode rule of your own.
 *
 * Prefer `customJvp`, from which both modes follow; use this where only the gradient is known, or where it shall be changed on
 * its way back. Forward mode over such a function is an error. Second derivatives are those of `forward` and `backward`.
 * @param f - a function of tensors or trees of them to a tensor or tree
 * @param forward - of the same arguments to [value, residuals]; the residuals are whatever backward needs, tensors in trees
 * @param backward - (residuals, cotangent of the value) to a list with the cotangent of each argument
 * @returns a function like f
 * @throws TensorError "rule" when backward returns cotangents unlike the arguments, under forward mode, or when the function
 * uses a differentiated value that is no argument
 * @example
 * const clipGradient = customVjp(
 *   (x: Tensor) => x,
 *   (x) => [x, null],
 *   (_, ct) => [ct.clip(-1, 1)],
 * );
 * grad((x) => clipGradient(x).mul(5))(2); // => Tensor 1
 * @source Bradbury et al., JAX: composable transformations of Python+NumPy programs, 2018 (custom_vjp)
 */
export const customVjp: CustomVjp = (f: AnyFunction, forward: AnyFunction, backward: AnyFunction) => {
  checkFunction("customVjp", f);
  for (const [argument, given] of Object.entries({ forward, backward })) {
    if (typeof given !== "function") fail("value", { op: "customVjp", argument, got: given, expects: "a function" });
  }
  const name = nameOf(f);
  return named(name, (...args: unknown[]): never => {
    const call = prepareCall(name, args, []);
    const xs = call.tensors;
    const mask = floats(xs);
    const flat = flattened(name, f, call);
    let values: readonly Aval[] = [];
    let residuals: Residuals = flattenResiduals(name, undefined);
    const flatForward: FlatFunction = (...ins) => {
      const [value, kept] = checkPair(name, "forward", "residuals", forward(...(call.rebuild(ins) as never[])));
      const outs = flat.read(value, "forward");
      residuals = flattenResiduals(name, kept);
      values = outs.map(avalOf);
      return [...outs, ...residuals.tensors];
    };
    /** @param tree - the residuals that it is given */
    const flatBackward =
      (tree: () => Residuals, like: () => readonly Aval[]): FlatFunction =>
      (...ins) => {
        const count = tree().tensors.length;
        const isChanging = floats(like());
        const given = spread(ins.slice(count), isChanging).map((ct, i) => orZero(ct, like()[i]));
        const list: unknown = backward(...([tree().rebuild(ins.slice(0, count)), flat.rebuild(given)] as never[]));
        return keep(readCotangents(name, args, list, xs), mask).map((ct, i) => orZero(ct, keep(xs, mask)[i]));
      };
    const latest = flatBackward(
      () => residuals,
      () => values,
    );
    const sealed = seal(name, [
      { run: flat.run, takes: () => xs },
      { run: flatForward, takes: () => xs },
      { run: latest, takes: () => [...residuals.tensors.map(avalOf), ...keep(values, floats(values))] },
    ]);
    const outs = applyCustom(name, sealed, xs, (outside, primals, tangents, known) => {
      const found = sealed.runs[1](...outside, ...primals);
      const [tree, like] = [residuals, values];
      const run = sealed.program
        ? sealed.runs[2]
        : flatBackward(
            () => tree,
            () => like,
          );
      const ofFloats = reverseOnly(name, run, [...outside, ...found.slice(like.length)], keep(tangents, mask), like);
      return { outs: known ?? found.slice(0, like.length), tangents: spread(ofFloats, floats(like)) };
    });
    return flat.rebuild(outs) as never;
  });
};

/** Residuals: the tensors in a tree, whatever else is in it. */
interface Residuals {
  readonly tensors: readonly Tensor[];
  readonly rebuild: (tensors: readonly Tensor[]) => unknown;
}

function flattenResiduals(name: string, tree: unknown): Residuals {
  const { leaves, structure } = flatten(tree, name);
  const tensors = leaves.filter((leaf) => leaf instanceof Tensor);
  return {
    tensors,
    rebuild: (values) => {
      let next = 0;
      return unflatten(
        structure,
        leaves.map((leaf) => (leaf instanceof Tensor ? values[next++] : leaf)),
      );
    },
  };
}

/** The tangents of the float results, as a linear map that knows its transpose only. */
function reverseOnly(
  name: string,
  backward: FlatFunction,
  constants: readonly Tensor[],
  tangents: readonly Tangent[],
  values: readonly Aval[],
): readonly Tensor[] {
  const outs = keep(values, floats(values));
  const given = tangents.map((t) => t !== undefined);
  return bind(linearCallOp, [...constants, ...(keep(tangents, given) as Tensor[])], {
    name,
    constants: constants.length,
    tangents: given.filter(Boolean).length,
    outs: () => outs,
    run: () =>
      fail("rule", {
        op: name,
        problem: "forward mode needs a derivative that customVjp does not state",
        expects: "reverse mode: grad, vjp, jacrev",
        got: "jvp, jacfwd or another forward mode",
        fix: "define the function with customJvp, from which both modes follow",
      }),
    transpose: (known, cotangents) => {
      const all = cotangents.map((ct, i) => orZero(ct, outs[i]));
      return keep(
        runRule(name, () => backward(...known, ...all)),
        given,
      );
    },
  });
}

/** The list that backward returned, as cotangents of the tensors among the arguments. */
function readCotangents(name: string, args: readonly unknown[], list: unknown, xs: readonly Tensor[]): Tangent[] {
  if (!Array.isArray(list) || list.length !== args.length) {
    fail("rule", {
      op: name,
      problem: "backward does not return one cotangent for each argument",
      expects: `an array of ${args.length}`,
      got: Array.isArray(list) ? `an array of ${list.length}` : showStructure(flatten(list, name).structure),
      fix: args.length === 1 ? "return [cotangent]" : "use null for an argument without derivative",
    });
  }
  let next = 0;
  return args.flatMap((arg, k) => {
    const { leaves, structure } = flatten(arg, name);
    const isTensor = leaves.map(isConvertible);
    const given: unknown = list[k];
    if (given === null || given === undefined) {
      next += isTensor.filter(Boolean).length;
      return keep(leaves, isTensor).map(() => undefined);
    }
    const problem = `backward returns a cotangent of argument ${k}`;
    if (!fits(structure, given)) leavesLike(name, problem, structure, given);
    return keep(flattenLike(name, structure, given), isTensor).map((leaf): Tangent => {
      const x = xs[next++];
      if (leaf === null || leaf === undefined || !isFloat(x.dtype)) return undefined;
      if (!isConvertible(leaf)) leavesLike(name, problem, structure, given);
      return checkLike(name, `the cotangent of argument ${k}`, leaf as TensorLike, x);
    });
  });
}
