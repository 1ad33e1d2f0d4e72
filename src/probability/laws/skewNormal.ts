/** The skew normal law. */
import type { Tensor, TensorLike } from "../../core/tensor.ts";
import { abs, add, div, mul, neg, sign, square, sub } from "../../ops/arithmetic.ts";
import { less, where } from "../../ops/compare.ts";
import { exp, log, log1p } from "../../ops/exponential.ts";
import { minimum } from "../../ops/maximum.ts";
import { hypot, pow, sqrt } from "../../ops/power.ts";
import { HALF_LOG_TAU } from "../../ops/scalar/constants.ts";
import { erfc, logErfc, logNdtr } from "../../ops/special/erf.ts";
import { owensTail } from "../../ops/special/normal.ts";
import { normal } from "../../random/continuous.ts";
import { splitOf } from "../../random/key.ts";
import { positive, real } from "../constraints/numbers.ts";
import { solveImplicitly } from "../distribution/implicit.ts";
import { law, type Law } from "../distribution/law.ts";
import { integrateBetween } from "./pieces/legendre.ts";
import { standardize } from "./pieces/locScale.ts";
import { magnitude } from "./pieces/smooth.ts";

const SQRT_2 = Math.SQRT2;
const ROOT = /*@__PURE__*/ Math.sqrt(2 / Math.PI);

/**
 * The skew normal distribution: a normal number, given that another one that goes with it is positive.
 * @param loc - ξ, any shape; not the mean
 * @param scale - ω > 0, a shape that broadcasts with it
 * @param skewness - α, likewise: 0 for Normal, positive for a long right tail
 * @returns a distribution of numbers
 * @throws TensorError "value" when scale is not positive and finite, "shape" when the shapes do not broadcast
 * @example SkewNormal(0, 1, 4).cdf([-1, 0, 1]) // => Tensor [8.17969034e-7, 7.79791304e-2, 6.8269031e-1]
 * @math p(x) = \frac{2}{\omega}\,\varphi(z)\,\Phi(\alpha z),\quad z = \frac{x - \xi}{\omega}
 * @source Azzalini, A class of distributions which includes the normal ones, Scand. J. Statist. 12 (1985)
 * @peers scipy.stats.skewnorm
 * @see Normal
 * @keywords asymmetric, Azzalini
 */
export const SkewNormal: Law<[loc: TensorLike, scale: TensorLike, skewness: TensorLike], "loc" | "scale" | "skewness"> =
  /*@__PURE__*/ law({
    name: "SkewNormal",
    kind: "continuous",
    parameters: { loc: { constraint: real }, scale: { constraint: positive }, skewness: { constraint: real } },
    derived: {
      delta: ({ skewness }) => div(skewness, hypot(1, skewness)),
      // Of the standard law.
      mean: ({ skewness }) => mul(ROOT, div(skewness, hypot(1, skewness))),
      rest: ({ mean }) => sub(1, square(mean)),
    },
    support: real,
    logProb: (p, x) => sub(logDensity(p.skewness, standardize(p, x)), log(p.scale)),
    cdf: (p, x) => upper(neg(p.skewness), neg(standardize(p, x))),
    sf: (p, x) => upper(p.skewness, standardize(p, x)),
    logCdf: (p, x) => logUpper(neg(p.skewness), neg(standardize(p, x))),
    logSf: (p, x) => logUpper(p.skewness, standardize(p, x)),
    sample: ({ loc, scale, skewness, delta }, key, shape) => {
      const [first, second] = splitOf(key, 2);
      const dtype = loc.dtype === "float32" ? "float32" : "float64";
      const common = mul(delta, abs(normal(first, shape, { dtype })));
      return add(loc, mul(scale, add(common, div(normal(second, shape, { dtype }), hypot(1, skewness)))));
    },
    gradient: "implicit",
    mean: ({ loc, scale, mean }) => add(loc, mul(scale, mean)),
    variance: ({ scale, rest }) => mul(square(scale), rest),
    mode: ({ loc, scale, skewness }) => add(loc, mul(scale, modeOf(skewness))),
    skewness: ({ mean, rest }) => mul((4 - Math.PI) / 2, mul(sign(mean), pow(div(square(mean), rest), 1.5))),
    kurtosis: ({ mean, rest }) => mul(2 * (Math.PI - 3), square(div(square(mean), rest))),
    source: "Azzalini 1985",
  });

/** log(2 φ(z) Φ(α z)) */
const logDensity = (a: Tensor, z: Tensor): Tensor =>
  add(sub(Math.LN2 - HALF_LOG_TAU, mul(0.5, square(z))), logNdtr(mul(a, z)));

/** P(Z > z), by the short tail P(Z < -|z|) for |α|; what is beyond ±z for both signs of α is 2 Φ(-|z|). */
function upper(a: Tensor, z: Tensor): Tensor {
  const size = minimum(magnitude(z), 1e3);
  const short = mul(2, owensTail(size, magnitude(a)));
  const long = sub(erfc(div(size, SQRT_2)), short);
  return where(less(a, 0), where(less(z, 0), sub(1, long), short), where(less(z, 0), sub(1, short), long));
}

/** Its logarithm. */
function logUpper(a: Tensor, z: Tensor): Tensor {
  const size = minimum(magnitude(z), 1e18);
  const short = logShortTail(magnitude(a), neg(size));
  const both = logErfc(div(size, SQRT_2));
  const long = add(both, log1p(neg(exp(sub(short, both)))));
  const rest = (x: Tensor): Tensor => log1p(neg(exp(x)));
  return where(less(a, 0), where(less(z, 0), rest(long), short), where(less(z, 0), rest(short), long));
}

/** log P(Z < end), α >= 0, end <= 0: the integral of the density from there down, by the distance, to e^-40 of its value. */
function logShortTail(a: Tensor, end: Tensor): Tensor {
  const drop = div(80, add(1, square(a)));
  const reach = div(drop, sub(sqrt(add(square(end), drop)), end));
  const ratio = (t: Tensor): Tensor => {
    const share = sub(logNdtr(mul(a, sub(end, t))), logNdtr(mul(a, end)));
    return exp(sub(share, mul(t, sub(mul(0.5, t), end))));
  };
  return add(logDensity(a, end), log(integrateBetween(ratio, mul(0, reach), reach)));
}

/** The z with z = α φ(α z)/Φ(α z): Newton's method, which comes from one side as the right side is convex. */
function modeOf(skewness: Tensor): Tensor {
  const inverseMills = (x: Tensor): Tensor => exp(neg(add(add(mul(0.5, square(x)), HALF_LOG_TAU), logNdtr(x))));
  const residual = (z: Tensor, [a]: readonly Tensor[]): Tensor => sub(mul(a, inverseMills(mul(a, z))), z);
  const slope = (z: Tensor, [a]: readonly Tensor[]): Tensor => {
    const m = inverseMills(mul(a, z));
    return neg(add(1, mul(square(a), mul(m, add(mul(a, z), m)))));
  };
  const solve = (args: readonly Tensor[]): Tensor => {
    let z = mul(0, args[0]);
    for (let step = 0; step < 60; step++) z = sub(z, div(residual(z, args), slope(z, args)));
    return z;
  };
  return solveImplicitly({ name: "SkewNormal.mode", solve, residual, slope }, [skewness]);
}
