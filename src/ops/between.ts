/** The linear interpolation that quantiles and tables of values share. */
import { elementwise } from "../core/elementwise.ts";
import type { Tensor } from "../core/tensor.ts";
import { sub } from "./arithmetic.ts";
import { between as betweenKernel } from "./kernel/interpolation.ts";

/** low + part · (high - low), exact at the ends and where both are equal, and without overflow. */
export const between: (low: Tensor, high: Tensor, part: Tensor) => Tensor = /*@__PURE__*/ elementwise({
  name: "between",
  domain: { low: [-10, 10], high: [-10, 10], part: [0, 1] },
  ulp: { f32: 2, f64: 2 },
  eval: (low, high, part) => {
    if (part === 0 || low === high) return low + 0 * part;
    if (part === 1) return high;
    const distance = high - low;
    return Number.isFinite(distance) ? low + part * distance : (1 - part) * low + part * high;
  },
  kernel: betweenKernel,
  partials: { low: ({ part }) => sub(1, part), high: ({ part }) => part, part: ({ low, high }) => sub(high, low) },
  source: "Hyndman & Fan, Sample quantiles in statistical packages, 1996, definition 7",
});
