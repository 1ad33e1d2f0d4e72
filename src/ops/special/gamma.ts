/** The gamma function and its relatives. */
import { type Binary, elementwise, neg, type Range, type Ternary, type Unary } from "../../core/elementwise.ts";
import { toTensor } from "../../core/convert.ts";
import type { Tensor, TensorLike } from "../../core/tensor.ts";
import { checkInteger } from "../arguments.ts";
import { add, mul, sub } from "../arithmetic.ts";
import { greater, where } from "../compare.ts";
import * as kernel from "../kernel/gamma.ts";
import * as scalar from "../scalar/gamma.ts";
import { polygammaDrop as polygammaDropOf, zetaDerivative } from "../scalar/gammaDifferences.ts";

const POSITIVE: Range = [0.05, 100];
const HARD: readonly number[] = [0, -0, 1e-10, 0.5, 1, 2, -0.5, -1, -2.5, 1e5, 1e300, Infinity];
const ULP: { readonly f32: number; readonly f64: number } = { f32: 1, f64: 4 };

/**
 * The gamma function Γ(x), which continues the factorial: Γ(n) = (n - 1)!.
 * @param x - any shape; integers become floats
 * @returns the shape of x; NaN at the negative whole numbers, ±Infinity at ±0; 4 ulp
 * @example gamma([5, 0.5]) // => Tensor [24, 1.772453850905516]
 * @source DLMF 5.2.1
 * @peers jax.scipy.special.gamma, mxnet.npx.gamma, scipy.special.gamma
 * @math \Gamma(x) = \int_0^\infty t^{x-1} e^{-t}\,dt
 * @see special.lgamma, special.factorial
 * @keywords gamma function
 */
export const gamma: Unary = /*@__PURE__*/ elementwise({
  name: "gamma",
  domain: { x: [0.05, 170] },
  hard: HARD,
  ulp: ULP,
  eval: scalar.gamma,
  kernel: kernel.gammaKernel,
  partials: { x: ({ x, out }) => mul(out, digamma(x)) },
  source: "DLMF 5.2.1",
});

/**
 * The sign of Γ(x), 1 or -1. Its derivative is 0.
 * @param x - any shape; integers become floats
 * @returns the shape of x; NaN at the negative whole numbers
 * @example gammasgn([1.5, -0.5]) // => Tensor [1, -1]
 * @source DLMF 5.2(i)
 * @peers jax.scipy.special.gammasgn, scipy.special.gammasgn
 * @math \operatorname{sgn} \Gamma(x)
 * @see special.lgamma
 * @keywords sign of gamma
 */
export const gammasgn: Unary = /*@__PURE__*/ elementwise({
  name: "gammasgn",
  domain: { x: [-10, 10] },
  hard: HARD,
  ulp: { f32: 0, f64: 0 },
  eval: scalar.gammasgn,
  kernel: (k, x) => k.rare(k.not(k.gt(x, 0)), k.constant(1, x.type)),
  source: "DLMF 5.2(i)",
});

/**
 * The logarithm of the gamma function, log |Γ(x)|.
 * @param x - any shape; integers become floats
 * @returns the shape of x; Infinity at 0 and the negative whole numbers; 2 ulp, next to its negative roots an absolute 2⁻⁶⁴
 * @example lgamma([1, 100]) // => Tensor [0, 359.1342053695754]
 * @source DLMF 5.11.1
 * @peers torch.lgamma, tf.math.lgamma
 * @math \ln|\Gamma(x)|
 * @see special.gamma, special.digamma
 * @keywords log gamma, gammaln, loggamma
 */
export const lgamma: Unary = /*@__PURE__*/ elementwise({
  name: "lgamma",
  domain: { x: POSITIVE },
  hard: HARD,
  ulp: { f32: 1, f64: 2 },
  absolute: 2 ** -64,
  eval: scalar.lgamma,
  kernel: kernel.lgammaKernel,
  partials: { x: ({ x }) => digamma(x) },
  source: "DLMF 5.11.1",
});

/**
 * The digamma function ψ(x) = Γ'(x)/Γ(x).
 * @param x - any shape; integers become floats
 * @returns the shape of x; NaN at the negative whole numbers; 4 ulp, next to its negative roots an absolute 2⁻⁶⁰
 * @example digamma([1, 10]) // => Tensor [-0.57721566, 2.25175259]
 * @source DLMF 5.2.2
 * @peers torch.special.digamma, tf.math.digamma, jax.scipy.special.digamma, scipy.special.digamma
 * @math \psi(x) = \frac{\Gamma'(x)}{\Gamma(x)}
 * @see special.trigamma, special.lgamma
 * @keywords psi, derivative of log gamma
 */
export const digamma: Unary = /*@__PURE__*/ elementwise({
  name: "digamma",
  domain: { x: POSITIVE },
  hard: HARD,
  ulp: ULP,
  absolute: 2 ** -60,
  eval: scalar.digamma,
  kernel: kernel.digammaKernel,
  partials: { x: ({ x }) => trigamma(x) },
  source: "DLMF 5.2.2",
});

/**
 * The trigamma function ψ'(x).
 * @param x - any shape; integers become floats
 * @returns the shape of x; Infinity at 0 and the negative whole numbers; 4 ulp
 * @example trigamma([1, 10]) // => Tensor [1.64493407, 0.10516634]
 * @source DLMF 5.15
 * @math \psi'(x) = \frac{d^2}{dx^2} \ln\Gamma(x)
 * @see special.digamma
 * @keywords second derivative of log gamma
 */
export const trigamma: Unary = /*@__PURE__*/ elementwise({
  name: "trigamma",
  domain: { x: POSITIVE },
  hard: HARD,
  ulp: ULP,
  eval: scalar.trigamma,
  kernel: kernel.trigammaKernel,
  partials: { x: ({ x }) => polygammaOf(2, x) },
  source: "DLMF 5.15",
});

/** ψ⁽ⁿ⁾(x), n whole. */
const polygammaOf: Binary = /*@__PURE__*/ elementwise({
  name: "polygamma",
  domain: { n: [0, 6], x: POSITIVE },
  hard: HARD,
  ulp: { f32: 1, f64: 6 },
  eval: scalar.polygamma,
  partials: { x: ({ n, x }) => polygammaOf(add(n, 1), x) },
  source: "DLMF 5.15",
});

/**
 * The n-th derivative ψ⁽ⁿ⁾(x) of the digamma function.
 * @param n - a whole number ≥ 0
 * @param x - any shape; integers become floats
 * @returns the shape of x; 4 ulp for x > -20, 6 ulp below
 * @throws TensorError "value" when n is not a whole number ≥ 0
 * @example polygamma(2, 1) // => Tensor -2.4041138063191885
 * @source DLMF 5.15
 * @peers torch.special.polygamma, tf.math.polygamma, jax.scipy.special.polygamma, scipy.special.polygamma
 * @math \psi^{(n)}(x) = \frac{d^{n+1}}{dx^{n+1}} \ln\Gamma(x)
 * @see special.digamma
 * @keywords derivatives of digamma
 */
export function polygamma(n: number, x: TensorLike): Tensor {
  return polygammaOf(checkInteger("polygamma", "n", n, 0), x);
}

/**
 * Hurwitz's zeta function ζ(s, q) = Σₖ (q + k)⁻ˢ, Riemann's for q = 1. Differentiable in both arguments.
 * @param s - any shape, s > 1; integers become floats
 * @param q - a shape that broadcasts with it, q > 0 (below, where s is whole)
 * @returns the common shape; 2 ulp
 * @throws TensorError "shape" when the shapes do not broadcast
 * @example zeta(2, 1) // => Tensor 1.6449340668482264
 * @source DLMF 25.11.1
 * @peers torch.special.zeta, tf.math.zeta, jax.scipy.special.zeta, scipy.special.zeta
 * @math \zeta(s, q) = \sum_{k=0}^\infty \frac{1}{(q + k)^s}
 * @see special.polygamma
 * @keywords Riemann zeta
 */
export const zeta: Binary = /*@__PURE__*/ elementwise({
  name: "zeta",
  domain: { s: [1.2, 20], q: [0.1, 50] },
  hard: [1, 1.0000001, 2, 0.5, 1e5, Infinity],
  ulp: { f32: 1, f64: 2 },
  eval: scalar.zeta,
  partials: { s: ({ s, q }) => zetaOfOrder(1, s, q), q: ({ s, q }) => neg(mul(s, zeta(add(s, 1), q))) },
  source: "DLMF 25.11.1",
});

/** The m-th derivative of ζ(s, q) with respect to s, m whole. */
const zetaOfOrder: Ternary = /*@__PURE__*/ elementwise({
  name: "zetaOfOrder",
  domain: { m: [1, 3], s: [1.2, 20], q: [0.1, 50] },
  ulp: { f32: 1, f64: 32 },
  eval: (m, s, q) => (m === 0 ? scalar.zeta(s, q) : zetaDerivative(m, s, q)),
  partials: {
    s: ({ m, s, q }) => zetaOfOrder(add(m, 1), s, q),
    // d/dq ζ(s, q) = -s ζ(s + 1, q), differentiated m times
    q: ({ m, s, q }) => neg(add(mul(s, zetaOfOrder(m, add(s, 1), q)), mul(m, zetaOfOrder(sub(m, 1), add(s, 1), q)))),
  },
  source: "DLMF 25.11.17, 25.11.18",
});

/**
 * The beta function B(a, b) = Γ(a) Γ(b)/Γ(a + b).
 * @param a - any shape; integers become floats
 * @param b - a shape that broadcasts with it
 * @returns the common shape; 4 ulp
 * @throws TensorError "shape" when the shapes do not broadcast
 * @example beta(2, 3) // => Tensor 0.08333333333333333
 * @source DLMF 5.12.1
 * @peers jax.scipy.special.beta, scipy.special.beta
 * @math \mathrm{B}(a, b) = \frac{\Gamma(a)\,\Gamma(b)}{\Gamma(a + b)}
 * @see special.lbeta, special.betainc
 * @keywords Euler beta integral, Β
 */
export const beta: Binary = /*@__PURE__*/ elementwise({
  name: "beta",
  domain: { a: POSITIVE, b: POSITIVE },
  hard: HARD,
  ulp: ULP,
  eval: scalar.beta,
  kernel: kernel.betaKernel,
  partials: { a: ({ a, b, out }) => mul(out, digammaDrop(a, b)), b: ({ a, b, out }) => mul(out, digammaDrop(b, a)) },
  source: "DLMF 5.12.1",
});

/**
 * The logarithm of the beta function, log |B(a, b)|.
 * @param a - any shape; integers become floats
 * @param b - a shape that broadcasts with it
 * @returns the common shape; 2 ulp, next to the curve B = 1 an absolute 2⁻⁶⁴
 * @throws TensorError "shape" when the shapes do not broadcast
 * @example lbeta(200, 300) // => Tensor -337.98011306546465
 * @source DLMF 5.12.1
 * @peers tf.math.lbeta
 * @math \ln|\mathrm{B}(a, b)|
 * @see special.beta
 * @keywords log beta, betaln
 */
export const lbeta: Binary = /*@__PURE__*/ elementwise({
  name: "lbeta",
  domain: { a: POSITIVE, b: POSITIVE },
  hard: HARD,
  ulp: { f32: 1, f64: 2 },
  absolute: 2 ** -64,
  eval: scalar.lbeta,
  kernel: kernel.lbetaKernel,
  partials: { a: ({ a, b }) => digammaDrop(a, b), b: ({ a, b }) => digammaDrop(b, a) },
  source: "DLMF 5.12.1",
});

/** ψ⁽ⁿ⁾(a) - ψ⁽ⁿ⁾(a + b), n whole, also where b is small beside a. */
const polygammaDrop: Ternary = /*@__PURE__*/ elementwise({
  name: "polygammaDrop",
  domain: { n: [0, 3], a: POSITIVE, b: POSITIVE },
  ulp: { f32: 1, f64: 4 },
  eval: polygammaDropOf,
  partials: {
    a: ({ n, a, b }) => polygammaDrop(add(n, 1), a, b),
    b: ({ n, a, b }) => neg(polygammaOf(add(n, 1), add(a, b))),
  },
  source: "DLMF 5.15.1",
});

/** ψ(a) - ψ(a + b). @internal */
export const digammaDrop = (a: Tensor, b: Tensor): Tensor => polygammaDrop(0, a, b);

/** The sum has a term for each axis of the matrix; there are no larger matrices. */
const MOST_TERMS = 2 ** 16;

/**
 * The logarithm of the multivariate gamma function of dimension p: p(p - 1)/4 log π + Σⱼ log Γ(a - (j - 1)/2), j = 1 … p.
 * @param a - any shape, a > (p - 1)/2; integers become floats
 * @param p - a whole number ≥ 1
 * @returns the shape of a; NaN where a ≤ (p - 1)/2
 * @throws TensorError "value" when p is not a whole number ≥ 1
 * @example multigammaln(3, 2) // => Tensor 1.5501949939575645
 * @source DLMF 35.3.4
 * @peers torch.special.multigammaln, jax.scipy.special.multigammaln, scipy.special.multigammaln
 * @math \ln\Gamma_p(a) = \tfrac{p(p - 1)}{4}\ln\pi + \sum_{j=1}^p \ln\Gamma\left(a + \tfrac{1 - j}{2}\right)
 * @see special.lgamma
 * @keywords Wishart
 */
export function multigammaln(a: TensorLike, p: number): Tensor {
  checkInteger("multigammaln", "p", p, 1, MOST_TERMS);
  const x = toTensor(a, "multigammaln", "a");
  let sum = lgamma(x);
  for (let j = 1; j < p; j++) sum = add(sum, lgamma(sub(x, j / 2)));
  if (p > 1) sum = add(sum, ((p * (p - 1)) / 4) * Math.log(Math.PI));
  return where(greater(x, (p - 1) / 2), sum, NaN);
}

/**
 * The factorial x!, also of real numbers: Γ(x + 1).
 * @param x - any shape; integers become floats
 * @returns the shape of x; correctly rounded for whole x, else 4 ulp; 0 for x < 0, as in SciPy
 * @example factorial([5, 0.5]) // => Tensor [120, 0.88622693]
 * @source DLMF 5.4.1
 * @peers jax.scipy.special.factorial, scipy.special.factorial
 * @math x! = \Gamma(x + 1)
 * @see special.gamma, special.comb
 * @keywords n factorial, permutations
 */
export const factorial: Unary = /*@__PURE__*/ elementwise({
  name: "factorial",
  domain: { x: [0, 170] },
  hard: [0, 1e-10, 0.5, 22, 23, 170, 171, -1, Infinity],
  ulp: ULP,
  eval: scalar.factorial,
  kernel: kernel.factorialKernel,
  partials: { x: ({ x, out }) => mul(out, digamma(add(x, 1))) },
  source: "DLMF 5.4.1",
});

/**
 * The binomial coefficient "n over k", also for real numbers.
 * @param n - any shape, n ≥ 0; integers become floats
 * @param k - a shape that broadcasts with it; outside 0 ≤ k ≤ n the coefficient is 0
 * @returns the common shape; exact for whole numbers below 2⁵³, else 4 ulp
 * @throws TensorError "shape" when the shapes do not broadcast
 * @example comb([5, 50], 2) // => Tensor [10, 1225]
 * @source DLMF 1.2.6
 * @peers jax.scipy.special.comb, scipy.special.comb
 * @math \binom{n}{k} = \frac{n!}{k!\,(n - k)!}
 * @see special.factorial
 * @keywords combinations, n choose k, choose
 */
export const comb: Binary = /*@__PURE__*/ elementwise({
  name: "comb",
  domain: { n: [5, 100], k: [0.1, 4.9] },
  hard: [0, 1, 5, 50, 1e5],
  ulp: ULP,
  eval: scalar.comb,
  partials: {
    n: ({ n, k, out }) => neg(mul(out, digammaDrop(add(sub(n, k), 1), k))),
    k: ({ n, k, out }) => mul(out, sub(digamma(add(sub(n, k), 1)), digamma(add(k, 1)))),
  },
  source: "DLMF 1.2.6",
});

/**
 * Pochhammer's symbol (x)ₙ = Γ(x + n)/Γ(x), the rising factorial x (x + 1) ⋯ (x + n - 1), also for real n.
 * @param x - any shape; integers become floats. Derivatives are offered for x > 0 and x + n > 0
 * @param n - a shape that broadcasts with it
 * @returns the common shape; 4 ulp for x > 0 and x + n > 0
 * @throws TensorError "shape" when the shapes do not broadcast
 * @example poch(3, [2, 0.5]) // => Tensor [12, 1.66167549]
 * @source DLMF 5.2.5
 * @peers jax.scipy.special.poch, scipy.special.poch
 * @math (x)_n = \frac{\Gamma(x + n)}{\Gamma(x)}
 * @see special.gamma
 */
export const poch: Binary = /*@__PURE__*/ elementwise({
  name: "poch",
  domain: { x: [0.1, 50], n: [0, 20] },
  hard: [0, 1, 0.5, -0.5, 1e5],
  ulp: ULP,
  eval: scalar.poch,
  partials: {
    x: ({ x, n, out }) => neg(mul(out, digammaDrop(x, n))),
    n: ({ x, n, out }) => mul(out, digamma(add(x, n))),
  },
  source: "DLMF 5.2.5",
});
