/** Tensors out of values: of arrays, filled, and like others. */
import { type DType, defaultDtype } from "../base/dtypes.ts";
import { checkBroadcast, checkShape, type Shape } from "../base/shapes.ts";
import { broadcast, cast, reshapeTo } from "../core/basic.ts";
import { checkDType, fullOf, makeTensor, toTensor } from "../core/convert.ts";
import { bind1 } from "../core/interpreter.ts";
import { isTensor, type Tensor, type TensorLike } from "../core/tensor.ts";
import { add, mul } from "./arithmetic.ts";
import { checkInteger, type Checks, isDTypeName, readOptions } from "./arguments.ts";
import { iota, scatterAddOp, toIndices } from "./gather.ts";

/** Options of the functions that create tensors. */
export interface CreateOptions {
  /** The dtype of the elements. */
  readonly dtype?: DType;
}

export const CREATE: Checks<CreateOptions> = { dtype: isDTypeName };

const dtypeOf = (op: string, options: CreateOptions | undefined): DType | undefined =>
  readOptions(op, options, CREATE).dtype;

/**
 * The tensor of a number, a nested array of numbers or booleans, or a typed array.
 * @param value - all rows of one length; a tensor is returned as it is, or converted
 * @param options - `dtype`: by default numbers are float64 (see setDefaultDtype), booleans bool, and typed arrays keep theirs;
 * those of 8 and 16 bits become int32
 * @returns the shape of the nested array; [] for a number, [length] for a typed array
 * @throws TensorError "ragged" when rows differ in length, "tensor" for anything else than numbers and booleans, "value" for an
 * unknown dtype
 * @example
 * tensor([[1, 2], [3, 4.5]]) // => Tensor [[1, 2], [3, 4.5]]
 * tensor([1, 0], { dtype: "bool" }) // => Tensor [true, false]
 * tensor(new Float32Array([1, 2])) // => Tensor [1, 2] float32
 * @source NumPy reference, array
 * @peers torch.tensor, numpy.array, jax.numpy.array, tf.constant, mxnet.np.array
 * @see zeros, arange
 * @keywords vector, matrix, create from a list, ndarray
 */
export function tensor(value: TensorLike, options?: CreateOptions): Tensor {
  const dtype = dtypeOf("tensor", options);
  return isTensor(value) ? convertTo(value, dtype) : makeTensor(value, dtype, "tensor");
}

function convertTo(x: Tensor, dtype: DType | undefined): Tensor {
  return dtype === undefined ? x : cast(x, dtype);
}

/**
 * The same numbers in another dtype: truncated towards 0 for integers (and wrapped modulo 2³², where they do not fit), rounded
 * for float32; for bool everything but 0 is true.
 * @param x - any shape
 * @param dtype - "float64", "float32", "int32", "uint32" or "bool"
 * @returns the shape of x in the dtype
 * @throws TensorError "value" for an unknown dtype
 * @example
 * astype([1.7, -1.7], "int32") // => Tensor [1, -1] int32
 * @source NumPy reference, ndarray.astype
 * @peers torch.Tensor.to, numpy.astype
 * @see setDefaultDtype
 * @keywords cast, convert type, to float32, to int
 */
export function astype(x: TensorLike, dtype: DType): Tensor {
  const t = toTensor(x, "astype");
  checkDType("astype", dtype ?? null);
  return cast(t, dtype);
}

/**
 * A tensor of zeros.
 * @param shape - sizes of the axes; a number stands for one axis
 * @param options - `dtype`, by default `defaultDtype()`
 * @returns a tensor of that shape
 * @throws TensorError "value" for sizes that are no integers >= 0
 * @example zeros([2, 3]) // => Tensor [[0, 0, 0], [0, 0, 0]]
 * @source NumPy reference, zeros
 * @peers torch.zeros, tf.zeros, jax.numpy.zeros, mxnet.np.zeros, numpy.zeros
 * @see ones, full
 * @keywords empty tensor, fill with zero
 */
export function zeros(shape: number | Shape, options?: CreateOptions): Tensor {
  return filled("zeros", shape, 0, dtypeOf("zeros", options));
}

/**
 * A tensor of ones.
 * @param shape - sizes of the axes; a number stands for one axis
 * @param options - `dtype`, by default `defaultDtype()`
 * @returns a tensor of that shape
 * @throws TensorError "value" for sizes that are no integers >= 0
 * @example ones(3) // => Tensor [1, 1, 1]
 * @source NumPy reference, ones
 * @peers torch.ones, tf.ones, jax.numpy.ones, mxnet.np.ones, numpy.ones
 * @see zeros, full
 * @keywords fill with one
 */
export function ones(shape: number | Shape, options?: CreateOptions): Tensor {
  return filled("ones", shape, 1, dtypeOf("ones", options));
}

function filled(op: string, shape: number | Shape, value: number, dtype: DType | undefined): Tensor {
  return fullOf(checkShape(op, shape), value, dtype ?? defaultDtype());
}

/**
 * A tensor of one value.
 * @param shape - sizes of the axes; a number stands for one axis
 * @param value - a number or boolean, or a tensor that broadcasts to the shape
 * @param options - `dtype`, by default that of the value
 * @returns a tensor of that shape
 * @throws TensorError "value" for sizes that are no integers >= 0, "shape" when the value does not broadcast
 * @example
 * full([2, 2], 7) // => Tensor [[7, 7], [7, 7]]
 * full(2, true) // => Tensor [true, true]
 * @source NumPy reference, full
 * @peers torch.full, jax.numpy.full, mxnet.np.full, numpy.full
 * @see fullLike, zeros
 * @keywords constant tensor, fill
 */
export function full(shape: number | Shape, value: TensorLike, options?: CreateOptions): Tensor {
  return filledWith("full", value, checkShape("full", shape), dtypeOf("full", options));
}

/** Not weak, as a plain number would be. */
function filledWith(op: string, value: TensorLike, shape: Shape, dtype: DType | undefined): Tensor {
  const x = toTensor(value, op, "value");
  checkBroadcast(op, x.shape, shape, ["value", "shape"]);
  return broadcast(cast(x, dtype ?? x.dtype), shape);
}

/**
 * Zeros in the shape and dtype of another tensor.
 * @param x - any shape
 * @param options - `dtype`, by default that of x
 * @returns the shape of x
 * @throws TensorError "value" for an unknown dtype
 * @example zerosLike([1, 2]) // => Tensor [0, 0]
 * @source NumPy reference, zeros_like
 * @peers torch.zeros_like, tf.zeros_like, jax.numpy.zeros_like, mxnet.np.zeros_like, numpy.zeros_like
 * @see zeros
 * @keywords zeros of the same shape
 */
export function zerosLike(x: TensorLike, options?: CreateOptions): Tensor {
  const like = toTensor(x, "zerosLike");
  return filled("zerosLike", like.shape, 0, dtypeOf("zerosLike", options) ?? like.dtype);
}

/**
 * Ones in the shape and dtype of another tensor.
 * @param x - any shape
 * @param options - `dtype`, by default that of x
 * @returns the shape of x
 * @throws TensorError "value" for an unknown dtype
 * @example onesLike([1, 2]) // => Tensor [1, 1]
 * @source NumPy reference, ones_like
 * @peers torch.ones_like, tf.ones_like, jax.numpy.ones_like, mxnet.np.ones_like, numpy.ones_like
 * @see ones
 * @keywords ones of the same shape
 */
export function onesLike(x: TensorLike, options?: CreateOptions): Tensor {
  const like = toTensor(x, "onesLike");
  return filled("onesLike", like.shape, 1, dtypeOf("onesLike", options) ?? like.dtype);
}

/**
 * One value in the shape and dtype of another tensor.
 * @param x - any shape
 * @param value - a number or boolean, or a tensor that broadcasts to the shape; converted to the dtype, as by `astype`
 * @param options - `dtype`, by default that of x
 * @returns the shape of x
 * @throws TensorError "shape" when the value does not broadcast
 * @example fullLike([1, 2], 7) // => Tensor [7, 7]
 * @source NumPy reference, full_like
 * @peers torch.full_like, jax.numpy.full_like, mxnet.np.full_like, numpy.full_like
 * @see full
 * @keywords constant of the same shape
 */
export function fullLike(x: TensorLike, value: TensorLike, options?: CreateOptions): Tensor {
  const like = toTensor(x, "fullLike");
  return filledWith("fullLike", value, like.shape, dtypeOf("fullLike", options) ?? like.dtype);
}

/**
 * Rows of zeros with a 1 at each index.
 * @param indices - integers of any shape; negative ones count from the end
 * @param n - how many classes there are
 * @param options - `dtype`, by default `defaultDtype()`
 * @returns the shape of the indices with n behind it
 * @throws TensorError "index" for an index out of range, "value" for n that is no integer >= 0
 * @example oneHot([0, 2], 3) // => Tensor [[1, 0, 0], [0, 0, 1]]
 * @source TensorFlow reference, tf.one_hot
 * @peers torch.nn.functional.one_hot, tf.one_hot, jax.nn.one_hot, mxnet.npx.one_hot
 * @see embedding
 * @keywords one-hot encoding, indicator, dummy variables
 */
export function oneHot(indices: TensorLike, n: number, options?: CreateOptions): Tensor {
  const size = checkInteger("oneHot", "n", n, 0);
  const places = toIndices(indices, "oneHot", 0, size);
  const blank = filled("oneHot", [places.size * size], 0, dtypeOf("oneHot", options));
  const starts = mul(iota(places.shape), size);
  const hot = fullOf(places.shape, 1, blank.dtype);
  return reshapeTo(bind1(scatterAddOp, [blank, add(starts, places), hot], undefined), [...places.shape, size]);
}
