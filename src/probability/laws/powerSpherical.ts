/** Laws of directions: unit vectors. */
import type { TensorLike } from "../../core/tensor.ts";
import { add, div, mul, sub } from "../../ops/arithmetic.ts";
import { log1p } from "../../ops/exponential.ts";
import { sum } from "../../ops/reduce.ts";
import { LOG_PI } from "../../ops/scalar/constants.ts";
import { digamma, lgamma } from "../../ops/special/gamma.ts";
import { beta } from "../../random/gamma.ts";
import { splitOf } from "../../random/key.ts";
import { sphere as drawSphere } from "../../random/vectors.ts";
import { positive, positiveInteger } from "../constraints/numbers.ts";
import { sphere } from "../constraints/vectors.ts";
import { type Law, law } from "../distribution/law.ts";
import { last, sizeOf } from "./pieces/columns.ts";
import { drawnAs } from "./pieces/counts.ts";
import { aroundDirection } from "./pieces/directions.ts";
import { oneSize } from "./pieces/size.ts";

/**
 * The power spherical distribution of unit vectors around a direction: like von Mises and Fisher's, with draws and normalization
 * in closed form.
 * @param direction - a unit vector μ, [..., n] with n ≥ 2
 * @param concentration - κ > 0, any shape
 * @returns a distribution of unit vectors
 * @throws TensorError "value" when the direction is no unit vector or the concentration not positive
 * @example PowerSpherical([1, 0, 0], 2).mean() // => Tensor [0.5, 0, 0]
 * @math p(x) \propto (1 + \mu^\top x)^\kappa
 * @source De Cao & Aziz, The power spherical distribution, 2020
 * @peers tfp.distributions.PowerSpherical
 * @see VonMisesFisher, SphericalUniform
 * @keywords directional statistics, hypersphere
 */
export const PowerSpherical: Law<[direction: TensorLike, concentration: TensorLike], "direction" | "concentration"> =
  /*@__PURE__*/ law({
    name: "PowerSpherical",
    kind: "continuous",
    parameters: { direction: { constraint: sphere }, concentration: { constraint: positive } },
    derived: {
      /** Of the beta distribution of (1 + μ·x)/2. */
      a: ({ direction, concentration }) => add(concentration, (sizeOf(direction) - 1) / 2),
      sum0: ({ direction, concentration }) => add(concentration, sizeOf(direction) - 1),
      logNorm: ({ direction, a, sum0 }) =>
        add(add(mul(sum0, Math.LN2), ((sizeOf(direction) - 1) / 2) * LOG_PI), sub(lgamma(a), lgamma(sum0))),
    },
    support: sphere,
    eventShape: ({ direction }) => [sizeOf(direction)],
    logProb: ({ direction, concentration, logNorm }, x) =>
      sub(mul(concentration, log1p(sum(mul(direction, x), -1))), logNorm),
    sample: ({ direction, a }, key, shape) => {
      const keys = splitOf(key, 2);
      const share = beta(keys[0], a, (sizeOf(direction) - 1) / 2, shape, drawnAs(direction));
      return aroundDirection(direction, sub(mul(2, share), 1), keys[1], shape);
    },
    mean: ({ direction, concentration, sum0 }) => mul(last(div(concentration, sum0)), direction),
    mode: ({ direction }) => direction,
    entropy: ({ concentration, a, sum0, logNorm }) =>
      sub(logNorm, mul(concentration, add(Math.LN2, sub(digamma(a), digamma(sum0))))),
    source: "De Cao & Aziz, The power spherical distribution, 2020",
  });

/**
 * The uniform distribution of unit vectors.
 * @param size - the number of components, one whole number
 * @returns a distribution of unit vectors
 * @throws TensorError "value" when size is no whole number > 0, "shape" when it is more than one
 * @example SphericalUniform(3).logProb([1, 0, 0]) // => Tensor -2.531024246969291
 * @math p(x) = \frac{\Gamma(n/2)}{2 \pi^{n/2}}
 * @source Mardia & Jupp, Directional statistics, 2000, 9.3.1
 * @peers tfp.distributions.SphericalUniform, scipy.stats.uniform_direction
 * @see VonMisesFisher, random.sphere
 * @keywords random direction, hypersphere
 */
export const SphericalUniform: Law<[size: TensorLike], "size"> = /*@__PURE__*/ law({
  name: "SphericalUniform",
  kind: "continuous",
  parameters: { size: { constraint: positiveInteger } },
  derived: { logArea: ({ size }) => sub(add(Math.LN2, mul(mul(size, 0.5), LOG_PI)), lgamma(mul(size, 0.5))) },
  support: sphere,
  eventShape: ({ size }) => [oneSize("SphericalUniform", size)],
  logProb: ({ logArea }, x) => sub(mul(sum(x, -1), 0), logArea),
  sample: ({ size }, key, shape) => drawSphere(key, size.item() as number, shape, drawnAs(size)),
  mean: () => 0,
  variance: ({ size }) => div(1, size),
  entropy: ({ logArea }) => logArea,
  source: "Mardia & Jupp, Directional statistics, 2000, 9.3.1",
});
