/** Kullback–Leibler divergences of two distributions of one law, in closed form. */
import { EULER } from "../../ops/scalar/constants.ts";
import type { Tensor } from "../../core/tensor.ts";
import { abs, add, div, mul, neg, square, sub } from "../../ops/arithmetic.ts";
import { greater, where } from "../../ops/compare.ts";
import { exp, expm1, log, log1p } from "../../ops/exponential.ts";
import { swap } from "../../ops/linalg/matrices.ts";
import { triangularSolve } from "../../ops/linalg/triangular.ts";
import { sum } from "../../ops/reduce.ts";
import { sin } from "../../ops/trigonometric.ts";
import { i0e } from "../../ops/special/bessel.ts";
import { besselRatio } from "../../ops/special/besselReal.ts";
import { digamma, digammaDrop, lbeta, lgamma, multigammaln } from "../../ops/special/gamma.ts";
import { last, sizeOf } from "../laws/pieces/columns.ts";
import { logRatio } from "../laws/pieces/logRatio.ts";
import { halfLogDet, squaredDistance } from "../laws/pieces/scaleMatrix.ts";

export type Values = Readonly<Record<string, Tensor>>;
type Pair = (p: Values, q: Values) => Tensor;

/** r - 1 - log r, 0 where r is 1. */
const excess = (r: Tensor): Tensor => {
  const away = sub(r, 1);
  const near = greater(r, 0.5);
  return sub(away, where(near, log1p(where(near, away, 0)), log(r)));
};

/** p (log p - log q) with 0 log 0 = 0. */
const term = (p: Tensor, logP: Tensor, logQ: Tensor): Tensor => {
  const counts = greater(p, 0);
  return where(counts, mul(p, sub(where(counts, logP, 0), where(counts, logQ, 0))), 0);
};

const trial: Pair = (p, q) => add(term(p.probs, p.logProbs, q.logProbs), term(p.rest, p.logRest, q.logRest));

/** ψ(a) + ψ(a - 1/2) + … of n terms. */
const multivariateDigamma = (a: Tensor, n: number): Tensor =>
  Array.from({ length: n }, (_, i) => digamma(sub(a, i / 2))).reduce((x, y) => add(x, y));

const categories: Pair = (p, q) => sum(term(p.probs, p.logProbs, q.logProbs), -1);

const normal: Pair = (p, q) =>
  mul(0.5, add(excess(square(div(p.scale, q.scale))), square(div(sub(p.loc, q.loc), q.scale))));

const gamma: Pair = (p, q) => {
  const [a, b] = [p.concentration, q.concentration];
  const ratio = div(q.rate, p.rate);
  const shapes = add(sub(lgamma(b), lgamma(a)), mul(sub(a, b), digamma(a)));
  return add(sub(shapes, mul(b, log(ratio))), mul(a, sub(ratio, 1)));
};

/** Where e^-Z has the moments E e^(-r Z) and Z the mean m, and the density falls with -c (z + e^-z). */
const doubleExponential =
  (c: number, mean: number, moment: (r: Tensor) => Tensor): Pair =>
  (p, q) => {
    const ratio = div(p.scale, q.scale);
    const shift = div(sub(p.loc, q.loc), q.scale);
    const place = add(shift, mul(sub(ratio, 1), mean));
    return sub(mul(c, sub(add(place, mul(exp(neg(shift)), moment(ratio))), 1)), log(ratio));
  };

/** Tr Σq⁻¹ Σp and the distance of the means, with Lq the factor of Σq and any A with A Aᵀ = Σp. */
const normalVectors: Pair = (p, q) => {
  const [a, l] = [p.scaleTril, q.scaleTril];
  const ratio = triangularSolve(l, a, { lower: true });
  const trace = sum(square(ratio), [-2, -1]);
  const rest = sub(add(trace, squaredDistance(l, sub(p.loc, q.loc))), sizeOf(p.loc));
  return add(mul(0.5, rest), sub(halfLogDet(l), halfLogDet(a)));
};

/** By the laws' names. */
export const pairs: Readonly<Record<string, Pair>> = /*@__PURE__*/ (() => ({
  Normal: normal,
  Gamma: gamma,
  Bernoulli: trial,
  Categorical: categories,
  Beta: (p, q) => {
    const [a, b] = [p.concentration1, p.concentration0];
    const [c, d] = [q.concentration1, q.concentration0];
    const norms = sub(lbeta(c, d), lbeta(a, b));
    return add(norms, add(mul(sub(a, c), digammaDrop(a, b)), mul(sub(b, d), digammaDrop(b, a))));
  },
  Geometric: (p, q) => div(trial(p, q), p.probs),
  NegativeBinomial: (p, q) => mul(p.total, div(trial(p, q), p.rest)),
  Binomial: (p, q) => mul(p.total, trial(p, q)),
  Multinomial: (p, q) => mul(p.total, categories(p, q)),
  Poisson: (p, q) => {
    const rises = term(p.rate, log(p.rate), log(q.rate));
    return sub(rises, sub(p.rate, q.rate));
  },
  Uniform: (p, q) => log(div(q.width, p.width)),
  Cauchy: (p, q) => {
    const scales = div(square(sub(p.scale, q.scale)), mul(p.scale, q.scale));
    const places = div(square(sub(p.loc, q.loc)), mul(p.scale, q.scale));
    return log1p(mul(0.25, add(scales, places)));
  },
  Laplace: (p, q) => {
    const ratio = div(p.scale, q.scale);
    const away = div(abs(sub(p.loc, q.loc)), p.scale);
    return add(excess(ratio), mul(ratio, add(away, expm1(neg(away)))));
  },
  Pareto: (p, q) => {
    const ratio = div(q.concentration, p.concentration);
    return add(excess(ratio), mul(q.concentration, logRatio(p.scale, q.scale)));
  },
  Gumbel: doubleExponential(1, EULER, (r) => exp(lgamma(add(1, r)))),
  Moyal: doubleExponential(0.5, EULER + Math.LN2, (r) =>
    exp(add(sub(lgamma(add(0.5, r)), 0.5723649429247001), mul(r, Math.LN2))),
  ),
  Weibull: (p, q) => {
    const [a, b] = [p.concentration, q.concentration];
    const ratio = div(b, a);
    const scales = mul(b, logRatio(p.scale, q.scale));
    const powers = exp(add(scales, lgamma(add(1, ratio))));
    return add(sub(sub(powers, 1), scales), sub(mul(EULER, sub(ratio, 1)), log(ratio)));
  },
  InverseGaussian: (p, q) => {
    const places = div(square(sub(p.loc, q.loc)), mul(p.loc, square(q.loc)));
    return mul(0.5, add(excess(div(q.concentration, p.concentration)), mul(q.concentration, places)));
  },
  VonMises: (p, q) => {
    const [k, l] = [p.concentration, q.concentration];
    const length = besselRatio(mul(k, 0), k);
    const norms = sub(add(log(i0e(l)), l), add(log(i0e(k)), k));
    const turn = mul(2, square(sin(mul(0.5, sub(p.loc, q.loc)))));
    return add(norms, mul(length, add(sub(k, l), mul(l, turn))));
  },
  Dirichlet: (p, q) => {
    const [a, b] = [p.concentration, q.concentration];
    const [all, others] = [sum(a, -1), sum(b, -1)];
    const norms = sub(sum(sub(lgamma(b), lgamma(a)), -1), sub(lgamma(others), lgamma(all)));
    return add(norms, sum(mul(sub(a, b), sub(digamma(a), last(digamma(all)))), -1));
  },
  LogisticNormal: (p, q) => sum(normal(p, q), -1),
  MultivariateNormal: normalVectors,
  MatrixNormal: (p, q) => {
    const away = triangularSolve(q.scaleRow, sub(p.loc, q.loc), { lower: true });
    const [n, m] = [sizeOf(p.scaleRow), sizeOf(p.scaleColumn)];
    const both = swap(triangularSolve(q.scaleColumn, swap(away), { lower: true }));
    const traces = [
      triangularSolve(q.scaleRow, p.scaleRow, { lower: true }),
      triangularSolve(q.scaleColumn, p.scaleColumn, { lower: true }),
    ].map((ratio) => sum(square(ratio), [-2, -1]));
    const rest = sub(add(mul(traces[0], traces[1]), sum(square(both), [-2, -1])), n * m);
    const dets = add(
      mul(m, sub(halfLogDet(q.scaleRow), halfLogDet(p.scaleRow))),
      mul(n, sub(halfLogDet(q.scaleColumn), halfLogDet(p.scaleColumn))),
    );
    return add(mul(0.5, rest), dets);
  },
  Wishart: (p, q) => {
    const n = sizeOf(p.scaleTril);
    const ratio = triangularSolve(q.scaleTril, p.scaleTril, { lower: true });
    const scales = mul(p.df, mul(0.5, sub(sum(square(ratio), [-2, -1]), n)));
    const dets = mul(q.df, sub(halfLogDet(q.scaleTril), halfLogDet(p.scaleTril)));
    const norms = sub(multigammaln(mul(0.5, q.df), n), multigammaln(mul(0.5, p.df), n));
    const slopes = mul(mul(0.5, sub(p.df, q.df)), multivariateDigamma(mul(0.5, p.df), n));
    return add(add(scales, dets), add(norms, slopes));
  },
}))();

/** A parameter that must be the same, so that coefficients cancel. */
export const shared: Readonly<Record<string, string>> = {
  Binomial: "total",
  Multinomial: "total",
  NegativeBinomial: "total",
};
