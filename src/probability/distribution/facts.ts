/** What a distribution states; all else is derived of it. */
import type { FloatDType } from "../../base/dtypes.ts";
import type { Shape } from "../../base/shapes.ts";
import type { Tensor } from "../../core/tensor.ts";
import type { Key } from "../../random/key.ts";
import type { Constraint } from "../constraints/constraint.ts";

/** Whether probability is a density, or stands on single points; mixed: some of both. */
export type Kind = "continuous" | "discrete" | "mixed";

/** A function of values; their axes are those of the draws, of the batch and of an event, in this order. */
type OfValue = (x: Tensor) => Tensor;

/** A number (or an event) for each place of the batch. */
type OfBatch = () => Tensor;

/** What a distribution was made of, and how: `how` are equal where two were made in the same way. */
export interface Origin {
  readonly facts: Facts;
  readonly how: unknown;
  /** A divergence of those made, of that of what they are made of. */
  readonly carry: (divergence: Tensor) => Tensor;
}

/** What a distribution states; the names are those of its methods. @internal */
export interface Facts {
  readonly name: string;
  readonly kind: Kind;
  readonly dtype: FloatDType;
  readonly batchShape: Shape;
  readonly eventShape: Shape;
  readonly support: Constraint;
  /** The parameters of its law and what is derived of them, by name. */
  readonly values?: Readonly<Record<string, Tensor>>;
  /** The tensors that it is made of, and the same distribution of others: for derivatives through draws and quantiles. */
  readonly leaves: readonly Tensor[];
  readonly remake: (leaves: readonly Tensor[]) => Facts;
  /** The logarithm of the density or probability, at values of the support. */
  readonly logProb: OfValue;
  /** Of mixed distributions: whether a value has a probability of its own, which logProb then gives, and not a density. */
  readonly atoms?: OfValue;
  /** The rest is for laws of one variable. P(X <= x) and P(X > x), between the ends of the support. */
  readonly cdf?: OfValue;
  readonly sf?: OfValue;
  readonly logCdf?: OfValue;
  readonly logSf?: OfValue;
  /** The least x with P(X <= x) >= q, and with P(X > x) <= q. */
  readonly icdf?: OfValue;
  readonly isf?: OfValue;
  /** Draws of the shape, which ends with that of the batch; the axes of an event come behind. By inversion where it is left out. */
  readonly sample?: (key: Key, shape: Shape) => Tensor;
  /**
   * How draws depend on parameters: exact, by the ops that they are made of; implicit, by the derivative of the distribution
   * function; none.
   */
  readonly gradient: "exact" | "implicit" | "none";
  readonly mean?: OfBatch;
  readonly variance?: OfBatch;
  readonly mode?: OfBatch;
  readonly median?: OfBatch;
  readonly skewness?: OfBatch;
  /** The excess over that of the normal distribution. */
  readonly kurtosis?: OfBatch;
  readonly entropy?: OfBatch;
  /** The matrix of covariances of a vector. */
  readonly covariance?: OfBatch;
  /** The distribution that it is made of, where a divergence passes through what was done with it. */
  readonly of?: Origin;
  /** All values, along a first axis, of a finite support that is the same for the whole batch. */
  readonly enumerate?: OfBatch;
}
