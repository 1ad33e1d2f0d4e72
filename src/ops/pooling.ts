/** Pooling: one number for each position of a window. */
import { fail } from "../base/errors.ts";
import { matchSignature, type Shape, sizeOf } from "../base/shapes.ts";
import { reshapeTo, sumOver } from "../core/basic.ts";
import { toTensor } from "../core/convert.ts";
import { promoteAll } from "../core/elementwise.ts";
import { type Tensor, type TensorLike, wrap } from "../core/tensor.ts";
import { checkedLater, type Checks, readOptions } from "./arguments.ts";
import { div } from "./arithmetic.ts";
import { max } from "./extrema.ts";
import { checkFit, type Geometry, patches, type PerAxis, perAxis, placesOf, positions } from "./patches.ts";

/** Options of the pooling functions. */
export interface PoolOptions {
  /** Steps between positions of the window; default its size, so that windows do not overlap. */
  readonly stride?: PerAxis;
  /** Margin around the input, smaller than the window; it counts neither for the maximum nor for the mean. Default 0. */
  readonly padding?: PerAxis;
}

const POOL: Checks<PoolOptions> = { stride: checkedLater, padding: checkedLater };

/** What a pooling function does with the patches [..., positions, elements of the window]. */
type Pool = (x: Tensor, geometry: Geometry) => Tensor;

function pool(
  op: string,
  spatial: string,
  value: TensorLike,
  size: PerAxis,
  options: PoolOptions | undefined,
  reduce: Pool,
): Tensor {
  const given = readOptions(op, options, POOL);
  const [x] = promoteAll([toTensor(value, op)], "float", op);
  matchSignature(op, `... ${spatial}`, { x: x.shape });
  const axes = spatial.split(" ").length;
  const [lead, sizes] = [x.shape.slice(0, -axes), x.shape.slice(-axes)];
  const geometry = geometryOf(op, sizes, size, given);
  const out = reduce(reshapeTo(x, [sizeOf(lead), ...sizes]), geometry);
  return reshapeTo(out, [...lead, ...out.shape.slice(1)]);
}

function geometryOf(op: string, sizes: Shape, size: PerAxis, { stride, padding = 0 }: PoolOptions): Geometry {
  const axes = sizes.length;
  const window = perAxis(op, "size", size, axes, 1);
  const margins = perAxis(op, "padding", padding, axes, 0);
  margins.forEach((margin, i) => {
    if (margin < window[i]) return;
    const expects = `less than the window, ${window[i]} along spatial axis ${i}, which would see nothing else`;
    fail("value", { op, argument: "padding", got: padding, expects });
  });
  const ones = new Array<number>(axes).fill(1);
  const geometry = {
    window,
    stride: stride === undefined ? window : perAxis(op, "stride", stride, axes, 1),
    padding: margins.map((margin): [number, number] => [margin, margin]),
    dilation: ones,
    spacing: ones,
  };
  checkFit(op, sizes, geometry);
  return geometry;
}

/** Where nothing is seen, -Infinity is never the largest. */
function largest(x: Tensor, geometry: Geometry): Tensor {
  return max(patches(x, geometry, -Infinity), windowAxes(geometry));
}

function meanOf(x: Tensor, geometry: Geometry): Tensor {
  return div(sumOver(patches(x, geometry, 0), windowAxes(geometry)), countSeen(x, geometry));
}

/** Those behind the positions. */
const windowAxes = ({ window }: Geometry): number[] => window.map((_, i) => 1 + window.length + i);

/** How many elements of the tensor each window sees. */
function countSeen({ shape, dtype }: Tensor, geometry: Geometry): Tensor {
  const sizes = shape.slice(1);
  const places = placesOf(sizes, geometry);
  const counts = new Float64Array(places.length / sizeOf(geometry.window));
  places.forEach((place, at) => {
    if (place >= 0) counts[at % counts.length]++;
  });
  return wrap(dtype === "float32" ? new Float32Array(counts) : counts, positions(sizes, geometry), dtype);
}

/**
 * The largest element of each window along the last axis. Ties within a window share the derivative evenly.
 * @param x - [..., length]
 * @param size - of the window
 * @param options - `stride`, default the size; `padding`: a margin that does not count, default 0
 * @returns [..., positions], with positions = ⌊(length + 2 padding - size) / stride⌋ + 1
 * @throws TensorError "shape" when the window does not fit, "value" for other sizes or padding that fills a window
 * @example maxPool1d([1, 3, 2, 5, 4], 2) // => Tensor [3, 5]
 * @source Dive into Deep Learning 7.5
 * @peers torch.max_pool1d, tf.nn.max_pool1d
 * @math y_p = \max_{i<k} x_{ps+i}
 * @see avgPool1d
 * @keywords max pooling
 */
export function maxPool1d(x: TensorLike, size: PerAxis, options?: PoolOptions): Tensor {
  return pool("maxPool1d", "l", x, size, options, largest);
}

/**
 * The largest element of each window over the last two axes. Ties within a window share the derivative evenly.
 * @param x - [..., height, width]
 * @param size - of the window: one for both axes, or [height, width]
 * @param options - `stride`, default the size; `padding`: a margin that does not count, default 0
 * @returns [..., rows, columns]; see `maxPool1d` for how many
 * @throws TensorError "shape" when the window does not fit, "value" for other sizes or padding that fills a window
 * @example maxPool2d([[0, 1, 2], [3, 4, 5], [6, 7, 8]], 2, { stride: 1 }) // => Tensor [[4, 5], [7, 8]]
 * @source Dive into Deep Learning 7.5
 * @peers torch.max_pool2d, tf.nn.max_pool2d
 * @see avgPool2d
 * @keywords max pooling
 */
export function maxPool2d(x: TensorLike, size: PerAxis, options?: PoolOptions): Tensor {
  return pool("maxPool2d", "h w", x, size, options, largest);
}

/**
 * The mean of each window along the last axis; padding is not counted.
 * @param x - [..., length]
 * @param size - of the window
 * @param options - `stride`, default the size; `padding`: a margin that does not count, default 0
 * @returns [..., positions], with positions = ⌊(length + 2 padding - size) / stride⌋ + 1
 * @throws TensorError "shape" when the window does not fit, "value" for other sizes or padding that fills a window
 * @example avgPool1d([1, 3, 2, 5, 4], 2) // => Tensor [2, 3.5]
 * @source Dive into Deep Learning 7.5
 * @peers torch.avg_pool1d, tf.nn.avg_pool1d
 * @math y_p = \frac{1}{k}\sum_{i<k} x_{ps + i}
 * @see maxPool1d
 * @keywords average pooling, downsample
 */
export function avgPool1d(x: TensorLike, size: PerAxis, options?: PoolOptions): Tensor {
  return pool("avgPool1d", "l", x, size, options, meanOf);
}

/**
 * The mean of each window over the last two axes; padding is not counted.
 * @param x - [..., height, width]
 * @param size - of the window: one for both axes, or [height, width]
 * @param options - `stride`, default the size; `padding`: a margin that does not count, default 0
 * @returns [..., rows, columns]; see `avgPool1d` for how many
 * @throws TensorError "shape" when the window does not fit, "value" for other sizes or padding that fills a window
 * @example avgPool2d([[0, 1, 2], [3, 4, 5], [6, 7, 8]], 2, { stride: 1 }) // => Tensor [[2, 3], [5, 6]]
 * @source Dive into Deep Learning 7.5
 * @peers torch.nn.functional.avg_pool2d, tf.nn.avg_pool2d
 * @see maxPool2d
 * @keywords average pooling, downsample an image
 */
export function avgPool2d(x: TensorLike, size: PerAxis, options?: PoolOptions): Tensor {
  return pool("avgPool2d", "h w", x, size, options, meanOf);
}
