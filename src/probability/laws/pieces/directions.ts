/** Unit vectors around a direction. */
import type { Shape } from "../../../base/shapes.ts";
import type { Tensor } from "../../../core/tensor.ts";
import { add, div, mul, square, sub } from "../../../ops/arithmetic.ts";
import { greater, where } from "../../../ops/compare.ts";
import { concat } from "../../../ops/join.ts";
import { at, ellipsis, slice } from "../../../ops/indexing.ts";
import { maximum } from "../../../ops/maximum.ts";
import { sqrt } from "../../../ops/power.ts";
import { sum } from "../../../ops/reduce.ts";
import { normal } from "../../../random/continuous.ts";
import type { Key } from "../../../random/key.ts";
import { drawnAs } from "./counts.ts";
import { last, sizeOf } from "./columns.ts";

/**
 * The unit vector whose part along the direction is `along`, and whose rest points anywhere: made around the first axis, then reflected
 * by Householder's reflection that takes the first axis to the direction.
 */
export function aroundDirection(direction: Tensor, along: Tensor, key: Key, shape: Shape): Tensor {
  const n = sizeOf(direction);
  const side = normal(key, [...shape, n - 1], drawnAs(direction));
  const unit = div(side, last(sqrt(sum(square(side), -1))));
  const around = sqrt(maximum(sub(1, square(along)), 0));
  const vector = concat([last(along), mul(last(around), unit)], -1);
  return reflect(direction, vector);
}

/** x - 2 (u·x) u with u ∝ e₁ - direction; the direction e₁ itself needs no reflection. */
function reflect(direction: Tensor, x: Tensor): Tensor {
  const n = sizeOf(direction);
  const first = at(direction, ellipsis, slice(0, 1));
  const u = concat([sub(1, first), mul(-1, at(direction, ellipsis, slice(1, n)))], -1);
  const length = last(sum(square(u), -1));
  const share = div(last(sum(mul(u, x), -1)), where(greater(length, 0), length, 1));
  return add(x, mul(mul(-2, share), u));
}
