/** Convolution over one or two spatial axes. */
import { makeArray, type TypedArray } from "../base/dtypes.ts";
import { fail } from "../base/errors.ts";
import { checkSize, matchSignature, type Shape, sizeOf } from "../base/shapes.ts";
import { moveAxis, permute, reshapeTo } from "../core/basic.ts";
import { toTensor } from "../core/convert.ts";
import { promoteAll } from "../core/elementwise.ts";
import { bind1 } from "../core/interpreter.ts";
import { type BatchAt, type Batched, type Op, primitive, type Tangent, type TransposeAt } from "../core/op.ts";
import { type Aval, arrayOf, type Tensor, type TensorLike } from "../core/tensor.ts";
import { checkedLater, type Checks, integerFrom, readOptions } from "./arguments.ts";
import { sliceAxis } from "./blocks.ts";
import { type MatmulArray, matmul as multiply } from "./linalg/dense/matmul.ts";
import {
  checkFit,
  type Geometry,
  marginsOf,
  type Padding,
  type PerAxis,
  perAxis,
  placesOf,
  positions,
  spread,
} from "./patches.ts";

/** The geometry without the window, which the kernel tells, and how the channels are grouped. */
export interface ConvolutionParams extends Omit<Geometry, "window"> {
  /** Channels are divided into so many groups that do not see each other. */
  readonly groups: number;
  /** The kernel is read from its end: convolution in the sense of analysis. */
  readonly reversed: boolean;
}

/**
 * Cross-correlation, as in StableHLO's convolution: x [n, c, ...spatial] with kernels w [o, c / groups, ...window] to
 * [n, o, ...positions]. Dilated on both sides, its two transposes are again convolutions.
 */
export const convolutionOp: Op<ConvolutionParams> = /*@__PURE__*/ primitive({
  name: "convolution",
  infer: ([x, w], params) => {
    const shape = [x.shape[0], w.shape[0], ...positions(x.shape.slice(2), geometryOf(params, w))];
    return [{ shape, dtype: x.dtype, weak: false }];
  },
  evaluate: ([x, w], params, [out]) => [evaluateConvolution(x, w, params, out)],
  linear: [0, 1],
  bilinear: true,
  transpose: (at) => (at.isLinear[0] ? [transposeInput(at), undefined] : [undefined, transposeKernel(at)]),
  batch: batchConvolution,
});

const geometryOf = ({ stride, padding, dilation, spacing }: ConvolutionParams, { shape }: Aval): Geometry => ({
  window: shape.slice(2),
  stride,
  padding,
  dilation,
  spacing,
});

const convolve = (x: Tensor, w: Tensor, params: ConvolutionParams): Tensor => bind1(convolutionOp, [x, w], params);

/** The axes of a tensor whose first ones are given another order. */
const reorder = (x: Tensor, first: readonly number[]): Tensor =>
  permute(
    x,
    x.shape.map((_, axis) => first[axis] ?? axis),
  );

/** An axis divided in two, and two neighbours made one. */
const divide = (x: Tensor, axis: number, outer: number, inner: number): Tensor =>
  reshapeTo(x, [...x.shape.slice(0, axis), outer, inner, ...x.shape.slice(axis + 1)]);
const unite = (x: Tensor, axis: number): Tensor =>
  reshapeTo(x, [...x.shape.slice(0, axis), x.shape[axis] * x.shape[axis + 1], ...x.shape.slice(axis + 2)]);

/** Kernels [o, c / groups, ...] as [c, o / groups, ...]: the channels of each group change their roles. */
const exchangeChannels = (w: Tensor, groups: number): Tensor =>
  unite(reorder(divide(w, 0, groups, w.shape[0] / groups), [0, 2, 1]), 0);

// ---------------------------------------------------------------- rules

/** The cotangent, spread by the stride, with the kernel reversed. The margins are those that give back the shape of x. */
function transposeInput({ cotangents: [ct], args: [x, w], params }: TransposeAt<ConvolutionParams>): Tangent {
  if (ct === undefined) return undefined;
  const { stride, padding, dilation, spacing, groups, reversed } = params;
  const margins = padding.map(([low], i): [number, number] => {
    const window = spread(w.shape[i + 2], dilation[i]);
    const before = window - low - 1;
    const whole = spread(x.shape[i + 2], spacing[i]) + window - 1;
    return [before, whole - spread(ct.shape[i + 2], stride[i]) - before];
  });
  const swapped = { stride: spacing, spacing: stride, padding: margins, dilation, groups, reversed: !reversed };
  return convolve(ct, exchangeChannels(w, groups), swapped);
}

/** x is the image with its channels as the batch, the cotangent the kernel with the batch as its channels. */
function transposeKernel({ cotangents: [ct], args: [x, w], params }: TransposeAt<ConvolutionParams>): Tangent {
  if (ct === undefined) return undefined;
  const { stride, padding, dilation, spacing, groups, reversed } = params;
  const margins = padding.map(([low], i): [number, number] => {
    const total =
      spread(ct.shape[i + 2], stride[i]) + spread(w.shape[i + 2], dilation[i]) - spread(x.shape[i + 2], spacing[i]) - 1;
    return [low, total - low];
  });
  const image = unite(reorder(divide(x, 1, groups, x.shape[1] / groups), [2, 1, 0]), 1);
  const kernel = reorder(ct, [1, 0]);
  const swapped = { stride: dilation, dilation: stride, padding: margins, spacing, groups, reversed: false };
  const out = reorder(convolve(image, kernel, swapped), [1, 0]);
  return reversed ? flipWindow(out) : out;
}

function flipWindow(w: Tensor): Tensor {
  const axes = w.shape.map((_, axis) => axis).slice(2);
  return axes.reduce((y, axis) => {
    const size = w.shape[axis];
    return size < 2 ? y : sliceAxis(y, axis, { start: size - 1, size, step: -1 });
  }, w);
}

/** A batch of images joins the batch that there is; one of kernels becomes more kernels, or more groups with its own images. */
function batchConvolution({
  args: [x, w],
  batched: [images, kernels],
  size,
  params,
}: BatchAt<ConvolutionParams>): Batched {
  const inFront = (out: Tensor): Batched => ({ outs: [out], batched: [true] });
  const { groups } = params;
  if (!kernels) return inFront(divide(convolve(unite(x, 0), w, params), 0, size, x.shape[1]));
  const count = w.shape[1];
  if (images) {
    const out = convolve(unite(moveAxis(x, 0, 1), 1), unite(w, 0), { ...params, groups: groups * size });
    return inFront(moveAxis(divide(out, 1, size, count), 1, 0));
  }
  const ofGroup = count / groups;
  const all = unite(unite(reorder(divide(w, 1, groups, ofGroup), [1, 0]), 0), 0);
  const out = divide(divide(convolve(x, all, params), 1, groups, size * ofGroup), 2, size, ofGroup);
  return inFront(unite(moveAxis(out, 2, 0), 2));
}

// ---------------------------------------------------------------- evaluation

/** So many elements of patches are held at once: 8 MB in float64. */
const HELD = 2 ** 20;

/** For each group the patches as a matrix [c / groups · window, positions], times the kernels as a matrix. */
function evaluateConvolution(x: Tensor, w: Tensor, params: ConvolutionParams, out: Aval): TypedArray {
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

// ---------------------------------------------------------------- the functions

/** Options of {@link conv1d} and {@link conv2d}. */
export interface ConvolutionOptions {
  /** Steps between positions of the kernel, default 1. */
  readonly stride?: PerAxis;
  /** Zeros around the input: a number, [before, after] for each axis, "same": ⌈size / stride⌉ places, or "valid": 0. Default 0. */
  readonly padding?: Padding;
  /** Steps between elements of the kernel, default 1. */
  readonly dilation?: PerAxis;
  /** Channels are divided into so many groups that do not see each other, default 1; as many as channels: depthwise. */
  readonly groups?: number;
}

/** Options of {@link convTranspose1d} and {@link convTranspose2d}. */
export interface TransposedConvolutionOptions extends Omit<ConvolutionOptions, "padding"> {
  /** What the convolution that is transposed has as padding, default 0: so much is cut off. */
  readonly padding?: PerAxis;
  /** Makes the result longer at the end, to choose among the sizes that the stride leaves open; default 0. */
  readonly outputPadding?: PerAxis;
}

const CONVOLUTION: Checks<ConvolutionOptions> = {
  stride: checkedLater,
  padding: checkedLater,
  dilation: checkedLater,
  groups: /*@__PURE__*/ integerFrom(1),
};

const TRANSPOSED_CONVOLUTION: Checks<TransposedConvolutionOptions> = {
  stride: checkedLater,
  padding: checkedLater,
  outputPadding: checkedLater,
  dilation: checkedLater,
  groups: /*@__PURE__*/ integerFrom(1),
};

/** Groups that divide the channels of x and of w. @param taken - how many channels each kernel takes */
function checkGroups(op: string, groups: number, x: Shape, w: Shape, taken: number): void {
  if (x[1] % groups !== 0 || w[0] % groups !== 0) {
    const problem = `${groups} groups do not divide the ${x[1]} channels of x and the ${w[0]} of w (its first axis) evenly`;
    fail("value", {
      op,
      argument: "groups",
      got: groups,
      problem,
      expects: "a divisor of both",
      fix: "groups: 1 lets all channels see each other",
    });
  }
  if (taken === x[1]) return;
  const parts = groups === 1 ? "" : `${groups} groups of `;
  fail("shape", {
    op,
    problem: `x has ${parts}${x[1] / groups} channels, and w takes ${taken / groups}`,
    shapes: { x, w },
    expects: "x [n, c, ...] and w [o, c / groups, ...]; transposed: w [c, o / groups, ...]",
    fix: "channels that come last are moved by moveaxis(x, -1, 1)",
  });
}

/** Both operands with their axes checked. @param spatial - letters of the spatial axes */
function operands(op: string, x: TensorLike, w: TensorLike, spatial: string, kernel: string): [Tensor, Tensor] {
  const [a, b] = promoteAll([toTensor(x, op, "x"), toTensor(w, op, "w")], "number", op);
  const window = spatial.replace(/\w/g, "k$&");
  matchSignature(op, `n c ${spatial}, ${kernel} ${window}`, { x: a.shape, w: b.shape });
  return [a, b];
}

function convolution(op: string, spatial: string, x: TensorLike, w: TensorLike, options?: ConvolutionOptions): Tensor {
  const { stride = 1, padding = 0, dilation = 1, groups = 1 } = readOptions(op, options, CONVOLUTION);
  const [a, b] = operands(op, x, w, spatial, "o i");
  const axes = a.ndim - 2;
  checkGroups(op, groups, a.shape, b.shape, b.shape[1] * groups);
  const [sizes, window] = [a.shape.slice(2), b.shape.slice(2)];
  const steps = perAxis(op, "stride", stride, axes, 1);
  const gaps = perAxis(op, "dilation", dilation, axes, 1);
  const params = {
    stride: steps,
    padding: marginsOf(op, padding, sizes, window, steps, gaps),
    dilation: gaps,
    spacing: new Array<number>(axes).fill(1),
    groups,
    reversed: false,
  };
  checkFit(op, sizes, { ...params, window });
  checkSize(op, convolutionOp.infer([a, b], params)[0].shape, "the shape of the result");
  return convolve(a, b, params);
}

function transposed(
  op: string,
  spatial: string,
  x: TensorLike,
  w: TensorLike,
  options?: TransposedConvolutionOptions,
): Tensor {
  const given = readOptions(op, options, TRANSPOSED_CONVOLUTION);
  const { stride = 1, padding = 0, outputPadding = 0, dilation = 1, groups = 1 } = given;
  const [a, b] = operands(op, x, w, spatial, "c i");
  const axes = a.ndim - 2;
  checkGroups(op, groups, a.shape, b.shape, b.shape[0]);
  const steps = perAxis(op, "stride", stride, axes, 1);
  const gaps = perAxis(op, "dilation", dilation, axes, 1);
  const more = perAxis(op, "outputPadding", outputPadding, axes, 0);
  const margins = perAxis(op, "padding", padding, axes, 0).map((cut, i): [number, number] => {
    if (more[i] > 0 && more[i] >= Math.max(steps[i], gaps[i])) {
      fail("value", {
        op,
        argument: "outputPadding",
        got: outputPadding,
        expects: "less than the stride or the dilation",
      });
    }
    const window = spread(b.shape[i + 2], gaps[i]);
    return [window - 1 - cut, window - 1 - cut + more[i]];
  });
  const params = {
    stride: new Array<number>(axes).fill(1),
    spacing: steps,
    padding: margins,
    dilation: gaps,
    groups,
    reversed: true,
  };
  const kernels = exchangeChannels(b, groups);
  checkSize(op, convolutionOp.infer([a, kernels], params)[0].shape, "the shape of the result");
  return convolve(a, kernels, params);
}

/**
 * Slides kernels along a sequence and takes the dot product at each position: cross-correlation, as in all of deep learning.
 * @param x - [n, c, length]: samples, channels, places
 * @param w - [o, c / groups, k]: as many kernels as there are channels in the result
 * @param options - `stride`, default 1; `padding`: zeros on both sides, a number, [before, after] for
 * each axis, "same" or "valid", default 0; `dilation`, default 1; `groups`, default 1
 * @returns [n, o, positions], with positions = ⌊(length + before + after - dilation (k - 1) - 1) / stride⌋ + 1
 * @throws TensorError "shape" when channels or axes do not fit or the kernel is longer than x, "value" for other options
 * @example conv1d([[[1, 2, 3, 4]]], [[[1, -1]]]) // => Tensor [[[-1, -1, -1]]]
 * @source Dumoulin & Visin, A guide to convolution arithmetic for deep learning, 2016; Dive into Deep Learning 7.2
 */
export function conv1d(x: TensorLike, w: TensorLike, options?: ConvolutionOptions): Tensor {
  return convolution("conv1d", "l", x, w, options);
}

/**
 * Slides kernels over pictures and takes the dot product at each position: cross-correlation, as in all of deep learning.
 * @param x - [n, c, height, width]: samples, channels, rows, columns
 * @param w - [o, c / groups, kh, kw]: as many kernels as there are channels in the result
 * @param options - `stride`, default 1; `padding`: zeros on both sides, a number, [before, after] for
 * each axis, "same" or "valid", default 0; `dilation`, default 1; `groups`, default 1;
 * [height, width] where the axes differ
 * @returns [n, o, rows, columns]; see `conv1d` for how many
 * @throws TensorError "shape" when channels or axes do not fit or the kernel is larger than x, "value" for other options
 * @example conv2d([[[[0, 1, 2], [3, 4, 5], [6, 7, 8]]]], [[[[0, 1], [2, 3]]]]) // => Tensor [[[[19, 25], [37, 43]]]]
 * @source Dumoulin & Visin, A guide to convolution arithmetic for deep learning, 2016; Dive into Deep Learning 7.2
 */
export function conv2d(x: TensorLike, w: TensorLike, options?: ConvolutionOptions): Tensor {
  return convolution("conv2d", "h w", x, w, options);
}

/**
 * The transpose of {@link conv1d} with respect to its input: what its gradient does, used to enlarge.
 * @param x - [n, c, length]
 * @param w - [c, o / groups, k]
 * @param options - those of the convolution that is transposed: `stride`, default 1; `padding`, default 0; `dilation`, default
 * 1; `groups`, default 1; and `outputPadding`, default 0
 * @returns [n, o, (length - 1) stride - 2 padding + dilation (k - 1) + 1 + outputPadding]
 * @throws TensorError "shape" when channels or axes do not fit, "value" for other options
 * @example convTranspose1d([[[1, 2]]], [[[1, 10]]], { stride: 2 }) // => Tensor [[[1, 10, 2, 20]]]
 * @source Dumoulin & Visin, A guide to convolution arithmetic for deep learning, 2016, ch. 4; Dive into Deep Learning 14.10
 */
export function convTranspose1d(x: TensorLike, w: TensorLike, options?: TransposedConvolutionOptions): Tensor {
  return transposed("convTranspose1d", "l", x, w, options);
}

/**
 * The transpose of {@link conv2d} with respect to its input: what its gradient does, used to enlarge.
 * @param x - [n, c, height, width]
 * @param w - [c, o / groups, kh, kw]
 * @param options - those of the convolution that is transposed: `stride`, default 1; `padding`, default 0; `dilation`, default
 * 1; `groups`, default 1; and `outputPadding`, default 0; [height, width] where the axes differ
 * @returns [n, o, rows, columns]; see `convTranspose1d` for how many
 * @throws TensorError "shape" when channels or axes do not fit, "value" for other options
 * @example convTranspose2d([[[[0, 1], [2, 3]]]], [[[[0, 1], [2, 3]]]]) // => Tensor [[[[0, 0, 1], [0, 4, 6], [4, 12, 9]]]]
 * @source Dumoulin & Visin, A guide to convolution arithmetic for deep learning, 2016, ch. 4; Dive into Deep Learning 14.10
 */
export function convTranspose2d(x: TensorLike, w: TensorLike, options?: TransposedConvolutionOptions): Tensor {
  return transposed("convTranspose2d", "h w", x, w, options);
}
