/** Convolution over one or two spatial axes. */
import { isFloat } from "../base/dtypes.ts";
import { fail } from "../base/errors.ts";
import { checkSize, matchSignature, type Shape, sizeOf } from "../base/shapes.ts";
import { moveAxis, permute, reshapeTo } from "../core/basic.ts";
import { toTensor } from "../core/convert.ts";
import { promoteAll } from "../core/elementwise.ts";
import { bind1 } from "../core/interpreter.ts";
import { DENSE_ELEMENTS } from "../core/lowering.ts";
import { type BatchAt, type Batched, type Op, primitive, type Tangent, type TransposeAt } from "../core/op.ts";
import { type Tensor, type TensorLike, wrap } from "../core/tensor.ts";
import { checkedLater, type Checks, integerFrom, readOptions } from "./arguments.ts";
import { sliceAxis } from "./blocks.ts";
import { type ConvolutionParams, convolveByLoops, geometryOf } from "./convolutionLoops.ts";
import { checkFit, marginsOf, type Padding, type PerAxis, perAxis, placesOf, positions, spread } from "./patches.ts";

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
  evaluate: ([x, w], params, [out]) => [convolveByLoops(x, w, params, out)],
  lower: {
    kind: "expand",
    expand: withPlaces,
    otherwise: {
      kind: "routine",
      routine: "convolution",
      settings: ({ groups }) => ({ groups }),
      fromElements: DENSE_ELEMENTS,
    },
  },
  linear: [0, 1],
  bilinear: true,
  transpose: (at) => (at.isLinear[0] ? [transposeInput(at), undefined] : [undefined, transposeKernel(at)]),
  batch: batchConvolution,
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

// ---------------------------------------------------------------- compiled

/** In compiled programs there is a third argument, the table of places. Larger tables are not kept. */
const LARGEST_TABLE = 2 ** 24;

function withPlaces([x, w, known]: readonly Tensor[], params: ConvolutionParams): Tensor[] | undefined {
  const [spatial, geometry] = [x.shape.slice(2), geometryOf(params, w)];
  const shape = [sizeOf(geometry.window), sizeOf(positions(spatial, geometry))];
  if (known !== undefined || !isFloat(x.dtype) || sizeOf(shape) > LARGEST_TABLE) return undefined;
  const places = wrap(placesOf(spatial, geometry, params.reversed), shape, "int32");
  return [bind1(convolutionOp, [x, w, places], params)];
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
 * @peers torch.conv1d, tf.nn.conv1d
 * @math y_{o,p} = \sum_{c,i} w_{o,c,i}\, x_{c,\,ps + i}
 * @see conv2d, convTranspose1d
 * @keywords convolve, filter a signal
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
 * @peers torch.conv2d, tf.nn.conv2d
 * @math y_{o,p,q} = \sum_{c,i,j} w_{o,c,i,j}\, x_{c,\,ps + i,\,qs + j}
 * @see conv1d, maxPool2d
 * @keywords convolve, image filter, CNN
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
 * @peers torch.conv_transpose1d
 * @see conv1d
 * @keywords deconvolution, transposed convolution, upsample
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
 * @peers torch.conv_transpose2d
 * @see conv2d
 * @keywords deconvolution, transposed convolution, upsample
 */
export function convTranspose2d(x: TensorLike, w: TensorLike, options?: TransposedConvolutionOptions): Tensor {
  return transposed("convTranspose2d", "h w", x, w, options);
}
