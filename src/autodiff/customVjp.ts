/** Functions with a rule for reverse mode only. */
import { isFloat } from "../base/dtypes.ts";
import { fail } from "../base/errors.ts";
import { defined, keep, spread } from "../base/masks.ts";
import { fits, flatten, flattenLike, showStructure, unflatten } from "../base/trees.ts";
import { avalOf, linearCallOp } from "../core/call.ts";
import { isConvertible } from "../core/convert.ts";
import { bind } from "../core/interpreter.ts";
import { orZeros } from "../core/linear.ts";
import type { Tangent } from "../core/op.ts";
import type { FlatFunction } from "../core/program.ts";
import { type Aval, Tensor, type TensorLike } from "../core/tensor.ts";
import { checkTransformed, prepareCall } from "./call.ts";
import {
  type AnyFunction,
  applyCustom,
  checkLike,
  checkPair,
  flattened,
  floats,
  leavesLike,
  named,
  nameOf,
  runRule,
  seal,
} from "./customRule.ts";
import type { Input, Inputs } from "./types.ts";

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
 * @peers jax.custom_vjp, tf.custom_gradient, torch.autograd.Function
 * @see customJvp
 * @keywords custom gradient, own backward, define reverse rule, gradient clipping
 */
export const customVjp: CustomVjp = (f: AnyFunction, forward: AnyFunction, backward: AnyFunction) => {
  checkTransformed("customVjp", f);
  for (const [argument, given] of Object.entries({ forward, backward })) {
    if (typeof given !== "function") {
      const fix = "customVjp(f, (x) => [f(x), x], (x, cotangent) => [cotangent.mul(derivative)])";
      fail("value", { op: "customVjp", argument, got: given, expects: "a function", fix });
    }
  }
  const name = nameOf(f, "customVjp");
  return named(name, (...args: unknown[]): never => callWithRules(name, f, forward, backward, args) as never);
};

/** What forward found: kinds of its results, and the residuals. */
interface Found {
  readonly values: readonly Aval[];
  readonly residuals: Residuals;
}

function callWithRules(
  name: string,
  f: AnyFunction,
  forward: AnyFunction,
  backward: AnyFunction,
  args: readonly unknown[],
): unknown {
  const call = prepareCall(name, args, []);
  const xs = call.tensors;
  const mask = floats(xs);
  const flat = flattened(name, f, call);
  let latest: Found = { values: [], residuals: flattenResiduals(name, undefined) };
  const flatForward: FlatFunction = (...ins) => {
    const [value, kept] = checkPair(name, "forward", "residuals", forward(...(call.rebuild(ins) as never[])));
    const outs = flat.read(value, "forward");
    latest = { values: outs.map(avalOf), residuals: flattenResiduals(name, kept) };
    return [...outs, ...latest.residuals.tensors];
  };
  /** Residuals and cotangents of the float results, to cotangents of the float arguments. */
  const backwardFor =
    ({ values, residuals }: Found): FlatFunction =>
    (...ins) => {
      const count = residuals.tensors.length;
      const cotangents = orZeros(spread(ins.slice(count), floats(values)), values);
      const list: unknown = backward(
        ...([residuals.rebuild(ins.slice(0, count)), flat.rebuild(cotangents)] as never[]),
      );
      return keep(orZeros(readCotangents(name, args, list, xs), xs), mask);
    };
  const sealed = seal(name, [
    { run: flat.run, takes: () => xs },
    { run: flatForward, takes: () => xs },
    {
      run: (...ins) => backwardFor(latest)(...ins),
      takes: () => [...latest.residuals.tensors, ...keep(latest.values, floats(latest.values))],
    },
  ]);
  const outs = applyCustom(name, sealed, xs, (outside, primals, tangents, known) => {
    const found = sealed.runs[1](...outside, ...primals);
    const { values } = latest;
    const back = sealed.program === undefined ? backwardFor(latest) : sealed.runs[2];
    const constants = [...outside, ...found.slice(values.length)];
    const changing = bindReverse(name, back, constants, keep(tangents, mask), keep(values, floats(values)));
    return { outs: known ?? found.slice(0, values.length), tangents: spread(changing, floats(values)) };
  });
  return flat.rebuild(outs);
}

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

/** The tangents of the float results, as a linear map that knows nothing but its transpose. */
function bindReverse(
  name: string,
  backward: FlatFunction,
  constants: readonly Tensor[],
  tangents: readonly Tangent[],
  outs: readonly Aval[],
): readonly Tensor[] {
  const given = defined(tangents);
  const ts = keep(tangents, given) as Tensor[];
  return bind(linearCallOp, [...constants, ...ts], {
    name,
    constants: constants.length,
    tangents: ts.length,
    outs: () => outs,
    run: () =>
      fail("rule", {
        op: name,
        problem: "forward mode needs a derivative that customVjp does not state",
        expects: "reverse mode: grad, vjp, jacrev",
        got: "jvp, jacfwd or another forward mode",
        fix: "define the function with customJvp, from which both modes follow",
      }),
    transpose: (known, cotangents) =>
      keep(
        runRule(name, () => backward(...known, ...orZeros(cotangents, outs))),
        given,
      ),
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
