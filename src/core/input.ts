/** Types of trees of tensors: what callers may pass, and what functions are given. */
import type { TreeLike } from "../base/trees.ts";
import type { Tensor, TensorLike } from "./tensor.ts";

/** What may be passed where a function takes T: numbers and arrays of numbers for tensors, trees of them for trees. */
export type Input<T> = TensorLike extends T
  ? T
  : T extends Tensor
    ? TensorLike
    : T extends TreeLike | ((...args: never[]) => unknown)
      ? T
      : T extends object
        ? { readonly [K in keyof T]: Input<T[K]> }
        : T;

/** What a function of tensors may be called with: numbers and arrays in their places. */
export type Inputs<A extends readonly unknown[]> = { readonly [K in keyof A]: Input<A[K]> };

type Numbers = number | boolean | readonly Numbers[];

/** What a function is given where T was passed: a tensor for each number and array of numbers, trees of them for trees. */
export type Tensors<T> =
  T extends Exclude<TensorLike, readonly unknown[]>
    ? Tensor
    : T extends readonly []
      ? []
      : T extends readonly Numbers[]
        ? Tensor
        : T extends TreeLike | ((...args: never[]) => unknown)
          ? T
          : T extends object
            ? { -readonly [K in keyof T]: Tensors<T[K]> }
            : T;

/** The arguments as a function of tensors gets them: each number or array made a tensor. */
export type TensorsOf<A extends readonly unknown[]> = { -readonly [K in keyof A]: Tensors<A[K]> };

/** T, to which what stands there contributes no inference. `NoInfer` would turn tuples into objects in the types above. */
export type Settled<T> = [T][T extends unknown ? 0 : never];
