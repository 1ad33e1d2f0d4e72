/** Hyperbolic functions on lanes. */
import type { Kernel, Lane } from "../../core/kernel.ts";
import { decayed, signOf } from "./exponential.ts";

/** From here on tanh x is computed with e^-2x, below by a rational function. */
const NEAR = 0.5625;

/** (tanh x - x)/x³ for |x| < NEAR, two polynomials in x²: tools/golden/minimax.py, TANH64, TANH32. */
const WIDE: readonly (readonly number[])[] = [
  [-0.3333333333333333, -0.02050154163983568, -0.00019929955641384355],
  [1, 0.4615046249195059, 0.023294986732325475, 0.0002066638852493438],
];
const NARROW: readonly (readonly number[])[] = [
  [-0.33333331052047704, -0.0015581783112278108],
  [1, 0.40467045880432434],
];

/** tanh x = 1 - 2e^-2x/(1 + e^-2x); the two ways share the division. */
export function tanh(k: Kernel, x: Lane): Lane {
  const [above, below] = x.type === "f64" ? WIDE : NARROW;
  const size = k.abs(x);
  const square = k.mul(size, size);
  const isNear = k.lt(size, NEAR);
  const lost = decayed(k, k.mul(size, -2), -2);
  const part = k.div(
    k.select(isNear, k.mul(k.mul(size, square), k.polynomial(square, above)), lost),
    k.select(isNear, k.polynomial(square, below), k.fma(lost, -0.5, 1)),
  );
  return signOf(k, k.add(k.select(isNear, size, 1), part), x);
}
