/** The mean of a function of a random variable. */
import { toTensor } from "../../core/convert.ts";
import type { Tensor, TensorLike } from "../../core/tensor.ts";
import { vmap } from "../../autodiff/vmap.ts";
import { checkFunction, readOptions } from "../../ops/arguments.ts";
import { expand } from "../combinators/expand.ts";
import { factsOf } from "../combinators/made.ts";
import type { Distribution } from "../distribution/distribution.ts";
import type { Estimate } from "../divergences/estimate.ts";
import { AVERAGE, average, type AverageOptions } from "./average.ts";

/** Options of {@link expectation}. */
export type ExpectationOptions = AverageOptions;

/**
 * The mean E f(X) with its error. Laws that are a list of points are summed, continuous laws of one variable integrated, where cells
 * are halved until kinks of f do not matter; of others draws are made, which need `key`.
 *
 * The value is differentiable in the parameters and in whatever f closes over. Derivatives through draws are pathwise where draws
 * are differentiable; else by the score function, each draw with the mean of the others as its baseline. Where f jumps, pathwise
 * derivatives miss the jumps: pass `gradient: "score"`.
 * @param f - a function of one draw [...batch, ...event], giving [...batch, ...]
 * @param d - the distribution of X
 * @param options - `method` "sum", "quadrature" or "Monte Carlo"; `key` and `draws` (default 10000) for Monte Carlo; `gradient`
 * "pathwise" or "score"
 * @returns value, error (a standard error for draws) and method
 * @throws TensorError "value" when draws are needed and there is no key, or the method does not suit the law; "shape" when f loses the batch
 * @example
 * expectation((x) => x.square(), Bernoulli(0.3)) // => ≈ 0.3 (sum)
 * expectation((x) => x.abs(), Normal(0, 1)).value // => Tensor 0.7978845608028654
 * @math \mathbb{E}\, f(X) = \int f(x)\, p(x)\, dx
 * @source Mohamed et al., Monte Carlo gradient estimation in machine learning, JMLR 2020
 * @see kl, mcError
 * @keywords expected value, average, reparameterization, REINFORCE, score function
 */
export function expectation(f: (x: Tensor) => TensorLike, d: Distribution, options?: ExpectationOptions): Estimate {
  checkFunction("expectation", "f", f, "e.g. (x) => x.square()");
  const read = readOptions("expectation", options, AVERAGE);
  const facts = factsOf("expectation", d);
  const each = vmap((x: Tensor) => toTensor(f(x), "expectation", "f(x)"));
  return average({ op: "expectation", facts: expand(d, facts.batchShape).facts, f: (x) => each(x) }, read);
}
