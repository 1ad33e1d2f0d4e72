/** The noncentral incomplete gamma functions and Marcum's Q, differentiable in every argument as often as wanted. */
import { type Elementwise, elementwise, neg, type Range, type Ternary } from "../../core/elementwise.ts";
import { broadcastShapes } from "../../base/shapes.ts";
import { toTensor } from "../../core/convert.ts";
import type { Tensor, TensorLike } from "../../core/tensor.ts";
import { add, div, mul, reciprocal, square, sub } from "../arithmetic.ts";
import * as scalar from "../scalar/noncentral.ts";

const SHAPE: Range = [0.3, 20];
const PLACE: Range = [0.05, 40];
const MEAN: Range = [0.1, 20];
const HARD: readonly number[] = [0, 1e-10, 0.5, 1, 50, 1000, Infinity];
const ULP: { readonly f32: number; readonly f64: number } = { f32: 1, f64: 32 };

/**
 * The noncentral lower incomplete gamma function: the mean of P(a + j, x) over a Poisson variable j of mean λ. It is the cdf of the
 * noncentral χ² distribution of 2a degrees of freedom and noncentrality 2λ at 2x.
 * @param a - any shape, 0 < a ≤ 10⁸; integers become floats
 * @param x - a shape that broadcasts with it, x ≥ 0
 * @param lambda - a shape that broadcasts with both, 0 ≤ λ ≤ 10⁸
 * @returns the common shape, between 0 and 1; NaN outside; 32 ulp; the work grows like √λ
 * @throws TensorError "shape" when the shapes do not broadcast
 * @example noncentralGammainc(1, 2, [0, 1]) // => Tensor [0.86466472, 0.60570314]
 * @source Johnson, Kotz & Balakrishnan, Continuous Univariate Distributions 2 (1995), 29.2
 * @peers scipy.special.chndtr
 * @math \sum_{j=0}^\infty \frac{e^{-\lambda} \lambda^j}{j!} P(a + j, x)
 * @see special.gammainc, special.marcumQ
 * @keywords noncentral chi-squared cdf, chndtr, Rice cdf
 */
export const noncentralGammainc: Ternary = /*@__PURE__*/ elementwise({
  name: "noncentralGammainc",
  domain: { a: SHAPE, x: PLACE, lambda: MEAN },
  hard: HARD,
  ulp: ULP,
  eval: scalar.noncentralGammainc,
  partials: {
    a: ({ a, x, lambda }) => noncentralOfOrder(1, a, x, lambda),
    x: ({ a, x, lambda }) => densityOf(0, a, x, lambda),
    lambda: ({ a, x, lambda }) => neg(densityOf(0, add(a, 1), x, lambda)),
  },
  source: "Johnson, Kotz & Balakrishnan 29.2",
});

/**
 * The noncentral upper incomplete gamma function, 1 less the lower, without cancellation.
 * @param a - any shape, 0 < a ≤ 10⁸; integers become floats
 * @param x - a shape that broadcasts with it, x ≥ 0
 * @param lambda - a shape that broadcasts with both, 0 ≤ λ ≤ 10⁸
 * @returns the common shape, between 0 and 1; NaN outside; 32 ulp; the work grows like √λ
 * @throws TensorError "shape" when the shapes do not broadcast
 * @example noncentralGammaincc(1, 2, [0, 1]) // => Tensor [0.13533528, 0.39429686]
 * @source Johnson, Kotz & Balakrishnan, Continuous Univariate Distributions 2 (1995), 29.2
 * @math \sum_{j=0}^\infty \frac{e^{-\lambda} \lambda^j}{j!} Q(a + j, x)
 * @see special.noncentralGammainc
 * @keywords noncentral chi-squared survival function
 */
export const noncentralGammaincc: Ternary = /*@__PURE__*/ elementwise({
  name: "noncentralGammaincc",
  domain: { a: SHAPE, x: PLACE, lambda: MEAN },
  hard: HARD,
  ulp: ULP,
  eval: scalar.noncentralGammaincc,
  partials: {
    a: ({ a, x, lambda }) => neg(noncentralOfOrder(1, a, x, lambda)),
    x: ({ a, x, lambda }) => neg(densityOf(0, a, x, lambda)),
    lambda: ({ a, x, lambda }) => densityOf(0, add(a, 1), x, lambda),
  },
  source: "Johnson, Kotz & Balakrishnan 29.2",
});

/** ∂ⁿF/∂aⁿ, n ≥ 1. */
const noncentralOfOrder: Elementwise = /*@__PURE__*/ elementwise({
  name: "noncentralOfOrder",
  domain: { n: [1, 3], a: SHAPE, x: PLACE, lambda: MEAN },
  ulp: ULP,
  eval: scalar.noncentralOfOrder,
  partials: {
    a: ({ n, a, x, lambda }) => noncentralOfOrder(add(n, 1), a, x, lambda),
    x: ({ n, a, x, lambda }) => densityOf(n, a, x, lambda),
    lambda: ({ n, a, x, lambda }) => neg(densityOf(n, add(a, 1), x, lambda)),
  },
  source: "Johnson, Kotz & Balakrishnan 29.2",
});

/** ∂ⁿ/∂aⁿ of the density ∂F/∂x, n whole; 0 for n < 0. */
const densityOf: Elementwise = /*@__PURE__*/ elementwise({
  name: "noncentralDensityOfOrder",
  domain: { n: [0, 3], a: SHAPE, x: PLACE, lambda: MEAN },
  ulp: ULP,
  eval: scalar.noncentralDensityOfOrder,
  partials: {
    a: ({ n, a, x, lambda }) => densityOf(add(n, 1), a, x, lambda),
    // (j + a - 1)/x - 1 under the mean, where j times the weight is λ times the one before
    x: ({ n, a, x, lambda, out }) =>
      add(
        mul(out, sub(div(sub(a, 1), x), 1)),
        div(add(mul(lambda, densityOf(n, add(a, 1), x, lambda)), mul(n, densityOf(sub(n, 1), a, x, lambda))), x),
      ),
    lambda: ({ n, a, x, lambda, out }) => sub(densityOf(n, add(a, 1), x, lambda), out),
  },
  source: "Johnson, Kotz & Balakrishnan 29.2",
});

/**
 * The logarithm of the noncentral lower incomplete gamma function, also where that underflows.
 * @param a - any shape, 0 < a ≤ 10⁸; integers become floats
 * @param x - a shape that broadcasts with it, x ≥ 0
 * @param lambda - a shape that broadcasts with both, 0 ≤ λ ≤ 10⁸
 * @returns the common shape; NaN outside; 32 ulp
 * @throws TensorError "shape" when the shapes do not broadcast
 * @example logNoncentralGammainc(1, 2, 1000) // => Tensor -918.7895929697614
 * @source Johnson, Kotz & Balakrishnan, Continuous Univariate Distributions 2 (1995), 29.2
 * @math \ln \sum_{j=0}^\infty \frac{e^{-\lambda} \lambda^j}{j!} P(a + j, x)
 * @see special.noncentralGammainc
 * @keywords noncentral chi-squared log cdf
 */
export const logNoncentralGammainc: Ternary = /*@__PURE__*/ elementwise({
  name: "logNoncentralGammainc",
  domain: { a: SHAPE, x: PLACE, lambda: MEAN },
  hard: HARD,
  ulp: ULP,
  eval: scalar.logNoncentralGammainc,
  partials: {
    a: ({ a, x, lambda }) => div(quotient(1, a, x, lambda), quotient(0, a, x, lambda)),
    x: ({ a, x, lambda }) => reciprocal(quotient(0, a, x, lambda)),
    lambda: ({ a, x, lambda }) => neg(div(step(a, x, lambda), quotient(0, a, x, lambda))),
  },
  source: "Johnson, Kotz & Balakrishnan 29.2",
});

/**
 * The logarithm of the noncentral upper incomplete gamma function, also where that underflows.
 * @param a - any shape, 0 < a ≤ 10⁸; integers become floats
 * @param x - a shape that broadcasts with it, x ≥ 0
 * @param lambda - a shape that broadcasts with both, 0 ≤ λ ≤ 10⁸
 * @returns the common shape; NaN outside; 32 ulp
 * @throws TensorError "shape" when the shapes do not broadcast
 * @example logNoncentralGammaincc(1, 2000, 1) // => Tensor -1914.6991327099906
 * @source Johnson, Kotz & Balakrishnan, Continuous Univariate Distributions 2 (1995), 29.2
 * @math \ln \sum_{j=0}^\infty \frac{e^{-\lambda} \lambda^j}{j!} Q(a + j, x)
 * @see special.noncentralGammaincc
 * @keywords noncentral chi-squared log survival function
 */
export const logNoncentralGammaincc: Ternary = /*@__PURE__*/ elementwise({
  name: "logNoncentralGammaincc",
  domain: { a: SHAPE, x: PLACE, lambda: MEAN },
  hard: HARD,
  ulp: ULP,
  eval: scalar.logNoncentralGammaincc,
  partials: {
    a: ({ a, x, lambda }) => neg(div(quotient(1, a, x, lambda), upperQuotient(a, x, lambda))),
    x: ({ a, x, lambda }) => neg(reciprocal(upperQuotient(a, x, lambda))),
    lambda: ({ a, x, lambda }) => div(step(a, x, lambda), upperQuotient(a, x, lambda)),
  },
  source: "Johnson, Kotz & Balakrishnan 29.2",
});

/** f(a + 1) over f(a), f the density. */
const step: Ternary = /*@__PURE__*/ elementwise({
  name: "noncentralStep",
  domain: { a: SHAPE, x: PLACE, lambda: MEAN },
  ulp: ULP,
  eval: scalar.noncentralStep,
  partials: {
    a: ({ a, x, lambda, out }) =>
      mul(out, sub(densityQuotient(1, add(a, 1), x, lambda), densityQuotient(1, a, x, lambda))),
    x: ({ a, x, lambda, out }) => div(mul(out, add(1, mul(lambda, sub(step(add(a, 1), x, lambda), out)))), x),
    lambda: ({ a, x, lambda, out }) => mul(out, sub(step(add(a, 1), x, lambda), out)),
  },
  source: "Johnson, Kotz & Balakrishnan 29.2",
});

/** ∂ log f/∂x. */
const slopeOfLog = (a: Tensor, x: Tensor, lambda: Tensor): Tensor =>
  sub(div(add(sub(a, 1), mul(lambda, step(a, x, lambda))), x), 1);

/** ∂ⁿf/∂aⁿ over f, n whole; 0 for n < 0. */
const densityQuotient: Elementwise = /*@__PURE__*/ elementwise({
  name: "noncentralDensityQuotient",
  domain: { n: [0, 3], a: SHAPE, x: PLACE, lambda: MEAN },
  ulp: ULP,
  eval: scalar.noncentralDensityQuotient,
  partials: {
    a: ({ n, a, x, lambda, out }) =>
      sub(densityQuotient(add(n, 1), a, x, lambda), mul(out, densityQuotient(1, a, x, lambda))),
    x: ({ n, a, x, lambda, out }) =>
      div(add(mul(lambda, rise(n, a, x, lambda, out)), mul(n, densityQuotient(sub(n, 1), a, x, lambda))), x),
    lambda: ({ n, a, x, lambda, out }) => rise(n, a, x, lambda, out),
  },
  source: "Johnson, Kotz & Balakrishnan 29.2",
});

/** What the quotient gains from a to a + 1, times the step. */
const rise = (n: Tensor, a: Tensor, x: Tensor, lambda: Tensor, quotientHere: Tensor): Tensor =>
  mul(step(a, x, lambda), sub(densityQuotient(n, add(a, 1), x, lambda), quotientHere));

/** ∂ⁿF/∂aⁿ over f, n ≥ 0, which does not underflow. */
const quotient: Elementwise = /*@__PURE__*/ elementwise({
  name: "noncentralQuotient",
  domain: { n: [0, 3], a: SHAPE, x: PLACE, lambda: MEAN },
  ulp: ULP,
  eval: scalar.noncentralQuotient,
  partials: {
    a: ({ n, a, x, lambda, out }) => sub(quotient(add(n, 1), a, x, lambda), mul(out, densityQuotient(1, a, x, lambda))),
    x: ({ n, a, x, lambda, out }) => sub(densityQuotient(n, a, x, lambda), mul(out, slopeOfLog(a, x, lambda))),
    lambda: ({ n, a, x, lambda, out }) => {
      const forward = step(a, x, lambda);
      return neg(add(mul(densityQuotient(n, add(a, 1), x, lambda), forward), mul(out, sub(forward, 1))));
    },
  },
  source: "Johnson, Kotz & Balakrishnan 29.2",
});

/** 1 - F over f. */
const upperQuotient: Ternary = /*@__PURE__*/ elementwise({
  name: "noncentralUpperQuotient",
  domain: { a: SHAPE, x: PLACE, lambda: MEAN },
  ulp: ULP,
  eval: scalar.noncentralUpperQuotient,
  partials: {
    a: ({ a, x, lambda, out }) => neg(add(quotient(1, a, x, lambda), mul(out, densityQuotient(1, a, x, lambda)))),
    x: ({ a, x, lambda, out }) => neg(add(1, mul(out, slopeOfLog(a, x, lambda)))),
    lambda: ({ a, x, lambda, out }) => {
      const forward = step(a, x, lambda);
      return sub(forward, mul(out, sub(forward, 1)));
    },
  },
  source: "Johnson, Kotz & Balakrishnan 29.2",
});

/**
 * Marcum's function Q_m(a, b): the probability that a noncentral χ variable of 2m degrees of freedom and noncentrality a exceeds b.
 * @param m - any shape, m > 0; integers become floats
 * @param a - a shape that broadcasts with it, a ≥ 0
 * @param b - a shape that broadcasts with both, b ≥ 0
 * @returns the common shape, between 0 and 1; 64 ulp
 * @throws TensorError "shape" when the shapes do not broadcast
 * @example marcumQ(1, 1, 2) // => Tensor 0.26901206003591
 * @source Marcum, RAND RM-753 (1950)
 * @math Q_m(a, b) = \int_b^\infty x \left(\frac{x}{a}\right)^{m-1} e^{-(x^2 + a^2)/2} I_{m-1}(ax)\,dx
 * @see special.noncentralGammaincc
 * @keywords Marcum Q function, Rice survival function, radar detection
 */
export function marcumQ(m: TensorLike, a: TensorLike, b: TensorLike): Tensor {
  const [order, from, to] = [toTensor(m, "marcumQ", "m"), toTensor(a, "marcumQ", "a"), toTensor(b, "marcumQ", "b")];
  broadcastShapes("marcumQ", [order.shape, from.shape, to.shape], { m: 0, a: 0, b: 0 });
  const half = (x: Tensor): Tensor => mul(0.5, square(x));
  return noncentralGammaincc(order, half(to), half(from));
}
