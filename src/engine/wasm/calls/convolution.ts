/** The call of a convolution. */
import { isFloat } from "../../../base/dtypes.ts";
import { sizeOf } from "../../../base/shapes.ts";
import type { Node } from "../../../compile/graph.ts";
import { convolutionWork } from "../routines/convolution.ts";
import { LARGE_PRODUCT } from "../routines/gemmDivided.ts";
import type { RoutineCall } from "../routines.ts";
import { DIVIDED } from "../threads/pool.ts";
import { arg, out, routineCall } from "./routineCall.ts";

/** (images, kernels, places): see `addConvolution`. */
export function convolutionCall({ args, outs: [result] }: Node, settings: unknown): RoutineCall | undefined {
  const [{ shape, dtype }, kernel, places] = args;
  if (places === undefined || !isFloat(dtype)) return undefined;
  const { groups } = settings as { readonly groups: number };
  const [samples, channels] = shape;
  const [kernels, depth] = kernel.shape;
  const [window, area] = places.shape;
  const size = sizeOf(shape.slice(2));
  const type = dtype === "float64" ? "f64" : "f32";
  const large = sizeOf(result.shape) * depth * window >= LARGE_PRODUCT && samples > 1;
  const tensors = [arg(0), arg(1), out(0), arg(2)];
  return routineCall(
    large ? `convolution_${type}${DIVIDED}` : `convolution_${type}`,
    [...tensors, samples, channels, kernels, groups, window, size, area, "work", 0, samples],
    convolutionWork(type, { samples, channels, kernels, groups, window, size, area }),
  );
}
