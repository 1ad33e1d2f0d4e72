/** Minus the mean of the logarithm of a density over draws of another law, in averages of the draws. */
import { scalar, type Tensor } from "../../core/tensor.ts";
import { add, div, mul, neg, reciprocal, square, sub } from "../../ops/arithmetic.ts";
import { log } from "../../ops/exponential.ts";
import { sum } from "../../ops/reduce.ts";
import { lbeta, lgamma } from "../../ops/special/gamma.ts";
import type { Facts } from "../distribution/facts.ts";
import type { Averages } from "./averages.ts";
import type { Values } from "./pairs.ts";

interface Against<N extends keyof Averages = keyof Averages> {
  readonly needs: readonly N[];
  readonly of: (q: Values, x: Pick<Averages, N>, facts: Facts) => Tensor;
}

const HALF_LOG_TAU = 0.9189385332046727; // log(2π)/2

/** Checks that a row uses only what it needs. */
const row = <N extends keyof Averages>(needs: readonly N[], of: Against<N>["of"]): Against => ({
  needs,
  of: of as Against["of"],
});

/** By the laws' names. */
export const against: Readonly<Record<string, Against>> = /*@__PURE__*/ (() => ({
  Normal: row(["square"], ({ loc, scale }, x) =>
    add(add(log(scale), HALF_LOG_TAU), div(x.square(loc), mul(2, square(scale)))),
  ),
  Laplace: row(["distance"], ({ loc, scale }, x) => add(log(mul(2, scale)), div(x.distance(loc), scale))),
  Uniform: row([], ({ width }) => log(width)),
  Exponential: row(["mean"], ({ rate }, x) => sub(mul(rate, x.mean()), log(rate))),
  Gamma: row(["mean", "log"], ({ concentration, rate }, x) => {
    const norm = sub(lgamma(concentration), mul(concentration, log(rate)));
    return add(norm, sub(mul(rate, x.mean()), mul(sub(concentration, 1), x.log())));
  }),
  Beta: row(["log", "logRest"], ({ concentration1, concentration0 }, x) => {
    const powers = add(mul(sub(concentration1, 1), x.log()), mul(sub(concentration0, 1), x.logRest()));
    return sub(lbeta(concentration1, concentration0), powers);
  }),
  Pareto: row(["log"], ({ scale, concentration }, x) => {
    const rises = mul(concentration, sub(x.log(), log(scale)));
    return add(sub(rises, log(concentration)), x.log());
  }),
  ContinuousBernoulli: row(["mean"], ({ logits }, x, { logProb }) =>
    neg(add(logProb(scalar(0.5, logits.dtype)), mul(logits, sub(x.mean(), 0.5)))),
  ),
  Gumbel: row(["mean", "exp"], ({ loc, scale }, x) => {
    const place = div(sub(x.mean(), loc), scale);
    return add(add(log(scale), place), x.exp(neg(reciprocal(scale)), loc));
  }),
  VonMisesFisher: row(["mean"], ({ direction, concentration }, x, { logProb }) => {
    const turned = sum(mul(direction, x.mean()), -1);
    return sub(mul(concentration, sub(1, turned)), logProb(direction));
  }),
  SphericalUniform: row([], (_, __, { entropy }) => (entropy as () => Tensor)()),
}))();
