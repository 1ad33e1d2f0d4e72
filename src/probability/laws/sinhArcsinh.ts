/** The sinh-arcsinh law. */
import type { Tensor, TensorLike } from "../../core/tensor.ts";
import { add, div, mul, neg, square, sub } from "../../ops/arithmetic.ts";
import { log } from "../../ops/exponential.ts";
import { asinh, logCosh, sinh } from "../../ops/hyperbolic.ts";
import { HALF_LOG_TAU } from "../../ops/scalar/constants.ts";
import { logNdtr, ndtr, ndtri } from "../../ops/special/erf.ts";
import { normalsOf } from "../../random/continuous.ts";
import { floatDTypeOf } from "../../random/parameters.ts";
import { positive, real } from "../constraints/numbers.ts";
import { type Law, law, type Values } from "../distribution/law.ts";

const ASINH_2 = 1.4436354751788103;

/**
 * The sinh-arcsinh distribution: a normal distribution whose skewness and tails are turned by two parameters. As in TFP, values
 * are loc + scale (2/F₀(2)) F(Z) of a normal Z, with F(z) = sinh((arsinh z + skewness) tailweight), F₀ that of skewness 0.
 * @param loc - the place, any shape
 * @param scale - the width > 0, a shape that broadcasts with it
 * @param skewness - a shape that broadcasts with them; positive ones lean to the right, default 0
 * @param tailweight - > 0, a shape that broadcasts with them; above 1 the tails are heavier than normal ones, default 1
 * @returns a distribution of numbers
 * @throws TensorError "value" when scale or tailweight is not positive and finite, "shape" when the shapes do not broadcast
 * @example SinhArcsinh(0, 1, 0.5, 1).median() // => Tensor 0.5210953054937475
 * @math x = \mu + \sigma\, \frac{2}{F_0(2)}\, \sinh\left(\tau\,(\operatorname{arsinh} z + s)\right)
 * @source Jones & Pewsey, Sinh-arcsinh distributions, Biometrika 96 (2009); TensorFlow Probability, SinhArcsinh
 * @peers tfp.distributions.SinhArcsinh
 * @see JohnsonSU, SkewNormal
 * @keywords skewed, heavy tails
 */
export const SinhArcsinh: Law<
  [loc: TensorLike, scale: TensorLike, skewness?: TensorLike, tailweight?: TensorLike],
  "loc" | "scale" | "skewness" | "tailweight"
> = /*@__PURE__*/ law({
  name: "SinhArcsinh",
  kind: "continuous",
  parameters: {
    loc: { constraint: real },
    scale: { constraint: positive },
    skewness: { constraint: real, default: 0 },
    tailweight: { constraint: positive, default: 1 },
  },
  derived: { unit: ({ scale, tailweight }) => div(mul(2, scale), sinh(mul(ASINH_2, tailweight))) },
  support: real,
  logProb: (p, x) => {
    const v = asinh(div(sub(x, p.loc), p.unit));
    const angle = sub(div(v, p.tailweight), p.skewness);
    const slope = sub(sub(logCosh(angle), logCosh(v)), add(log(p.tailweight), log(p.unit)));
    return sub(slope, add(mul(0.5, square(sinh(angle))), HALF_LOG_TAU));
  },
  cdf: (p, x) => ndtr(standard(p, x)),
  sf: (p, x) => ndtr(neg(standard(p, x))),
  logCdf: (p, x) => logNdtr(standard(p, x)),
  logSf: (p, x) => logNdtr(neg(standard(p, x))),
  icdf: (p, q) => value(p, ndtri(q)),
  isf: (p, q) => value(p, neg(ndtri(q))),
  sample: (p, key, shape) => value(p, normalsOf(key, shape, floatDTypeOf([p.loc, p.scale, p.skewness, p.tailweight]))),
  median: ({ loc, unit, skewness, tailweight }) => add(loc, mul(unit, sinh(mul(skewness, tailweight)))),
  source: "Jones & Pewsey 2009",
});

type Parameters = Values<"loc" | "unit" | "skewness" | "tailweight">;

/** The value that a normal number makes. */
const value = ({ loc, unit, skewness, tailweight }: Parameters, z: Tensor): Tensor =>
  add(loc, mul(unit, sinh(mul(tailweight, add(asinh(z), skewness)))));

/** The normal number that x is made of. */
const standard = ({ loc, unit, skewness, tailweight }: Parameters, x: Tensor): Tensor =>
  sinh(sub(div(asinh(div(sub(x, loc), unit)), tailweight), skewness));
