/** Powers E^x of an exponential number E, of which the Weibull and extreme value laws are made. */
import type { Tensor } from "../../../core/tensor.ts";
import { abs, add, div, mul, square, sub } from "../../../ops/arithmetic.ts";
import { less, where } from "../../../ops/compare.ts";
import { exp } from "../../../ops/exponential.ts";
import { pow } from "../../../ops/power.ts";
import { EULER } from "../../../ops/scalar/constants.ts";
import { zeta } from "../../../ops/scalar/gamma.ts";
import { lgamma } from "../../../ops/special/gamma.ts";
import { expm1Ratio, polynomial } from "./smooth.ts";

/** Of log Γ(1 + m x) - m log Γ(1 + x) = Σₙ ζ(n) (-x)ⁿ (mⁿ - m)/n, from n = 2 (DLMF 5.7.3). */
const seriesOf = (m: number): readonly number[] =>
  Array.from({ length: 28 }, (_, i) => {
    const n = i + 2;
    return ((n % 2 === 0 ? 1 : -1) * zeta(n, 1) * (m ** n - m)) / n;
  });
const [TWO, THREE, FOUR]: readonly (readonly number[])[] = /*@__PURE__*/ [2, 3, 4].map(seriesOf);
/** Those of the third and fourth cumulants, whose first terms cancel; of x³ and x⁴. */
const THIRD: readonly number[] = /*@__PURE__*/ (() => THREE.map((c, i) => c - 3 * TWO[i]).slice(1))();
const FOURTH: readonly number[] = /*@__PURE__*/ (() => FOUR.map((c, i) => c - 4 * THREE[i] + 6 * TWO[i]).slice(2))();
/** (e^x - 1 - x)/x² = 1/2 + x/6 + … */
const BEYOND: readonly number[] = /*@__PURE__*/ (() => {
  const terms = [0.5];
  for (let n = 3; n <= 11; n++) terms.push(terms[n - 3] / n);
  return terms;
})();
const SMALL = 0.05;
/** Of (log Γ(1 + x))/x = -γ + ζ(2) x/2 - … */
const FIRST: readonly number[] = /*@__PURE__*/ (() => [
  -EULER,
  ...Array.from({ length: 22 }, (_, i) => ((i % 2 === 0 ? 1 : -1) * zeta(i + 2, 1)) / (i + 2)),
])();

/** Moments of (E^x - 1)/x. */
interface PowerMoments {
  readonly mean: Tensor;
  readonly variance: Tensor;
  readonly skewness: Tensor;
  readonly kurtosis: Tensor;
}

/**
 * Moments of (E^x - 1)/x, and so of log E at x = 0, where they are smooth in x.
 * @param x - more than -1, -1/2, -1/3, -1/4 for the four
 */
export function powerMoments(x: Tensor): PowerMoments {
  const small = less(abs(x), SMALL);
  const first = where(small, polynomial(FIRST, x), div(lgamma(add(1, x)), x));
  // (E E^mx/(E E^x)^m - 1)/x²
  const excess = ([TWO, THREE, FOUR] as const).map((series, i) => {
    const m = i + 2;
    const logs = sub(lgamma(add(1, mul(m, x))), mul(m, lgamma(add(1, x))));
    const ratio = where(small, polynomial(series, x), div(logs, square(x)));
    return mul(ratio, expm1Ratio(mul(ratio, square(x))));
  });
  const [e2, e3, e4] = excess;
  // Where x is small, what is beyond the cumulants of log E, whose first terms cancel: (e^l - 1 - l)/x⁴.
  const [b2, b3, b4] = [TWO, THREE, FOUR].map((series) => {
    const ratio = polynomial(series, x);
    return mul(square(ratio), polynomial(BEYOND, mul(ratio, square(x))));
  });
  const third = add(polynomial(THIRD, x), mul(x, sub(b3, mul(3, b2))));
  const fourth = add(polynomial(FOURTH, x), add(sub(b4, mul(4, b3)), sub(mul(6, b2), mul(3, square(e2)))));
  const fourthAbout0 = div(add(sub(e4, mul(4, e3)), mul(6, e2)), square(x));
  return {
    mean: mul(first, expm1Ratio(mul(first, x))),
    variance: mul(exp(mul(2, mul(first, x))), e2),
    skewness: div(where(small, third, div(sub(e3, mul(3, e2)), x)), pow(e2, 1.5)),
    kurtosis: div(where(small, fourth, sub(fourthAbout0, mul(3, square(e2)))), square(e2)),
  };
}
