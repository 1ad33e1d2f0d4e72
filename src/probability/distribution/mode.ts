/** The top of a density with one top, where there is no formula. */
import { broadcast } from "../../core/basic.ts";
import { fullOf, zerosOf } from "../../core/convert.ts";
import { current } from "../../core/interpreter.ts";
import { jvpFlat } from "../../core/jvp.ts";
import type { Tensor } from "../../core/tensor.ts";
import { add, mul } from "../../ops/arithmetic.ts";
import { greater, where } from "../../ops/compare.ts";
import { foriLoop } from "../../ops/control/while.ts";
import type { Facts } from "./facts.ts";
import { solveImplicitly } from "./implicit.ts";

/** An interval is halved so often: to the last bit of float64. */
const HALVINGS = 60;

/** d f/dx */
function slopeOf(f: (x: Tensor) => Tensor, x: Tensor): Tensor {
  const [tangent] = jvpFlat((at) => [f(at)], current, [x], [fullOf(x.shape, 1, x.dtype)]).tangents;
  return tangent ?? zerosOf(x.shape, x.dtype);
}

/** Where the slope of the density changes from up to down between two values; one of them where it does not change. */
export function topOf(facts: Facts, from: Tensor, to: Tensor): Tensor {
  const slope = (d: Facts, x: Tensor): Tensor => slopeOf(d.logProb, x);
  return solveImplicitly(
    {
      name: `${facts.name}.mode`,
      solve: ([low, high, ...leaves]) => {
        const d = facts.remake(leaves);
        const halved = foriLoop(
          0,
          HALVINGS,
          (_, [a, b]: readonly Tensor[]) => {
            const middle = mul(add(a, b), 0.5);
            const rises = greater(slope(d, middle), 0);
            return [where(rises, middle, a), where(rises, b, middle)];
          },
          [broadcast(low, d.batchShape), broadcast(high, d.batchShape)] as readonly Tensor[],
        ) as readonly Tensor[];
        return mul(add(halved[0], halved[1]), 0.5);
      },
      residual: (x, [, , ...leaves]) => slope(facts.remake(leaves), x),
      slope: (x, [, , ...leaves]) => slopeOf((at) => slope(facts.remake(leaves), at), x),
    },
    [from, to, ...facts.leaves],
  );
}
