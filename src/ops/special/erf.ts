/** The error function, the normal distribution function, their inverses, logarithms and scaled forms. */
import { type Binary, elementwise, neg, type Range, type Unary } from "../../core/elementwise.ts";
import { add, div, mul, square } from "../arithmetic.ts";
import * as kernel from "../kernel/erf.ts";
import { SQRT_TWO_OVER_PI, TWO_OVER_SQRT_PI } from "../scalar/constants.ts";
import { dawsnDerivative, erfcxDerivative } from "../scalar/derivatives.ts";
import * as scalar from "../scalar/erf.ts";
import * as slopes from "../scalar/slopes.ts";

const REAL: Range = [-6, 6];
const HARD: readonly number[] = [0, -0, 1e-10, 0.5, 0.84375, 1.25, 6, 27, -27, Infinity, -Infinity];
const ULP: { readonly f32: number; readonly f64: number } = { f32: 4, f64: 4 };

/**
 * The error function 2/√π ∫₀ˣ e^(-t²) dt.
 * @param x - any shape; integers become floats
 * @returns the shape of x, between -1 and 1; 1 ulp
 * @example erf([0, 1]) // => Tensor [0, 0.84270079]
 * @source DLMF 7.2.1; fdlibm s_erf.c
 * @peers torch.special.erf, tf.math.erf, jax.scipy.special.erf, mxnet.npx.erf, scipy.special.erf
 * @math \operatorname{erf} x = \frac{2}{\sqrt{\pi}} \int_0^x e^{-t^2}\,dt
 * @see special.erfc, special.ndtr
 * @keywords Gauss integral
 */
export const erf: Unary = /*@__PURE__*/ elementwise({
  name: "erf",
  domain: { x: REAL },
  hard: HARD,
  ulp: { f32: 1, f64: 1 },
  eval: scalar.erf,
  kernel: kernel.erfKernel,
  partials: { x: ({ x }) => erfSlope(x) },
  source: "DLMF 7.2.1",
});

/** 2/√π e^(-x²). @internal */
export const erfSlope: Unary = /*@__PURE__*/ elementwise({
  name: "erfSlope",
  domain: { x: REAL },
  ulp: { f32: 2, f64: 2 },
  eval: slopes.erfSlope,
  kernel: kernel.erfSlopeKernel,
  partials: { x: ({ x, out }) => mul(mul(-2, x), out) },
  source: "DLMF 7.10.1",
});

/**
 * 1 - erf(x), without cancellation for large x.
 * @param x - any shape; integers become floats
 * @returns the shape of x, between 0 and 2; 4 ulp
 * @example erfc([0, 10]) // => Tensor [1e+0, 2.08848758e-45]
 * @source DLMF 7.2.2; fdlibm s_erf.c
 * @peers torch.special.erfc, tf.math.erfc, jax.scipy.special.erfc, scipy.special.erfc
 * @math \operatorname{erfc} x = \frac{2}{\sqrt{\pi}} \int_x^\infty e^{-t^2}\,dt
 * @see special.erf, special.erfcx
 * @keywords complementary error function
 */
export const erfc: Unary = /*@__PURE__*/ elementwise({
  name: "erfc",
  domain: { x: REAL },
  hard: HARD,
  ulp: ULP,
  eval: scalar.erfc,
  kernel: kernel.erfcKernel,
  partials: { x: ({ x }) => neg(erfSlope(x)) },
  source: "DLMF 7.2.2",
});

/**
 * The x with erf(x) = p.
 * @param p - any shape, -1 ≤ p ≤ 1; integers become floats
 * @returns the shape of p; ±Infinity at ±1, NaN outside; 4 ulp
 * @example erfinv([0, 0.5]) // => Tensor [0, 0.47693628]
 * @source DLMF 7.17; Wichura, Appl. Statist. 37 (1988)
 * @peers torch.special.erfinv, tf.math.erfinv, jax.scipy.special.erfinv, mxnet.npx.erfinv, scipy.special.erfinv
 * @math \operatorname{erf} x = p
 * @see special.erf, special.ndtri
 * @keywords inverse error function
 */
export const erfinv: Unary = /*@__PURE__*/ elementwise({
  name: "erfinv",
  domain: { p: [-0.98, 0.98] },
  hard: [0, -0, 1e-12, 0.5, 1, -1, 1.5],
  ulp: { f32: 3, f64: 4 },
  eval: scalar.erfinv,
  kernel: kernel.erfinvKernel,
  partials: { p: ({ p }) => erfinvSlope(p) },
  source: "DLMF 7.17",
});

/** √π/2 e^(t²), t = erfinv(p): its derivative is 2 t times its square. @internal */
export const erfinvSlope: Unary = /*@__PURE__*/ elementwise({
  name: "erfinvSlope",
  domain: { p: [-0.98, 0.98] },
  ulp: ULP,
  eval: slopes.erfinvSlope,
  kernel: kernel.erfinvSlopeKernel,
  partials: { p: ({ p, out }) => mul(mul(2, erfinv(p)), square(out)) },
  source: "DLMF 7.17",
});

/**
 * The x with erfc(x) = y.
 * @param y - any shape, 0 ≤ y ≤ 2; integers become floats
 * @returns the shape of y; Infinity at 0, -Infinity at 2, NaN outside; 4 ulp
 * @example erfcinv([1, 1e-100]) // => Tensor [0, 15.06557470259264]
 * @source DLMF 7.17; Wichura, Appl. Statist. 37 (1988)
 * @peers tf.math.erfcinv, scipy.special.erfcinv
 * @math \operatorname{erfc} x = y
 * @see special.erfc
 * @keywords inverse complementary error function
 */
export const erfcinv: Unary = /*@__PURE__*/ elementwise({
  name: "erfcinv",
  domain: { y: [0.02, 1.98] },
  hard: [0, 1e-300, 1e-12, 0.5, 1, 2, 2.5],
  ulp: { f32: 3, f64: 4 },
  eval: scalar.erfcinv,
  kernel: kernel.erfcinvKernel,
  partials: { y: ({ y }) => erfcinvSlope(y) },
  source: "DLMF 7.17",
});

/** -√π/2 e^(t²), t = erfcinv(y): its derivative is 2 t times its square. @internal */
export const erfcinvSlope: Unary = /*@__PURE__*/ elementwise({
  name: "erfcinvSlope",
  domain: { y: [0.02, 1.98] },
  ulp: ULP,
  eval: slopes.erfcinvSlope,
  kernel: kernel.erfcinvSlopeKernel,
  partials: { y: ({ y, out }) => mul(mul(2, erfcinv(y)), square(out)) },
  source: "DLMF 7.17",
});

/**
 * The scaled complement e^(x²) erfc(x), which does not underflow.
 * @param x - any shape; integers become floats
 * @returns the shape of x; Infinity below -26.6; 4 ulp
 * @example erfcx([0, 100]) // => Tensor [1, 0.00564161]
 * @source DLMF 7.2.2, 7.12.1
 * @peers torch.special.erfcx, jax.scipy.special.erfcx, scipy.special.erfcx
 * @math e^{x^2} \operatorname{erfc} x
 * @see special.erfc
 * @keywords scaled complementary error function
 */
export const erfcx: Unary = /*@__PURE__*/ elementwise({
  name: "erfcx",
  domain: { x: REAL },
  hard: HARD,
  ulp: ULP,
  eval: scalar.erfcx,
  kernel: kernel.erfcxKernel,
  partials: { x: ({ x }) => erfcxOfOrder(1, x) },
  source: "DLMF 7.2.2",
});

/** The n-th derivative of erfcx, n whole. */
const erfcxOfOrder: Binary = /*@__PURE__*/ elementwise({
  name: "erfcxOfOrder",
  domain: { n: [1, 4], x: REAL },
  ulp: { f32: 1, f64: 8 },
  eval: erfcxDerivative,
  partials: { x: ({ n, x }) => erfcxOfOrder(add(n, 1), x) },
  source: "DLMF 7.18.4",
});

/**
 * log erfc(x), also where erfc(x) is 0 in floating point.
 * @param x - any shape; integers become floats
 * @returns the shape of x; 4 ulp
 * @example logErfc([1, 100]) // => Tensor [-1.84960551, -10005.17758512]
 * @source DLMF 7.2.2; log erfcx(x) - x² in the tail
 * @math \ln\operatorname{erfc} x
 * @see special.erfc
 * @keywords log of the complementary error function
 */
export const logErfc: Unary = /*@__PURE__*/ elementwise({
  name: "logErfc",
  domain: { x: REAL },
  hard: HARD,
  ulp: { f32: 3, f64: 4 },
  eval: scalar.logErfc,
  kernel: kernel.logErfcKernel,
  partials: { x: ({ x }) => div(-TWO_OVER_SQRT_PI, erfcx(x)) },
  source: "DLMF 7.2.2",
});

/**
 * Dawson's integral e^(-x²) ∫₀ˣ e^(t²) dt.
 * @param x - any shape; integers become floats
 * @returns the shape of x; 4 ulp
 * @example dawsn([0, 1]) // => Tensor [0, 0.53807951]
 * @source DLMF 7.2.5
 * @peers jax.scipy.special.dawsn, scipy.special.dawsn
 * @math D(x) = e^{-x^2} \int_0^x e^{t^2}\,dt
 * @see special.erf
 * @keywords Dawson function
 */
export const dawsn: Unary = /*@__PURE__*/ elementwise({
  name: "dawsn",
  domain: { x: REAL },
  hard: HARD,
  ulp: { f32: 1, f64: 4 },
  eval: scalar.dawsn,
  kernel: kernel.dawsnKernel,
  partials: { x: ({ x }) => dawsnOfOrder(1, x) },
  source: "DLMF 7.2.5",
});

/** The n-th derivative of Dawson's integral, n whole. */
const dawsnOfOrder: Binary = /*@__PURE__*/ elementwise({
  name: "dawsnOfOrder",
  domain: { n: [1, 4], x: REAL },
  ulp: { f32: 1, f64: 8 },
  eval: dawsnDerivative,
  partials: { x: ({ n, x }) => dawsnOfOrder(add(n, 1), x) },
  source: "DLMF 7.10.4",
});

/**
 * The distribution function Φ of the standard normal distribution, erfc(-x/√2)/2.
 * @param x - any shape; integers become floats
 * @returns the shape of x, between 0 and 1; 4 ulp
 * @example ndtr([0, -10]) // => Tensor [0.5, 7.61985302416053e-24]
 * @source DLMF 7.18(ii)
 * @peers torch.special.ndtr, jax.scipy.special.ndtr, scipy.special.ndtr
 * @math \Phi(x) = \frac{1}{\sqrt{2\pi}} \int_{-\infty}^x e^{-t^2/2}\,dt
 * @see special.ndtri, special.logNdtr
 * @keywords normal cdf, Gaussian distribution function, bell curve, cumulative probability
 */
export const ndtr: Unary = /*@__PURE__*/ elementwise({
  name: "ndtr",
  domain: { x: REAL },
  hard: HARD,
  ulp: ULP,
  eval: scalar.ndtr,
  kernel: kernel.ndtrKernel,
  partials: { x: ({ x }) => normalDensity(x) },
  source: "DLMF 7.18(ii)",
});

/** e^(-x²/2)/√(2π). @internal */
export const normalDensity: Unary = /*@__PURE__*/ elementwise({
  name: "normalDensity",
  domain: { x: REAL },
  ulp: { f32: 2, f64: 2 },
  eval: slopes.normalDensity,
  kernel: kernel.normalDensityKernel,
  partials: { x: ({ x, out }) => neg(mul(x, out)) },
  source: "DLMF 7.18(ii)",
});

/**
 * The quantile of the standard normal distribution: the x with Φ(x) = p.
 * @param p - any shape, 0 ≤ p ≤ 1; integers become floats
 * @returns the shape of p; ∓Infinity at 0 and 1, NaN outside; 4 ulp
 * @example ndtri([0.5, 0.975]) // => Tensor [0, 1.95996398]
 * @source Wichura, Appl. Statist. 37 (1988)
 * @peers torch.special.ndtri, tf.math.ndtri, jax.scipy.special.ndtri, scipy.special.ndtri
 * @math \Phi(x) = p
 * @see special.ndtr
 * @keywords normal quantile, probit, inverse normal cdf
 */
export const ndtri: Unary = /*@__PURE__*/ elementwise({
  name: "ndtri",
  domain: { p: [0.01, 0.99] },
  hard: [0, 1e-300, 1e-12, 0.5, 1, 1.5],
  ulp: ULP,
  eval: scalar.ndtri,
  kernel: kernel.ndtriKernel,
  partials: { p: ({ p }) => ndtriSlope(p) },
  source: "Wichura 1988",
});

/** √(2π) e^(t²/2), t = ndtri(p): its derivative is t times its square. @internal */
export const ndtriSlope: Unary = /*@__PURE__*/ elementwise({
  name: "ndtriSlope",
  domain: { p: [0.01, 0.99] },
  ulp: { f32: 4, f64: 5 },
  eval: slopes.ndtriSlope,
  kernel: kernel.ndtriSlopeKernel,
  partials: { p: ({ p, out }) => mul(ndtri(p), square(out)) },
  source: "Wichura 1988",
});

/**
 * log Φ(x), also where Φ(x) is 0 in floating point.
 * @param x - any shape; integers become floats
 * @returns the shape of x; 4 ulp
 * @example
 * logNdtr([0, -40]) // => Tensor [-0.6931471805599453, -804.6084420137538]
 * grad((x) => logNdtr(x))(-40) // => ≈ Tensor 40.02497
 * @source DLMF 7.18(ii); log(erfcx(-x/√2)/2) - x²/2 in the tail
 * @peers torch.special.log_ndtr, jax.scipy.special.log_ndtr, scipy.special.log_ndtr
 * @math \ln\Phi(x)
 * @see special.ndtr
 * @keywords log normal cdf
 */
export const logNdtr: Unary = /*@__PURE__*/ elementwise({
  name: "logNdtr",
  domain: { x: REAL },
  hard: HARD,
  ulp: ULP,
  eval: scalar.logNdtr,
  kernel: kernel.logNdtrKernel,
  partials: { x: ({ x }) => div(SQRT_TWO_OVER_PI, erfcx(mul(-Math.SQRT1_2, x))) },
  source: "DLMF 7.18(ii)",
});
