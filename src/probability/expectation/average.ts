/** Averages over a distribution: by a sum where it is a list of points, by quadrature in one dimension, else by draws. */
import { fail } from "../../base/errors.ts";
import { sameShape, type Shape } from "../../base/shapes.ts";
import { reshapeTo } from "../../core/basic.ts";
import type { Tensor } from "../../core/tensor.ts";
import { type Check, checkedLater, type Checks, integerFrom, oneOf } from "../../ops/arguments.ts";
import { abs, add, mul, square, sub } from "../../ops/arithmetic.ts";
import { greater, where } from "../../ops/compare.ts";
import { exp } from "../../ops/exponential.ts";
import { sqrt } from "../../ops/power.ts";
import { mean, sum } from "../../ops/reduce.ts";
import { stopGradient } from "../../ops/stopGradient.ts";
import { checkKey, type Key } from "../../random/key.ts";
import { logProbOf, sampleOf } from "../distribution/derive.ts";
import type { Facts } from "../distribution/facts.ts";
import { type Estimate, estimate, type GradientEstimator, type Method } from "../divergences/estimate.ts";
import { gridOf, integrateOver, within } from "./cells.ts";
import { atoms, isListed, weightsAt } from "./points.ts";

/** How an average is found. */
export interface AverageOptions {
  /** Default: a sum where the law is a list of points, quadrature for continuous laws of one variable, else Monte Carlo. */
  readonly method?: Exclude<Method, "closed form">;
  /** For Monte Carlo, a key that draws are made with. */
  readonly key?: Key;
  /** How many draws. Default 10000. */
  readonly draws?: number;
  /** How the derivatives of a Monte Carlo answer are estimated. Default: pathwise where draws are differentiable, else score. */
  readonly gradient?: GradientEstimator;
}

export const AVERAGE: Checks<AverageOptions> = /*@__PURE__*/ (() => ({
  method: oneOf("sum", "quadrature", "Monte Carlo"),
  key: checkedLater,
  draws: integerFrom(2) as Check,
  gradient: oneOf("pathwise", "score"),
}))();

/** What is averaged. */
export interface Averaged {
  /** The function that asks, for errors. */
  readonly op: string;
  /** It fills its batch: all that is derived of it has this shape. */
  readonly facts: Facts;
  /** Of values [n, ...batch, ...event], giving [n, ...batch, ...]. */
  readonly f: (x: Tensor) => Tensor;
  /** Laws besides whose quantiles and ends part the line. */
  readonly others?: readonly Facts[];
}

/** The average of f over the distribution. */
export function average(what: Averaged, options: AverageOptions): Estimate {
  const { facts } = what;
  const isSmooth = facts.kind === "continuous" && facts.eventShape.length === 0;
  const method = options.method ?? (isListed(facts) ? "sum" : isSmooth ? "quadrature" : "Monte Carlo");
  if (method === "sum" && isListed(facts)) return bySum(what);
  if (method === "quadrature" && isSmooth) return byQuadrature(what);
  if (method === "Monte Carlo") return byDraws(what, options);
  const needs = method === "sum" ? "a law of single points" : "a continuous law of one variable";
  fail("value", {
    op: what.op,
    argument: "method",
    got: method,
    expects: `for "${method}" ${needs}`,
    problem: `${facts.name} is no such law`,
    fix: 'leave method out, or pass { method: "Monte Carlo", key: random.key(0) }',
  });
}

/** Factors of [n, ...batch] for values [n, ...batch, ...]. */
function alongside(weights: Tensor, { op, facts }: Averaged, values: Tensor): Tensor {
  const { batchShape } = facts;
  const outer = values.shape.slice(1, 1 + batchShape.length);
  if (!sameShape(outer, batchShape)) {
    fail("shape", {
      op,
      problem: "f does not keep the axes of the batch",
      shapes: { "f(x)": values.shape.slice(1), batch: batchShape },
      expects: "values [...batch, ...] of f",
      fix: "reduce no axis of the batch in f, but the result",
    });
  }
  const rest = values.ndim - 1 - batchShape.length;
  return reshapeTo(weights, [...weights.shape, ...new Array<number>(rest).fill(1)]);
}

/** f p, 0 where p is. */
function weighed(what: Averaged, x: Tensor, weights: Tensor): Tensor {
  const values = what.f(x);
  const p = alongside(weights, what, values);
  const counts = greater(p, 0);
  return where(counts, mul(where(counts, values, 0), p), 0);
}

function bySum(what: Averaged): Estimate {
  const x = atoms(what.facts, what.facts.batchShape);
  const value = sum(weighed(what, x, weightsAt(what.facts, x)), 0);
  return estimate(value, mul(stopGradient(value), 0), "sum");
}

function byQuadrature(what: Averaged): Estimate {
  const { facts, others = [] } = what;
  const { batchShape } = facts;
  const grid = within(gridOf([facts, ...others], batchShape), facts);
  const { value, error } = integrateOver(grid, (x) => weighed(what, x, exp(logProbOf(facts, x))));
  const mass = integrateOver(grid, (x) => exp(logProbOf(facts, x))).value;
  const lost = alongside(
    reshapeTo(abs(sub(stopGradient(mass), 1)), [1, ...batchShape]),
    what,
    reshapeTo(value, [1, ...value.shape]),
  );
  // What the rule misses of the density, it may miss of f as well.
  const missed = mul(reshapeTo(lost, lost.shape.slice(1)), abs(stopGradient(value)));
  return estimate(value, add(error, missed), "quadrature");
}

function byDraws(what: Averaged, options: AverageOptions): Estimate {
  const { op, facts, f } = what;
  const { key, draws = 10000 } = options;
  if (key === undefined) {
    fail("value", {
      op,
      argument: "key",
      got: undefined,
      expects: `a key: an average over ${facts.name} is found by draws`,
      fix: "pass { key: random.key(0) }; the answer is a Monte Carlo estimate",
    });
  }
  checkKey(op, key);
  const gradient = options.gradient ?? (facts.gradient === "none" ? "score" : "pathwise");
  if (gradient === "pathwise" && facts.gradient === "none") {
    fail("value", {
      op,
      argument: "gradient",
      got: gradient,
      expects: `"score" for ${facts.name}`,
      problem: "its draws are not differentiable",
    });
  }
  const shape: Shape = [draws, ...facts.batchShape];
  const drawn = sampleOf(facts, key, shape);
  const x = gradient === "score" ? stopGradient(drawn) : drawn;
  const values = f(x);
  const center = mean(values, 0);
  const away = stopGradient(sub(values, center));
  const error = sqrt(mul(1 / (draws * (draws - 1)), sum(square(away), 0)));
  const value = gradient === "score" ? add(center, score(what, x, away, draws)) : center;
  return estimate(value, error, "Monte Carlo", { draws, gradient });
}

/** 0 with the derivative mean(∂log p (f - mean of the other draws)). */
function score(what: Averaged, x: Tensor, away: Tensor, draws: number): Tensor {
  const logP = logProbOf(what.facts, x);
  const change = alongside(sub(logP, stopGradient(logP)), what, away);
  return mul(1 / (draws - 1), sum(mul(away, change), 0));
}
