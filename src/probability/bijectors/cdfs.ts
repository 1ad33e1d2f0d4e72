/** Bijectors onto probabilities: distribution functions. */
import type { Tensor, TensorLike } from "../../core/tensor.ts";
import { add, div, mul, neg, square, sub } from "../../ops/arithmetic.ts";
import { exp, expm1, log, log1p } from "../../ops/exponential.ts";
import { xlog1py, xlogy } from "../../ops/logarithmic.ts";
import { pow, sqrt } from "../../ops/power.ts";
import { HALF_LOG_TAU } from "../../ops/scalar/constants.ts";
import { erfc, erfcinv, ndtr, ndtri } from "../../ops/special/erf.ts";
import { type Constraint, nameOf } from "../constraints/constraint.ts";
import { greaterThan, nonnegative, positive, real, unitInterval } from "../constraints/numbers.ts";
import { type Bijector, state, type Stated } from "./bijector.ts";
import { parameter } from "./numbers.ts";

/** Any law with a distribution function. */
export interface Cumulative {
  /** The set of its values. */
  readonly support: Constraint;
  /** P(X ≤ x). */
  cdf(x: TensorLike): Tensor;
  /** The quantile. */
  icdf(p: TensorLike): Tensor;
  /** The logarithm of the density. */
  logProb(x: TensorLike): Tensor;
}

/**
 * The distribution function of a law: values that follow the law become uniform.
 * @param law - a continuous distribution with `cdf`, `icdf`, `logProb` and `support`
 * @returns the bijector
 * @example bijectors.cumulative(Normal(0, 1)).forward([0]) // => Tensor [0.5]
 * @source Devroye, Non-uniform random variate generation (1986), II.2
 * @peers torch.distributions.CumulativeDistributionTransform
 * @math y = F(x)
 * @keywords probability integral transform, quantile
 */
export function cumulative(law: Cumulative): Bijector {
  return state({
    name: `cumulative(${String(law)})`,
    domain: law.support,
    codomain: unitInterval,
    increasing: true,
    forward: (x) => law.cdf(x),
    inverse: (y) => law.icdf(y),
    logDet: (x) => law.logProb(x()),
  });
}

/**
 * The distribution function of standard normal numbers.
 * @peers tfp.bijectors.NormalCDF
 * @math y = \Phi(x)
 * @keywords probit, Gaussian
 */
export const normalCdf: Bijector = /*@__PURE__*/ state({
  name: "normalCdf",
  domain: real,
  codomain: unitInterval,
  increasing: true,
  forward: ndtr,
  inverse: ndtri,
  logDet: (x) => sub(mul(square(x()), -0.5), HALF_LOG_TAU),
});

type Values = Readonly<Record<string, Tensor | number>>;

/** A distribution function with parameters: in this order, each with what it must keep. */
function cdf(
  name: string,
  given: Readonly<Record<string, readonly [TensorLike, Constraint]>>,
  make: (values: Values) => Pick<Stated, "forward" | "inverse" | "logDet"> & { readonly domain?: Constraint },
): Bijector {
  const values = Object.fromEntries(
    Object.entries(given).map(([argument, [value, kept]]) => [argument, parameter(value, kept, name, argument)]),
  );
  const shown = Object.values(given).map(([value]) => nameOf(value));
  return state({
    domain: real,
    ...make(values),
    name: `${name}(${shown.join(", ")})`,
    codomain: unitInterval,
    increasing: true,
    parameters: Object.values(values),
  });
}

/**
 * The distribution function of Gumbel's law.
 * @param loc - number or tensor, default 0
 * @param scale - number or tensor > 0, default 1
 * @returns the bijector
 * @throws TensorError "value" when a parameter is not as it must be
 * @example bijectors.gumbelCdf().forward([0]) // => Tensor [0.36787944]
 * @source Gumbel, Statistics of extremes (1958), 5.2
 * @peers tfp.bijectors.GumbelCDF
 * @math y = e^{-e^{-(x - \mu)/\sigma}}
 * @keywords extreme values
 */
export const gumbelCdf = (loc: TensorLike = 0, scale: TensorLike = 1): Bijector =>
  cdf("gumbelCdf", { loc: [loc, real], scale: [scale, positive] }, ({ loc: at, scale: width }) => ({
    forward: (x) => exp(neg(exp(div(sub(at, x), width)))),
    inverse: (y) => sub(at, mul(width, log(neg(log(y))))),
    logDet: (x) => {
      const z = div(sub(x(), at), width);
      return neg(add(add(z, exp(neg(z))), log(width)));
    },
  }));

/**
 * The distribution function of Fréchet's law.
 * @param loc - number or tensor, default 0; the values are above it
 * @param scale - number or tensor > 0, default 1
 * @param concentration - number or tensor > 0, default 1
 * @returns the bijector
 * @throws TensorError "value" when a parameter is not as it must be
 * @example bijectors.frechetCdf().forward([1]) // => Tensor [0.36787944]
 * @source Johnson, Kotz & Balakrishnan, Continuous univariate distributions 2, 1995, 22.2
 * @peers tfp.bijectors.FrechetCDF
 * @math y = e^{-((x - \mu)/\sigma)^{-c}}
 * @keywords extreme values
 */
export const frechetCdf = (loc: TensorLike = 0, scale: TensorLike = 1, concentration: TensorLike = 1): Bijector =>
  cdf(
    "frechetCdf",
    { loc: [loc, real], scale: [scale, positive], concentration: [concentration, positive] },
    ({ loc: at, scale: width, concentration: c }) => ({
      domain: greaterThan(at),
      forward: (x) => exp(neg(pow(div(sub(x, at), width), neg(c)))),
      inverse: (y) => add(at, mul(width, pow(neg(log(y)), div(-1, c)))),
      logDet: (x) => {
        const z = div(sub(x(), at), width);
        return sub(log(div(c, width)), add(pow(z, neg(c)), mul(add(c, 1), log(z))));
      },
    }),
  );

/**
 * The distribution function of Weibull's law.
 * @param scale - number or tensor > 0, default 1
 * @param concentration - number or tensor > 0, default 1
 * @returns the bijector
 * @throws TensorError "value" when a parameter is not as it must be
 * @example bijectors.weibullCdf(2, 1).forward([2]) // => Tensor [0.63212056]
 * @source Johnson, Kotz & Balakrishnan, Continuous univariate distributions 1, 1994, 21
 * @peers tfp.bijectors.WeibullCDF
 * @math y = 1 - e^{-(x/\sigma)^c}
 * @keywords lifetimes
 */
export const weibullCdf = (scale: TensorLike = 1, concentration: TensorLike = 1): Bijector =>
  cdf(
    "weibullCdf",
    { scale: [scale, positive], concentration: [concentration, positive] },
    ({ scale: width, concentration: c }) => ({
      domain: nonnegative,
      forward: (x) => neg(expm1(neg(pow(div(x, width), c)))),
      inverse: (y) => mul(width, pow(neg(log1p(neg(y))), div(1, c))),
      logDet: (x) => {
        const z = div(x(), width);
        return sub(add(log(div(c, width)), xlogy(sub(c, 1), z)), pow(z, c));
      },
    }),
  );

/**
 * The distribution function of Rayleigh's law.
 * @param scale - number or tensor > 0, default 1
 * @returns the bijector
 * @throws TensorError "value" when a parameter is not as it must be
 * @example bijectors.rayleighCdf().forward([1]) // => Tensor [0.39346934]
 * @source Johnson, Kotz & Balakrishnan, Continuous univariate distributions 1, 1994, 18.10
 * @peers tfp.bijectors.RayleighCDF
 * @math y = 1 - e^{-x^2/(2\sigma^2)}
 * @keywords length of a normal vector
 */
export const rayleighCdf = (scale: TensorLike = 1): Bijector =>
  cdf("rayleighCdf", { scale: [scale, positive] }, ({ scale: width }) => ({
    domain: nonnegative,
    forward: (x) => neg(expm1(mul(square(div(x, width)), -0.5))),
    inverse: (y) => mul(width, sqrt(mul(log1p(neg(y)), -2))),
    logDet: (x) => {
      const z = div(x(), width);
      return sub(log(div(z, width)), mul(square(z), 0.5));
    },
  }));

/**
 * The distribution function of Moyal's law.
 * @param loc - number or tensor, default 0
 * @param scale - number or tensor > 0, default 1
 * @returns the bijector
 * @throws TensorError "value" when a parameter is not as it must be
 * @example bijectors.moyalCdf().forward([0]) // => Tensor [0.31731051]
 * @source Moyal, Theory of ionization fluctuations, Philosophical Magazine 1955
 * @peers tfp.bijectors.MoyalCDF
 * @math y = \operatorname{erfc}\left(e^{-(x - \mu)/(2\sigma)}/\sqrt 2\right)
 * @keywords energy loss, Landau
 */
export const moyalCdf = (loc: TensorLike = 0, scale: TensorLike = 1): Bijector =>
  cdf("moyalCdf", { loc: [loc, real], scale: [scale, positive] }, ({ loc: at, scale: width }) => ({
    forward: (x) => erfc(mul(exp(div(sub(at, x), mul(width, 2))), Math.SQRT1_2)),
    inverse: (y) => sub(at, mul(mul(width, 2), log(mul(erfcinv(y), Math.SQRT2)))),
    logDet: (x) => {
      const z = div(sub(x(), at), width);
      return neg(add(add(mul(add(z, exp(neg(z))), 0.5), HALF_LOG_TAU), log(width)));
    },
  }));

/**
 * The distribution function of Kumaraswamy's law.
 * @param concentration1 - number or tensor > 0, default 1
 * @param concentration0 - number or tensor > 0, default 1
 * @returns the bijector
 * @throws TensorError "value" when a parameter is not as it must be
 * @example bijectors.kumaraswamyCdf(2, 1).forward([0.5]) // => Tensor [0.25]
 * @source Kumaraswamy, Journal of Hydrology 46, 1980
 * @peers tfp.bijectors.KumaraswamyCDF
 * @math y = 1 - (1 - x^a)^b
 * @keywords beta-like
 */
export const kumaraswamyCdf = (concentration1: TensorLike = 1, concentration0: TensorLike = 1): Bijector =>
  cdf(
    "kumaraswamyCdf",
    { concentration1: [concentration1, positive], concentration0: [concentration0, positive] },
    ({ concentration1: a, concentration0: b }) => ({
      domain: unitInterval,
      forward: (x) => neg(expm1(mul(b, log1p(neg(pow(x, a)))))),
      inverse: (y) => pow(neg(expm1(div(log1p(neg(y)), b))), div(1, a)),
      logDet: (x) => add(add(log(mul(a, b)), xlogy(sub(a, 1), x())), xlog1py(sub(b, 1), neg(pow(x(), a)))),
    }),
  );

/**
 * The distribution function of Gompertz's law.
 * @param concentration - number or tensor > 0
 * @param rate - number or tensor > 0, default 1
 * @returns the bijector
 * @throws TensorError "value" when a parameter is not as it must be
 * @example bijectors.gompertzCdf(1).forward([0]) // => Tensor [0]
 * @source Gompertz, Philosophical Transactions 115, 1825
 * @peers tfp.bijectors.GompertzCDF
 * @math y = 1 - e^{-c\,(e^{r x} - 1)}
 * @keywords lifetimes, mortality
 */
export const gompertzCdf = (concentration: TensorLike, rate: TensorLike = 1): Bijector =>
  cdf(
    "gompertzCdf",
    { concentration: [concentration, positive], rate: [rate, positive] },
    ({ concentration: c, rate: r }) => ({
      domain: nonnegative,
      forward: (x) => neg(expm1(neg(mul(c, expm1(mul(r, x)))))),
      inverse: (y) => div(log1p(div(neg(log1p(neg(y))), c)), r),
      logDet: (x) => {
        const grown = mul(r, x());
        return add(log(mul(c, r)), sub(grown, mul(c, expm1(grown))));
      },
    }),
  );
