/** Averages of simple functions of a draw, in closed form, of which cross-entropies are made. */
import type { Tensor } from "../../core/tensor.ts";
import { abs, add, div, mul, neg, reciprocal, square, sub } from "../../ops/arithmetic.ts";
import { greater, isfinite, where } from "../../ops/compare.ts";
import { exp, expm1, log } from "../../ops/exponential.ts";
import { xlogy } from "../../ops/logarithmic.ts";
import { erf } from "../../ops/special/erf.ts";
import { digamma, digammaDrop } from "../../ops/special/gamma.ts";
import type { Facts } from "../distribution/facts.ts";
import { EULER } from "../../ops/scalar/constants.ts";
import type { Values } from "./pairs.ts";

/** What can be averaged over draws X. */
export interface Averages {
  readonly mean: () => Tensor;
  /** E (X - m)² */
  readonly square: (m: Tensor) => Tensor;
  /** E |X - m| */
  readonly distance: (m: Tensor) => Tensor;
  readonly log: () => Tensor;
  /** E log(1 - X) */
  readonly logRest: () => Tensor;
  /** E exp(t (X - m)) for t < 0 */
  readonly exp: (t: Tensor, m: Tensor) => Tensor;
}

type Known = { readonly [K in keyof Averages]?: (p: Values, ...args: Parameters<Averages[K]>) => Tensor };

const SQRT_2_OVER_PI = /*@__PURE__*/ Math.sqrt(2 / Math.PI);

/** E log X of the uniform law. */
const meanLog = (low: Tensor, high: Tensor): Tensor =>
  sub(div(sub(xlogy(high, high), xlogy(low, low)), sub(high, low)), 1);

/** By the laws' names. */
const known: Readonly<Record<string, Known>> = /*@__PURE__*/ (() => ({
  Normal: {
    distance: ({ loc, scale }, m) => {
      const z = div(sub(loc, m), scale);
      const bell = mul(SQRT_2_OVER_PI, exp(mul(-0.5, square(z))));
      return mul(scale, add(bell, mul(z, erf(mul(Math.SQRT1_2, z)))));
    },
    exp: ({ loc, scale }, t, m) => exp(mul(t, add(sub(loc, m), mul(0.5, mul(t, square(scale)))))),
  },
  Laplace: {
    exp: ({ loc, scale }, t, m) => {
      const rest = sub(1, square(mul(t, scale)));
      return where(greater(rest, 0), div(exp(mul(t, sub(loc, m))), rest), Infinity);
    },
  },
  Uniform: {
    distance: ({ low, high }, m) => {
      const half = (x: Tensor): Tensor => mul(sub(x, m), abs(sub(x, m)));
      return div(sub(half(high), half(low)), mul(2, sub(high, low)));
    },
    log: ({ low, high }) => meanLog(low, high),
    logRest: ({ low, high }) => meanLog(sub(1, high), sub(1, low)),
    exp: ({ low, high }, t, m) => {
      const width = mul(t, sub(high, low));
      return mul(exp(mul(t, sub(low, m))), div(expm1(width), width));
    },
  },
  Gamma: {
    log: ({ concentration, rate }) => sub(digamma(concentration), log(rate)),
    exp: ({ concentration, rate }, t, m) => exp(neg(add(mul(t, m), mul(concentration, log(sub(1, div(t, rate))))))),
  },
  Exponential: {
    distance: ({ rate }, m) => {
      const inside = greater(m, 0);
      const beyond = mul(2, div(exp(neg(mul(rate, where(inside, m, 0)))), rate));
      return where(inside, add(sub(m, reciprocal(rate)), beyond), sub(reciprocal(rate), m));
    },
  },
  Beta: {
    log: ({ concentration1, concentration0 }) => digammaDrop(concentration1, concentration0),
    logRest: ({ concentration1, concentration0 }) => digammaDrop(concentration0, concentration1),
  },
  Pareto: { log: ({ scale, concentration }) => add(log(scale), reciprocal(concentration)) },
  LogNormal: { log: ({ loc }) => loc },
  Weibull: { log: ({ scale, concentration }) => sub(log(scale), div(EULER, concentration)) },
}))();

/** The averages that are known of a distribution; mean and variance are those that it states. */
export function averagesOf(
  facts: Facts,
  canonical?: { readonly base: string; readonly values: Values },
): Partial<Averages> {
  const { mean, variance, values } = facts;
  const found: Partial<Record<keyof Averages, unknown>> = {};
  const sources = [
    canonical && { table: known[canonical.base], values: canonical.values },
    { table: known[facts.name], values },
  ];
  for (const source of sources) {
    if (source?.table === undefined || source.values === undefined) continue;
    const { table, values: of } = source;
    for (const name of Object.keys(table) as (keyof Averages)[]) {
      const average = table[name] as (p: Values, ...args: Tensor[]) => Tensor;
      found[name] = (...args: Tensor[]): Tensor => average(of, ...args);
    }
  }
  if (mean !== undefined) found.mean = mean;
  if (mean !== undefined && variance !== undefined && facts.eventShape.length === 0) {
    found.square = (m: Tensor): Tensor => {
      const [middle, spread] = [mean(), variance()];
      // Where there is no mean, squares are infinite on average.
      return where(isfinite(middle), add(where(isfinite(spread), spread, Infinity), square(sub(middle, m))), Infinity);
    };
  }
  return found as Partial<Averages>;
}
