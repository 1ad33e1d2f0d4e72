/** Every op but those of `linalg/` and `special.ts`. */

export * from "./methods.ts";
export type { CloseOptions } from "./close.ts";
export { where } from "./compare.ts";
export type { NanToNumOptions } from "./rounding.ts";
export { type CreateOptions, full, ones, tensor, zeros } from "./create.ts";
export { eye, type MatrixMaker, tri } from "./diagonals.ts";
export type { CumulativeTrapezoidOptions, TrapezoidOptions } from "./differences.ts";
export { einsum } from "./einsum.ts";
export {
  type Arange,
  arange,
  fromFunction,
  geomspace,
  indices,
  linspace,
  type LogspaceOptions,
  logspace,
  type MeshgridOptions,
  meshgrid,
  type SpaceOptions,
} from "./grids.ts";
export type { BincountOptions, Histogram, HistogramOptions } from "./histogram.ts";
export { ellipsis, type Index, Slice, slice } from "./indexing.ts";
export { concat, stack } from "./join.ts";
export {
  binaryCrossEntropyWithLogits,
  crossEntropy,
  type HuberOptions,
  huber,
  type LossOptions,
  mse,
} from "./losses.ts";
export { cross, kron, type TensordotAxes, tensordot, vdot } from "./matmul.ts";
export {
  type BatchNormOptions,
  batchNorm,
  embedding,
  type LayerNormOptions,
  layerNorm,
  linear,
  type NormalizeOptions,
} from "./nets.ts";
export type { NormOrder } from "./norm.ts";
export type { PadMode, PadOptions, PadWidths, WindowsOptions } from "./rearrange.ts";
export type { ReduceOptions } from "./reduce.ts";
export { type DigitizeOptions, interp, type SearchOptions } from "./search.ts";
export { broadcastArrays } from "./shape.ts";
export type { SortOptions, TopK } from "./sort.ts";
export { type AverageOptions, type CovOptions, type Moments, type VarianceOptions, variance } from "./statistics.ts";
export type { UniqueAll } from "./unique.ts";
export { type UpdateOptions, withAt } from "./update.ts";
export { type AssociativeScanOptions, associativeScan } from "./control/associative.ts";
export { cond, switchCase } from "./control/cond.ts";
export { map, type ScanOptions, scan } from "./control/scan.ts";
export { foriLoop, type WhileOptions, whileLoop } from "./control/while.ts";
export {
  type ConvolutionOptions,
  conv1d,
  conv2d,
  convTranspose1d,
  convTranspose2d,
  type TransposedConvolutionOptions,
} from "./convolution.ts";
export type { Padding, PerAxis } from "./patches.ts";
export { avgPool1d, avgPool2d, maxPool1d, maxPool2d, type PoolOptions } from "./pooling.ts";
