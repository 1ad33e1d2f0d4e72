/** Bijectors of single numbers. */
import { toTensor } from "../../core/convert.ts";
import { arrayOf, type Tensor, type TensorLike } from "../../core/tensor.ts";
import { logit as logitOf, logSigmoid, sigmoid as sigmoidOf, softplus as softplusOf } from "../../ops/activation.ts";
import { abs as absOf, add, div, mul, neg, sub } from "../../ops/arithmetic.ts";
import { between } from "../../ops/between.ts";
import { greater, where } from "../../ops/compare.ts";
import { exp as expOf, expm1, log as logOf } from "../../ops/exponential.ts";
import { asinh, atanh, logCosh, sinh as sinhOf, tanh as tanhOf } from "../../ops/hyperbolic.ts";
import { log1mexp } from "../../ops/logarithmic.ts";
import { pow } from "../../ops/power.ts";
import { checkConstraint, type Constraint, nameOf, state as constrain } from "../constraints/constraint.ts";
import * as constraints from "../constraints/numbers.ts";
import { type Bijector, state, zerosFor } from "./bijector.ts";

const { real, positive, nonnegative, unitInterval } = constraints;

/**
 * Leaves numbers as they are.
 * @peers torch.distributions.identity_transform, tfp.bijectors.Identity
 * @math y = x
 * @keywords unchanged
 */
export const identity: Bijector = /*@__PURE__*/ state({
  name: "identity",
  domain: real,
  codomain: real,
  increasing: true,
  forward: (x) => x,
  inverse: (y) => y,
  logDet: (x) => zerosFor(x(), 0),
});

/**
 * The exponential function, onto positive numbers.
 * @peers torch.distributions.ExpTransform, tfp.bijectors.Exp
 * @math y = e^x
 * @keywords positive, log space
 */
export const exp: Bijector = /*@__PURE__*/ state({
  name: "exp",
  inverseName: "log",
  domain: real,
  codomain: positive,
  increasing: true,
  forward: expOf,
  inverse: logOf,
  logDet: (x) => x(),
});

/**
 * The logarithm of positive numbers.
 * @peers tfp.bijectors.Log
 * @math y = \ln x
 * @keywords log space
 */
export const log: Bijector = /*@__PURE__*/ (() => exp.inverted)();

/**
 * The softplus, onto positive numbers; its inverse y + log(1 - e⁻ʸ) does not overflow.
 * @peers torch.distributions.SoftplusTransform, tfp.bijectors.Softplus
 * @math y = \ln(1 + e^x)
 * @keywords positive
 */
export const softplus: Bijector = /*@__PURE__*/ state({
  name: "softplus",
  domain: real,
  codomain: positive,
  increasing: true,
  forward: softplusOf,
  inverse: softplusInverse,
  logDet: (x) => logSigmoid(x()),
});

/** For small y log(eʸ - 1) loses nothing; for large y the other form does not overflow. */
export function softplusInverse(y: Tensor): Tensor {
  const isLarge = greater(y, 1);
  return where(isLarge, add(y, log1mexp(y)), logOf(expm1(where(isLarge, 1, y))));
}

/**
 * The sigmoid, onto probabilities.
 * @peers torch.distributions.SigmoidTransform, tfp.bijectors.Sigmoid
 * @math y = \frac{1}{1 + e^{-x}}
 * @keywords logistic, probability
 */
export const sigmoid: Bijector = /*@__PURE__*/ state({
  name: "sigmoid",
  inverseName: "logit",
  domain: real,
  codomain: unitInterval,
  increasing: true,
  forward: sigmoidOf,
  inverse: logitOf,
  logDet: (x) => logSlope(x()),
});

/** log of the slope of the sigmoid, σ(x) σ(-x). */
const logSlope = (x: Tensor): Tensor => add(logSigmoid(x), logSigmoid(neg(x)));

/**
 * The log odds of probabilities.
 * @math y = \ln\frac{x}{1 - x}
 * @keywords log odds
 */
export const logit: Bijector = /*@__PURE__*/ (() => sigmoid.inverted)();

/**
 * The hyperbolic tangent, onto numbers from -1 to 1.
 * @peers torch.distributions.TanhTransform, tfp.bijectors.Tanh
 * @math y = \tanh x
 * @keywords squash
 */
export const tanh: Bijector = /*@__PURE__*/ state({
  name: "tanh",
  domain: real,
  codomain: /*@__PURE__*/ constraints.interval(-1, 1),
  increasing: true,
  forward: tanhOf,
  inverse: atanh,
  logDet: (x) => logSech2(x()),
});

/** log(1 - tanh² x) = -2 log cosh x */
export const logSech2 = (x: Tensor): Tensor => mul(logCosh(x), -2);

/**
 * The hyperbolic sine, which makes tails heavy.
 * @peers tfp.bijectors.Sinh
 * @math y = \sinh x
 * @keywords heavy tails
 */
export const sinh: Bijector = /*@__PURE__*/ state({
  name: "sinh",
  domain: real,
  codomain: real,
  increasing: true,
  forward: sinhOf,
  inverse: asinh,
  logDet: (x) => logCosh(x()),
});

/**
 * The absolute value, which two numbers have; the inverse gives the one that is not negative.
 * @peers torch.distributions.AbsTransform, tfp.bijectors.AbsoluteValue
 * @math y = |x|
 * @keywords fold
 */
export const abs: Bijector = /*@__PURE__*/ state({
  name: "abs",
  domain: real,
  codomain: nonnegative,
  isBijective: false,
  forward: absOf,
  inverse: (y) => y,
  logDet: (x) => zerosFor(x(), 0),
});

// ---------------------------------------------------------------- with parameters

/** The sign that all have in common; undefined where there is none, or it is not known. */
function signOf(value: Tensor | number): boolean | undefined {
  if (typeof value === "number") return value > 0;
  if (!value.isConcrete) return undefined;
  const values = Array.from(arrayOf(value));
  if (values.every((x) => x > 0)) return true;
  return values.every((x) => x < 0) ? false : undefined;
}

/** A number other than 0. */
function nonzero(value: TensorLike, of: string, argument: string): Tensor | number {
  const rule = constrain({
    name: "nonzero",
    expects: "a finite number other than 0",
    ends: { above: -Infinity, below: Infinity },
    beside: [toTensor(0, of)],
    block: (values) => (values[0] === 0 ? "is 0" : undefined),
  });
  const checked = checkConstraint(value, rule, of, argument);
  return typeof value === "number" ? value : checked;
}

/** A parameter that keeps a constraint; numbers stay numbers. */
export function parameter(value: TensorLike, constraint: Constraint, of: string, argument: string): Tensor | number {
  const checked = checkConstraint(value, constraint, of, argument);
  return typeof value === "number" ? value : checked;
}

/**
 * y = loc + scale x.
 * @param loc - number or tensor
 * @param scale - number or tensor, not 0
 * @returns the bijector
 * @throws TensorError "value" when a scale is 0 or a parameter is not finite
 * @example bijectors.affine(1, 2).forward([0, 1]) // => Tensor [1, 3]
 * @source Papamakarios et al., Normalizing flows for probabilistic modeling and inference, 2021
 * @peers torch.distributions.AffineTransform
 * @math y = \mu + \sigma x
 * @keywords shift, scale, linear
 */
export function affine(loc: TensorLike, scale: TensorLike): Bijector {
  const shift = parameter(loc, real, "affine", "loc");
  const factor = nonzero(scale, "affine", "scale");
  return state({
    name: `affine(${nameOf(loc)}, ${nameOf(scale)})`,
    domain: real,
    codomain: real,
    increasing: signOf(factor),
    parameters: [shift, factor],
    forward: (x) => add(shift, mul(factor, x)),
    inverse: (y) => div(sub(y, shift), factor),
    logDet: (x) => add(zerosFor(x(), 0), logOf(absOf(factor))),
  });
}

/**
 * y = x^exponent for x > 0.
 * @param exponent - number or tensor, not 0
 * @returns the bijector
 * @throws TensorError "value" when an exponent is 0 or not finite
 * @example bijectors.power(2).inverse([9]) // => Tensor [3]
 * @source Box & Cox, An analysis of transformations, 1964
 * @peers torch.distributions.PowerTransform
 * @math y = x^p
 * @keywords root, square
 */
export function power(exponent: TensorLike): Bijector {
  const p = nonzero(exponent, "power", "exponent");
  return state({
    name: `power(${nameOf(exponent)})`,
    domain: positive,
    codomain: positive,
    increasing: signOf(p),
    parameters: [p],
    forward: (x) => pow(x, p),
    inverse: (y) => pow(y, div(1, p)),
    logDet: (x) => add(logOf(absOf(p)), mul(sub(p, 1), logOf(x()))),
  });
}

/**
 * A sigmoid from low to high.
 * @param low - number or tensor
 * @param high - number or tensor, more than low
 * @returns the bijector
 * @throws TensorError "value" when low is not less than high or one is not finite
 * @example bijectors.interval(-1, 1).forward([0]) // => Tensor [0]
 * @source Stan Reference Manual 2.36, 10.4
 * @peers tfp.bijectors.Sigmoid
 * @math y = a + \frac{b - a}{1 + e^{-x}}
 * @see probability.bijectors.sigmoid
 * @keywords bounded, scaled sigmoid
 */
export function interval(low: TensorLike, high: TensorLike): Bijector {
  const a = parameter(low, real, "interval", "low");
  const b = parameter(parameter(high, real, "interval", "high"), constraints.greaterThan(a), "interval", "high");
  const width = sub(b, a);
  return state({
    name: `interval(${nameOf(low)}, ${nameOf(high)})`,
    domain: real,
    codomain: constraints.interval(low, high),
    increasing: true,
    parameters: [a, b],
    forward: (x) => between(a as Tensor, b as Tensor, sigmoidOf(x)),
    inverse: (y) => sub(logOf(sub(y, a)), logOf(sub(b, y))),
    logDet: (x) => add(logOf(width), logSlope(x())),
  });
}

const ASINH2 = /*@__PURE__*/ Math.asinh(2);

/**
 * Skewness and tails put on symmetric numbers: y = m sinh((asinh x + skewness) tailweight) with m = 2/sinh(asinh(2) tailweight),
 * so that without skewness 2 stays 2.
 * @param skewness - number or tensor, default 0
 * @param tailweight - number or tensor > 0, default 1; more than 1 is heavier
 * @returns the bijector
 * @throws TensorError "value" when a tailweight is not > 0 or a parameter is not finite
 * @example bijectors.sinhArcsinh(0, 2).forward([0, 2]) // => Tensor [0, 2]
 * @source Jones & Pewsey, Sinh-arcsinh distributions, Biometrika 2009
 * @peers tfp.bijectors.SinhArcsinh
 * @math y = m \sinh\left(t\,(\operatorname{arsinh} x + s)\right)
 * @keywords skew, heavy tails
 */
export function sinhArcsinh(skewness: TensorLike = 0, tailweight: TensorLike = 1): Bijector {
  const s = parameter(skewness, real, "sinhArcsinh", "skewness");
  const t = parameter(tailweight, positive, "sinhArcsinh", "tailweight");
  const unit = sinhOf(mul(t, ASINH2));
  return state({
    name: `sinhArcsinh(${nameOf(skewness)}, ${nameOf(tailweight)})`,
    domain: real,
    codomain: real,
    increasing: true,
    parameters: [s, t],
    forward: (x) => mul(div(2, unit), sinhOf(mul(add(asinh(x), s), t))),
    inverse: (y) => sinhOf(sub(div(asinh(div(mul(y, unit), 2)), t), s)),
    logDet: (given) => {
      const bent = asinh(given());
      const slopes = sub(logCosh(mul(add(bent, s), t)), logCosh(bent));
      return add(slopes, logOf(mul(div(2, unit), t)));
    },
  });
}
