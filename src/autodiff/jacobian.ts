/** Whole Jacobians and Hessians: one direction after the other, all in one batch. */
import { fail } from "../base/errors.ts";
import { moveAxis, reshapeTo } from "../core/basic.ts";
import { BatchInterpreter, BatchTracer, batchFlat } from "../core/batch.ts";
import { zerosOf } from "../core/convert.ts";
import { makeArray } from "../base/dtypes.ts";
import { current, runUnder } from "../core/interpreter.ts";
import { jvpFlat } from "../core/jvp.ts";
import { linearizeFlat } from "../core/linear.ts";
import { type Aval, type Tensor, wrap } from "../core/tensor.ts";
import { type CallOptions, checkTransformed, prepareCall, readCallOptions, runnerOf } from "./call.ts";
import { gradOf } from "./grad.ts";
import type { Argnums, Gradients, Input, Inputs, Like } from "./types.ts";
import { type AnyFunction, jvpOf } from "./vjp.ts";

/** Options of {@link jacfwd}, {@link jacrev} and {@link hessian}. */
export interface JacobianOptions<N extends Argnums = Argnums> {
  /** Which arguments to differentiate: a place, or a list. Default 0. */
  readonly argnums?: N;
  /** The function returns [value, extra], and [derivative, extra] is returned. Default false. */
  readonly hasAux?: false;
}

/** The same for functions that return extra results. */
export interface JacobianAuxOptions<N extends Argnums = Argnums> {
  /** Which arguments to differentiate: a place, or a list. Default 0. */
  readonly argnums?: N;
  /** The function returns [value, extra], and the extra is handed on. */
  readonly hasAux: true;
}

/** A Jacobian: for each tensor of the result a tree like the argument. */
export type JacobianOf<R, G> = R extends Tensor ? G : { readonly [K in keyof R]: JacobianOf<R[K], G> };

/** Overloads of {@link jacfwd} and {@link jacrev}. */
export interface JacobianTransformation {
  <A extends readonly Tensor[]>(
    f: (...args: A) => Tensor,
    options?: JacobianOptions<0>,
  ): (...args: Inputs<A>) => Tensor;
  <A extends readonly unknown[], R>(
    f: (...args: A) => R,
    options?: JacobianOptions<0>,
  ): (...args: Inputs<A>) => JacobianOf<R, Like<A[0]>>;
  <A extends readonly Tensor[], R, const N extends Argnums>(
    f: (...args: A) => R,
    options: JacobianOptions<N>,
  ): (...args: Inputs<A>) => JacobianOf<R, Gradients<A, N>>;
  <A extends readonly unknown[], R, const N extends Argnums>(
    f: (...args: A) => R,
    options: JacobianOptions<N>,
  ): (...args: Inputs<A>) => JacobianOf<R, Gradients<A, N>>;
  <A extends readonly unknown[], R, X, const N extends Argnums = 0>(
    f: (...args: A) => readonly [R, X],
    options: JacobianAuxOptions<N>,
  ): (...args: Inputs<A>) => [JacobianOf<R, Gradients<A, N>>, X];
}

/** The unit vectors of the space of x, as a batch: [size, ...shape]. */
export function basis({ shape, dtype }: Aval): Tensor {
  const size = shape.reduce((n, s) => n * s, 1);
  const array = makeArray(dtype, size * size);
  for (let i = 0; i < size; i++) array[i * size + i] = 1;
  return wrap(array, [size, ...shape], dtype);
}

/**
 * The Jacobian by forward mode: best when there are fewer inputs than outputs.
 * @param f - a function of tensors or trees of them to a tensor or tree
 * @param options - `argnums`: which arguments, default 0; `hasAux`: f returns [value, extra], and [derivative, extra] is returned
 * @returns a function of the same arguments; for a result of shape O and an argument of shape I a tensor of shape [...O, ...I]
 * with $J_{oi} = \partial y_o / \partial x_i$, in the trees of result and argument
 * @throws TensorError "differentiable" when a chosen argument is not a float
 * @example
 * jacfwd((x) => x.mul(x))([1, 2]); // => Tensor [[2, 0],
 * //             [0, 4]]
 * @source Griewank & Walther, Evaluating Derivatives, 2nd ed., §3.1
 * @peers jax.jacfwd
 * @math J_{ij} = \frac{\partial f_i}{\partial x_j}
 * @cost as many forward passes as there are inputs
 * @see jacrev, jvp
 * @keywords Jacobian matrix, derivative of a vector function
 */
export const jacfwd: JacobianTransformation = (f: AnyFunction, options?: JacobianOptions | JacobianAuxOptions) => {
  return jacfwdOf("jacfwd", f, options) as never;
};

/** @param op - the function that the user called, for its errors */
function jacfwdOf(op: string, f: AnyFunction, options?: CallOptions): (...args: unknown[]) => unknown {
  checkTransformed(op, f);
  const { argnums = 0, hasAux } = readCallOptions(op, options);
  return (...args) => {
    const call = prepareCall(op, args, argnums);
    const runner = runnerOf(op, f, call, hasAux);
    let extra: unknown[] = [];
    const below = current;
    // columns[input][output]: [...O, ...I]
    const columns = call.tensors.map((x, input) => {
      if (!call.chosen[input]) return [];
      const batch = new BatchInterpreter(below, x.size);
      const tangents = call.tensors.map((_, i) => (i === input ? new BatchTracer(batch, basis(x)) : undefined));
      const { outs, tangents: found } = jvpFlat(runner.run, batch, call.tensors, tangents);
      extra = runner.extra(outs);
      return runUnder(below, () =>
        outs.slice(0, runner.count()).map((out, o) => {
          const tangent = found[o];
          if (tangent === undefined) return zerosOf([...out.shape, ...x.shape], out.dtype);
          const last = moveAxis(batch.unwrap(tangent), 0, out.ndim);
          return reshapeTo(last, [...out.shape, ...x.shape]);
        }),
      );
    });
    if (!call.chosen.includes(true)) extra = runner.extra(runner.run(...call.tensors)); // else the results are not known
    const rows = Array.from({ length: runner.count() }, (_, o) => call.select(columns.map((column) => column[o])));
    return withExtra(runner.result(rows), extra);
  };
}

/**
 * The Jacobian by reverse mode: best when there are fewer outputs than inputs.
 * @param f - a function of tensors or trees of them to a tensor or tree
 * @param options - `argnums`: which arguments, default 0; `hasAux`: f returns [value, extra], and [derivative, extra] is returned
 * @returns as `jacfwd`
 * @throws TensorError "differentiable" when a chosen argument is not a float
 * @example
 * jacrev((x) => x.mul(x))([1, 2]); // => Tensor [[2, 0],
 * //             [0, 4]]
 * @source Griewank & Walther, Evaluating Derivatives, 2nd ed., §3.2
 * @peers jax.jacrev
 * @math J_{ij} = \frac{\partial f_i}{\partial x_j}
 * @cost as many backward passes as there are outputs
 * @see jacfwd, vjp
 * @keywords Jacobian matrix, derivative of a vector function
 */
export const jacrev: JacobianTransformation = (f: AnyFunction, options?: JacobianOptions | JacobianAuxOptions) => {
  checkTransformed("jacrev", f);
  const { argnums = 0, hasAux } = readCallOptions("jacrev", options);
  return (...args: unknown[]): never => {
    const call = prepareCall("jacrev", args, argnums);
    const runner = runnerOf("jacrev", f, call, hasAux);
    const map = linearizeFlat(runner.run, call.tensors, call.chosen);
    const rows = map.outs.slice(0, runner.count()).map((out, o) => {
      const transpose = (cotangent: Tensor): Tensor[] => {
        const found = map.transpose(map.outs.map((_, i) => (i === o ? cotangent : undefined)));
        return found.map((t, i) => t ?? zerosOf(call.tensors[i].shape, call.tensors[i].dtype));
      };
      const batches = batchFlat(transpose, current, [basis(out)], [true], out.size);
      return call.select(batches.map((batch, i) => reshapeTo(batch, [...out.shape, ...call.tensors[i].shape])));
    });
    return withExtra(runner.result(rows), runner.extra(map.outs)) as never;
  };
};

const withExtra = (result: unknown, extra: readonly unknown[]): unknown =>
  extra.length === 0 ? result : [result, ...extra];

/** Overloads of {@link hessian}. */
export interface Hessian {
  <A extends readonly Tensor[]>(
    f: (...args: A) => Tensor,
    options?: JacobianOptions<number>,
  ): (...args: Inputs<A>) => Tensor;
  <A extends readonly unknown[]>(
    f: (...args: A) => Tensor,
    options?: JacobianOptions<0>,
  ): (...args: Inputs<A>) => JacobianOf<Like<A[0]>, Like<A[0]>>;
  <A extends readonly unknown[], const N extends Argnums>(
    f: (...args: A) => Tensor,
    options: JacobianOptions<N>,
  ): (...args: Inputs<A>) => JacobianOf<Gradients<A, N>, Gradients<A, N>>;
  <A extends readonly unknown[], X, const N extends Argnums = 0>(
    f: (...args: A) => readonly [Tensor, X],
    options: JacobianAuxOptions<N>,
  ): (...args: Inputs<A>) => [JacobianOf<Gradients<A, N>, Gradients<A, N>>, X];
}

/**
 * The Hessian of a scalar function, forward over reverse.
 * @param f - a function of tensors or trees of them to a scalar
 * @param options - `argnums`: which arguments, default 0; `hasAux`: f returns [value, extra], and [derivative, extra] is returned
 * @returns a function of the same arguments; for an argument of shape I a tensor of shape [...I, ...I], for trees a tree of trees
 * @throws TensorError "scalar" when the value is not a scalar, "differentiable" when a chosen argument is not a float
 * @example
 * hessian((x) => x.mul(x).mul(x).sum())([1, 2]); // => Tensor [[ 6,  0],
 * //             [ 0, 12]]
 * @source Griewank & Walther, Evaluating Derivatives, 2nd ed., §3.3; Dive into Deep Learning 2.5, exercise 1
 * @peers jax.hessian
 * @math H_{ij} = \frac{\partial^2 f}{\partial x_i\,\partial x_j}
 * @cost n times a gradient for n inputs
 * @see hvp, grad
 * @keywords second derivatives, matrix of second partial derivatives, curvature, ∇²
 */
export const hessian: Hessian = (f: AnyFunction, options?: JacobianOptions | JacobianAuxOptions) => {
  checkTransformed("hessian", f);
  return jacfwdOf("hessian", gradOf("hessian", f, options), options) as never;
};

/** Overloads of {@link hvp}. */
export interface Hvp {
  <A extends readonly Tensor[]>(
    f: (x: Tensor, ...rest: A) => Tensor,
  ): (x: Input<Tensor>, v: Input<Tensor>, ...rest: Inputs<A>) => Tensor;
  <P, A extends readonly unknown[]>(
    f: (x: P, ...rest: A) => Tensor,
  ): (x: Input<P>, v: Input<P>, ...rest: Inputs<A>) => P;
}

/**
 * The product of the Hessian of a scalar function with a vector, without the Hessian: forward over reverse.
 * @param f - a scalar function; its first argument is differentiated
 * @returns a function of x, of v like x, and of the further arguments of f; the result is like x
 * @throws TensorError "scalar" when the value is not a scalar, "tree" or "shape" when v is unlike x
 * @example hvp((x) => x.mul(x).mul(x).sum())([1, 2], [1, 1]) // => Tensor [6, 12]
 * @source Pearlmutter, Fast exact multiplication by the Hessian, Neural Computation 6 (1994)
 * @math H\,v
 * @cost about twice a gradient
 * @see hessian
 * @keywords Hessian vector product
 */
export const hvp: Hvp = (f: AnyFunction) => {
  checkTransformed("hvp", f);
  return (x: unknown, v: unknown, ...rest: unknown[]): never => {
    if (v === undefined) {
      fail("value", { op: "hvp", argument: "v", got: v, expects: "a vector like x", fix: "hvp(f)(x, v)" });
    }
    const map = jvpOf("hvp", gradOf("hvp", f));
    return map([x, ...rest], [v, ...rest.map(() => undefined)])[1] as never;
  };
};
