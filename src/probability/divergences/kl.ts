/** The Kullback–Leibler divergence and the cross-entropy. */
import { fail } from "../../base/errors.ts";
import { broadcastShapes, sameShape, type Shape } from "../../base/shapes.ts";
import { fullOf, zerosOf } from "../../core/convert.ts";
import type { Tensor } from "../../core/tensor.ts";
import { checkBoolean, type Check, type Checks, readOptions } from "../../ops/arguments.ts";
import { neg, sub } from "../../ops/arithmetic.ts";
import { where } from "../../ops/compare.ts";
import { stopGradient } from "../../ops/stopGradient.ts";
import { expand } from "../combinators/expand.ts";
import { factsOf } from "../combinators/made.ts";
import { logProbOf } from "../distribution/derive.ts";
import type { Distribution } from "../distribution/distribution.ts";
import type { Facts } from "../distribution/facts.ts";
import { AVERAGE, average, type AverageOptions } from "../expectation/average.ts";
import { kindOf } from "../expectation/points.ts";
import { closedCross, closedKl, escapes } from "./closed.ts";
import { type Estimate, estimate } from "./estimate.ts";

/** Options of divergences. */
export interface DivergenceOptions extends AverageOptions {
  /** An estimate that states its method and error, in place of the value. Default false. */
  readonly details?: boolean;
}

const OPTIONS: Checks<DivergenceOptions> = /*@__PURE__*/ (() => ({ ...AVERAGE, details: checkBoolean as Check }))();

/** Functions of two distributions, which give numbers, or with `details` estimates. */
export interface Divergence {
  (p: Distribution, q: Distribution, options: DivergenceOptions & { readonly details: true }): Estimate;
  (p: Distribution, q: Distribution, options?: DivergenceOptions): Tensor;
}

/** Two distributions that fill a common batch. */
export interface Both {
  readonly op: string;
  readonly p: Facts;
  readonly q: Facts;
  readonly shape: Shape;
  readonly options: DivergenceOptions;
}

/** Makes a function of two distributions. @param find - is given both with their own batches, too */
export function divergence(op: string, find: (both: Both, p: Facts, q: Facts) => Estimate): Divergence {
  const f = (p: Distribution, q: Distribution, given?: DivergenceOptions): Tensor | Estimate => {
    const options = readOptions(op, given, OPTIONS);
    const [own, other] = [factsOf(op, p, "p"), factsOf(op, q, "q")];
    if (!sameShape(own.eventShape, other.eventShape)) failAtEvents(op, own, other);
    const shape = broadcastShapes(op, [own.batchShape, other.batchShape], { p: 0, q: 0 });
    const both = { op, p: expand(p, shape).facts, q: expand(q, shape).facts, shape, options };
    const found = find(both, own, other);
    return options.details === true ? found : found.value;
  };
  return f as Divergence;
}

function failAtEvents(op: string, p: Facts, q: Facts): never {
  fail("shape", {
    op,
    problem: `${p.name} and ${q.name} have events of different shapes`,
    shapes: { p: p.eventShape, q: q.eventShape },
    expects: "distributions of the same kind of events",
    fix: "independent(d) makes vectors of a batch",
  });
}

export const exactly = (value: Tensor): Estimate => estimate(value, zerosOf(value.shape, value.dtype), "closed form");

/** An average over p of a function of both logarithms. */
export function relative({ op, p, q, options }: Both, f: (logP: Tensor, logQ: Tensor) => Tensor): Estimate {
  for (const each of [p, q]) if (kindOf(each) === "mixed") failAtMixed(op, each);
  const at = (x: Tensor): Tensor => f(logProbOf(p, x), logProbOf(q, x));
  return average({ op, facts: p, f: at, others: kindOf(q) === kindOf(p) ? [q] : [] }, options);
}

function failAtMixed(op: string, p: Facts): never {
  fail("value", {
    op,
    argument: "p",
    got: p.name,
    expects: "a law that is all density or all points",
    problem: `${p.name} has both`,
    fix: "compare the parts",
  });
}

/** The answer, infinite where p leaves the support of q. */
function unlessEscaping({ p, q, shape }: Both, find: () => Estimate): Estimate {
  const outside = escapes(p, q);
  const infinite = (): Tensor => fullOf(shape, Infinity, p.dtype);
  if (outside === true) return exactly(infinite());
  if (outside === false) return find();
  const known = stopGradient(outside);
  if (known.isConcrete && known.data().every((x) => x !== 0)) return exactly(infinite());
  const found = find();
  const error = where(outside, 0, found.error);
  const { method, draws, gradient } = found;
  return estimate(where(outside, Infinity, found.value), error, method, draws === undefined ? {} : { draws, gradient });
}

/**
 * The Kullback–Leibler divergence of p from q: how much longer messages get by coding for q what comes from p.
 *
 * In closed form for all pairs that PyTorch and TensorFlow Probability know, and more; infinite where p has values outside of the
 * support of q. Else by a sum, in one dimension by quadrature, or by draws, which need `key`.
 * @param p - a distribution
 * @param q - one with events of the same shape; batches broadcast
 * @param options - `details`: an estimate with method and error, default false; `method`, `key`, `draws`, `gradient` as in expectation
 * @returns the common batch, in nats; with `details` an Estimate
 * @throws TensorError "shape" when events differ, "value" when draws are needed and there is no key, or a law is part density, part points
 * @example
 * kl(Normal(0, 1), Normal(1, 2)) // => Tensor 0.4431471805599453
 * kl(Uniform(0, 2), Uniform(0, 1)) // => Tensor Infinity
 * @math D(p \| q) = \mathbb{E}_p \log\frac{p(X)}{q(X)}
 * @source Kullback & Leibler, On information and sufficiency, 1951
 * @peers torch.distributions.kl_divergence, tfp.distributions.kl_divergence
 * @see crossEntropy, jensenShannon, totalVariation
 * @keywords relative entropy, information gain, variational inference
 */
export const kl: Divergence = /*@__PURE__*/ divergence("kl", (both, p, q) => {
  const closed = both.options.method === undefined ? closedKl(p, q) : undefined;
  if (closed !== undefined) return exactly(closed);
  return unlessEscaping(both, () => relative(both, sub));
});

/**
 * The cross-entropy -E log q(X) of draws X of p: the entropy of p and the divergence from q.
 * @param p - a distribution
 * @param q - one with events of the same shape; batches broadcast
 * @param options - `details`: an estimate with method and error, default false; `method`, `key`, `draws`, `gradient` as in expectation
 * @returns the common batch, in nats; with `details` an Estimate
 * @throws TensorError as kl
 * @example crossEntropy(Normal(0, 1), Normal(1, 2)) // => Tensor 1.862085713764618
 * @math H(p, q) = -\mathbb{E}_p \log q(X)
 * @source Cover & Thomas, Elements of Information Theory, 2006, 2
 * @see kl
 * @keywords log loss, negative log-likelihood
 */
export const crossEntropy: Divergence = /*@__PURE__*/ divergence("crossEntropy", (both, p, q) => {
  const closed = both.options.method === undefined ? closedCross(p, q) : undefined;
  if (closed !== undefined) return exactly(closed);
  return unlessEscaping(both, () => relative(both, (_, logQ) => neg(logQ)));
});
