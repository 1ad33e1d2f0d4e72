/** Gradients of scalar functions. */
import { fail, showShape } from "../base/errors.ts";
import { isFloat } from "../base/dtypes.ts";
import { linearizeFlat } from "../core/linear.ts";
import { fullOf } from "../core/convert.ts";
import type { Tensor } from "../core/tensor.ts";
import { type CallOptions, checkTransformed, prepareCall, readCallOptions, type Results, runnerOf } from "./call.ts";
import type { Argnums, Gradients, Inputs, Like } from "./types.ts";

/** Options of {@link grad} and {@link valueAndGrad}. */
export interface GradOptions<N extends Argnums = Argnums> {
  /** Which arguments to differentiate: a place gives one gradient, a list gives a list. Default 0. */
  readonly argnums?: N;
  /** The function returns [value, extra], and the extra is handed on. Default false. */
  readonly hasAux?: false;
}

/** The same for functions that return extra results. */
export interface AuxOptions<N extends Argnums = Argnums> {
  /** Which arguments to differentiate: a place, or a list. Default 0. */
  readonly argnums?: N;
  /** The function returns [value, extra], and the extra is handed on. */
  readonly hasAux: true;
}

/** Overloads of {@link grad}: functions of tensors, functions of trees, each with extra results or without. */
export interface Grad {
  <A extends readonly Tensor[]>(f: (...args: A) => Tensor, options?: GradOptions<0>): (...args: Inputs<A>) => Tensor;
  <A extends readonly unknown[]>(
    f: (...args: A) => Tensor,
    options?: GradOptions<0>,
  ): (...args: Inputs<A>) => Like<A[0]>;
  <A extends readonly Tensor[], const N extends Argnums>(
    f: (...args: A) => Tensor,
    options: GradOptions<N>,
  ): (...args: Inputs<A>) => Gradients<A, N>;
  <A extends readonly unknown[], const N extends Argnums>(
    f: (...args: A) => Tensor,
    options: GradOptions<N>,
  ): (...args: Inputs<A>) => Gradients<A, N>;
  <A extends readonly unknown[], X, const N extends Argnums = 0>(
    f: (...args: A) => readonly [Tensor, X],
    options: AuxOptions<N>,
  ): (...args: Inputs<A>) => [Gradients<A, N>, X];
}

/** Overloads of {@link valueAndGrad}. */
export interface ValueAndGrad {
  <A extends readonly Tensor[]>(
    f: (...args: A) => Tensor,
    options?: GradOptions<0>,
  ): (...args: Inputs<A>) => [Tensor, Tensor];
  <A extends readonly unknown[]>(
    f: (...args: A) => Tensor,
    options?: GradOptions<0>,
  ): (...args: Inputs<A>) => [Tensor, Like<A[0]>];
  <A extends readonly Tensor[], const N extends Argnums>(
    f: (...args: A) => Tensor,
    options: GradOptions<N>,
  ): (...args: Inputs<A>) => [Tensor, Gradients<A, N>];
  <A extends readonly unknown[], const N extends Argnums>(
    f: (...args: A) => Tensor,
    options: GradOptions<N>,
  ): (...args: Inputs<A>) => [Tensor, Gradients<A, N>];
  <A extends readonly unknown[], X, const N extends Argnums = 0>(
    f: (...args: A) => readonly [Tensor, X],
    options: AuxOptions<N>,
  ): (...args: Inputs<A>) => [readonly [Tensor, X], Gradients<A, N>];
}

/**
 * The gradient of a scalar function, as a function of the same arguments.
 *
 * $(\nabla f)_i = \partial f / \partial x_i$, by reverse mode: the cost is a small multiple of that of f, whatever the number
 * of inputs. An argument that f does not use has gradient zero.
 * @param f - a function of tensors, or of nested arrays and objects of tensors, to a scalar
 * @param options - `argnums`: which arguments, default 0; `hasAux`: f returns [value, extra] and so does the gradient
 * @returns a function that takes what f takes and returns a gradient of the same structure and shapes as the argument
 * @throws TensorError "scalar" when the value is not a scalar, "differentiable" when an argument is an integer or bool
 * @example
 * grad((x) => x.mul(x.sin()))(1); // => Tensor 1.3817732906760363
 * grad((p: { w: Tensor; b: Tensor }) => p.w.mul(3).add(p.b).sum())({ w: [1, 2], b: 0 }); // => { w: Tensor [3, 3], b: Tensor 2 }
 * @source Griewank & Walther, Evaluating Derivatives, 2nd ed., ch. 3; Dive into Deep Learning 2.5
 * @peers jax.grad, torch.autograd.grad
 * @math \nabla f(x) = \left(\frac{\partial f}{\partial x_1}, \dots, \frac{\partial f}{\partial x_n}\right)^\top
 * @cost a small multiple (about 2–4) of the cost of the function, whatever the number of inputs
 * @see valueAndGrad, vjp, hessian, jacrev
 * @keywords differentiate, partial derivatives, slope, ∇, automatic differentiation, backpropagation
 */
export const grad: Grad = (f: AnyFunction, options?: GradOptions | AuxOptions) => {
  return gradOf("grad", f, options) as never;
};

/** @param op - the function that the user called, for its errors */
export function gradOf(op: string, f: AnyFunction, options?: CallOptions): (...args: unknown[]) => unknown {
  const given = readCallOptions(op, options);
  const both = differentiate(op, f, given);
  return (...args) => {
    const { gradient, aux } = both(args);
    return given.hasAux ? [gradient, aux] : gradient;
  };
}

/**
 * The value and the gradient of a scalar function in one go.
 * @param f - as for `grad`
 * @param options - as for `grad`: `argnums`, which arguments, default 0; `hasAux`, default false
 * @returns a function that returns [value, gradient]; with `hasAux` [[value, extra], gradient]
 * @throws TensorError as `grad`
 * @example
 * valueAndGrad((x) => x.mul(x))(3); // => [Tensor 9, Tensor 6]
 * @source Dive into Deep Learning 2.5
 * @peers jax.value_and_grad
 * @see grad
 * @keywords loss and gradient, training step, value with derivative
 */
export const valueAndGrad: ValueAndGrad = (f: AnyFunction, options?: GradOptions | AuxOptions) => {
  const given = readCallOptions("valueAndGrad", options);
  const both = differentiate("valueAndGrad", f, given);
  return (...args: unknown[]): never => {
    const { value, gradient, aux } = both(args);
    return [given.hasAux ? [value, aux] : value, gradient] as never;
  };
};

type AnyFunction = (...args: never[]) => unknown;

interface Differentiated {
  readonly value: Tensor;
  readonly gradient: unknown;
  readonly aux: unknown;
}

function differentiate(op: string, f: AnyFunction, { argnums = 0, hasAux }: CallOptions) {
  checkTransformed(op, f);
  return (args: readonly unknown[]): Differentiated => {
    const call = prepareCall(op, args, argnums);
    const runner = runnerOf(op, f, call, hasAux, (results) => checkScalar(op, results));
    const map = linearizeFlat(runner.run, call.tensors, call.chosen);
    const [value] = map.outs;
    const cotangents = map.transpose([fullOf([], 1, value.dtype)]);
    return { value, gradient: call.select(cotangents), aux: runner.extra(map.outs)[0] };
  };
}

function checkScalar(op: string, { tensors, structure }: Results): void {
  const fix = "sum it or take one element; for vectors use vjp (one row at a time) or jacrev (the whole Jacobian)";
  if (structure.kind !== "leaf") {
    fail("tree", {
      op,
      path: "the result",
      expects: "one scalar",
      got: `${structure.kind} of ${tensors.length} tensors`,
      fix: "with extra results pass { hasAux: true }",
    });
  }
  const [value] = tensors;
  if (value.ndim !== 0) fail("scalar", { op, shape: value.shape, fix });
  if (!isFloat(value.dtype))
    fail("differentiable", { op, argument: `the result ${showShape(value.shape)}`, dtype: value.dtype });
}
