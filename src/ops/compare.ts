/** Comparisons, tests of numbers, logic and the choice between two tensors. None but `where` has a derivative. */
import { type ElementKernel, isMask, type Kernel, type Lane } from "../core/kernel.ts";
import { type Binary, elementwise, type Range, type Ternary, type Unary } from "../core/elementwise.ts";

const REAL: Range = [-10, 10];
const TRUTH: Range = [0, 1];
const HARD: readonly number[] = [0, -0, Infinity, -Infinity, NaN];
const EXACT: { readonly f32: number; readonly f64: number } = { f32: 0, f64: 0 };
const TESTS = { hard: HARD, ulp: EXACT, takes: "any", gives: "bool", source: "IEEE 754-2019, 5.7.2, 5.11" } as const;
const LOGIC = { ulp: EXACT, takes: "bool", gives: "bool", source: "Boole 1847" } as const;

/** Masks are compared as numbers. */
const numeric = (k: Kernel, x: Lane): Lane => (isMask(x.type) ? k.fromMask(x, "i32") : x);

const comparison = (name: string, compare: (x: number, y: number) => number, kernel: ElementKernel): Binary =>
  elementwise({
    ...TESTS,
    name,
    domain: { x: REAL, y: REAL },
    eval: compare,
    kernel: (k, x, y) => kernel(k, numeric(k, x), numeric(k, y)),
  });

/** @param kernel - of floats @param ofOthers - what holds of integers and booleans */
const predicate = (name: string, test: (x: number) => number, kernel: ElementKernel, ofOthers: boolean): Unary =>
  elementwise({
    ...TESTS,
    name,
    domain: { x: REAL },
    eval: test,
    kernel: (k, x) => (k.isFloat(x) ? kernel(k, x) : k.constant(ofOthers, "m32")),
  });

const connective = (name: string, connect: (x: number, y: number) => number, kernel: ElementKernel): Binary =>
  elementwise({ ...LOGIC, name, domain: { x: TRUTH, y: TRUTH }, eval: connect, kernel });

/**
 * Where x = y.
 * @param x - any shape and dtype
 * @param y - a shape that broadcasts with it
 * @returns bool of the common shape; NaN equals nothing, 0 equals -0
 * @throws TensorError "shape" when the shapes do not broadcast
 * @example equal([1, 2, 3], 2) // => Tensor [false, true, false]
 * @source IEEE 754-2019, 5.11
 * @peers tf.math.equal, jax.numpy.equal, mxnet.np.equal, numpy.equal, torch.eq
 * @see notEqual, isclose
 * @keywords ==, compare, same
 */
export const equal: Binary = /*@__PURE__*/ comparison(
  "equal",
  (x, y) => (x === y ? 1 : 0),
  (k, x, y) => k.eq(x, y),
);

/**
 * Where x ≠ y.
 * @param x - any shape and dtype
 * @param y - a shape that broadcasts with it
 * @returns bool of the common shape; NaN differs from everything, itself included
 * @throws TensorError "shape" when the shapes do not broadcast
 * @example notEqual([1, 2, NaN], [1, 3, NaN]) // => Tensor [false, true, true]
 * @source IEEE 754-2019, 5.11
 * @peers torch.not_equal, tf.math.not_equal, jax.numpy.not_equal, mxnet.np.not_equal, numpy.not_equal, torch.ne
 * @see equal
 * @keywords !=, different
 */
export const notEqual: Binary = /*@__PURE__*/ comparison(
  "notEqual",
  (x, y) => (x === y ? 0 : 1),
  (k, x, y) => k.ne(x, y),
);

/**
 * Where x < y.
 * @param x - any shape and dtype
 * @param y - a shape that broadcasts with it
 * @returns bool of the common shape; false where one is NaN
 * @throws TensorError "shape" when the shapes do not broadcast
 * @example less([1, 2, 3], 2) // => Tensor [true, false, false]
 * @source IEEE 754-2019, 5.11
 * @peers torch.less, tf.math.less, jax.numpy.less, mxnet.np.less, numpy.less, torch.lt
 * @see lessEqual, greater
 * @keywords smaller than
 */
export const less: Binary = /*@__PURE__*/ comparison(
  "less",
  (x, y) => (x < y ? 1 : 0),
  (k, x, y) => k.lt(x, y),
);

/**
 * Where x ≤ y.
 * @param x - any shape and dtype
 * @param y - a shape that broadcasts with it
 * @returns bool of the common shape; false where one is NaN
 * @throws TensorError "shape" when the shapes do not broadcast
 * @example lessEqual([1, 2, 3], 2) // => Tensor [true, true, false]
 * @source IEEE 754-2019, 5.11
 * @peers torch.less_equal, tf.math.less_equal, jax.numpy.less_equal, mxnet.np.less_equal, numpy.less_equal, torch.le
 * @see less
 * @keywords <=, at most
 */
export const lessEqual: Binary = /*@__PURE__*/ comparison(
  "lessEqual",
  (x, y) => (x <= y ? 1 : 0),
  (k, x, y) => k.le(x, y),
);

/**
 * Where x > y.
 * @param x - any shape and dtype
 * @param y - a shape that broadcasts with it
 * @returns bool of the common shape; false where one is NaN
 * @throws TensorError "shape" when the shapes do not broadcast
 * @example greater([1, 2, 3], 2) // => Tensor [false, false, true]
 * @source IEEE 754-2019, 5.11
 * @peers torch.greater, tf.math.greater, jax.numpy.greater, mxnet.np.greater, numpy.greater, torch.gt
 * @see greaterEqual, less
 * @keywords larger than
 */
export const greater: Binary = /*@__PURE__*/ comparison(
  "greater",
  (x, y) => (x > y ? 1 : 0),
  (k, x, y) => k.gt(x, y),
);

/**
 * Where x ≥ y.
 * @param x - any shape and dtype
 * @param y - a shape that broadcasts with it
 * @returns bool of the common shape; false where one is NaN
 * @throws TensorError "shape" when the shapes do not broadcast
 * @example greaterEqual([1, 2, 3], 2) // => Tensor [false, true, true]
 * @source IEEE 754-2019, 5.11
 * @peers torch.greater_equal, tf.math.greater_equal, jax.numpy.greater_equal, mxnet.np.greater_equal, numpy.greater_equal, torch.ge
 * @see greater
 * @keywords >=, at least
 */
export const greaterEqual: Binary = /*@__PURE__*/ comparison(
  "greaterEqual",
  (x, y) => (x >= y ? 1 : 0),
  (k, x, y) => k.ge(x, y),
);

/**
 * Where x is NaN.
 * @param x - any shape and dtype
 * @returns bool of the shape of x
 * @example isnan([1, NaN, Infinity]) // => Tensor [false, true, false]
 * @source IEEE 754-2019, 5.7.2
 * @peers torch.isnan, tf.math.is_nan, jax.numpy.isnan, mxnet.np.isnan, numpy.isnan
 * @see isfinite, nanToNum
 * @keywords not a number, missing values
 */
export const isnan: Unary = /*@__PURE__*/ predicate(
  "isnan",
  (x) => (x === x ? 0 : 1),
  (k, x) => k.isNaN(x),
  false,
);

/**
 * Where x is ∞ or -∞.
 * @param x - any shape and dtype
 * @returns bool of the shape of x
 * @example isinf([1, NaN, -Infinity]) // => Tensor [false, false, true]
 * @source IEEE 754-2019, 5.7.2
 * @peers torch.isinf, tf.math.is_inf, jax.numpy.isinf, mxnet.np.isinf, numpy.isinf
 * @see isfinite
 * @keywords infinite
 */
export const isinf: Unary = /*@__PURE__*/ predicate(
  "isinf",
  (x) => (x === Infinity || x === -Infinity ? 1 : 0),
  (k, x) => k.eq(k.abs(x), Infinity),
  false,
);

/**
 * Where x is neither NaN nor infinite.
 * @param x - any shape and dtype
 * @returns bool of the shape of x
 * @example isfinite([1, NaN, -Infinity]) // => Tensor [true, false, false]
 * @source IEEE 754-2019, 5.7.2
 * @peers torch.isfinite, tf.math.is_finite, jax.numpy.isfinite, mxnet.np.isfinite, numpy.isfinite
 * @see isnan, isinf
 * @keywords not infinite, valid number
 */
export const isfinite: Unary = /*@__PURE__*/ predicate(
  "isfinite",
  (x) => (x - x === 0 ? 1 : 0),
  (k, x) => k.lt(k.abs(x), Infinity),
  true,
);

/**
 * Where x and y are both true.
 * @param x - any shape and dtype; numbers are true unless they are 0, NaN is true
 * @param y - a shape that broadcasts with it
 * @returns bool of the common shape
 * @throws TensorError "shape" when the shapes do not broadcast
 * @example logicalAnd([true, true, false], [true, false, false]) // => Tensor [true, false, false]
 * @source Boole, The Mathematical Analysis of Logic, 1847
 * @peers torch.logical_and, tf.math.logical_and, jax.numpy.logical_and, numpy.logical_and
 * @math x \wedge y
 * @see logicalOr, all
 * @keywords &&
 */
export const logicalAnd: Binary = /*@__PURE__*/ connective(
  "logicalAnd",
  (x, y) => x & y,
  (k, x, y) => k.and(x, y),
);

/**
 * Where x or y is true, or both are.
 * @param x - any shape and dtype; numbers are true unless they are 0, NaN is true
 * @param y - a shape that broadcasts with it
 * @returns bool of the common shape
 * @throws TensorError "shape" when the shapes do not broadcast
 * @example logicalOr([true, true, false], [true, false, false]) // => Tensor [true, true, false]
 * @source Boole, The Mathematical Analysis of Logic, 1847
 * @peers torch.logical_or, tf.math.logical_or, jax.numpy.logical_or, numpy.logical_or
 * @math x \vee y
 * @see logicalAnd, any
 * @keywords ||
 */
export const logicalOr: Binary = /*@__PURE__*/ connective(
  "logicalOr",
  (x, y) => x | y,
  (k, x, y) => k.or(x, y),
);

/**
 * Where exactly one of x and y is true.
 * @param x - any shape and dtype; numbers are true unless they are 0, NaN is true
 * @param y - a shape that broadcasts with it
 * @returns bool of the common shape
 * @throws TensorError "shape" when the shapes do not broadcast
 * @example logicalXor([true, true, false], [true, false, false]) // => Tensor [false, true, false]
 * @source Boole, The Mathematical Analysis of Logic, 1847
 * @peers torch.logical_xor, tf.math.logical_xor, jax.numpy.logical_xor, numpy.logical_xor
 * @math x \oplus y
 * @see notEqual
 * @keywords exclusive or
 */
export const logicalXor: Binary = /*@__PURE__*/ connective(
  "logicalXor",
  (x, y) => x ^ y,
  (k, x, y) => k.xor(x, y),
);

/**
 * Where x is false.
 * @param x - any shape and dtype; numbers are true unless they are 0, NaN is true
 * @returns bool of the shape of x
 * @example logicalNot([true, false]) // => Tensor [false, true]
 * @source Boole, The Mathematical Analysis of Logic, 1847
 * @peers torch.logical_not, tf.math.logical_not, jax.numpy.logical_not, mxnet.np.logical_not, numpy.logical_not
 * @math \neg x
 * @see logicalAnd
 * @keywords !
 */
export const logicalNot: Unary = /*@__PURE__*/ elementwise({
  ...LOGIC,
  name: "logicalNot",
  domain: { x: TRUTH },
  eval: (x) => 1 - x,
  kernel: (k, x) => k.not(x),
});

/**
 * x where the condition is true, y where it is false. What was not chosen is silent: neither its value nor its derivative, not
 * even a NaN, reaches the result or the gradient.
 * @param condition - any shape; numbers are true unless they are 0, NaN is true
 * @param x - a shape that broadcasts with it
 * @param y - a shape that broadcasts with both
 * @returns the common shape; the dtype that x and y have together
 * @throws TensorError "shape" when the shapes do not broadcast
 * @example
 * where([true, false, true], [1, 2, 3], 0) // => Tensor [1, 0, 3]
 * grad((x) => where(x.greater(0), x.sqrt(), 0))(0) // => Tensor 0
 * @source docs/decisions/0002-zero-tangents.md
 * @peers torch.where, tf.where, jax.numpy.where, mxnet.np.where, numpy.where
 * @math \begin{cases} x & \text{condition} \\ y & \text{otherwise} \end{cases}
 * @see cond, booleanMask
 * @keywords if else elementwise, select, choose by mask, ternary
 */
export const where: Ternary = /*@__PURE__*/ elementwise({
  name: "where",
  domain: { condition: TRUTH, x: REAL, y: REAL },
  hard: HARD,
  ulp: EXACT,
  takes: "any",
  conditions: ["condition"],
  eval: (condition, x, y) => (condition === 0 ? y : x),
  kernel: (k, condition, x, y) => k.select(condition, x, y),
  partials: {
    // A choice instead of a product with 0 or 1: 0 · ∞ would be NaN.
    x:
      ({ condition }) =>
      (tangent) =>
        where(condition, tangent, 0),
    y:
      ({ condition }) =>
      (tangent) =>
        where(condition, 0, tangent),
  },
  linear: ["x", "y"],
  source: "docs/decisions/0002-zero-tangents.md",
});
