/** A probability that is given as such or by its log odds, with logarithms that are precise at both ends. */
import type { Tensor } from "../../../core/tensor.ts";
import { logit, logSigmoid, sigmoid } from "../../../ops/activation.ts";
import { neg, sub } from "../../../ops/arithmetic.ts";
import { log, log1p } from "../../../ops/exponential.ts";
import { real, unitInterval } from "../../constraints/numbers.ts";
import type { Given, Parameter, Values } from "../../distribution/law.ts";

type Names = "probs" | "logits";
type P = Values<Names>;

export const trial: { readonly probs: Parameter<Names>; readonly logits: Parameter<Names> } = {
  probs: { constraint: unitInterval, from: ({ logits }) => sigmoid(logits) },
  logits: { constraint: real, instead: "probs", from: ({ probs }) => logit(probs) },
};

/** The complement, and the logarithms of both. */
export const trialLogs = {
  rest: (p: P, given: Given): Tensor => (given("logits") ? sigmoid(neg(p.logits)) : sub(1, p.probs)),
  logProbs: (p: P, given: Given): Tensor => (given("logits") ? logSigmoid(p.logits) : log(p.probs)),
  logRest: (p: P, given: Given): Tensor => (given("logits") ? logSigmoid(neg(p.logits)) : log1p(neg(p.probs))),
} as const;
