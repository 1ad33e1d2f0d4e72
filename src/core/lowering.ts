/** How a compiled program does an op: read by the compiler, which knows no op by name. */
import { type Shape, stridesOf } from "../base/shapes.ts";
import type { Kernel, Lane } from "./kernel.ts";
import type { Aval, Tensor } from "./tensor.ts";

/** A place along one axis: an affine function of the loops' indices, plus a lane (i32) where the place is computed. */
export interface Place {
  /** By loop. */
  readonly coefficients: readonly number[];
  readonly constant: number;
  readonly lane?: Lane;
}

/** Reads an element of an argument, at a place for each of its axes. */
export type Reader = (place: readonly Place[]) => Lane;

/** The kernel that lowerings write to: it also knows places. */
export interface LoopKernel extends Kernel {
  /** The place as a lane of type i32. */
  index(place: Place): Lane;
  /** The place that a lane of type i32 tells. */
  computed(lane: Lane): Place;
  /**
   * Where the mask is set one lane, else another. Elements that are read for a lane which is not chosen may lie outside of their
   * tensor: they are not read.
   */
  choose(mask: Lane, yes: () => Lane, no: () => Lane): Lane;
}

export interface ElementsAt<P> {
  readonly k: LoopKernel;
  readonly args: readonly Reader[];
  readonly avals: readonly Aval[];
  readonly out: Aval;
  /** Of the result. */
  readonly place: readonly Place[];
  readonly params: P;
}

/** How elements are put together in a reduction. All are associative and commutative but for rounding. */
export type Monoid = "add" | "mul" | "min" | "max" | "and" | "or";

/**
 * From so many elements on ops whose work grows faster than their tensors are worth being compiled outside of `jit`: a program is found
 * and called in 1 µs, and takes half of the time or less at 16 × 16; to compile it for a shape takes 0.3 ms.
 */
export const DENSE_ELEMENTS = 256;

/** A product of two tensors with batch, free and contracted axes, as in StableHLO's dot_general. */
export interface DotAxes {
  readonly batch: readonly [x: readonly number[], y: readonly number[]];
  readonly contract: readonly [x: readonly number[], y: readonly number[]];
}

export type Lowering<P> =
  /**
   * The element of the result at a place, as elements of the arguments: views, broadcasts, choices. They are computed wherever they
   * are read; `costly`: that would be too often.
   */
  | { readonly kind: "elements"; readonly element: (at: ElementsAt<P>) => Lane; readonly costly?: boolean }
  /** The same elements in the same order, in another shape. */
  | { readonly kind: "alias" }
  | { readonly kind: "reduce"; readonly monoid: Monoid; readonly axes: (params: P) => readonly number[] }
  | { readonly kind: "dot"; readonly axes: (params: P) => DotAxes; readonly fromElements?: number }
  /** Other ops, which are compiled instead. Undefined where this call has no such form; it has the other one then. */
  | {
      readonly kind: "expand";
      readonly expand: (args: readonly Tensor[], params: P) => readonly Tensor[] | undefined;
      readonly otherwise?: Lowering<P>;
    }
  /** A routine of the backend, by its name there, with what it has to know. */
  | {
      readonly kind: "routine";
      readonly routine: string;
      readonly settings: (params: P, args: readonly Aval[]) => unknown;
      /**
       * Tensors of so many elements are worth it outside of `jit`: fewer than elsewhere where the work grows faster than the tensors,
       * Infinity where plain loops are as quick.
       */
      readonly fromElements?: number;
    }
  /** A loop or choice, whose bodies are programs. */
  | { readonly kind: "cond" }
  | { readonly kind: "while" }
  | { readonly kind: "scan" };

/** What the compiler reads of a scan's parameters. Arguments: constants, carry, rows. Body: the same to (carry, rows). */
export interface ScanShape {
  readonly length: number;
  readonly reverse: boolean;
  /** How many arguments are constants, and how many are carried. */
  readonly constants: number;
  readonly carry: number;
}

/** The same of a loop with a condition. Programs: condition and body of (constants, carry). */
export interface WhileShape {
  readonly constants: number;
  readonly maxIterations?: number;
}

export const plus = (a: Place, constant: number): Place => ({ ...a, constant: a.constant + constant });

/** The place at the sum of two indices. */
export function sumOf(k: Kernel, a: Place, b: Place): Place {
  const loops = Math.max(a.coefficients.length, b.coefficients.length);
  const coefficients = Array.from({ length: loops }, (_, i) => (a.coefficients[i] ?? 0) + (b.coefficients[i] ?? 0));
  const lane = a.lane && b.lane ? k.add(a.lane, b.lane) : (a.lane ?? b.lane);
  return { coefficients, constant: a.constant + b.constant, lane };
}

export const times = (k: Kernel, { coefficients, constant, lane }: Place, factor: number): Place => ({
  coefficients: coefficients.map((c) => c * factor),
  constant: constant * factor,
  lane: lane && (factor === 1 ? lane : k.mul(lane, factor)),
});

/** The place among all elements of a shape, in row-major order. */
export const linearPlace = (k: Kernel, place: readonly Place[], shape: Shape): Place =>
  weighted(k, place, stridesOf(shape));

/** Σ wᵢ · placeᵢ */
export const weighted = (k: Kernel, place: readonly Place[], weights: readonly number[]): Place =>
  place.map((at, axis) => times(k, at, weights[axis])).reduce((a, b) => sumOf(k, a, b), PLACE_ZERO);

/**
 * The quotient of integers 0 … most by a constant, by a product with a rounded-up reciprocal where that is exact: vectors have no
 * division of integers.
 * @source Granlund & Montgomery, Division by invariant integers using multiplication, 1994, theorem 4.2
 */
export function quotientOf(k: Kernel, x: Lane, divisor: number, most: number): Lane {
  if (divisor === 1) return x;
  for (let bits = 30; bits > 0; bits--) {
    const factor = Math.ceil(2 ** bits / divisor);
    if (factor * most >= 2 ** 31) continue;
    if ((factor * divisor - 2 ** bits) * (most + 1) > 2 ** bits) break;
    return k.shrS(k.mul(x, factor), bits);
  }
  return k.apply(() => k.quotient(x, divisor), { unsigned: true }, []);
}

export const PLACE_ZERO: Place = { coefficients: [], constant: 0 };
