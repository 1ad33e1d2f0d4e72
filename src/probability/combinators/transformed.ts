/** Distributions of functions of a value. */
import { fail } from "../../base/errors.ts";
import type { Shape } from "../../base/shapes.ts";
import type { Tensor } from "../../core/tensor.ts";
import { sub } from "../../ops/arithmetic.ts";
import { logicalAnd, where } from "../../ops/compare.ts";
import { all, sum } from "../../ops/reduce.ts";
import type { Bijector } from "../bijectors/bijector.ts";
import type { Constraint } from "../constraints/constraint.ts";
import {
  atomsOf,
  cdfOf,
  logCdfOf,
  logProbOf,
  logSfOf,
  medianOf,
  quantileOf,
  sampleOf,
  sfOf,
} from "../distribution/derive.ts";
import type { Distribution } from "../distribution/distribution.ts";
import type { Facts } from "../distribution/facts.ts";
import { independent } from "./independent.ts";
import { distributionOf, factsOf } from "./made.ts";

/**
 * The distribution of f(X) for a bijector f, by the change of variables. Quantiles and distribution functions go through rising and
 * falling maps of numbers. A bijector of vectors makes events of the last axes of a batch.
 * @param d - the distribution of X
 * @param bijector - f, such as bijectors.exp
 * @returns the distribution of f(X)
 * @throws TensorError "value" when the bijector is not one-to-one, or there is no axis for its vectors
 * @example
 * const logNormal = transformed(Normal(0, 1), bijectors.exp);
 * logNormal.logProb(2); // => Tensor -1.8523122207237188
 * logNormal.icdf(0.5); // => Tensor 1
 * @math p_Y(y) = p_X(f^{-1}(y)) \left|\frac{d f^{-1}(y)}{dy}\right|
 * @source Papamakarios et al., Normalizing flows for probabilistic modeling and inference, 2021, 2.1
 * @peers torch.distributions.TransformedDistribution, tfp.distributions.TransformedDistribution
 * @see bijectors.biject
 * @keywords change of variables, normalizing flow, pushforward
 */
export function transformed(d: Distribution, bijector: Bijector): Distribution {
  const facts = factsOf("transformed", d);
  if (typeof bijector?.forward !== "function" || !bijector.isBijective) {
    const expects = "a bijector that is one-to-one, such as bijectors.exp";
    fail("value", { op: "transformed", argument: "bijector", got: bijector, expects });
  }
  const missing = bijector.domain.event - facts.eventShape.length;
  const base = missing > 0 ? independent(d, missing).facts : facts;
  return distributionOf([base], [], ([inner]) => statedOf(inner, bijector));
}

function statedOf(inner: Facts, f: Bijector): Omit<Facts, "leaves" | "remake"> {
  const { eventShape, batchShape } = inner;
  /** Axes of an event beyond those that one Jacobian is for. */
  const extra = eventShape.length - f.domain.event;
  const places = Array.from({ length: extra }, (_, i) => i - extra);
  const logDet = (y: Tensor, x: Tensor): Tensor => {
    const each = f.logAbsDetJacobian(x, y);
    return extra === 0 ? each : sum(each, places);
  };
  return {
    name: `${f.name}(${inner.name})`,
    kind: inner.kind,
    dtype: inner.dtype,
    batchShape,
    eventShape: f.forwardShape([...batchShape, ...eventShape]).slice(batchShape.length),
    support: supportOf(inner, f, places),
    atoms: (y) => atomsOf(inner, f.inverse(y)),
    logProb: (y) => {
      const x = f.inverse(y);
      const base = logProbOf(inner, x);
      if (inner.kind === "discrete") return base;
      const density = sub(base, logDet(y, x));
      return inner.kind === "mixed" ? where(atomsOf(inner, x), base, density) : density;
    },
    ...(eventShape.length === 0 && monotone(inner, f)),
    sample: (key, shape: Shape) => f.forward(sampleOf(inner, key, shape)),
    gradient: inner.gradient === "none" ? "none" : "exact",
    of: { facts: inner, how: f, carry: (each) => each },
  };
}

/** What passes through rising and falling maps. */
function monotone(inner: Facts, f: Bijector): Partial<Facts> {
  if (f.increasing === undefined || (inner.kind !== "continuous" && !f.increasing)) return {};
  const up = f.increasing;
  const through = (rising: (d: Facts, x: Tensor) => Tensor, falling: (d: Facts, x: Tensor) => Tensor) => (y: Tensor) =>
    (up ? rising : falling)(inner, f.inverse(y));
  const [lower, upper] = [up ? "cdf" : "sf", up ? "sf" : "cdf"] as const;
  return {
    cdf: through(cdfOf, sfOf),
    sf: through(sfOf, cdfOf),
    logCdf: through(logCdfOf, logSfOf),
    logSf: through(logSfOf, logCdfOf),
    icdf: (q) => f.forward(quantileOf(inner, q, lower)),
    isf: (q) => f.forward(quantileOf(inner, q, upper)),
    median: () => f.forward(medianOf(inner)),
  };
}

function supportOf(inner: Facts, f: Bijector, places: readonly number[]): Constraint {
  const { low, high } = inner.support;
  const image = (end: Tensor | number | undefined): Tensor | undefined =>
    end === undefined ? undefined : f.forward(end);
  const [from, to] = f.increasing === false ? [high, low] : [low, high];
  return {
    ...f.codomain,
    name: `${f.name}(${inner.support.name})`,
    low: inner.eventShape.length > 0 ? undefined : (image(from) ?? f.codomain.low),
    high: inner.eventShape.length > 0 ? undefined : (image(to) ?? f.codomain.high),
    holds: (y) => {
      const inside = f.codomain.holds(y);
      const here = places.length === 0 ? inside : all(inside, places);
      return logicalAnd(here, inner.support.holds(f.inverse(y)));
    },
  };
}
