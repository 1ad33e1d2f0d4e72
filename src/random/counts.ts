/** Draws of counts. */
import type { Shape } from "../base/shapes.ts";
import { cast } from "../core/basic.ts";
import type { Tensor, TensorLike } from "../core/tensor.ts";
import { type Check, type Checks, oneOf, readOptions } from "../ops/arguments.ts";
import { add, div, mul, neg, sub } from "../ops/arithmetic.ts";
import { log1p } from "../ops/exponential.ts";
import { log1mexp } from "../ops/logarithmic.ts";
import { floor } from "../ops/rounding.ts";
import { fractionOf } from "./bits.ts";
import { binomialDraw, hypergeometricDraw, poissonDraw, zipfDraw } from "./countLaws.ts";
import { type CountOp, countOp, countsOf } from "./countOp.ts";
import { gammaOf } from "./gammaOp.ts";
import { checkKey, type Key, splitOf } from "./key.ts";
import { checkValues, drawShape, type Rule, toExact } from "./parameters.ts";
import { wordsOf } from "./threefry.ts";

/** A dtype that counts can have. */
export type CountDType = "int32" | "float64" | "float32";

/** Options of samplers of counts. */
export interface CountOptions {
  /** The dtype of the result. Default "int32"; "float64" holds counts beyond 2³¹, exact up to 2⁵³. */
  readonly dtype?: CountDType;
}

const isCountName: Check = /*@__PURE__*/ oneOf("int32", "float64", "float32");
const COUNT: Checks<CountOptions> = { dtype: isCountName };

const wide = (dtype: CountDType): boolean => dtype !== "int32";
const LARGER = 'dtype: "float64" holds larger counts';

const rateRules: Readonly<Record<CountDType, Rule>> = /*@__PURE__*/ (() => {
  const double: Rule = { name: "rate", expects: "a number of 0 ... 2 ** 52", least: 0, most: 2 ** 52 };
  const whole: Rule = { name: "rate int32", expects: "a number of 0 ... 2e9", fix: LARGER, least: 0, most: 2e9 };
  return { int32: whole, float64: double, float32: double };
})();

const numberRules: Readonly<Record<CountDType, Rule>> = /*@__PURE__*/ (() => {
  const double: Rule = { name: "count", expects: "an integer of 0 ... 2 ** 52", least: 0, most: 2 ** 52, whole: true };
  const most = 2 ** 31 - 1;
  const whole: Rule = { ...double, name: "count int32", expects: "an integer of 0 ... 2 ** 31 - 1", fix: LARGER, most };
  return { int32: whole, float64: double, float32: double };
})();

const chance: Rule = { name: "chance", expects: "a probability > 0, at most 1", above: 0, most: 1 };
const chance32: Rule = {
  ...chance,
  name: "chance int32",
  expects: "a probability of 2e-8 ... 1",
  fix: LARGER,
  least: 2e-8,
};
const part: Rule = { name: "part", expects: "a number between 0 and 1, neither of them", above: 0, below: 1 };
const part32: Rule = {
  ...part,
  name: "part int32",
  expects: "a number > 0, at most 1 - 2e-8",
  fix: LARGER,
  most: 1 - 2e-8,
};
const enough: Rule = { name: "enough", expects: "no more draws than there are things", least: 0 };
const powerRule: Rule = { name: "power", expects: "a finite number > 1", above: 1, below: Number.POSITIVE_INFINITY };

/** Parameters in float64, by name, with the rules they keep. */
type Ruled = Readonly<Record<string, readonly [value: TensorLike, rule: Parameters<typeof checkValues>[1]]>>;

interface Given {
  readonly shape: Shape;
  readonly values: readonly Tensor[];
}

function readParameters(op: string, key: Key, shape: Shape | undefined, ruled: Ruled): Given {
  checkKey(op, key);
  const named = Object.entries(ruled).map(([name, [value, rule]]) => {
    const x = cast(toExact(value, op, name), "float64");
    return [name, checkValues(x, rule, op, name)] as const;
  });
  return {
    shape: drawShape(op, shape, Object.fromEntries(named.map(([name, x]) => [name, x.shape]))),
    values: named.map(([, x]) => x),
  };
}

const poissonOp: CountOp = /*@__PURE__*/ countOp("randomPoisson", poissonDraw);
const binomialOp: CountOp = /*@__PURE__*/ countOp("randomBinomial", binomialDraw);
const hypergeometricOp: CountOp = /*@__PURE__*/ countOp("randomHypergeometric", hypergeometricDraw);
const zipfOp: CountOp = /*@__PURE__*/ countOp("randomZipf", zipfDraw);

/**
 * Poisson counts: how often something happens that happens `rate` times on average, each time by itself. By inversion for rates
 * below 10, by transformed rejection above.
 * @param key - a key
 * @param rate - the mean, >= 0
 * @param shape - of the result; default: that of the rate
 * @param options - `dtype`: "int32" by default, "float64" or "float32"
 * @returns counts of the shape
 * @throws TensorError "value" when `key` is no key or a rate is negative, NaN or too large for the dtype, "shape" when it does not
 * broadcast to the shape
 * @example random.poisson(random.key(0), 4, [5]) // => Tensor [3, 2, 8, 4, 4] int32
 * @source Hörmann, The transformed rejection method for generating Poisson random variables (1993)
 * @peers torch.poisson, tf.random.poisson, jax.random.poisson, numpy.random.poisson
 * @math P(k) = \frac{\lambda^k e^{-\lambda}}{k!}
 * @see random.exponential, random.binomial
 * @keywords rare events, arrivals, counts per hour
 */
export function poisson(key: Key, rate: TensorLike, shape?: Shape, options?: CountOptions): Tensor {
  const { dtype = "int32" } = readOptions("poisson", options, COUNT);
  const { shape: sizes, values } = readParameters("poisson", key, shape, { rate: [rate, rateRules[dtype]] });
  return countsOf(poissonOp, key, sizes, values, dtype);
}

/**
 * Binomial counts: how many of n trials succeed. By inversion where fewer than 10 are expected to succeed, or to fail; by
 * transformed rejection else.
 * @param key - a key
 * @param n - the number of trials
 * @param p - the probability of success
 * @param shape - of the result; default: that of the parameters
 * @param options - `dtype`: "int32" by default, "float64" or "float32"
 * @returns counts of the shape
 * @throws TensorError "value" when `key` is no key, n no integer >= 0 of the dtype or p no probability, "shape" when they do not
 * broadcast to the shape
 * @example random.binomial(random.key(0), 20, 0.3, [5]) // => Tensor [6, 4, 10, 6, 6] int32
 * @source Hörmann, The generation of binomial random variates (1993)
 * @peers torch.binomial, jax.random.binomial, numpy.random.binomial
 * @math P(k) = \binom{n}{k} p^k (1 - p)^{n - k}
 * @see random.bernoulli, random.multinomial
 * @keywords successes, coin flips
 */
export function binomial(key: Key, n: TensorLike, p: TensorLike, shape?: Shape, options?: CountOptions): Tensor {
  const { dtype = "int32" } = readOptions("binomial", options, COUNT);
  const given = { n: [n, numberRules[dtype]], p: [p, "probability"] } as const;
  const { shape: sizes, values } = readParameters("binomial", key, shape, given);
  return countsOf(binomialOp, key, sizes, values, dtype);
}

/**
 * Negative binomial counts: how many trials fail before the nth succeeds. n may be any number > 0: a Poisson count whose rate is a
 * gamma number.
 * @param key - a key
 * @param n - the number of successes
 * @param p - the probability of success
 * @param shape - of the result; default: that of the parameters
 * @param options - `dtype`: "int32" by default, "float64" or "float32"
 * @returns counts of the shape
 * @throws TensorError "value" when `key` is no key, n <= 0, p no probability > 0, or a count may be too large for the dtype; "shape"
 * when they do not broadcast to the shape
 * @example random.negativeBinomial(random.key(0), 3, 0.5, [5]) // => Tensor [4, 4, 4, 9, 2] int32
 * @source Devroye, Non-uniform random variate generation (1986), X.4.7
 * @peers numpy.random.negative_binomial
 * @math P(k) = \binom{n + k - 1}{k} p^n (1 - p)^k
 * @see random.geometric, random.poisson
 * @keywords failures before successes, Polya, overdispersed counts
 */
export function negativeBinomial(
  key: Key,
  n: TensorLike,
  p: TensorLike,
  shape?: Shape,
  options?: CountOptions,
): Tensor {
  const { dtype = "int32" } = readOptions("negativeBinomial", options, COUNT);
  const given = { n: [n, "positive"], p: [p, chance] } as const;
  const { shape: sizes, values } = readParameters("negativeBinomial", key, shape, given);
  const [first, second] = splitOf(key, 2);
  const rate = mul(gammaOf(first, values[0], sizes), div(sub(1, values[1]), values[1]));
  return countsOf(
    poissonOp,
    second,
    sizes,
    [checkValues(rate, rateRules[dtype], "negativeBinomial", "rate drawn")],
    dtype,
  );
}

/**
 * The number of the first trial that succeeds: 1, 2, …
 * @param key - a key
 * @param p - the probability of success, > 0
 * @param shape - of the result; default: that of p
 * @param options - `dtype`: "int32" by default, "float64" or "float32"
 * @returns counts of the shape
 * @throws TensorError "value" when `key` is no key or p no probability > 0, for int32 2e-8; "shape" when it does not broadcast
 * @example random.geometric(random.key(0), 0.2, [5]) // => Tensor [3, 2, 16, 4, 4] int32
 * @source Devroye, Non-uniform random variate generation (1986), X.2
 * @peers jax.random.geometric, numpy.random.geometric
 * @math P(k) = p\,(1 - p)^{k - 1}
 * @see random.negativeBinomial
 * @keywords trials until success, waiting time
 */
export function geometric(key: Key, p: TensorLike, shape?: Shape, options?: CountOptions): Tensor {
  const { dtype = "int32" } = readOptions("geometric", options, COUNT);
  const { shape: sizes, values } = readParameters("geometric", key, shape, { p: [p, wide(dtype) ? chance : chance32] });
  const steps = floor(div(log1p(neg(fractionOf(wordsOf(key, sizes), "float64"))), log1p(neg(values[0]))));
  return cast(add(steps, 1), dtype);
}

/**
 * Hypergeometric counts: how many of the things drawn are good, when they are drawn without replacement.
 * @param key - a key
 * @param good - how many things are good
 * @param bad - how many are not
 * @param draws - how many are drawn
 * @param shape - of the result; default: that of the parameters
 * @param options - `dtype`: "int32" by default, "float64" or "float32"
 * @returns counts of the shape
 * @throws TensorError "value" when `key` is no key, or the numbers are no integers >= 0, or more are drawn than there are; "shape"
 * when they do not broadcast to the shape
 * @example random.hypergeometric(random.key(0), 5, 15, 8, [5]) // => Tensor [2, 1, 4, 2, 2] int32
 * @source Stadlober, The ratio of uniforms approach for generating discrete random variates (1990)
 * @peers numpy.random.hypergeometric
 * @math P(k) = \binom{g}{k} \binom{b}{d - k} \Big/ \binom{g + b}{d}
 * @see random.binomial, random.multivariateHypergeometric
 * @keywords draws not put back, urn, lots, quality control
 */
export function hypergeometric(
  key: Key,
  good: TensorLike,
  bad: TensorLike,
  draws: TensorLike,
  shape?: Shape,
  options?: CountOptions,
): Tensor {
  const { dtype = "int32" } = readOptions("hypergeometric", options, COUNT);
  const rule = numberRules[dtype];
  const given = { good: [good, rule], bad: [bad, rule], draws: [draws, rule] } as const;
  const { shape: sizes, values } = readParameters("hypergeometric", key, shape, given);
  const all = add(values[0], values[1]);
  const left = checkValues(sub(all, values[2]), enough, "hypergeometric", "good + bad - draws");
  return countsOf(hypergeometricOp, key, sizes, [values[0], values[1], sub(all, left)], dtype);
}

/**
 * Positive integers in proportion to k^-power. Large ones are likely, and Infinity stands for those beyond float64, so they are
 * float64.
 * @param key - a key
 * @param power - the exponent, > 1
 * @param shape - of the result; default: that of the power
 * @returns float64 of the shape: whole numbers
 * @throws TensorError "value" when `key` is no key or a power is not > 1 and finite, "shape" when it does not broadcast
 * @example random.zipf(random.key(0), 2, [5]) // => Tensor [1, 1, 28, 1, 2]
 * @source Devroye, Non-uniform random variate generation (1986), X.6.1
 * @peers numpy.random.zipf
 * @math P(k) = \frac{k^{-s}}{\zeta(s)}
 * @see random.pareto, random.logseries
 * @keywords power law, word frequencies, zeta distribution
 */
export function zipf(key: Key, power: TensorLike, shape?: Shape): Tensor {
  const { shape: sizes, values } = readParameters("zipf", key, shape, { power: [power, powerRule] });
  return countsOf(zipfOp, key, sizes, values, "float64");
}

/**
 * Positive integers in proportion to p^k/k.
 * @param key - a key
 * @param p - between 0 and 1
 * @param shape - of the result; default: that of p
 * @param options - `dtype`: "int32" by default, "float64" or "float32"
 * @returns counts of the shape
 * @throws TensorError "value" when `key` is no key or p not between 0 and 1 (int32: 1 - 2e-8), "shape" when it does not broadcast
 * @example random.logseries(random.key(0), 0.7, [5]) // => Tensor [1, 3, 3, 3, 1] int32
 * @source Kemp, Efficient generation of logarithmically distributed pseudo-random variables, Appl. Statist. 30 (1981)
 * @peers numpy.random.logseries
 * @math P(k) = \frac{-p^k}{k \log(1 - p)}
 * @see random.zipf, random.geometric
 * @keywords logarithmic distribution, species counts
 */
export function logseries(key: Key, p: TensorLike, shape?: Shape, options?: CountOptions): Tensor {
  const { dtype = "int32" } = readOptions("logseries", options, COUNT);
  const { shape: sizes, values } = readParameters("logseries", key, shape, { p: [p, wide(dtype) ? part : part32] });
  const [u, v] = splitOf(key, 2).map((own) => fractionOf(wordsOf(own, sizes), "float64"));
  // A geometric count whose probability of going on is 1 - (1 - p)^u.
  const goOn = log1mexp(mul(u, neg(log1p(neg(values[0])))));
  return cast(add(floor(div(log1p(neg(v)), goOn)), 1), dtype);
}
