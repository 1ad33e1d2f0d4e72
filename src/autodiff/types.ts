/** Types of the transformations: what callers may pass and what they get back. */
import type { Tensor, TensorLike } from "../core/tensor.ts";

/** What may be passed where a function takes T: numbers and arrays of numbers for tensors, trees of them for trees. */
export type Input<T> = T extends Tensor
  ? TensorLike
  : T extends (...args: never[]) => unknown
    ? T
    : T extends object
      ? { readonly [K in keyof T]: Input<T[K]> }
      : T;

export type Inputs<A extends readonly unknown[]> = { readonly [K in keyof A]: Input<A[K]> };

/** Which arguments are differentiated: one place, or several. */
export type Argnums = number | readonly number[];

/** The gradients with respect to the chosen arguments, of the types of the arguments. */
export type Gradients<A extends readonly unknown[], N extends Argnums> = N extends number
  ? At<A, N>
  : { -readonly [K in keyof N]: N[K] extends number ? At<A, N[K]> : never };

type At<A extends readonly unknown[], N extends number> = number extends N ? A[number] : A[N];
