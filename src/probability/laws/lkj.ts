/** The LKJ laws of correlation matrices and of their Cholesky factors. */
import { broadcast } from "../../core/basic.ts";
import { makeTensor } from "../../core/convert.ts";
import { LOG_PI } from "../../ops/scalar/constants.ts";
import type { Key } from "../../random/key.ts";
import type { Shape } from "../../base/shapes.ts";
import type { Tensor, TensorLike } from "../../core/tensor.ts";
import { add, div, mul, reciprocal, square, sub } from "../../ops/arithmetic.ts";
import { diagonal, eye, tril } from "../../ops/diagonals.ts";
import { log } from "../../ops/exponential.ts";
import { concat } from "../../ops/join.ts";
import { cholesky } from "../../ops/linalg/cholesky.ts";
import { swap } from "../../ops/linalg/matrices.ts";
import { matmul } from "../../ops/matmul.ts";
import { sqrt } from "../../ops/power.ts";
import { pad } from "../../ops/rearrange.ts";
import { sum } from "../../ops/reduce.ts";
import { lgamma, multigammaln } from "../../ops/special/gamma.ts";
import { normal } from "../../random/continuous.ts";
import { beta } from "../../random/gamma.ts";
import { splitOf } from "../../random/key.ts";
import { corrCholesky, corrMatrix } from "../constraints/matrices.ts";
import { positive, positiveInteger } from "../constraints/numbers.ts";
import { type Law, law, type Values } from "../distribution/law.ts";
import { last } from "./pieces/columns.ts";
import { drawnAs } from "./pieces/counts.ts";
import { oneSize } from "./pieces/size.ts";

type Names = "size" | "concentration";

const parameters = {
  size: { constraint: positiveInteger },
  concentration: { constraint: positive, default: 1 },
} as const;

/** Shapes depend on the size, so that it is one number that is known. */
const sizeOf = ({ size }: Values<Names>): number => size.item() as number;

/** log of what the density has to be divided by. @source Lewandowski, Kurowicka & Joe (2009), (16) */
function logNorm(p: Values<Names>): Tensor {
  const n = sizeOf(p) - 1;
  const alpha = add(p.concentration, n / 2);
  const gammas = n === 0 ? mul(alpha, 0) : sub(multigammaln(sub(alpha, 0.5), n), mul(n, lgamma(alpha)));
  return add(gammas, (n / 2) * LOG_PI);
}

/** Rows of the factor by the onion method: lengths by beta draws, directions by normal ones. */
function drawFactor(p: Values<Names>, key: Key, shape: Shape): Tensor {
  const n = sizeOf(p);
  const { concentration } = p;
  if (n === 1) return broadcast(last(last(add(mul(concentration, 0), 1))), [...shape, 1, 1]);
  const keys = splitOf(key, 2);
  const places = makeTensor(
    Float64Array.from({ length: n - 1 }, (_, i) => i / 2),
    "float64",
    "LKJ",
  );
  const lengths = beta(
    keys[0],
    add(places, 0.5),
    sub(add(last(concentration), (n - 2) / 2), places),
    [...shape, n - 1],
    drawnAs(concentration),
  );
  const directions = tril(normal(keys[1], [...shape, n - 1, n - 1], drawnAs(concentration)));
  const unit = div(directions, last(sqrt(sum(square(directions), -1))));
  const below = mul(unit, last(sqrt(lengths)));
  const rows = pad(below, [...shape.map((): [number, number] => [0, 0]), [1, 0], [0, 1]]);
  const diagonalOf = concat([broadcast(add(mul(last(concentration), 0), 1), [...shape, 1]), sqrt(sub(1, lengths))], -1);
  return add(rows, mul(last(diagonalOf), eye(n)));
}

const logDiagonal = (factor: Tensor): Tensor => log(diagonal(factor));

/**
 * The LKJ distribution of Cholesky factors of correlation matrices: uniform over correlation matrices for concentration 1, more
 * around the identity above.
 * @param size - the number of rows, one whole number
 * @param concentration - η > 0, any shape, default 1
 * @returns a distribution of lower triangular matrices with rows of length 1
 * @throws TensorError "value" when a parameter is out of range, "shape" when size is more than one number
 * @example LKJCholesky(2, 1).logProb([[1, 0], [0.6, 0.8]]) // => Tensor -0.6931471805599453
 * @math p(L) \propto \prod_{i=2}^n L_{ii}^{n - i + 2 \eta - 2}
 * @source Lewandowski, Kurowicka & Joe, Generating random correlation matrices based on vines and extended onion method, 2009
 * @peers torch.distributions.LKJCholesky, tfp.distributions.CholeskyLKJ
 * @see LKJ
 * @keywords correlation matrix prior
 */
export const LKJCholesky: Law<[size: TensorLike, concentration?: TensorLike], Names> = /*@__PURE__*/ law({
  name: "LKJCholesky",
  kind: "continuous",
  parameters,
  support: corrCholesky,
  eventShape: ({ size }) => {
    const n = oneSize("LKJCholesky", size);
    return [n, n];
  },
  logProb: (p, x) => {
    const n = sizeOf(p);
    const powers = makeTensor(
      Float64Array.from({ length: n }, (_, i) => (i === 0 ? 0 : n - 1 - i)),
      "float64",
      "LKJCholesky",
    );
    const logs = logDiagonal(x);
    const free = sum(mul(logs, add(powers, mul(2, last(sub(p.concentration, 1))))), -1);
    return sub(free, logNorm(p));
  },
  sample: drawFactor,
  source:
    "Lewandowski, Kurowicka & Joe, Generating random correlation matrices based on vines and extended onion method, 2009",
});

/**
 * The LKJ distribution of correlation matrices: uniform for concentration 1, more around the identity above.
 * @param size - the number of rows, one whole number
 * @param concentration - η > 0, any shape, default 1
 * @returns a distribution of correlation matrices
 * @throws TensorError "value" when a parameter is out of range, "shape" when size is more than one number
 * @example LKJ(2, 1).logProb([[1, 0.6], [0.6, 1]]) // => Tensor -0.6931471805599453
 * @math p(\Sigma) \propto |\Sigma|^{\eta - 1}
 * @source Lewandowski, Kurowicka & Joe, Generating random correlation matrices based on vines and extended onion method, 2009
 * @peers tfp.distributions.LKJ
 * @see LKJCholesky
 * @keywords correlation matrix prior
 */
export const LKJ: Law<[size: TensorLike, concentration?: TensorLike], Names> = /*@__PURE__*/ law({
  name: "LKJ",
  kind: "continuous",
  parameters,
  support: corrMatrix,
  eventShape: ({ size }) => {
    const n = oneSize("LKJ", size);
    return [n, n];
  },
  logProb: (p, x) => sub(mul(mul(2, sub(p.concentration, 1)), sum(logDiagonal(cholesky(x)), -1)), logNorm(p)),
  sample: (p, key, shape) => {
    const factor = drawFactor(p, key, shape);
    return matmul(factor, swap(factor));
  },
  mean: (p) => eye(sizeOf(p)),
  variance: (p) => {
    const n = sizeOf(p);
    return mul(last(last(reciprocal(add(mul(2, p.concentration), n - 1)))), sub(1, eye(n)));
  },
  source:
    "Lewandowski, Kurowicka & Joe, Generating random correlation matrices based on vines and extended onion method, 2009",
});
