/** What an op is: data that every interpreter reads. */
import type { Lowering } from "./lowering.ts";
import type { Aval, Elements, Tensor } from "./tensor.ts";

/** A tangent or cotangent; undefined stands for zero and costs nothing. */
export type Tangent = Tensor | undefined;

/**
 * An op of the closed or open set. All that happens to a tensor is the binding of an op to arguments; evaluating, tracing, both
 * modes of differentiation and batching are readings of these fields. `P` are its parameters: plain data, never tensors.
 */
export interface Op<P = unknown> {
  readonly name: string;
  /** Elementwise ops are read by the engine through {@link ElementwiseOp.definition}. */
  readonly kind: "elementwise" | "structural";
  /** Shapes and dtypes of the results; the one place where arguments are checked. */
  infer(args: readonly Aval[], params: P): readonly Aval[];
  /** The results' elements, by plain loops: the oracle for every engine. */
  evaluate?(args: readonly Tensor[], params: P, outs: readonly Aval[]): readonly Elements[];
  /** Instead of `evaluate`: the same by other ops (control flow, custom derivatives). */
  call?(args: readonly Tensor[], params: P): readonly Tensor[];
  /** How compiled programs do it; without it they call `evaluate`, or compile what `call` does. */
  readonly lower?: Lowering<P>;
  /** Tangents of the results, made by ops that are linear in the tangents. Left out where the op is linear: it is its own. */
  jvp?(at: JvpAt<P>): readonly Tangent[];
  /** Instead of `jvp`: results and tangents in one go, where they share work (control flow, custom derivatives). */
  dual?(at: Omit<JvpAt<P>, "outs">): Dual;
  /** Places of the arguments in which the op is linear, by itself or (unless `bilinear`) together. */
  readonly linear?: readonly number[] | "all" | ((params: P) => readonly number[]);
  /** Linear in each of `linear` by itself, like a product. */
  readonly bilinear?: boolean;
  /** Cotangents of the arguments that are linear here. */
  transpose?(at: TransposeAt<P>): readonly Tangent[];
  /** The op on arguments of which some have a batch axis in front. */
  batch(at: BatchAt<P>): Batched;
}

export interface JvpAt<P = unknown> {
  readonly primals: readonly Tensor[];
  /** Never all undefined. */
  readonly tangents: readonly Tangent[];
  readonly outs: readonly Tensor[];
  readonly params: P;
}

/** Results with their tangents. */
export interface Dual {
  readonly outs: readonly Tensor[];
  readonly tangents: readonly Tangent[];
}

export interface TransposeAt<P = unknown> {
  /** One for each result; not all undefined. */
  readonly cotangents: readonly Tangent[];
  /** Where `isLinear`, only shape and dtype may be used. */
  readonly args: readonly Tensor[];
  readonly isLinear: readonly boolean[];
  readonly params: P;
}

export interface BatchAt<P = unknown> {
  readonly args: readonly Tensor[];
  /** Which arguments have the batch axis, at place 0. */
  readonly batched: readonly boolean[];
  readonly size: number;
  readonly params: P;
}

export interface Batched {
  readonly outs: readonly Tensor[];
  readonly batched: readonly boolean[];
}

/** The fields that a structural op states. */
export type Definition<P> = Omit<Op<P>, "kind">;

/** Makes a structural op. */
export function primitive<P>(definition: Definition<P>): Op<P> {
  return { kind: "structural", ...definition };
}

/** In which of its arguments an op is linear. */
export function linearMask<P>({ linear = [] }: Op<P>, count: number, params: P): readonly boolean[] {
  if (linear === "all") return new Array<boolean>(count).fill(true);
  const mask = new Array<boolean>(count).fill(false);
  for (const place of typeof linear === "function" ? linear(params) : linear) mask[place] = true;
  return mask;
}
