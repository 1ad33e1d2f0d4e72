/** The law of von Mises and Fisher. */
import type { Shape } from "../../base/shapes.ts";
import { broadcast } from "../../core/basic.ts";
import { fullOf, zerosOf } from "../../core/convert.ts";
import type { Tensor, TensorLike } from "../../core/tensor.ts";
import { add, div, mul, square, sub } from "../../ops/arithmetic.ts";
import { greaterEqual, logicalAnd, logicalNot, logicalOr, where } from "../../ops/compare.ts";
import { whileLoop } from "../../ops/control/while.ts";
import { log } from "../../ops/exponential.ts";
import { sqrt } from "../../ops/power.ts";
import { any, sum } from "../../ops/reduce.ts";
import { HALF_LOG_TAU } from "../../ops/scalar/constants.ts";
import { besselRatio, logIve } from "../../ops/special/besselReal.ts";
import { beta } from "../../random/gamma.ts";
import { uniform } from "../../random/continuous.ts";
import { foldIn, type Key, splitOf } from "../../random/key.ts";
import { positive } from "../constraints/numbers.ts";
import { sphere } from "../constraints/vectors.ts";
import { type Law, law } from "../distribution/law.ts";
import { last, sizeOf } from "./pieces/columns.ts";
import { drawnAs } from "./pieces/counts.ts";
import { aroundDirection } from "./pieces/directions.ts";

/**
 * The part along the direction by rejection from a transformed beta draw; each round draws for all, and those accepted stay.
 * @source Wood, Simulation of the von Mises Fisher distribution, 1994
 */
function drawAlong(concentration: Tensor, n: number, key: Key, shape: Shape): Tensor {
  const k = broadcast(concentration, shape);
  const rest = n - 1;
  const b = div(rest, add(mul(2, k), sqrt(add(mul(4, square(k)), rest * rest))));
  const x0 = div(sub(1, b), add(1, b));
  const c = add(mul(k, x0), mul(rest, log(sub(1, square(x0)))));
  const [, , found] = whileLoop(
    ([, open]: readonly Tensor[]) => any(open),
    ([round, open, value]: readonly Tensor[]) => {
      const keys = splitOf(foldIn(key, round), 2);
      const z = beta(keys[0], rest / 2, rest / 2, shape, drawnAs(k));
      const w = div(sub(1, mul(add(1, b), z)), sub(1, mul(sub(1, b), z)));
      const score = sub(add(mul(k, w), mul(rest, log(sub(1, mul(x0, w))))), c);
      const accepted = logicalOr(logicalNot(open), greaterEqual(score, log(uniform(keys[1], shape, drawnAs(k)))));
      return [add(round, 1), logicalAnd(open, logicalNot(accepted)), where(logicalAnd(open, accepted), w, value)];
    },
    [fullOf([], 0, "uint32"), fullOf(shape, 1, "bool"), zerosOf(shape, k.dtype)] as readonly Tensor[],
  ) as readonly Tensor[];
  return found;
}

/**
 * The distribution of von Mises and Fisher of unit vectors around a direction.
 * @param direction - a unit vector μ, [..., n] with n ≥ 2
 * @param concentration - κ > 0, any shape
 * @returns a distribution of unit vectors
 * @throws TensorError "value" when the direction is no unit vector or the concentration not positive
 * @example VonMisesFisher([0, 0, 1], 2).logProb([0, 0, 1]) // => Tensor -1.1262444390235136
 * @math p(x) = \frac{\kappa^{n/2 - 1}}{(2\pi)^{n/2} I_{n/2 - 1}(\kappa)}\, e^{\kappa \mu^\top x}
 * @source Mardia & Jupp, Directional statistics, 2000, 9.3.2
 * @peers tfp.distributions.VonMisesFisher, scipy.stats.vonmises_fisher
 * @see VonMises, PowerSpherical
 * @keywords directional statistics, hypersphere, spherical normal
 */
export const VonMisesFisher: Law<[direction: TensorLike, concentration: TensorLike], "direction" | "concentration"> =
  /*@__PURE__*/ law({
    name: "VonMisesFisher",
    kind: "continuous",
    parameters: { direction: { constraint: sphere }, concentration: { constraint: positive } },
    derived: {
      /** log of the normalization times e^κ. */
      logNorm: ({ direction, concentration }) => {
        const n = sizeOf(direction);
        const powers = sub(mul(n / 2 - 1, log(concentration)), n * HALF_LOG_TAU);
        return sub(powers, logIve(n / 2 - 1, concentration));
      },
      ratio: ({ direction, concentration }) => besselRatio(sizeOf(direction) / 2 - 1, concentration),
    },
    support: sphere,
    eventShape: ({ direction }) => [sizeOf(direction)],
    logProb: ({ direction, concentration, logNorm }, x) =>
      add(mul(concentration, sub(sum(mul(direction, x), -1), 1)), logNorm),
    gradient: "none",
    sample: ({ direction, concentration }, key, shape) => {
      const keys = splitOf(key, 2);
      const along = drawAlong(concentration, sizeOf(direction), keys[0], shape);
      return aroundDirection(direction, along, keys[1], shape);
    },
    mean: ({ direction, ratio }) => mul(last(ratio), direction),
    mode: ({ direction }) => direction,
    entropy: ({ concentration, ratio, logNorm }) => sub(mul(concentration, sub(1, ratio)), logNorm),
    source: "Mardia & Jupp, Directional statistics, 2000, 9.3.2",
  });
