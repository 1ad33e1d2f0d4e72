/** Normal and Student laws of matrices. */
import { makeTensor } from "../../core/convert.ts";
import type { Tensor, TensorLike } from "../../core/tensor.ts";
import { add, div, mul, square, sub } from "../../ops/arithmetic.ts";
import { greater, where } from "../../ops/compare.ts";
import { eye, tril } from "../../ops/diagonals.ts";
import { cholesky } from "../../ops/linalg/cholesky.ts";
import { swap } from "../../ops/linalg/matrices.ts";
import { triangularSolve } from "../../ops/linalg/triangular.ts";
import { matmul } from "../../ops/matmul.ts";
import { sqrt } from "../../ops/power.ts";
import { sum } from "../../ops/reduce.ts";
import { LOG_PI, LOG_TAU } from "../../ops/scalar/constants.ts";
import { multigammaln } from "../../ops/special/gamma.ts";
import { normal } from "../../random/continuous.ts";
import { chisquare } from "../../random/gamma.ts";
import { splitOf } from "../../random/key.ts";
import { lowerCholesky, realMatrix } from "../constraints/matrices.ts";
import { positive } from "../constraints/numbers.ts";
import { type Law, law, type Values } from "../distribution/law.ts";
import { last, row, sizeOf } from "./pieces/columns.ts";
import { drawnAs } from "./pieces/counts.ts";
import { halfLogDet, lowerSolve } from "./pieces/scaleMatrix.ts";

type Names = "loc" | "scaleRow" | "scaleColumn";

/** Lr⁻¹ (X - M) Lc⁻ᵀ */
const whiten = ({ loc, scaleRow, scaleColumn }: Values<Names>, x: Tensor): Tensor =>
  swap(lowerSolve(scaleColumn, swap(lowerSolve(scaleRow, sub(x, loc)))));

/** p log det Lr + n log det Lc. */
const logDet = ({ scaleRow, scaleColumn }: Values<Names>): Tensor =>
  add(mul(sizeOf(scaleColumn), halfLogDet(scaleRow)), mul(sizeOf(scaleRow), halfLogDet(scaleColumn)));

const shapeOf = ({ scaleRow, scaleColumn }: Values<Names>): number[] => [sizeOf(scaleRow), sizeOf(scaleColumn)];

/** Variances of the entries for normal matrices. */
const variances = ({ scaleRow, scaleColumn }: Values<Names>): Tensor =>
  mul(last(sum(square(scaleRow), -1)), row(sum(square(scaleColumn), -1)));

const parameters = {
  loc: { constraint: realMatrix, axes: ["n", "m"] },
  scaleRow: { constraint: lowerCholesky, axes: ["n", "n"] },
  scaleColumn: { constraint: lowerCholesky, axes: ["m", "m"] },
} as const;

/**
 * The normal distribution of matrices whose rows and whose columns are correlated.
 * @param loc - the mean M, [..., n, p]
 * @param scaleRow - the lower Cholesky factor of the covariance among rows, [..., n, n]
 * @param scaleColumn - the lower Cholesky factor of the covariance among columns, [..., p, p]
 * @returns a distribution of matrices
 * @throws TensorError "value" when a diagonal is not positive, "shape" when sizes differ
 * @example MatrixNormal([[0, 0]], [[1]], [[1, 0], [0, 2]]).logProb([[1, 2]]) // => Tensor -3.5310242469692907
 * @math X = M + L_r Z L_c^\top
 * @source Gupta & Nagar, Matrix variate distributions, 1999, 2
 * @peers tfp.distributions.MatrixNormalLinearOperator, scipy.stats.matrix_normal
 * @see MultivariateNormal, MatrixT
 * @keywords matrix variate Gaussian
 */
export const MatrixNormal: Law<[loc: TensorLike, scaleRow: TensorLike, scaleColumn: TensorLike], Names> =
  /*@__PURE__*/ law({
    name: "MatrixNormal",
    kind: "continuous",
    parameters,
    support: realMatrix,
    eventShape: shapeOf,
    logProb: (p, x) => {
      const [n, m] = shapeOf(p);
      return sub(mul(-0.5, add(sum(square(whiten(p, x)), [-2, -1]), n * m * LOG_TAU)), logDet(p));
    },
    sample: (p, key, shape) => {
      const z = normal(key, [...shape, ...shapeOf(p)], drawnAs(p.loc));
      return add(p.loc, matmul(matmul(p.scaleRow, z), swap(p.scaleColumn)));
    },
    mean: ({ loc }) => loc,
    mode: ({ loc }) => loc,
    variance: variances,
    entropy: (p) => {
      const [n, m] = shapeOf(p);
      return add(logDet(p), (n * m * (1 + LOG_TAU)) / 2);
    },
    source: "Gupta & Nagar, Matrix variate distributions, 1999, 2",
  });

/**
 * Student's t distribution of matrices: normal matrices whose covariance among rows is drawn from an inverse Wishart distribution.
 * @param df - degrees of freedom ν > 0, any shape
 * @param loc - the center M, [..., n, p]
 * @param scaleRow - the lower Cholesky factor of the scale among rows Σ, [..., n, n]
 * @param scaleColumn - the lower Cholesky factor of the scale among columns Ω, [..., p, p]
 * @returns a distribution of matrices; the mean exists for df > 1, the variance for df > 2
 * @throws TensorError "value" when df or a diagonal is not positive, "shape" when sizes differ
 * @example MatrixT(3, [[0]], [[1]], [[1]]).logProb([[0]]) // => Tensor -0.4515827052894548
 * @math p(X) \propto |1 + \Sigma^{-1} (X - M) \Omega^{-1} (X - M)^\top|^{-\frac{\nu + n + p - 1}{2}}
 * @source Gupta & Nagar, Matrix variate distributions, 1999, 4
 * @peers tfp.distributions.MatrixTLinearOperator
 * @see MatrixNormal, MultivariateStudentT
 * @keywords matrix variate t
 */
export const MatrixT: Law<
  [df: TensorLike, loc: TensorLike, scaleRow: TensorLike, scaleColumn: TensorLike],
  Names | "df"
> = /*@__PURE__*/ law({
  name: "MatrixT",
  kind: "continuous",
  parameters: { df: { constraint: positive }, ...parameters },
  support: realMatrix,
  eventShape: shapeOf,
  logProb: (p, x) => {
    const [n, m] = shapeOf(p);
    const z = whiten(p, x);
    const inner = cholesky(add(matmul(z, swap(z)), eye(n)));
    const norm = sub(multigammaln(mul(0.5, add(p.df, n + m - 1)), n), multigammaln(mul(0.5, add(p.df, n - 1)), n));
    const power = mul(add(p.df, n + m - 1), halfLogDet(inner));
    return sub(sub(sub(norm, ((n * m) / 2) * LOG_PI), logDet(p)), power);
  },
  // Rows A⁻ᵀ Z for the factor A of a Wishart matrix with ν + n - 1 degrees of freedom.
  sample: (p, key, shape) => {
    const [n, m] = shapeOf(p);
    const keys = splitOf(key, 3);
    const places = makeTensor(
      Float64Array.from({ length: n }, (_, i) => n - 1 - i),
      "float64",
      "MatrixT",
    );
    const squares = chisquare(keys[0], add(last(p.df), places), [...shape, n], drawnAs(p.df));
    const below = tril(normal(keys[1], [...shape, n, n], drawnAs(p.df)), -1);
    const factor = add(below, mul(last(sqrt(squares)), eye(n)));
    const z = normal(keys[2], [...shape, n, m], drawnAs(p.loc));
    return add(p.loc, matmul(matmul(p.scaleRow, triangularSolve(swap(factor), z)), swap(p.scaleColumn)));
  },
  mean: ({ df, loc }) => where(last(last(greater(df, 1))), loc, NaN),
  mode: ({ loc }) => loc,
  variance: (p) => {
    const rest = last(last(sub(p.df, 2)));
    return where(greater(rest, 0), div(variances(p), rest), NaN);
  },
  source: "Gupta & Nagar, Matrix variate distributions, 1999, 4",
});
