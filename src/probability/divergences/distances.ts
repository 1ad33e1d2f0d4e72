/** Distances of distributions: Jensen–Shannon, total variation, Wasserstein. */
import { fail } from "../../base/errors.ts";
import { broadcast, reshapeTo } from "../../core/basic.ts";
import { fullOf, zerosOf } from "../../core/convert.ts";
import type { Tensor } from "../../core/tensor.ts";
import { abs, add, mul, neg, sign, sub } from "../../ops/arithmetic.ts";
import { equal, greater, isfinite, logicalAnd, logicalNot, where } from "../../ops/compare.ts";
import { expm1 } from "../../ops/exponential.ts";
import { maximum } from "../../ops/maximum.ts";
import { sum } from "../../ops/reduce.ts";
import { softplus } from "../../ops/activation.ts";
import { take } from "../../ops/take.ts";
import { stopGradient } from "../../ops/stopGradient.ts";
import { cdfOf, logProbOf, meanOf, sfOf } from "../distribution/derive.ts";
import type { Facts } from "../distribution/facts.ts";
import { first, gridOf, integrateCells, second } from "../expectation/cells.ts";
import { isListed, kindOf } from "../expectation/points.ts";
import { type Both, type Divergence, divergence, exactly, relative } from "./kl.ts";
import { type Estimate, estimate } from "./estimate.ts";

/**
 * The Jensen–Shannon divergence: the mean divergence of p and of q from their half-and-half mixture, from 0 to log 2.
 * @param p - a distribution
 * @param q - one with events of the same shape; batches broadcast
 * @param options - `details`: an estimate with method and error, default false; `method`, `key`, `draws`, `gradient` as in expectation
 * @returns the common batch, in nats; with `details` an Estimate
 * @throws TensorError as kl
 * @example jensenShannon(Bernoulli(0), Bernoulli(1)) // => Tensor 0.6931471805599453
 * @math \tfrac12 D(p \| m) + \tfrac12 D(q \| m),\quad m = \tfrac12 (p + q)
 * @source Lin, Divergence measures based on the Shannon entropy, 1991
 * @see kl
 * @keywords symmetric divergence, generative adversarial networks
 */
export const jensenShannon: Divergence = /*@__PURE__*/ divergence("jensenShannon", (both) => {
  const { p, q, shape } = both;
  if (areSingular(p, q)) return exactly(fullOf(shape, Math.LN2, p.dtype));
  // log p/m = log 2 - log(1 + q/p).
  const share = (logP: Tensor, logQ: Tensor): Tensor => sub(Math.LN2, softplus(sub(logQ, logP)));
  const [one, other] = [relative(both, share), relative({ ...both, p: q, q: p }, share)];
  const { method, draws, gradient } = one;
  const value = mul(0.5, add(one.value, other.value));
  // Draws of both are of one key, so that their errors add up.
  const error = mul(0.5, add(one.error, other.error));
  return estimate(value, error, method, draws === undefined ? {} : { draws, gradient });
});

/**
 * The total variation distance: the largest difference of the probabilities of one event, from 0 to 1.
 * @param p - a distribution
 * @param q - one with events of the same shape; batches broadcast
 * @param options - `details`: an estimate with method and error, default false; `method`, `key`, `draws`, `gradient` as in expectation
 * @returns the common batch; with `details` an Estimate
 * @throws TensorError as kl
 * @example totalVariation(Bernoulli(0.5), Bernoulli(0.25)) // => Tensor 0.25
 * @math \sup_A |P(A) - Q(A)| = \tfrac12 \int |p - q|
 * @source Levin & Peres, Markov Chains and Mixing Times, 2017, 4
 * @see kl, wasserstein1
 * @keywords statistical distance, maximal difference of probabilities
 */
export const totalVariation: Divergence = /*@__PURE__*/ divergence("totalVariation", (both) => {
  const { p, q, shape, options } = both;
  if (areSingular(p, q)) return exactly(fullOf(shape, 1, p.dtype));
  const isSmooth = kindOf(p) === "continuous" && kindOf(q) === "continuous" && p.eventShape.length === 0;
  if (isSmooth && (options.method ?? "quadrature") === "quadrature") return byVariation(both);
  return relative(both, (logP, logQ) => maximum(neg(expm1(sub(logQ, logP))), 0));
});

/** One is a density and the other stands on points. */
function areSingular(p: Facts, q: Facts): boolean {
  const [own, other] = [kindOf(p), kindOf(q)];
  return own !== other && own !== "mixed" && other !== "mixed";
}

type Tails = (x: Tensor) => readonly [cdf: Tensor, sf: Tensor];

const tailsOf =
  (facts: Facts): Tails =>
  (x) => [cdfOf(facts, x), sfOf(facts, x)];

/** Within cells that begin at a, where a list of points does not change: read once for each cell. */
function tailsInCells(facts: Facts, a: Tensor): Tails {
  if (!isListed(facts)) return tailsOf(facts);
  const known = tailsOf(facts)(a);
  return (x) => {
    const rows = [x.shape[0] / a.shape[0], ...a.shape];
    return [reshapeTo(broadcast(known[0], rows), x.shape), reshapeTo(broadcast(known[1], rows), x.shape)];
  };
}

/** F - G, where it is precise. */
const apart =
  (p: Tails, q: Tails): ((x: Tensor) => Tensor) =>
  (x) => {
    const [[lower, upper], [low, high]] = [p(x), q(x)];
    return where(greater(add(lower, low), 1), sub(high, upper), sub(lower, low));
  };

const HALVINGS = 60;

/** Where f changes its sign within a cell; an inner place elsewhere. */
function crossings(f: (x: Tensor) => Tensor, from: Tensor, to: Tensor): Tensor {
  let [a, b] = [stopGradient(from), stopGradient(to)];
  const start = stopGradient(sign(f(add(a, mul(1e-9, sub(b, a))))));
  for (let i = 0; i < HALVINGS; i++) {
    const middle = mul(0.5, add(a, b));
    const before = equal(stopGradient(sign(f(middle))), start);
    [a, b] = [where(before, middle, a), where(before, b, middle)];
  }
  return mul(0.5, add(a, b));
}

/** Half of how much F - G goes up and down: between places where the densities cross, it does only one. */
function byVariation({ p, q, shape }: Both): Estimate {
  const f = apart(tailsOf(p), tailsOf(q));
  const over = (grid: Tensor): Tensor => {
    const [a, b] = [first(grid), second(grid)];
    const middle = crossings((x) => sub(logProbOf(p, x), logProbOf(q, x)), a, b);
    const values = f(grid);
    const inner = f(middle);
    return mul(0.5, sum(add(abs(sub(inner, first(values))), abs(sub(second(values), inner))), 0));
  };
  const grid = gridOf([p, q], shape);
  const value = over(grid);
  // A second crossing in one cell is missed: with cells twice as large there would be more of them.
  const half = Array.from({ length: Math.ceil(grid.shape[0] / 2) }, (_, i) => 2 * i);
  return estimate(value, abs(stopGradient(sub(value, over(take(grid, half, 0))))), "quadrature");
}

/**
 * The Wasserstein distance of order 1 in one dimension: how far mass must be moved on average to make q of p.
 * @param p - a distribution of numbers
 * @param q - another, of any kind; batches broadcast
 * @param options - `details`: an estimate with method and error, default false; `method`, `key`, `draws`, `gradient` change nothing
 * @returns the common batch; with `details` an Estimate
 * @throws TensorError "value" where events have axes
 * @example wasserstein1(Normal(0, 1), Normal(3, 1)) // => Tensor 3
 * @math W_1(p, q) = \int |F(x) - G(x)|\, dx
 * @source Villani, Topics in Optimal Transportation, 2003, 2.2
 * @peers scipy.stats.wasserstein_distance
 * @see totalVariation
 * @keywords earth mover's distance, optimal transport, Kantorovich
 */
export const wasserstein1: Divergence = /*@__PURE__*/ divergence("wasserstein1", (both) => {
  const { op, p, q, shape } = both;
  const bad = [p, q].find(({ eventShape }) => eventShape.length > 0);
  if (bad !== undefined) {
    fail("value", {
      op,
      argument: "p",
      got: bad.name,
      expects: "distributions of single numbers",
      problem: `${bad.name} has events with axes`,
    });
  }
  const grid = gridOf([p, q], shape);
  const [a, b] = [first(grid), second(grid)];
  const f = apart(tailsInCells(p, a), tailsInCells(q, a));
  // Between two points of lists nothing changes.
  if (isListed(p) && isListed(q)) return estimate(sum(mul(abs(f(a)), sub(b, a)), 0), zerosOf(shape, p.dtype), "sum");
  const middle = crossings(f, a, b);
  const [left, right] = [integrateCells(a, middle, f), integrateCells(middle, b, f)];
  const value = sum(add(abs(left.value), abs(right.value)), 0);
  const ends = tails(apart(tailsOf(p), tailsOf(q)), take(grid, [0, grid.shape[0] - 1], 0));
  const error = add(sum(add(left.error, right.error), 0), ends);
  const isInfinite = logicalAnd(noMean(p, q), greater(ends, mul(1e-6, value)));
  return estimate(where(isInfinite, Infinity, value), where(isInfinite, 0, error), "quadrature");
});

/** x (F - G) at both ends of the grid. */
const tails = (f: (x: Tensor) => Tensor, ends: Tensor): Tensor => stopGradient(sum(abs(mul(ends, f(ends))), 0));

const noMean = (p: Facts, q: Facts): Tensor =>
  logicalNot(logicalAnd(isfinite(stopGradient(meanOf(p))), isfinite(stopGradient(meanOf(q)))));
