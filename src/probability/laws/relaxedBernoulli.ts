/** The relaxed Bernoulli law. */
import type { TensorLike } from "../../core/tensor.ts";
import { logit, logSigmoid, sigmoid } from "../../ops/activation.ts";
import { add, div, mul, neg, sub } from "../../ops/arithmetic.ts";
import { equal, where } from "../../ops/compare.ts";
import { log, log1p } from "../../ops/exponential.ts";
import { xlog1py, xlogy } from "../../ops/logarithmic.ts";
import { uniform } from "../../random/continuous.ts";
import { floatDTypeOf } from "../../random/parameters.ts";
import { openInterval, positive, real, unitInterval } from "../constraints/numbers.ts";
import { law, type Law } from "../distribution/law.ts";
import { betweenEnds } from "./pieces/betweenEnds.ts";

/**
 * The relaxed Bernoulli distribution: sigmoid((logits + L)/temperature) of a logistic L, a smooth stand-in for coin flips. The
 * lower the temperature, the closer to 0 and 1.
 * @param temperature - λ > 0, any shape
 * @param probs - of 1 as λ → 0, between 0 and 1, a shape that broadcasts with it
 * @param logits - its log odds, in place of probs
 * @returns a distribution of numbers between 0 and 1
 * @throws TensorError "value" when temperature is not positive and finite or probs not between 0 and 1, "shape" when the shapes do
 * not broadcast
 * @example RelaxedBernoulli(0.5, 0.8).cdf(0.5) // => Tensor 0.19999999999999996
 * @math p(x) = \frac{\lambda\, e^{a} x^{-\lambda - 1} (1 - x)^{-\lambda - 1}}{\left(e^{a} x^{-\lambda} + (1 - x)^{-\lambda}\right)^2}
 * @source Maddison, Mnih & Teh, The Concrete distribution, 2017
 * @peers torch.distributions.RelaxedBernoulli, tfp.distributions.RelaxedBernoulli
 * @see RelaxedOneHotCategorical, Bernoulli
 * @keywords binary Concrete, Gumbel-sigmoid
 */
export const RelaxedBernoulli: Law<[temperature: TensorLike, probs: TensorLike], "temperature" | "probs" | "logits"> =
  /*@__PURE__*/ law({
    name: "RelaxedBernoulli",
    kind: "continuous",
    parameters: {
      temperature: { constraint: positive },
      probs: { constraint: /*@__PURE__*/ openInterval(0, 1), from: ({ logits }) => sigmoid(logits) },
      logits: { constraint: real, instead: "probs", from: ({ probs }) => logit(probs) },
    },
    support: unitInterval,
    logProb: ({ temperature, logits }, x) => {
      const z = sub(mul(temperature, logit(x)), logits);
      const inside = sub(add(logSigmoid(z), logSigmoid(neg(z))), add(log(x), log1p(neg(x))));
      const atZero = sub(xlogy(sub(temperature, 1), x), logits);
      const atOne = add(xlog1py(sub(temperature, 1), neg(x)), logits);
      return add(log(temperature), where(equal(x, 0), atZero, where(equal(x, 1), atOne, inside)));
    },
    cdf: ({ temperature, logits }, x) => sigmoid(sub(mul(temperature, logit(x)), logits)),
    sf: ({ temperature, logits }, x) => sigmoid(sub(logits, mul(temperature, logit(x)))),
    logCdf: ({ temperature, logits }, x) => logSigmoid(sub(mul(temperature, logit(x)), logits)),
    logSf: ({ temperature, logits }, x) => logSigmoid(sub(logits, mul(temperature, logit(x)))),
    icdf: ({ temperature, logits }, q) => sigmoid(div(add(logits, logit(q)), temperature)),
    isf: ({ temperature, logits }, q) => sigmoid(div(sub(logits, logit(q)), temperature)),
    sample: ({ temperature, logits }, key, shape) => {
      const dtype = floatDTypeOf([temperature, logits]);
      const u = add(uniform(key, shape, { dtype }), dtype === "float64" ? 2 ** -53 : 2 ** -24);
      return betweenEnds(sigmoid(div(add(logits, logit(u)), temperature)));
    },
    median: ({ temperature, logits }) => sigmoid(div(logits, temperature)),
    source: "Maddison, Mnih & Teh 2017",
  });
