/** Division with remainder, and division that knows what to do with 0/0. */
import { fail } from "../base/errors.ts";
import { type Binary, elementwise, neg, type Range } from "../core/elementwise.ts";
import { div, reciprocal, sub } from "./arithmetic.ts";
import { round } from "./rounding.ts";
import { floorDiv as floorDivKernel, fmod as fmodKernel, mod as modKernel } from "./kernel/division.ts";

const DIVIDEND: Range = [-1e3, 1e3];
const DIVISOR: Range = [0.5, 1e3];
const HARD: readonly number[] = [0, -0, 1, -1, 0.1, 1e16, Infinity, -Infinity];
const EXACT: { readonly f32: number; readonly f64: number } = { f32: 0.5, f64: 0.5 };
const IEEE = "IEEE 754-2019, 5.3.1; Python, binary arithmetic operations";

/** An integer function of two integers that has no value where the divisor is 0. */
const integerDivision =
  (op: string, divide: (x: number, y: number) => number) =>
  (x: number, y: number): number => {
    if (y === 0)
      fail("value", {
        op,
        argument: "y",
        got: 0,
        expects: "integers other than 0",
        problem: "an integer is divided by 0",
        fix: "divide by where(y.equal(0), 1, y), or convert to floats, for which x / 0 is infinite",
      });
    return divide(x, y);
  };

/** C's fmod, exact in IEEE arithmetic; then moved to the side of the divisor. */
function modulo(x: number, y: number): number {
  const rest = x % y;
  if (rest === 0) return y < 0 || Object.is(y, -0) ? -0 : 0;
  return rest < 0 === y < 0 ? rest : rest + y;
}

/** The floor of the exact quotient, rounded once: x - rest is a multiple of y. */
function floorOfQuotient(x: number, y: number): number {
  if (y === 0) return x / y;
  const rest = x % y;
  let quotient = (x - rest) / y;
  if (rest !== 0 && rest < 0 !== y < 0) quotient -= 1;
  if (quotient === 0) return 0 * (x / y);
  const whole = Math.floor(quotient);
  return quotient - whole > 0.5 ? whole + 1 : whole;
}

/**
 * The remainder x - y ⌊x/y⌋, with the sign of y, as `%` of Python. The derivative is 1 with respect to x and -⌊x/y⌋ with
 * respect to y, at the jumps as well.
 * @param x - any shape; bool counts as int32
 * @param y - a shape that broadcasts with it; as a float 0 gives NaN
 * @returns the common shape and dtype
 * @throws TensorError "shape" when the shapes do not broadcast, "value" when an integer is divided by 0
 * @example
 * mod([5.5, -5.5], 2) // => Tensor [1.5, 0.5]
 * grad(mod, { argnums: [0, 1] })(5.5, 2) // => [Tensor 1, Tensor -2]
 * @source Knuth, TAOCP 1, 1.2.4
 * @peers tf.math.mod, jax.numpy.mod, mxnet.np.mod, numpy.mod
 * @math x - y\left\lfloor \frac{x}{y} \right\rfloor
 * @see fmod, floorDiv
 * @keywords modulo
 */
export const mod: Binary = /*@__PURE__*/ elementwise({
  name: "mod",
  domain: { x: DIVIDEND, y: DIVISOR },
  hard: HARD,
  ulp: EXACT,
  takes: "number",
  eval: modulo,
  evalInteger: /*@__PURE__*/ integerDivision("mod", modulo),
  kernel: modKernel,
  partials: { x: () => 1, y: ({ x, y }) => sub(0, floorDiv(x, y)) },
  source: IEEE,
});

/**
 * The remainder x - y trunc(x/y), with the sign of x, as `%` of JavaScript and C. The derivative is 1 with respect to x and
 * -trunc(x/y) with respect to y, at the jumps as well.
 * @param x - any shape; bool counts as int32
 * @param y - a shape that broadcasts with it; as a float 0 gives NaN
 * @returns the common shape and dtype
 * @throws TensorError "shape" when the shapes do not broadcast, "value" when an integer is divided by 0
 * @example fmod([5.5, -5.5], 2) // => Tensor [1.5, -1.5]
 * @source C17, 7.12.10.1
 * @peers torch.fmod, jax.numpy.fmod, numpy.fmod
 * @math x - y\operatorname{trunc}\frac{x}{y}
 * @see mod
 * @keywords C remainder
 */
export const fmod: Binary = /*@__PURE__*/ elementwise({
  name: "fmod",
  domain: { x: DIVIDEND, y: DIVISOR },
  hard: HARD,
  ulp: EXACT,
  takes: "number",
  eval: (x, y) => x % y,
  evalInteger: /*@__PURE__*/ integerDivision("fmod", (x, y) => x % y),
  kernel: fmodKernel,
  // x - out is a multiple of y, so that the quotient is whole but for its rounding.
  partials: { x: () => 1, y: ({ x, y, out }) => round(div(sub(out, x), y)) },
  source: "C17, 7.12.10.1",
});

/**
 * ⌊x/y⌋, the floor of the exact quotient. Its derivative is 0 everywhere.
 * @param x - any shape; bool counts as int32
 * @param y - a shape that broadcasts with it; as a float 0 gives x/y
 * @returns the common shape and dtype; integers stay integers
 * @throws TensorError "shape" when the shapes do not broadcast, "value" when an integer is divided by 0
 * @example floorDiv([7, -7], 2) // => Tensor [3, -4]
 * @source Knuth, TAOCP 1, 1.2.4; NumPy, numpy.floor_divide
 * @peers tf.math.floordiv
 * @math \left\lfloor \frac{x}{y} \right\rfloor
 * @see mod
 * @keywords integer division
 */
export const floorDiv: Binary = /*@__PURE__*/ elementwise({
  name: "floorDiv",
  domain: { x: DIVIDEND, y: DIVISOR },
  hard: HARD,
  ulp: EXACT,
  takes: "number",
  eval: floorOfQuotient,
  evalInteger: /*@__PURE__*/ integerDivision("floorDiv", (x, y) => Math.floor(x / y)),
  kernel: floorDivKernel,
  source: IEEE,
});

/**
 * x / y, but 0 where y = 0, with derivatives 0 there.
 * @param x - any shape; integers become floats
 * @param y - a shape that broadcasts with it
 * @returns the common shape
 * @throws TensorError "shape" when the shapes do not broadcast
 * @example
 * divideNoNan([1, 2], [0, 4]) // => Tensor [0, 0.5]
 * grad(divideNoNan, { argnums: [0, 1] })(1, 0) // => [Tensor 0, Tensor 0]
 * @source TensorFlow, tf.math.divide_no_nan
 * @peers tf.math.divide_no_nan
 * @see div
 * @keywords safe division, avoid division by zero
 */
export const divideNoNan: Binary = /*@__PURE__*/ elementwise({
  name: "divideNoNan",
  domain: { x: DIVIDEND, y: DIVISOR },
  hard: HARD,
  ulp: EXACT,
  eval: (x, y) => (y === 0 ? 0 : x / y),
  kernel: (k, x, y) => k.select(k.eq(y, 0), 0, k.div(x, y)),
  partials: { x: ({ y }) => divideNoNan(1, y), y: ({ y, out }) => divideNoNan(neg(out), y) },
  linear: ["x"],
  source: "tf.math.divide_no_nan",
});

/** x / y, but 0 where x = 0, whatever y: the derivative of x log y with respect to y, which is 0 along x = 0. @internal */
export const xdivy: Binary = /*@__PURE__*/ elementwise({
  name: "xdivy",
  domain: { x: DIVIDEND, y: DIVISOR },
  hard: HARD,
  ulp: EXACT,
  eval: (x, y) => (x === 0 && y === y ? 0 : x / y),
  kernel: (k, x, y) => k.select(k.and(k.eq(x, 0), k.eq(y, y)), 0, k.div(x, y)),
  partials: { x: ({ y }) => reciprocal(y), y: ({ y, out }) => xdivy(neg(out), y) },
  linear: ["x"],
  source: "tf.math.xdivy",
});
