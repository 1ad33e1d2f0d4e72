/** The Wishart laws of positive definite matrices. */
import { makeTensor } from "../../core/convert.ts";
import type { Key } from "../../random/key.ts";
import type { Shape } from "../../base/shapes.ts";
import type { Tensor, TensorLike } from "../../core/tensor.ts";
import { add, div, mul, square, sub } from "../../ops/arithmetic.ts";
import { greater, where } from "../../ops/compare.ts";
import { eye, tril } from "../../ops/diagonals.ts";
import { cholesky } from "../../ops/linalg/cholesky.ts";
import { diagonalOf, swap } from "../../ops/linalg/matrices.ts";
import { matmul } from "../../ops/matmul.ts";
import { sqrt } from "../../ops/power.ts";
import { sum } from "../../ops/reduce.ts";
import { digamma, multigammaln } from "../../ops/special/gamma.ts";
import { normal } from "../../random/continuous.ts";
import { chisquare } from "../../random/gamma.ts";
import { splitOf } from "../../random/key.ts";
import { lowerCholesky, positiveDefinite } from "../constraints/matrices.ts";
import { positive } from "../constraints/numbers.ts";
import { type Law, law } from "../distribution/law.ts";
import { last, row, sizeOf } from "./pieces/columns.ts";
import { drawnAs } from "./pieces/counts.ts";
import { halfLogDet, lowerSolve, scaleMatrix } from "./pieces/scaleMatrix.ts";

/** The sum of squares of all entries. */
const squared = (x: Tensor): Tensor => sum(square(x), [-2, -1]);

/** Bartlett's factor: roots of chi-square draws on the diagonal, normal draws below. */
function bartlett(df: Tensor, n: number, key: Key, shape: Shape): Tensor {
  const keys = splitOf(key, 2);
  const places = makeTensor(
    Float64Array.from({ length: n }, (_, i) => i),
    "float64",
    "Wishart",
  );
  const squares = chisquare(keys[0], sub(last(df), places), [...shape, n], drawnAs(df));
  const below = tril(normal(keys[1], [...shape, n, n], drawnAs(df)), -1);
  return add(below, mul(last(sqrt(squares)), eye(n)));
}

/** ψ(a) + ψ(a - 1/2) + … of n terms. */
function multivariateDigamma(a: Tensor, n: number): Tensor {
  const places = makeTensor(
    Float64Array.from({ length: n }, (_, i) => i / 2),
    "float64",
    "Wishart",
  );
  return sum(digamma(sub(last(a), places)), -1);
}

const outer = (v: Tensor): Tensor => mul(last(v), row(v));

/**
 * The Wishart distribution: df times the sample covariance of df normal vectors.
 * @param df - degrees of freedom, more than n - 1, any shape
 * @param covariance - of the vectors, V, [..., n, n] symmetric positive definite
 * @param precision - its inverse, in place of covariance
 * @param scaleTril - its lower Cholesky factor, in place of covariance
 * @returns a distribution of symmetric positive definite matrices
 * @throws TensorError "value" when df is too small or the matrix not positive definite, "shape" when sizes differ
 * @example Wishart(3, [[1, 0], [0, 1]]).logProb([[2, 0.5], [0.5, 1]]) // => Tensor -4.031024246969291
 * @math p(X) \propto |X|^{\frac{\nu - n - 1}{2}} e^{-\frac{1}{2} \operatorname{tr}(V^{-1} X)}
 * @source Gupta & Nagar, Matrix variate distributions, 1999, 3
 * @peers torch.distributions.Wishart, tfp.distributions.WishartTriL, scipy.stats.wishart
 * @see InverseWishart, LKJ
 * @keywords covariance matrix prior, scatter matrix
 */
export const Wishart: Law<[df: TensorLike, covariance?: TensorLike], "df" | "covariance" | "precision" | "scaleTril"> =
  /*@__PURE__*/ law({
    name: "Wishart",
    kind: "continuous",
    parameters: { df: { constraint: positive }, ...scaleMatrix },
    conditions: ({ df, covariance }) => [
      { value: sub(df, sizeOf(covariance) - 1), rule: "positive", argument: "df - (n - 1)" },
    ],
    derived: {
      logNorm: ({ df, scaleTril }) => {
        const n = sizeOf(scaleTril);
        return add(mul(df, add(halfLogDet(scaleTril), (n / 2) * Math.LN2)), multigammaln(mul(df, 0.5), n));
      },
    },
    support: positiveDefinite,
    eventShape: ({ scaleTril }) => [sizeOf(scaleTril), sizeOf(scaleTril)],
    logProb: ({ df, scaleTril, logNorm }, x) => {
      const factor = cholesky(x);
      const power = mul(sub(df, sizeOf(scaleTril) + 1), halfLogDet(factor));
      return sub(sub(power, mul(0.5, squared(lowerSolve(scaleTril, factor)))), logNorm);
    },
    sample: ({ df, scaleTril }, key, shape) => {
      const factor = matmul(scaleTril, bartlett(df, sizeOf(scaleTril), key, shape));
      return matmul(factor, swap(factor));
    },
    mean: ({ df, covariance }) => mul(last(last(df)), covariance),
    variance: ({ df, covariance }) => mul(last(last(df)), add(square(covariance), outer(diagonalOf(covariance)))),
    mode: ({ df, covariance }) => {
      const rest = last(last(sub(df, sizeOf(covariance) + 1)));
      return where(greater(rest, 0), mul(rest, covariance), NaN);
    },
    entropy: ({ df, scaleTril }) => {
      const n = sizeOf(scaleTril);
      const half = mul(df, 0.5);
      const slopes = mul(mul(0.5, sub(df, n + 1)), multivariateDigamma(half, n));
      const scales = add(mul(n + 1, halfLogDet(scaleTril)), ((n * (n + 1)) / 2) * Math.LN2);
      return add(sub(add(scales, multigammaln(half, n)), slopes), mul(half, n));
    },
    source: "Gupta & Nagar, Matrix variate distributions, 1999, 3",
  });

/**
 * The inverse Wishart distribution: the inverse of a Wishart matrix, the conjugate of the covariance of normal vectors.
 * @param df - degrees of freedom, more than n - 1, any shape
 * @param scale - Ψ, [..., n, n] symmetric positive definite
 * @param scaleTril - its lower Cholesky factor, in place of scale
 * @returns a distribution of symmetric positive definite matrices; the mean exists for df > n + 1
 * @throws TensorError "value" when df is too small or the matrix not positive definite, "shape" when sizes differ
 * @example InverseWishart(4, [[1, 0], [0, 1]]).mean() // => Tensor [[1, 0], [0, 1]]
 * @math p(X) \propto |X|^{-\frac{\nu + n + 1}{2}} e^{-\frac{1}{2} \operatorname{tr}(\Psi X^{-1})}
 * @source Gupta & Nagar, Matrix variate distributions, 1999, 3.4
 * @peers scipy.stats.invwishart
 * @see Wishart
 * @keywords covariance matrix prior, conjugate
 */
export const InverseWishart: Law<[df: TensorLike, scale?: TensorLike], "df" | "scale" | "scaleTril"> =
  /*@__PURE__*/ law({
    name: "InverseWishart",
    kind: "continuous",
    parameters: {
      df: { constraint: positive },
      scale: { constraint: positiveDefinite, from: ({ scaleTril }) => matmul(scaleTril, swap(scaleTril)) },
      scaleTril: { constraint: lowerCholesky, instead: "scale", from: ({ scale }) => cholesky(scale) },
    },
    conditions: ({ df, scale }) => [{ value: sub(df, sizeOf(scale) - 1), rule: "positive", argument: "df - (n - 1)" }],
    support: positiveDefinite,
    eventShape: ({ scaleTril }) => [sizeOf(scaleTril), sizeOf(scaleTril)],
    logProb: ({ df, scaleTril }, x) => {
      const n = sizeOf(scaleTril);
      const factor = cholesky(x);
      const norm = sub(mul(df, sub(halfLogDet(scaleTril), (n / 2) * Math.LN2)), multigammaln(mul(df, 0.5), n));
      const power = mul(add(df, n + 1), halfLogDet(factor));
      return sub(sub(norm, power), mul(0.5, squared(lowerSolve(factor, scaleTril))));
    },
    // With A Aᵀ of the Wishart law with scale 1, the factor of the inverse is L A⁻ᵀ.
    sample: ({ df, scaleTril }, key, shape) => {
      const factor = swap(lowerSolve(bartlett(df, sizeOf(scaleTril), key, shape), swap(scaleTril)));
      return matmul(factor, swap(factor));
    },
    mean: ({ df, scale }) => {
      const rest = last(last(sub(df, sizeOf(scale) + 1)));
      return where(greater(rest, 0), div(scale, rest), NaN);
    },
    variance: ({ df, scale }) => {
      const n = sizeOf(scale);
      const rest = last(last(sub(df, n + 1)));
      const top = add(mul(add(rest, 2), square(scale)), mul(rest, outer(diagonalOf(scale))));
      return where(greater(rest, 2), div(top, mul(mul(add(rest, 1), square(rest)), sub(rest, 2))), NaN);
    },
    mode: ({ df, scale }) => div(scale, last(last(add(df, sizeOf(scale) + 1)))),
    source: "Gupta & Nagar, Matrix variate distributions, 1999, 3.4",
  });
