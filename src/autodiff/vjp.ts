/** The two modes of differentiation and what lies between them: the linear map of a function at a point. */
import { fail } from "../base/errors.ts";
import { flatten, flattenList, readList } from "../base/trees.ts";
import { current, runUnder } from "../core/interpreter.ts";
import { jvpFlat } from "../core/jvp.ts";
import { LinearInterpreter, linearizeFlat, orZero, transposeGraph } from "../core/linear.ts";
import { arrayOf, type Tensor } from "../core/tensor.ts";
import { checkTransformed, prepareCall, readAux, readCallOptions, runnerOf, tensorsLike } from "./call.ts";
import type { Argnums, Gradients, Input, Inputs, Like } from "./types.ts";

/** Options of {@link vjp}. */
export interface VjpOptions<N extends Argnums = Argnums, H extends boolean = boolean> {
  /** Which arguments to differentiate: a place, or a list. Default: all. */
  readonly argnums?: N;
  /** The function returns [value, extra], and the extra is handed on as the last result. Default false. */
  readonly hasAux?: H;
}

/** Options of {@link jvp} and {@link linearize}. */
export interface HasAux {
  /** The function returns [value, extra], and the extra is handed on as the last result. */
  readonly hasAux: true;
}

/** A function of any arguments. */
export type AnyFunction = (...args: never[]) => unknown;

const allOf = (args: readonly unknown[]): number[] => args.map((_, i) => i);

/** Overloads of {@link vjp}. */
export interface Vjp {
  <A extends readonly Tensor[], R>(f: (...args: A) => R): (...args: Inputs<A>) => [R, (cotangent: Input<R>) => Like<A>];
  <A extends readonly unknown[], R>(
    f: (...args: A) => R,
  ): (...args: Inputs<A>) => [R, (cotangent: Input<R>) => Like<A>];
  <A extends readonly unknown[], R, const N extends Argnums>(
    f: (...args: A) => R,
    options: VjpOptions<N, false> & { readonly argnums: N },
  ): (...args: Inputs<A>) => [R, (cotangent: Input<R>) => Gradients<A, N>];
  <A extends readonly unknown[], R, X>(
    f: (...args: A) => readonly [R, X],
    options: HasAux,
  ): (...args: Inputs<A>) => [R, (cotangent: Input<R>) => Like<A>, X];
}

/**
 * The value of a function and its pullback $v \mapsto v^\top J$: cotangents of the result to cotangents of the arguments.
 * @param f - a function of tensors or trees of them to a tensor or tree
 * @param options - `argnums`: which arguments, default all; `hasAux`: f returns [value, extra] and so [value, pullback, extra] is returned
 * @returns a function of the same arguments that returns [value, pullback]; the pullback gives a list, one for each argument
 * (for a single `argnums` that one), and may be called again
 * @throws TensorError "differentiable" for integer arguments, "tree" or "shape" for a cotangent unlike the value
 * @example
 * const [y, pullback] = vjp((x) => x.mul(x))([1, 2, 3]);
 * y; // => Tensor [1, 4, 9]
 * pullback([1, 0, 0])[0]; // => Tensor [2, 0, 0]
 * @source Griewank & Walther, Evaluating Derivatives, 2nd ed., §3.2
 * @peers jax.vjp
 * @math v^\top J
 * @see jvp, grad, jacrev
 * @keywords reverse mode, vector Jacobian product, backward, backpropagation
 */
export const vjp: Vjp = (f: AnyFunction, options?: VjpOptions) => {
  checkTransformed("vjp", f);
  const { argnums, hasAux } = readCallOptions("vjp", options);
  return (...args: unknown[]): never => {
    const call = prepareCall("vjp", args, argnums ?? allOf(args));
    const runner = runnerOf("vjp", f, call, hasAux);
    const map = linearizeFlat(runner.run, call.tensors, call.chosen);
    const pullback = (cotangent: unknown): unknown => {
      const cotangents = tensorsLike("vjp", "cotangent", runner.structure(), map.outs, cotangent);
      return call.select(map.transpose(cotangents));
    };
    return [runner.result(map.outs), pullback, ...runner.extra(map.outs)] as never;
  };
};

/** Overloads of {@link jvp}. */
export interface Jvp {
  <A extends readonly unknown[], R, X>(
    f: (...args: A) => readonly [R, X],
    options: HasAux,
  ): (primals: Inputs<A>, tangents: Inputs<A>) => [R, R, X];
  <A extends readonly Tensor[], R>(f: (...args: A) => R): (primals: Inputs<A>, tangents: Inputs<A>) => [R, R];
  <A extends readonly unknown[], R>(f: (...args: A) => R): (primals: Inputs<A>, tangents: Inputs<A>) => [R, R];
}

/**
 * The value of a function and its derivative along a direction, $J\,t$, by forward mode.
 * @param f - a function of tensors or trees of them to a tensor or tree
 * @param options - `hasAux`: f returns [value, extra], and [value, tangent, extra] is returned; default false
 * @returns a function of a list of arguments and a list of tangents like them; it returns [value, tangent].
 * A tangent may be undefined for an argument that does not change
 * @throws TensorError "tree" or "shape" for tangents unlike the arguments, "differentiable" for a tangent of an integer
 * @example
 * jvp((x) => x.mul(x))([[1, 2, 3]], [[1, 0, 1]]); // => [Tensor [1, 4, 9], Tensor [2, 0, 6]]
 * @source Griewank & Walther, Evaluating Derivatives, 2nd ed., §3.1
 * @peers jax.jvp, scipy.special.jvp
 * @math J\,t = \lim_{h \to 0} \frac{f(x + h\,t) - f(x)}{h}
 * @cost about twice the cost of the function
 * @see vjp, jacfwd
 * @keywords directional derivative, Jacobian vector product, pushforward
 */
export const jvp: Jvp = (f: AnyFunction, options?: HasAux) => jvpOf("jvp", f, readAux("jvp", options)) as never;

/** @param op - the function that the user called, for its errors */
export function jvpOf(op: string, f: AnyFunction, hasAux = false): (...args: unknown[]) => unknown[] {
  checkTransformed(op, f);
  return (given, directions) => {
    const [primals, tangents] = [readList(given), readList(directions)];
    if (primals === undefined || primals.length !== tangents?.length) {
      const fix = "jvp(f)([x, y], [tangentOfX, tangentOfY])";
      fail("value", { op, argument: "tangents", got: directions, expects: "two lists of equal length", fix });
    }
    const changing = allOf(primals).filter((i) => tangents[i] !== undefined);
    const call = prepareCall(op, primals, changing);
    const runner = runnerOf(op, f, call, hasAux);
    const like = changing.flatMap((i) => {
      const { tensors } = prepareCall(op, [primals[i]], []);
      return tensorsLike(op, "tangent", flatten(primals[i], op).structure, tensors, tangents[i]);
    });
    let next = 0;
    const flat = call.chosen.map((chosen) => (chosen ? like[next++] : undefined));
    const { outs, tangents: found } = jvpFlat(runner.run, current, call.tensors, flat);
    const outTangents = found.map((t, i) => orZero(t, outs[i]));
    return [runner.result(outs), runner.result(outTangents), ...runner.extra(outs)];
  };
}

/** Overloads of {@link linearize}. */
export interface Linearize {
  <A extends readonly unknown[], R, X>(
    f: (...args: A) => readonly [R, X],
    options: HasAux,
  ): (...args: Inputs<A>) => [R, (...tangents: Inputs<A>) => R, X];
  <A extends readonly Tensor[], R>(f: (...args: A) => R): (...args: Inputs<A>) => [R, (...tangents: Inputs<A>) => R];
  <A extends readonly unknown[], R>(f: (...args: A) => R): (...args: Inputs<A>) => [R, (...tangents: Inputs<A>) => R];
}

/**
 * The value of a function and its linear map at that point, ready to be applied to many tangents without evaluating f again.
 * @param f - a function of tensors or trees of them to a tensor or tree
 * @param options - `hasAux`: f returns [value, extra], and [value, map, extra] is returned; default false
 * @returns a function of the same arguments that returns [value, map]; the map takes tangents like the arguments
 * @throws TensorError "differentiable" for integer arguments, "tree" or "shape" for tangents unlike the arguments
 * @example
 * const [y, map] = linearize((x) => x.mul(x))(3);
 * [y, map(1), map(10)]; // => [Tensor 9, Tensor 6, Tensor 60]
 * @source Radul et al., You Only Linearize Once, POPL 2023
 * @peers jax.linearize
 * @math f(x + t) \approx f(x) + J\,t
 * @see jvp
 * @keywords tangent map, linear approximation, first order Taylor
 */
export const linearize: Linearize = (f: AnyFunction, options?: HasAux) => {
  checkTransformed("linearize", f);
  const hasAux = readAux("linearize", options);
  return (...args: unknown[]): never => {
    const call = prepareCall("linearize", args, allOf(args));
    const runner = runnerOf("linearize", f, call, hasAux);
    const map = linearizeFlat(runner.run, call.tensors, call.chosen);
    const apply = (...tangents: unknown[]): unknown => {
      const given = tensorsLike("linearize", "tangent", flattenList(args).structure, call.tensors, tangents);
      const found = map.apply(given);
      return runner.result(map.outs.map((out, i) => orZero(found[i], out)));
    };
    return [runner.result(map.outs), apply, ...runner.extra(map.outs)] as never;
  };
};

/** Overloads of {@link linearTranspose}. */
export interface LinearTranspose {
  <A extends readonly Tensor[], R>(f: (...args: A) => R): (...like: Inputs<A>) => (cotangent: Input<R>) => Like<A>;
  <A extends readonly unknown[], R>(f: (...args: A) => R): (...like: Inputs<A>) => (cotangent: Input<R>) => Like<A>;
}

/**
 * The transpose of a linear function: for y = A x the function v ↦ Aᵀ v.
 * @param f - a function that is linear in its arguments together
 * @returns a function of example arguments, of which only shapes and dtypes count; it returns the transpose, which gives a list
 * with one result for each argument
 * @throws TensorError "rule" when f is not linear
 * @example
 * linearTranspose((x) => x.mul([2, 3]))([0, 0])([1, 1])[0]; // => Tensor [2, 3]
 * @source Radul et al., You Only Linearize Once, POPL 2023
 * @peers jax.linear_transpose
 * @math \langle A x, v \rangle = \langle x, A^\top v \rangle
 * @see linearize, vjp
 * @keywords adjoint, transpose of a linear map
 */
export const linearTranspose: LinearTranspose = (f: AnyFunction) => {
  checkTransformed("linearTranspose", f);
  return (...like: unknown[]): never => {
    const op = "linearTranspose";
    const call = prepareCall(op, like, allOf(like));
    const runner = runnerOf(op, f, call);
    const linear = new LinearInterpreter(current, {
      op,
      rule: "the function",
      fix: "vjp differentiates any function; linearTranspose takes functions such as (x) => x.mul(2)",
    });
    const inputs = call.tensors.map((x) => linear.input(x));
    const outs = runUnder(linear, () => runner.run(...inputs));
    outs.forEach((out, i) => {
      if (linear.owns(out) || isZero(out)) return;
      fail("rule", {
        op,
        problem: `result ${i} does not depend on the arguments`,
        expects: "a linear function: f(0) = 0",
        got: String(out),
      });
    });
    const transposed = (cotangent: unknown): unknown => {
      const cotangents = tensorsLike(op, "cotangent", runner.structure(), outs, cotangent);
      return call.select(transposeGraph(linear, outs, cotangents, inputs));
    };
    return transposed as never;
  };
};

const isZero = (x: Tensor): boolean => x.isConcrete && arrayOf(x).every((value: number) => value === 0);
