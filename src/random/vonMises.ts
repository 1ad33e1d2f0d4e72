/** Draws of angles. */
import type { Shape } from "../base/shapes.ts";
import { cast } from "../core/basic.ts";
import { type Tensor, type TensorLike, wrap } from "../core/tensor.ts";
import { checkedLater, type Checks, readOptions } from "../ops/arguments.ts";
import { add, div, mul, square, sub } from "../ops/arithmetic.ts";
import { exp } from "../ops/exponential.ts";
import { sum } from "../ops/reduce.ts";
import { floor } from "../ops/rounding.ts";
import { gaussLegendre, type QuadratureRule } from "../ops/scalar/gaussLegendre.ts";
import { expandDims } from "../ops/shape.ts";
import { i0e, i1e } from "../ops/special/bessel.ts";
import { sin } from "../ops/trigonometric.ts";
import { Attempts } from "./attempts.ts";
import { type CountOp, countOp, countsOf, type Draw } from "./countOp.ts";
import { DTYPE, type DTypeOptions, readDraw } from "./drawing.ts";
import { implicit } from "./implicit.ts";
import type { Key } from "./key.ts";

const attempts: Attempts = /*@__PURE__*/ new Attempts();

/**
 * @source Best & Fisher, Efficient simulation of the von Mises distribution, Appl. Statist. 28 (1979): a wrapped Cauchy hat; here
 * without the cancellation of large and small concentrations
 */
function vonMisesDraw(concentration: number): Draw {
  // ρ and r = (1 + ρ²)/(2ρ) of the paper.
  const s = Math.hypot(1, 2 * concentration);
  const root = Math.sqrt(1 + s);
  const rho = (2 * concentration * root) / ((s + 1) * (root + Math.SQRT2));
  const above = (1 - rho) ** 2 / (2 * rho); // r - 1
  return (x, y) => {
    for (attempts.start(x, y); ; attempts.next()) {
      const angle = Math.PI * (2 * attempts.fraction - 1 + 2 ** -53);
      if (rho === 0) return angle;
      const half = Math.sin(angle / 2);
      const drop = 2 * half * half; // 1 - cos
      // 1 - f, f being the cosine of the sample.
      const sample = (above * drop) / (above + 2 - drop);
      const c = concentration * (above + sample);
      const u = 1 - attempts.uniform;
      if (c * (2 - c) > u || Math.log(c / u) + 1 >= c) {
        return Math.sign(angle) * 2 * Math.asin(Math.min(1, Math.sqrt(sample / 2)));
      }
    }
  };
}

const vonMisesOp: CountOp = /*@__PURE__*/ countOp("randomVonMises", vonMisesDraw);

/** Options of {@link vonMises}. */
export interface VonMisesOptions extends DTypeOptions {
  /** The mean direction. Default 0. */
  readonly loc?: TensorLike;
}

const VON_MISES: Checks<VonMisesOptions> = { ...DTYPE, loc: checkedLater };

/**
 * Von Mises angles, from -π to π: what normal numbers are on a circle. Differentiable in both parameters.
 * @param key - a key
 * @param concentration - the larger, the narrower: like 1 / variance; >= 0
 * @param shape - of the result; default: that of the parameters
 * @param options - `loc`, the mean direction, default 0; `dtype`, by default that of the parameters, else the default dtype
 * @returns the shape; float64 or float32
 * @throws TensorError "value" when `key` is no key or a concentration is negative, infinite or NaN, "shape" when they do not broadcast
 * @example random.vonMises(random.key(0), 4, [3]) // => Tensor [-0.13052507, -0.59913273, 1.12090732]
 * @source Best & Fisher, Efficient simulation of the von Mises distribution (1979); Figurnov, Mohamed & Mnih, Implicit
 * reparameterization gradients (2018)
 * @peers numpy.random.vonmises
 * @math p(x) = \frac{e^{\kappa \cos(x - \mu)}}{2\pi I_0(\kappa)}
 * @see random.normal
 * @keywords circular normal, directions, angles
 */
export function vonMises(key: Key, concentration: TensorLike, shape?: Shape, options?: VonMisesOptions): Tensor {
  const { loc, dtype: wanted } = readOptions("vonMises", options, VON_MISES);
  const given = { concentration: [concentration, "scale"], loc: [loc] } as const;
  const { shape: sizes, dtype, values } = readDraw("vonMises", key, shape, wanted, given);
  const drawn = countsOf(vonMisesOp, key, sizes, [cast(values.concentration, "float64")], dtype);
  const angle = sample(drawn, values.concentration);
  if (values.loc === undefined) return angle;
  const moved = add(angle, values.loc);
  const turns = floor(mul(add(moved, Math.PI), 1 / (2 * Math.PI)));
  return sub(moved, mul(turns, 2 * Math.PI));
}

/**
 * ∂x/∂κ = ∫₀ˣ (A - cos t) e^(κ (cos t - cos x)) dt with A = I₁(κ)/I₀(κ), by quadrature with the nodes x s: differentiable again.
 */
function slope(x: Tensor, concentration: Tensor): Tensor {
  const [nodes, weights] = [RULE.nodes, RULE.weights].map((values) =>
    cast(wrap(values, [values.length], "float64"), x.dtype),
  );
  const [angle, kappa] = [expandDims(x, -1), expandDims(concentration, -1)];
  const at = mul(angle, nodes);
  // 1 - A, and 1 - cos t = 2 sin² (t/2).
  const lack = div(sub(i0e(kappa), i1e(kappa)), i0e(kappa));
  const drop = mul(square(sin(mul(at, 0.5))), 2);
  // cos t - cos x = 2 sin ((x + t)/2) sin ((x - t)/2)
  const rise = mul(mul(sin(mul(add(angle, at), 0.5)), sin(mul(sub(angle, at), 0.5))), 2);
  return mul(sum(mul(mul(sub(drop, lack), exp(mul(kappa, rise))), weights), -1), x);
}

const RULE: QuadratureRule = /*@__PURE__*/ gaussLegendre(48);

const sample: (...args: Tensor[]) => Tensor = /*@__PURE__*/ implicit("vonMisesSample", [slope]);
