/** Types of the transformations: what callers may pass and what they get back. */
import type { TreeLike } from "../base/trees.ts";
import type { Tensor } from "../core/tensor.ts";

export type { Input, Inputs } from "../core/input.ts";

/** Which arguments are differentiated: one place, or several. */
export type Argnums = number | readonly number[];

/** What a derivative with respect to T is: a tensor for whatever stands for one, trees for trees. */
export type Like<T> = Tensor extends T
  ? Tensor
  : T extends TreeLike | ((...args: never[]) => unknown)
    ? T
    : T extends object
      ? { -readonly [K in keyof T]: Like<T[K]> }
      : T;

/** The gradients with respect to the chosen arguments, of the types of the arguments. */
export type Gradients<A extends readonly unknown[], N extends Argnums> = N extends number
  ? At<A, N>
  : { -readonly [K in keyof N]: N[K] extends number ? At<A, N[K]> : never };

type At<A extends readonly unknown[], N extends number> = Like<number extends N ? A[number] : A[N]>;
