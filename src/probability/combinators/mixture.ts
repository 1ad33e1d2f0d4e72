/** Mixtures of distributions. */
import { fail } from "../../base/errors.ts";
import { broadcastShapes, sameShape, type Shape } from "../../base/shapes.ts";
import { isPlainObject } from "../../base/trees.ts";
import { broadcast, moveAxis, reshapeTo } from "../../core/basic.ts";
import { scalar, type Tensor, type TensorLike } from "../../core/tensor.ts";
import { add, mul, square, sub } from "../../ops/arithmetic.ts";
import { exp, log } from "../../ops/exponential.ts";
import { equal, logicalAnd, logicalNot, where } from "../../ops/compare.ts";
import { arange } from "../../ops/grids.ts";
import { stack } from "../../ops/join.ts";
import { logSoftmax, logsumexp } from "../../ops/softmax.ts";
import { any, sum } from "../../ops/reduce.ts";
import { max, min } from "../../ops/extrema.ts";
import { categorical } from "../../random/categories.ts";
import { splitOf } from "../../random/key.ts";
import { checkValues } from "../../random/parameters.ts";
import type { Constraint } from "../constraints/constraint.ts";
import { atomsOf, cdfOf, logProbOf, meanOf, sampleOf, sfOf, varianceOf } from "../distribution/derive.ts";
import type { Distribution } from "../distribution/distribution.ts";
import type { Facts } from "../distribution/facts.ts";
import { distributionOf, factsOf, tensorFor } from "./made.ts";

/** Weights of the components, in one of two ways. */
export type MixtureWeights =
  | TensorLike
  | {
      /** Logarithms of weights, up to a constant. */
      readonly logits: TensorLike;
    };

/** The components of a mixture: several distributions, or one whose last batch axis counts them. */
class Components {
  readonly parts: readonly Facts[];
  readonly batchShape: Shape;
  readonly count: number;
  readonly isBatch: boolean;

  constructor(parts: readonly Facts[], isBatch: boolean, batchShape: Shape, count: number) {
    this.parts = parts;
    this.isBatch = isBatch;
    this.batchShape = batchShape;
    this.count = count;
  }

  /** f of each component at the same values, along a last axis. */
  at(x: Tensor, f: (facts: Facts, x: Tensor) => Tensor): Tensor {
    const [{ eventShape }] = this.parts;
    const outer = broadcastShapes("mixture", [x.shape.slice(0, x.ndim - eventShape.length), this.batchShape]);
    if (!this.isBatch)
      return stack(
        this.parts.map((part) => broadcast(f(part, x), outer)),
        -1,
      );
    const [part] = this.parts;
    const spread = reshapeTo(x, [...x.shape.slice(0, x.ndim - eventShape.length), 1, ...eventShape]);
    return broadcast(f(part, spread), [...outer, this.count]);
  }

  /** A fact of each component, [...batch, ...event, count]. */
  each(f: (facts: Facts) => Tensor): Tensor {
    const [{ eventShape }] = this.parts;
    const full = [...this.batchShape, ...eventShape];
    if (!this.isBatch)
      return stack(
        this.parts.map((part) => broadcast(f(part), full)),
        -1,
      );
    const values = broadcast(f(this.parts[0]), [...this.batchShape, this.count, ...eventShape]);
    return moveAxis(values, this.batchShape.length, values.ndim - 1);
  }
}

/**
 * A mixture: a component is chosen by its weight, and the value is drawn from it. Draws of continuous mixtures of numbers are
 * differentiable in weights and parameters, by the distribution function of the mixture.
 * @param weights - probabilities [..., k] with the sum 1, or `{ logits }`
 * @param components - k distributions with the same event shape, or one whose last batch axis has k
 * @returns a distribution of their kind
 * @throws TensorError "value" when the weights are no probabilities, "shape" when there are not as many components
 * @example
 * const two = mixture([0.25, 0.75], [Normal(-2, 1), Normal(2, 1)]);
 * two.mean(); // => Tensor 1
 * two.cdf(0); // => Tensor 0.2613750659740896
 * mixture([0.25, 0.75], Normal([-2, 2], 1)).logProb(0); // => Tensor -2.9189385332046727
 * @math p(x) = \sum_k w_k\, p_k(x)
 * @source McLachlan & Peel, Finite mixture models, 2000, 1.4
 * @peers torch.distributions.MixtureSameFamily, tfp.distributions.MixtureSameFamily, tfp.distributions.Mixture
 * @see Categorical
 * @keywords Gaussian mixture model, GMM, mixture of normals
 */
export function mixture(weights: MixtureWeights, components: Distribution | readonly Distribution[]): Distribution {
  const isBatch = !Array.isArray(components);
  const list: readonly Distribution[] = isBatch
    ? [components as Distribution]
    : (components as readonly Distribution[]);
  const parts = list.map((d, i) => factsOf("mixture", d, isBatch ? "components" : `components[${i}]`));
  if (parts.length === 0)
    fail("value", { op: "mixture", argument: "components", got: components, expects: "at least one distribution" });
  const logWeights = logWeightsOf(weights, parts[0]);
  const count = logWeights.shape[logWeights.ndim - 1];
  checkComponents(parts, isBatch, count);
  return distributionOf(parts, [logWeights], (facts, [w]) => statedOf(facts, isBatch, w));
}

function logWeightsOf(weights: MixtureWeights, facts: Facts): Tensor {
  const given = isPlainObject(weights) ? (weights as { logits: TensorLike }).logits : (weights as TensorLike);
  const x = tensorFor(facts, given, "mixture", isPlainObject(weights) ? "logits" : "weights");
  if (x.ndim === 0)
    fail("shape", {
      op: "mixture",
      problem: "the weights are a scalar",
      shapes: { weights: [] },
      expects: "one weight for each component",
      fix: "pass a vector, e.g. [0.3, 0.7]",
    });
  return isPlainObject(weights)
    ? logSoftmax(checkValues(x, "logits", "mixture", "logits"))
    : log(checkValues(x, "distribution", "mixture", "weights"));
}

function checkComponents(parts: readonly Facts[], isBatch: boolean, count: number): void {
  const found = isBatch ? (parts[0].batchShape.at(-1) ?? 0) : parts.length;
  const sameEvents = parts.every(({ eventShape }) => sameShape(eventShape, parts[0].eventShape));
  if (found === count && sameEvents) return;
  fail("shape", {
    op: "mixture",
    problem: sameEvents
      ? `there are ${count} weights and ${found} components`
      : "the components have events of different shapes",
    shapes: {
      weights: [count],
      ...Object.fromEntries(parts.map((part, i) => [`components[${i}]`, [...part.batchShape, ...part.eventShape]])),
    },
    expects: sameEvents ? "one weight for each component" : "one shape of events",
    fix: !sameEvents
      ? "make them events of one shape, e.g. by independent"
      : isBatch
        ? "the last batch axis counts the components"
        : "pass as many distributions as weights",
  });
}

function statedOf(parts: readonly Facts[], isBatch: boolean, logWeights: Tensor): Omit<Facts, "leaves" | "remake"> {
  const [first] = parts;
  const { eventShape, dtype } = first;
  const shapes = parts.map(({ batchShape }) => (isBatch ? batchShape.slice(0, -1) : batchShape));
  const batchShape = broadcastShapes("mixture", [...shapes, logWeights.shape.slice(0, -1)]);
  const count = logWeights.shape[logWeights.ndim - 1];
  const components = new Components(parts, isBatch, batchShape, count);
  const weights = exp(logWeights);
  /** Weights before the axes of an event. */
  const eventWeights = reshapeTo(weights, [...weights.shape.slice(0, -1), ...eventShape.map(() => 1), count]);
  const average = (values: Tensor, w: Tensor): Tensor => sum(mul(values, w), -1);
  const mean = (): Tensor => average(components.each(meanOf), eventWeights);
  const isNumber = eventShape.length === 0;
  const kind = parts.every((part) => part.kind === first.kind) ? first.kind : "mixed";
  const smooth = isNumber && kind === "continuous" && parts.every(({ gradient }) => gradient !== "none");
  return {
    name: `mixture(${[...new Set(parts.map(({ name }) => name))].join(", ")})`,
    kind,
    dtype,
    batchShape,
    eventShape,
    support: supportOf(components, isBatch),
    atoms: (x) => any(components.at(x, atomsOf), -1),
    logProb: (x) => {
      const each = add(components.at(x, logProbOf), logWeights);
      if (kind !== "mixed") return logsumexp(each, -1);
      // Beside a probability a density is nothing.
      const atoms = components.at(x, atomsOf);
      const isDensity = logicalAnd(any(atoms, -1, { keepdims: true }), logicalNot(atoms));
      return logsumexp(where(isDensity, -Infinity, each), -1);
    },
    ...(isNumber && {
      cdf: (x: Tensor) => average(components.at(x, cdfOf), weights),
      sf: (x: Tensor) => average(components.at(x, sfOf), weights),
    }),
    sample: (key, shape) => {
      const keys = splitOf(key, parts.length + 1);
      const which = categorical(keys[parts.length], logWeights, { shape });
      const draws = isBatch
        ? toLast(sampleOf(first, keys[0], [...shape, count]), shape.length)
        : stack(
            parts.map((part, i) => sampleOf(part, keys[i], shape)),
            -1,
          );
      const chosen = equal(reshapeTo(which, [...shape, ...eventShape.map(() => 1), 1]), arange(count));
      return sum(where(chosen, draws, 0), -1);
    },
    gradient: smooth ? "implicit" : "none",
    mean,
    variance: () => {
      const middle = mean();
      const away = sub(
        components.each(meanOf),
        reshapeTo(broadcast(middle, [...batchShape, ...eventShape]), [...batchShape, ...eventShape, 1]),
      );
      return average(add(components.each(varianceOf), square(away)), eventWeights);
    },
  };
}

/** What one of the components can give. */
function supportOf(components: Components, isBatch: boolean): Constraint {
  const [{ support }] = components.parts;
  const supports = components.parts.map((part) => part.support);
  const end = (which: "low" | "high", of: (a: Tensor, axis: number) => Tensor): Tensor | number | undefined => {
    const ends = supports.map((part) => part[which]);
    if (ends.some((value) => value === undefined)) return undefined;
    if (!isBatch)
      return ends.every((value) => typeof value === "number")
        ? pick(which, ends)
        : of(
            stack(
              ends.map((value) => broadcast(asTensor(value), components.batchShape)),
              -1,
            ),
            -1,
          );
    return typeof ends[0] === "number" || ends[0]?.ndim === 0 ? ends[0] : of(ends[0] as Tensor, -1);
  };
  return {
    ...support,
    name: supports.length === 1 ? support.name : `union(${supports.map(({ name }) => name).join(", ")})`,
    low: end("low", (a, axis) => min(a, axis)),
    high: end("high", (a, axis) => max(a, axis)),
    holds: (x) =>
      any(
        components.at(x as Tensor, (facts, at) => facts.support.holds(at)),
        -1,
      ),
  };
}

const toLast = (x: Tensor, axis: number): Tensor => moveAxis(x, axis, x.ndim - 1);

const pick = (which: "low" | "high", ends: readonly unknown[]): number =>
  which === "low" ? Math.min(...(ends as number[])) : Math.max(...(ends as number[]));

const asTensor = (value: Tensor | number | undefined): Tensor =>
  typeof value === "number" ? scalar(value, "float64", true) : (value as Tensor);
