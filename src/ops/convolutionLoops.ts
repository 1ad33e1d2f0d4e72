/** Convolution by plain loops: a product of the kernels with the patches that they see. */
import { makeArray, type TypedArray } from "../base/dtypes.ts";
import { sizeOf } from "../base/shapes.ts";
import { type Aval, arrayOf, type Tensor } from "../core/tensor.ts";
import { type MatmulArray, matmul as multiply } from "./linalg/dense/matmul.ts";
import { type Geometry, placesOf } from "./patches.ts";

/** The geometry without the window, which the kernel tells, and how the channels are grouped. */
export interface ConvolutionParams extends Omit<Geometry, "window"> {
  /** Channels are divided into so many groups that do not see each other. */
  readonly groups: number;
  /** The kernel is read from its end: convolution in the sense of analysis. */
  readonly reversed: boolean;
}

export const geometryOf = ({ stride, padding, dilation, spacing }: ConvolutionParams, { shape }: Aval): Geometry => ({
  window: shape.slice(2),
  stride,
  padding,
  dilation,
  spacing,
});

/** So many elements of patches are held at once: 8 MB in float64. */
const HELD = 2 ** 20;

/** For each group the patches as a matrix [c / groups · window, positions], times the kernels as a matrix. */
export function convolveByLoops(x: Tensor, w: Tensor, params: ConvolutionParams, out: Aval): TypedArray {
  const spatial = x.shape.slice(2);
  const places = placesOf(spatial, geometryOf(params, w), params.reversed);
  const [samples, channels] = x.shape;
  const [kernels, depth] = w.shape;
  const window = sizeOf(w.shape.slice(2));
  const area = sizeOf(out.shape.slice(2));
  const rows = depth * window;
  const perGroup = kernels / params.groups;
  const result = makeArray(out.dtype, sizeOf(out.shape));
  if (result.length === 0) return result;
  const step = Math.max(1, Math.min(samples, Math.floor(HELD / Math.max(1, rows * area))));
  for (let first = 0; first < samples; first += step) {
    const count = Math.min(step, samples - first);
    const patches = makeArray(out.dtype, rows * count * area);
    for (let group = 0; group < params.groups; group++) {
      fillPatches(arrayOf(x), patches, places, {
        first,
        count,
        channels,
        from: group * depth,
        depth,
        size: sizeOf(spatial),
        area,
      });
      const matrix = arrayOf(w).subarray(group * perGroup * rows, (group + 1) * perGroup * rows);
      const product = multiply(matrix as MatmulArray, patches as MatmulArray, perGroup, rows, count * area);
      for (let k = 0; k < perGroup; k++) {
        for (let i = 0; i < count; i++) {
          const at = (k * count + i) * area;
          result.set(product.subarray(at, at + area), ((first + i) * kernels + group * perGroup + k) * area);
        }
      }
    }
  }
  return result;
}

interface Part {
  readonly first: number;
  readonly count: number;
  readonly channels: number;
  readonly from: number;
  readonly depth: number;
  readonly size: number;
  readonly area: number;
}

function fillPatches(x: TypedArray, patches: TypedArray, places: Int32Array, part: Part): void {
  const { first, count, channels, from, depth, size, area } = part;
  const window = places.length / area;
  for (let c = 0, at = 0; c < depth; c++) {
    for (let r = 0; r < window; r++) {
      for (let i = 0; i < count; i++) {
        const start = ((first + i) * channels + from + c) * size;
        for (let p = r * area; p < (r + 1) * area; p++) patches[at++] = places[p] < 0 ? 0 : x[start + places[p]];
      }
    }
  }
}
