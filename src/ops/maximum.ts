/** The larger and the smaller of two. On ties the derivative is split evenly, one half to each. */
import { type Binary, elementwise, type Range } from "../core/elementwise.ts";
import type { ElementKernel } from "../core/kernel.ts";
import type { Tensor } from "../core/tensor.ts";
import { equal, where } from "./compare.ts";

const REAL: Range = [-1e3, 1e3];
const HARD: readonly number[] = [0, -0, 1, Infinity, -Infinity, NaN];
const EXACT: { readonly f32: number; readonly f64: number } = { f32: 0, f64: 0 };
const IEEE = "IEEE 754-2019, 9.6";

/** 1 for the one that was chosen, 1/2 for both on a tie: the element of least norm of the subdifferential. */
const share = (x: Tensor, y: Tensor, out: Tensor): Tensor => where(equal(x, out), where(equal(y, out), 0.5, 1), 0);

/** The larger, or the smaller of two lanes. */
const larger: ElementKernel = (k, x, y) => (k.isFloat(x) ? k.max(x, y) : k.select(k.lt(x, y), y, x));
const smaller: ElementKernel = (k, x, y) => (k.isFloat(x) ? k.min(x, y) : k.select(k.lt(y, x), y, x));
/** A number rather than NaN. */
const ofNumbers =
  (choose: ElementKernel): ElementKernel =>
  (k, x, y) =>
    k.isFloat(x) ? k.select(k.isNaN(x), y, k.select(k.isNaN(y), x, choose(k, x, y))) : choose(k, x, y);

const extremum = (name: string, choose: (x: number, y: number) => number, kernel: ElementKernel): Binary =>
  elementwise({
    name,
    domain: { x: REAL, y: REAL },
    hard: HARD,
    ulp: EXACT,
    takes: "number",
    eval: choose,
    kernel,
    partials: { x: ({ x, y, out }) => share(x, y, out), y: ({ x, y, out }) => share(y, x, out) },
    source: IEEE,
  });

/**
 * The larger of x and y, NaN where one is NaN. On ties each has derivative 1/2.
 * @param x - any shape; bool counts as int32
 * @param y - a shape that broadcasts with it
 * @returns the common shape and dtype
 * @throws TensorError "shape" when the shapes do not broadcast
 * @example
 * maximum([1, 5], 3) // => Tensor [3, 5]
 * grad((x) => maximum(x, 2))(2) // => Tensor 0.5
 * @source IEEE 754-2019, 9.6, maximum
 * @peers torch.maximum, tf.math.maximum, jax.numpy.maximum, mxnet.np.maximum, numpy.maximum
 * @math \max(x, y)
 * @see max, fmax
 * @keywords elementwise maximum, larger of two
 */
export const maximum: Binary = /*@__PURE__*/ extremum("maximum", Math.max, larger);

/**
 * The smaller of x and y, NaN where one is NaN. On ties each has derivative 1/2.
 * @param x - any shape; bool counts as int32
 * @param y - a shape that broadcasts with it
 * @returns the common shape and dtype
 * @throws TensorError "shape" when the shapes do not broadcast
 * @example minimum([1, 5], 3) // => Tensor [1, 3]
 * @source IEEE 754-2019, 9.6, minimum
 * @peers torch.minimum, tf.math.minimum, jax.numpy.minimum, mxnet.np.minimum, numpy.minimum
 * @math \min(x, y)
 * @see min, fmin
 * @keywords elementwise minimum, smaller of two
 */
export const minimum: Binary = /*@__PURE__*/ extremum("minimum", Math.min, smaller);

/**
 * The larger of x and y; where one is NaN, the other. On ties each has derivative 1/2.
 * @param x - any shape; bool counts as int32
 * @param y - a shape that broadcasts with it
 * @returns the common shape and dtype; NaN only where both are
 * @throws TensorError "shape" when the shapes do not broadcast
 * @example fmax([1, NaN], 3) // => Tensor [3, 3]
 * @source IEEE 754-2019, 9.6, maximumNumber
 * @peers torch.fmax, jax.numpy.fmax, numpy.fmax
 * @see maximum
 * @keywords maximum ignoring NaN
 */
export const fmax: Binary = /*@__PURE__*/ extremum(
  "fmax",
  (x, y) => (x !== x ? y : y !== y ? x : Math.max(x, y)),
  /*@__PURE__*/ ofNumbers(larger),
);

/**
 * The smaller of x and y; where one is NaN, the other. On ties each has derivative 1/2.
 * @param x - any shape; bool counts as int32
 * @param y - a shape that broadcasts with it
 * @returns the common shape and dtype; NaN only where both are
 * @throws TensorError "shape" when the shapes do not broadcast
 * @example fmin([1, NaN], 3) // => Tensor [1, 3]
 * @source IEEE 754-2019, 9.6, minimumNumber
 * @peers torch.fmin, jax.numpy.fmin, numpy.fmin
 * @see minimum
 * @keywords minimum ignoring NaN
 */
export const fmin: Binary = /*@__PURE__*/ extremum(
  "fmin",
  (x, y) => (x !== x ? y : y !== y ? x : Math.min(x, y)),
  /*@__PURE__*/ ofNumbers(smaller),
);
