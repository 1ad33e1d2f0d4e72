/** What quantiles are computed of, and how long they are searched for. */
import type { Shape } from "../../base/shapes.ts";
import type { Tensor } from "../../core/tensor.ts";

/** What is inverted: the functions of a distribution, and the ends of its support. */
export interface Invertible {
  readonly cdf: (x: Tensor) => Tensor;
  readonly sf: (x: Tensor) => Tensor;
  readonly logProb: (x: Tensor) => Tensor;
  readonly low: Tensor | number;
  readonly high: Tensor | number;
  /** Of the distribution. */
  readonly batchShape: Shape;
  /** Whether the functions are of known numbers. */
  readonly isKnown: boolean;
  /** Where a search may begin, such as the mean. */
  readonly start?: Tensor;
}

/** Which of the two functions the probability belongs to. */
export type Tail = "cdf" | "sf";

export const MOST_STEPS = 400;
/** So many steps of Newton's method are tried before every third step halves the bracket. */
export const PATIENCE = 9;
/** Doublings until an integer is beyond the largest float. */
export const MOST_DOUBLINGS = 1100;

type OfFloat = Readonly<Record<"float64" | "float32", number>>;

export const LARGEST: OfFloat = { float64: Number.MAX_VALUE, float32: 3.4028234663852886e38 };
/** Below this size numbers count as linear, above as logarithmic, when an interval is halved. */
export const SMALL: OfFloat = { float64: 1e-290, float32: 1e-36 };
export const EPSILON: OfFloat = { float64: 2 ** -52, float32: 2 ** -23 };
