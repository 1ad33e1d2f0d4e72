/** The program of a function. */
import { type Program, traceFlat } from "../core/program.ts";
import type { Tensor } from "../core/tensor.ts";
import { checkTransformed, flattenResult, prepareCall } from "./call.ts";
import type { Inputs } from "./types.ts";
import type { AnyFunction } from "./vjp.ts";

/** Overloads of {@link trace}. */
export interface Trace {
  <A extends readonly Tensor[]>(f: (...args: A) => unknown): (...args: Inputs<A>) => Program;
  <A extends readonly unknown[]>(f: (...args: A) => unknown): (...args: Inputs<A>) => Program;
}

/**
 * The ops that a function does, as a typed program: each value is assigned once and has a dtype and a shape.
 * @param f - a function of tensors or trees of them; it runs once, on values that are not known
 * @returns a function of example arguments, of which only shapes and dtypes count; it returns the program, which prints itself
 * @throws TensorError "concrete" when the function reads a value, in an `if` for one
 * @example
 * trace((x) => x.mul(x).add(1))(3);
 * // => program (a: float64[]) {
 * //      b: float64[] = mul(a, a)
 * //      c: float64[] = add(b, 1)
 * //      return c
 * //    }
 * @source Frostig, Johnson & Leary, Compiling machine learning programs via high-level tracing, 2018
 * @peers torch.trace, tf.linalg.trace, jax.numpy.trace, mxnet.np.trace, numpy.trace
 * @see jit, explain
 * @keywords show the program, jaxpr, graph of operations, computational graph
 */
export const trace: Trace = (f: AnyFunction) => {
  checkTransformed("trace", f);
  return (...args: unknown[]): Program => {
    const call = prepareCall("trace", args, []);
    return traceFlat((...xs) => flattenResult("trace", f(...(call.rebuild(xs) as never[]))).tensors, call.tensors);
  };
};
