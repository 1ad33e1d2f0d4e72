/** Modified Bessel functions of real order, exponentially scaled, differentiable in the order and the argument as often as wanted. */
import { type Binary, type Elementwise, elementwise, neg, type Range } from "../../core/elementwise.ts";
import type { Tensor } from "../../core/tensor.ts";
import { add, div, mul, square, sub } from "../arithmetic.ts";
import * as scalar from "../scalar/besselReal.ts";

const ORDER: Range = [0, 20];
const COUNT: Range = [0, 3];
const PLACE: Range = [0.1, 60];
const HARD: readonly number[] = [0, 1e-10, 0.5, 1, 30, 1e5, Infinity];
const ULP: { readonly f32: number; readonly f64: number } = { f32: 2, f64: 16 };
/** The exponent of K costs about an ulp for each unit of the order. */
const SECOND: { readonly f32: number; readonly f64: number } = { f32: 2, f64: 128 };

/**
 * e^(-x) I_v(x), the exponentially scaled modified Bessel function of the first kind and real order v.
 * @param v - any shape, v > -1/2; integers become floats
 * @param x - a shape that broadcasts with it, x ≥ 0
 * @returns the common shape; NaN outside; 16 ulp
 * @throws TensorError "shape" when the shapes do not broadcast
 * @example ive([0, 2.5], 3) // => Tensor [0.24300035, 0.07544431]
 * @source DLMF 10.32.2
 * @peers scipy.special.ive, tfp.math.bessel_ive
 * @math e^{-x} I_v(x)
 * @see special.logIve, special.i0e, special.besselRatio
 * @keywords modified Bessel function of the first kind, iv
 */
export const ive: Binary = /*@__PURE__*/ elementwise({
  name: "ive",
  domain: { v: ORDER, x: PLACE },
  hard: HARD,
  ulp: ULP,
  eval: scalar.ive,
  partials: {
    v: ({ v, x, out }) => mul(out, iveQuotient(1, 0, v, x)),
    x: ({ v, x, out }) => mul(out, slopeOfLog(v, x)),
  },
  source: "DLMF 10.32.2",
});

/**
 * The logarithm of e^(-x) I_v(x), also where that underflows.
 * @param v - any shape, v > -1/2; integers become floats
 * @param x - a shape that broadcasts with it, x ≥ 0
 * @returns the common shape; NaN outside; 16 ulp, next to its zeros an absolute 2⁻⁴⁸
 * @throws TensorError "shape" when the shapes do not broadcast
 * @example logIve([0, 300], 1) // => Tensor [-0.76408564, -1623.84917355]
 * @source DLMF 10.32.2
 * @peers tfp.math.log_bessel_ive
 * @math \ln I_v(x) - x
 * @see special.ive
 * @keywords log Bessel function, von Mises–Fisher
 */
export const logIve: Binary = /*@__PURE__*/ elementwise({
  name: "logIve",
  domain: { v: ORDER, x: PLACE },
  hard: HARD,
  ulp: ULP,
  absolute: 2 ** -48,
  eval: scalar.logIve,
  partials: { v: ({ v, x }) => iveQuotient(1, 0, v, x), x: ({ v, x }) => slopeOfLog(v, x) },
  source: "DLMF 10.32.2",
});

/** ∂ log(e^-x I_v(x))/∂x. */
const slopeOfLog = (v: Tensor, x: Tensor): Tensor => sub(div(v, x), iveQuotient(0, 1, v, x));

/** Means of (1 - cos θ)^m and n derivatives in v under the integral of I_v; 0 where n or m is negative. */
const iveQuotient: Elementwise = /*@__PURE__*/ elementwise({
  name: "iveQuotient",
  domain: { n: COUNT, m: COUNT, v: ORDER, x: PLACE },
  ulp: ULP,
  eval: scalar.iveQuotient,
  partials: {
    v: ({ n, m, v, x, out }) => sub(iveQuotient(add(n, 1), m, v, x), mul(out, iveQuotient(1, 0, v, x))),
    x: ({ n, m, v, x, out }) =>
      add(
        div(mul(n, iveQuotient(sub(n, 1), m, v, x)), x),
        sub(mul(out, iveQuotient(0, 1, v, x)), iveQuotient(n, add(m, 1), v, x)),
      ),
  },
  source: "DLMF 10.32.2",
});

/**
 * The ratio I_(v+1)(x)/I_v(x), between 0 and 1: for v = d/2 - 1 the length of the mean of the von Mises–Fisher distribution.
 * @param v - any shape, v > -1/2; integers become floats
 * @param x - a shape that broadcasts with it, x ≥ 0
 * @returns the common shape; NaN outside; 8 ulp
 * @throws TensorError "shape" when the shapes do not broadcast
 * @example besselRatio([0, 2.5], 3) // => Tensor [0.80998529, 0.37873871]
 * @source DLMF 10.33.1, 10.32.2
 * @peers tfp.math.bessel_iv_ratio
 * @math \frac{I_{v+1}(x)}{I_v(x)}
 * @see special.ive
 * @keywords von Mises–Fisher mean resultant length
 */
export const besselRatio: Binary = /*@__PURE__*/ elementwise({
  name: "besselRatio",
  domain: { v: ORDER, x: PLACE },
  hard: HARD,
  ulp: { f32: 1, f64: 8 },
  eval: scalar.besselRatio,
  partials: {
    v: ({ v, x }) => sub(mul(iveQuotient(1, 0, v, x), iveQuotient(0, 1, v, x)), iveQuotient(1, 1, v, x)),
    x: ({ v, x }) => sub(iveQuotient(0, 2, v, x), square(iveQuotient(0, 1, v, x))),
  },
  source: "DLMF 10.33.1, 10.32.2",
});

/**
 * e^x K_v(x), the exponentially scaled modified Bessel function of the second kind and real order v.
 * @param v - any shape; integers become floats
 * @param x - a shape that broadcasts with it, x ≥ 0
 * @returns the common shape; Infinity at 0, NaN below; 16 ulp and one for each unit of v
 * @throws TensorError "shape" when the shapes do not broadcast
 * @example kve([0, 2.5], 3) // => Tensor [0.6977616, 1.68840293]
 * @source DLMF 10.32.9
 * @peers scipy.special.kve, tfp.math.bessel_kve
 * @math e^x K_v(x)
 * @see special.logKve, special.ive
 * @keywords modified Bessel function of the second kind, kv, Macdonald function
 */
export const kve: Binary = /*@__PURE__*/ elementwise({
  name: "kve",
  domain: { v: ORDER, x: PLACE },
  hard: HARD,
  ulp: SECOND,
  eval: scalar.kve,
  partials: {
    v: ({ v, x, out }) => mul(out, kveQuotient(1, 0, v, x)),
    x: ({ v, x, out }) => neg(mul(out, kveQuotient(0, 1, v, x))),
  },
  source: "DLMF 10.32.9",
});

/**
 * The logarithm of e^x K_v(x), also where that overflows.
 * @param v - any shape; integers become floats
 * @param x - a shape that broadcasts with it, x ≥ 0
 * @returns the common shape; Infinity at 0, NaN below; 16 ulp, next to its zeros an absolute 2⁻⁴⁸
 * @throws TensorError "shape" when the shapes do not broadcast
 * @example logKve([0, 300], 1) // => Tensor [0.1349356, 1617.45223834]
 * @source DLMF 10.32.9
 * @peers tfp.math.log_bessel_kve
 * @math \ln K_v(x) + x
 * @see special.kve
 * @keywords log Bessel function, generalized hyperbolic
 */
export const logKve: Binary = /*@__PURE__*/ elementwise({
  name: "logKve",
  domain: { v: ORDER, x: PLACE },
  hard: HARD,
  ulp: ULP,
  absolute: 2 ** -48,
  eval: scalar.logKve,
  partials: { v: ({ v, x }) => kveQuotient(1, 0, v, x), x: ({ v, x }) => neg(kveQuotient(0, 1, v, x)) },
  source: "DLMF 10.32.9",
});

/** Means of t^n (cosh t - 1)^m under the integral of K_v; 0 where n or m is negative. */
const kveQuotient: Elementwise = /*@__PURE__*/ elementwise({
  name: "kveQuotient",
  domain: { n: COUNT, m: COUNT, v: ORDER, x: PLACE },
  ulp: ULP,
  eval: scalar.kveQuotient,
  partials: {
    v: ({ n, m, v, x, out }) => sub(kveQuotient(add(n, 1), m, v, x), mul(out, kveQuotient(1, 0, v, x))),
    x: ({ n, m, v, x, out }) => sub(mul(out, kveQuotient(0, 1, v, x)), kveQuotient(n, add(m, 1), v, x)),
  },
  source: "DLMF 10.32.9",
});
