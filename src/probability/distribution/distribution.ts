/** Distributions: one face for all laws and for what is made of them. */
import { fail, showShape } from "../../base/errors.ts";
import { checkShape, type Shape } from "../../base/shapes.ts";
import type { Drawable, Drawing } from "../../base/drawing.ts";
import { showing } from "../../base/showing.ts";
import type { TreeLike } from "../../base/trees.ts";
import { broadcast, cast } from "../../core/basic.ts";
import { makeTensor, toTensor } from "../../core/convert.ts";
import type { Tensor, TensorLike } from "../../core/tensor.ts";
import { type Check, checkBoolean, type Checks, readOptions } from "../../ops/arguments.ts";
import { stack } from "../../ops/join.ts";
import { exp } from "../../ops/exponential.ts";
import { sqrt } from "../../ops/power.ts";
import { checkKey, type Key } from "../../random/key.ts";
import { floatDTypeOf } from "../../random/parameters.ts";
import { unwatched } from "../../random/reuse.ts";
import type { Constraint } from "../constraints/constraint.ts";
import {
  cdfOf,
  entropyOf,
  kurtosisOf,
  logCdfOf,
  logProbOf,
  logSfOf,
  meanOf,
  medianOf,
  modeOf,
  quantileOf,
  sampleOf,
  sfOf,
  skewnessOf,
  varianceOf,
} from "./derive.ts";
import type { Facts } from "./facts.ts";
import { drawingOf } from "./drawing.ts";
import { alignedShape, type ValueOptions } from "./shapes.ts";

const OPTIONS: Checks<ValueOptions> = { broadcast: checkBoolean as Check };

/**
 * A probability distribution, or a batch of them.
 *
 * Shapes have three parts: a draw has the shape [...draws, ...batch, ...event]. The batch is that of the parameters; an event is
 * one outcome, a number for most laws. Every method is differentiable in the parameters and, where it makes sense, in the values,
 * and works under jit, vmap and grad.
 * @param facts - what it states; laws and combinators make distributions
 * @param parameters - those that it was made of, by name
 * @example
 * const d = Normal([0, 1, 2], 1);
 * d.batchShape; // => [3]
 * d.sample(random.key(0), [5]).shape; // => [5, 3]
 * @source Dillon et al., TensorFlow Distributions, 2017
 * @peers torch.distributions.Distribution, tfp.distributions.Distribution
 * @see Normal
 * @keywords random variable, law, probability density
 */
export class Distribution<N extends string = string> implements TreeLike, Drawable {
  /** What it states. @internal */
  readonly facts: Facts;
  /** The parameters that it was made of, by name. */
  readonly parameters: Readonly<Record<N, Tensor>>;

  constructor(facts: Facts, parameters: Readonly<Record<N, Tensor>> = {} as Record<N, Tensor>) {
    this.facts = facts;
    this.parameters = parameters;
    showing(this, { text: () => this.toString() });
  }

  /** The name of the law, such as "Normal". */
  get name(): string {
    return this.facts.name;
  }

  /** The shape of the parameters together: how many distributions this is. */
  get batchShape(): Shape {
    return this.facts.batchShape;
  }

  /** The shape of one outcome: [] for numbers, [n] for vectors. */
  get eventShape(): Shape {
    return this.facts.eventShape;
  }

  /** The set of values that can come. */
  get support(): Constraint {
    return this.facts.support;
  }

  /**
   * Draws. The same key always gives the same values. Where `facts.gradient` is not "none", they are differentiable in the
   * parameters, any number of times.
   * @param key - a key, from random.key
   * @param shape - of the draws, default []: one for each of the batch
   * @returns [...shape, ...batch, ...event]
   * @throws TensorError "value" when `key` is no key or `shape` no shape
   * @example Normal(10, 2).sample(random.key(0), [3]) // => Tensor [9.58831572, 8.43046845, 13.63217335]
   */
  sample(key: Key, shape: Shape = []): Tensor {
    checkKey(`${this.name}.sample`, key);
    const draws = checkShape(`${this.name}.sample`, shape);
    return unwatched(() => sampleOf(this.facts, key, [...draws, ...this.batchShape]));
  }

  /**
   * The logarithm of the density or probability, -Infinity outside of the support. NaN gives NaN.
   * @param x - values [...draws, ...batch, ...event], or one for the whole batch
   * @param options - `broadcast`: values and batch may be repeated for all pairs, default false
   * @returns [...draws, ...batch]
   * @throws TensorError "shape" when the values do not end in batch and event
   * @example Normal(0, 1).logProb(0) // => Tensor -0.9189385332046728
   * @keywords log likelihood, log density, logpdf, logpmf
   */
  logProb(x: TensorLike, options?: ValueOptions): Tensor {
    return this.atValue("logProb", x, options, logProbOf);
  }

  /**
   * The density or probability.
   * @param x - as for `Distribution.logProb`
   * @param options - as for `Distribution.logProb`
   * @returns [...draws, ...batch]
   * @throws TensorError "shape" as logProb
   * @example Normal(0, 1).prob(0) // => Tensor 0.3989422804014327
   * @keywords pdf, pmf, likelihood
   */
  prob(x: TensorLike, options?: ValueOptions): Tensor {
    return exp(this.atValue("prob", x, options, logProbOf));
  }

  /**
   * The distribution function P(X ≤ x).
   * @param x - as for `Distribution.logProb`
   * @param options - as for `Distribution.logProb`
   * @returns [...draws, ...batch], from 0 to 1
   * @throws TensorError "shape" as logProb; "value" where events have axes
   * @example Normal(0, 1).cdf(1.96) // => Tensor 0.9750021048517795
   * @keywords cumulative distribution function, p-value
   */
  cdf(x: TensorLike, options?: ValueOptions): Tensor {
    return this.atValue("cdf", x, options, cdfOf);
  }

  /**
   * The logarithm of the distribution function, log P(X ≤ x), precise far in the tail.
   * @param x - as for `Distribution.logProb`
   * @param options - as for `Distribution.logProb`
   * @returns [...draws, ...batch]
   * @throws TensorError as cdf
   * @example Normal(0, 1).logCdf(-40) // => Tensor -804.6084420137538
   */
  logCdf(x: TensorLike, options?: ValueOptions): Tensor {
    return this.atValue("logCdf", x, options, logCdfOf);
  }

  /**
   * The survival function P(X > x), precise in the upper tail.
   * @param x - as for `Distribution.logProb`
   * @param options - as for `Distribution.logProb`
   * @returns [...draws, ...batch], from 0 to 1
   * @throws TensorError as cdf
   * @example Exponential(1).sf(3) // => Tensor 0.049787068367863944
   * @keywords survival function, complementary cdf, tail probability
   */
  sf(x: TensorLike, options?: ValueOptions): Tensor {
    return this.atValue("sf", x, options, sfOf);
  }

  /**
   * The logarithm of the survival function, log P(X > x), precise far in the tail.
   * @param x - as for `Distribution.logProb`
   * @param options - as for `Distribution.logProb`
   * @returns [...draws, ...batch]
   * @throws TensorError as cdf
   * @example Exponential(1).logSf(3) // => Tensor -3
   */
  logSf(x: TensorLike, options?: ValueOptions): Tensor {
    return this.atValue("logSf", x, options, logSfOf);
  }

  /**
   * The quantile: the least x with P(X ≤ x) ≥ q.
   * @param q - probabilities, as values for logProb
   * @param options - as for `Distribution.logProb`
   * @returns [...draws, ...batch]
   * @throws TensorError "value" when q is no probability, or events have axes; "shape" as logProb
   * @example Normal(0, 1).icdf(0.975) // => Tensor 1.959963984540054
   * @keywords quantile function, inverse cdf, ppf, percentile
   */
  icdf(q: TensorLike, options?: ValueOptions): Tensor {
    return this.atValue("icdf", q, options, (facts, x) => quantileOf(facts, x, "cdf"));
  }

  /**
   * The quantile of the upper tail: the least x with P(X > x) ≤ q, precise for tiny q.
   * @param q - probabilities, as values for logProb
   * @param options - as for `Distribution.logProb`
   * @returns [...draws, ...batch]
   * @throws TensorError as icdf
   * @example Exponential(1).isf(1e-20) // => Tensor 46.051701859880914
   * @keywords inverse survival function, critical value
   */
  isf(q: TensorLike, options?: ValueOptions): Tensor {
    return this.atValue("isf", q, options, (facts, x) => quantileOf(facts, x, "sf"));
  }

  /**
   * The interval around the median that has a probability, with as much beyond either end.
   * @param level - the probability, such as 0.95
   * @returns [2, ...batch]: the lower and the upper end
   * @throws TensorError as icdf
   * @example Normal(0, 1).interval(0.95) // => Tensor [-1.95996398, 1.95996398]
   * @keywords confidence interval, prediction interval, credible interval
   */
  interval(level: number): Tensor {
    if (!(typeof level === "number" && level >= 0 && level <= 1)) {
      fail("value", {
        op: `${this.name}.interval`,
        argument: "level",
        got: level,
        expects: "a probability, from 0 to 1",
      });
    }
    const rest = (1 - level) / 2;
    return stack([this.icdf(rest), this.isf(rest)]);
  }

  /**
   * The expectation of X. NaN where there is none.
   * @returns [...batch, ...event]
   * @example Exponential(4).mean() // => Tensor 0.25
   */
  mean(): Tensor {
    return this.ofBatch(meanOf(this.facts));
  }

  /**
   * The variance of X; of vectors and matrices that of each component. Infinity or NaN where there is none.
   * @returns [...batch, ...event]
   * @example Uniform(0, 6).variance() // => Tensor 3
   */
  variance(): Tensor {
    return this.ofBatch(varianceOf(this.facts));
  }

  /**
   * The standard deviation: the root of the variance.
   * @returns [...batch, ...event]
   * @example Normal(0, 3).stddev() // => Tensor 3
   */
  stddev(): Tensor {
    return sqrt(this.variance());
  }

  /**
   * The matrix of covariances of the components of a vector.
   * @returns [...batch, n, n]
   * @throws TensorError "value" where there is none
   * @example MultivariateNormal({ loc: [0, 0], covariance: [[2, 1], [1, 3]] }).covariance() // => Tensor [[2, 1], [1, 3]]
   */
  covariance(): Tensor {
    const { covariance, eventShape, name } = this.facts;
    if (covariance === undefined) {
      const problem = `${name} has no matrix of covariances`;
      const expects = "a distribution of vectors whose covariances are known";
      fail("value", {
        op: `${name}.covariance`,
        argument: "event",
        got: eventShape,
        expects,
        problem,
        fix: "use variance()",
      });
    }
    return covariance();
  }

  /**
   * A most probable value.
   * @returns [...batch, ...event]
   * @throws TensorError "value" where it is not known in formulas
   * @example Gamma(3, 2).mode() // => Tensor 1
   */
  mode(): Tensor {
    return this.ofBatch(modeOf(this.facts));
  }

  /**
   * The quantile of 1/2.
   * @returns [...batch]
   * @throws TensorError "value" where events have axes
   * @example Exponential(1).median() // => Tensor 0.6931471805599453
   */
  median(): Tensor {
    return this.ofBatch(medianOf(this.facts));
  }

  /**
   * The skewness E(X - μ)³/σ³.
   * @returns [...batch]
   * @throws TensorError "value" where events have axes
   * @example Exponential(1).skewness() // => Tensor 2
   */
  skewness(): Tensor {
    return this.ofBatch(skewnessOf(this.facts));
  }

  /**
   * The excess kurtosis E(X - μ)⁴/σ⁴ - 3, 0 for normal distributions.
   * @returns [...batch]
   * @throws TensorError "value" where events have axes
   * @example Exponential(1).kurtosis() // => Tensor 6
   */
  kurtosis(): Tensor {
    return this.ofBatch(kurtosisOf(this.facts));
  }

  /**
   * The entropy -E log p(X), in nats.
   * @returns [...batch]
   * @example Normal(0, 1).entropy() // => Tensor 1.4189385332046727
   */
  entropy(): Tensor {
    return broadcast(entropyOf(this.facts), this.batchShape);
  }

  /**
   * All values that can come, where they are finitely many and the same for the whole batch.
   * @returns [values, ...batch, ...event]
   * @throws TensorError "value" where the support is not finite
   * @example Bernoulli(0.3).enumerate() // => Tensor [0, 1]
   */
  enumerate(): Tensor {
    const { enumerate, name, support } = this.facts;
    if (enumerate === undefined) {
      const problem = `the values of ${name} cannot be enumerated`;
      const expects = "a finite support, the same for the whole batch";
      fail("value", {
        op: `${name}.enumerate`,
        argument: "support",
        got: support.name,
        expects,
        problem,
        fix: "use sample",
      });
    }
    return enumerate();
  }

  /** Transformations take it apart into its tensors: `grad((d) => kl(d, prior))(Normal(0, 1))`. */
  "nabla.tree"(): ReturnType<TreeLike["nabla.tree"]> {
    const { facts } = this;
    const named = Object.keys(this.parameters);
    const names = named.length === facts.leaves.length ? named : facts.leaves.map((_, i) => `part${i}`);
    return {
      parts: Object.fromEntries(names.map((name, i) => [name, facts.leaves[i]])),
      whole: {
        name: this.name,
        // Derivatives are no valid parameters, so that nothing is checked.
        make: (parts) => {
          const leaves = names.map((name) => toTensor(parts[name] as TensorLike, this.name, name));
          const parameters = names === named ? Object.fromEntries(names.map((name, i) => [name, leaves[i]])) : {};
          return new Distribution(facts.remake(leaves), parameters);
        },
      },
    };
  }

  /** The law and its parameters. */
  toString(): string {
    const parts = Object.entries<Tensor>(this.parameters).map(([name, x]) => `${name}: ${showParameter(x)}`);
    const batch = this.batchShape.length === 0 ? "" : `, batch ${showShape(this.batchShape)}`;
    const event = this.eventShape.length === 0 ? "" : `, event ${showShape(this.eventShape)}`;
    const made = parts.length === 0 ? this.name : `${this.name}(${parts.join(", ")})`;
    return `${made}${batch}${event}`;
  }

  /** What `plot(d)` draws: the density over the bulk, or a bar for each value. @internal */
  "nabla.figure"(): Drawing {
    return drawingOf(this);
  }

  private atValue(
    method: string,
    value: TensorLike,
    options: ValueOptions | undefined,
    f: (facts: Facts, x: Tensor) => Tensor,
  ): Tensor {
    const op = `${this.name}.${method}`;
    const read = readOptions(op, options, OPTIONS);
    const { batchShape, eventShape, dtype } = this.facts;
    const given = typeof value === "number" ? makeTensor(value, dtype, op) : toTensor(value, op, "value");
    const x = cast(
      given,
      given.dtype === "float64" && !given.weak ? "float64" : floatDTypeOf([given, ...this.facts.leaves]),
    );
    const shape = alignedShape(op, x.shape, batchShape, eventShape, read);
    return broadcast(f(this.facts, x), shape);
  }

  private ofBatch(value: Tensor): Tensor {
    return broadcast(value, [...this.batchShape, ...this.eventShape]);
  }
}

/** Small parameters as numbers, large ones by their shapes. */
function showParameter(x: Tensor): string {
  if (!x.isConcrete || x.size > 8) return `${x.dtype}${showShape(x.shape)}`;
  return JSON.stringify(x.toArray());
}
