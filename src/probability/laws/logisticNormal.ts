/** The logistic-normal law. */
import type { TensorLike } from "../../core/tensor.ts";
import { add, div, mul, square, sub } from "../../ops/arithmetic.ts";
import { log } from "../../ops/exponential.ts";
import { sum } from "../../ops/reduce.ts";
import { HALF_LOG_TAU } from "../../ops/scalar/constants.ts";
import { normal } from "../../random/continuous.ts";
import { stickBreaking } from "../bijectors/vectors.ts";
import { realVector, simplex } from "../constraints/vectors.ts";
import { type Law, law } from "../distribution/law.ts";
import { sizeOf } from "./pieces/columns.ts";
import { drawnAs } from "./pieces/counts.ts";
import { positiveVector } from "./pieces/vectors.ts";

/**
 * The logistic-normal distribution: probabilities made of independent normal numbers by stick-breaking.
 * @param loc - means along the last axis, n of them
 * @param scale - standard deviations > 0, of the same size
 * @returns a distribution of vectors of n + 1 probabilities
 * @throws TensorError "value" when a scale is not positive and finite, "shape" when sizes differ
 * @example LogisticNormal([0, 0], [1, 1]).eventShape // => [3]
 * @math x = \operatorname{stickBreaking}(z),\quad z_i \sim \mathcal{N}(\mu_i, \sigma_i^2)
 * @source Aitchison & Shen, Logistic-normal distributions, 1980
 * @peers torch.distributions.LogisticNormal
 * @see Dirichlet, LogitNormal
 * @keywords simplex, compositional data
 */
export const LogisticNormal: Law<[loc: TensorLike, scale: TensorLike], "loc" | "scale"> = /*@__PURE__*/ law({
  name: "LogisticNormal",
  kind: "continuous",
  parameters: { loc: { constraint: realVector }, scale: { constraint: positiveVector } },
  support: simplex,
  eventShape: ({ loc, scale }) => [Math.max(sizeOf(loc), sizeOf(scale)) + 1],
  logProb: ({ loc, scale }, x) => {
    const z = stickBreaking.inverse(x);
    const normals = sub(mul(-0.5, square(div(sub(z, loc), scale))), add(log(scale), HALF_LOG_TAU));
    return sub(sum(normals, -1), stickBreaking.logAbsDetJacobian(z, x));
  },
  sample: ({ loc, scale }, key, shape) => {
    const n = Math.max(sizeOf(loc), sizeOf(scale));
    return stickBreaking.forward(add(loc, mul(scale, normal(key, [...shape, n], drawnAs(loc)))));
  },
  source: "Aitchison & Shen, Logistic-normal distributions, 1980",
});
