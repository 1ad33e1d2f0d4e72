/** Derivatives by differences, with the step chosen and an estimate of the error. */
import { fail } from "../../base/errors.ts";
import { evaluateComplex } from "../evaluate/complex.ts";
import { Expression } from "../expression.ts";
import { symbolsOf } from "../substitute.ts";
import { type NumericFunction, numberFunction, readFunction, type Precision } from "./function.ts";

/** How the derivative is approximated. */
export type DifferenceMethod = "forward" | "central" | "complex" | "richardson";

/** Settings of {@link differentiateNumerically}. */
export interface DifferenceOptions {
  /** "richardson" by default. */
  readonly method?: DifferenceMethod;
  /** Which derivative, from 1 to 4; the first by default. */
  readonly order?: number;
  /** The step; chosen by default. */
  readonly h?: number;
  /** "float64" by default. */
  readonly dtype?: Precision;
}

/** A derivative and how far it may be off. */
export interface NumericalDerivative {
  /** The derivative. */
  readonly value: number;
  /** An estimate of the absolute error: truncation and rounding together. */
  readonly error: number;
  /** The step of the differences; of an extrapolation the smallest. */
  readonly h: number;
  /** How it was approximated. */
  readonly method: DifferenceMethod;
}

const METHODS: readonly DifferenceMethod[] = ["forward", "central", "complex", "richardson"];

/**
 * A derivative from values of the function alone.
 * @param f - a function of Nabla, a function of plain numbers (float64 only), or a formula in one symbol, or its text
 * @param x - where
 * @param options - `method`: "forward", "central", "complex" (step) or "richardson", the default; `order` of the derivative, from 1 to 4,
 *   default 1; `h`: the step, by default chosen; `dtype`: "float64", the default, or "float32"
 * @returns value, estimated error, step and method
 * @throws TensorError "value" when the method does not go with the function or the order
 * @example differentiateNumerically((x) => 3 * x ** 2 - 4 * x, 1).value // => 2
 * @math f'(x) \approx \frac{f(x+h)-f(x-h)}{2h}
 * @see numericalLimit
 * @keywords finite difference, Richardson extrapolation, Ridders, complex step, numdifftools
 * @source Ridders 1982, Advances in Engineering Software 4; Squire & Trapp 1998, SIAM Review 40
 */
export function differentiateNumerically(
  f: NumericFunction,
  x: number,
  options: DifferenceOptions = {},
): NumericalDerivative {
  const { method = "richardson", order = 1, dtype = "float64" } = options;
  const op = "differentiateNumerically";
  if (!METHODS.includes(method))
    fail("value", { op, argument: "method", got: method, expects: "a method", names: METHODS });
  if (!(order >= 1 && order <= 4 && Number.isInteger(order))) {
    fail("value", { op, argument: "order", got: order, expects: "1, 2, 3 or 4" });
  }
  if (method === "complex") return complexStep(readFunction(f, op), x, order, options.h);
  const call = numberFunction(readFunction(f, op), dtype, op);
  const epsilon = dtype === "float32" ? 2 ** -24 : 2 ** -53;
  if (method === "richardson") return ridders(call, x, order, epsilon, options.h);
  return oneStep(call, x, order, epsilon, method, options.h);
}

const BINOMIALS: readonly (readonly number[])[] = [[1], [1, 1], [1, 2, 1], [1, 3, 3, 1], [1, 4, 6, 4, 1]];

/** The n-th difference over hⁿ, with the points to the right of x or around it; and the rounding error that it carries. */
function difference(
  f: (x: number) => number,
  x: number,
  h: number,
  order: number,
  epsilon: number,
  start: number,
): Estimate {
  let [sum, noise] = [0, 0];
  for (let k = 0; k <= order; k++) {
    const weight = ((order - k) % 2 === 0 ? 1 : -1) * BINOMIALS[order][k];
    const value = f(x + (start + k) * h);
    sum += weight * value;
    // The value is rounded, and so is the point where it is taken.
    noise += Math.abs(weight * value) * epsilon;
  }
  return { value: sum / h ** order, noise: noise / Math.abs(h) ** order };
}

interface Estimate {
  readonly value: number;
  readonly noise: number;
}

/** x + h and x differ by exactly h. */
function representable(x: number, h: number, epsilon: number): number {
  const round = epsilon > 1e-12 ? Math.fround : (value: number): number => value;
  return round(round(x + h) - round(x));
}

function oneStep(
  f: (x: number) => number,
  x: number,
  order: number,
  epsilon: number,
  method: "forward" | "central",
  chosen: number | undefined,
): NumericalDerivative {
  const accuracy = method === "forward" ? 1 : 2;
  const scale = Math.max(Math.abs(x), 1);
  const h = representable(x, chosen ?? scale * epsilon ** (1 / (order + accuracy)), epsilon);
  const start = method === "forward" ? 0 : -order / 2;
  const fine = difference(f, x, h, order, epsilon, start);
  const coarse = difference(f, x, 2 * h, order, epsilon, start);
  // The coarse one is off by 2^accuracy times as much.
  const truncation = Math.abs(coarse.value - fine.value) / (2 ** accuracy - 1);
  return { value: fine.value, error: truncation + 2 * fine.noise + Math.abs(fine.value) * epsilon, h, method };
}

/** Central differences for shrinking steps, extrapolated to h = 0 (Ridders 1982): the row with the least error wins. */
function ridders(
  f: (x: number) => number,
  x: number,
  order: number,
  epsilon: number,
  chosen: number | undefined,
): NumericalDerivative {
  const [shrink, rows] = [1.5, 16];
  let best: NumericalDerivative = { value: Number.NaN, error: Infinity, h: chosen ?? 0, method: "richardson" };
  let previous: Estimate[] = [];
  let h = chosen ?? 0.5 * Math.max(Math.abs(x), 1);
  for (let row = 0; row < rows; row++, h /= shrink) {
    const step = representable(x, h, epsilon);
    const current: Estimate[] = [difference(f, x, step, order, epsilon, -order / 2)];
    let factor = shrink * shrink;
    for (let column = 1; column <= previous.length; column++, factor *= shrink * shrink) {
      const [a, b] = [current[column - 1], previous[column - 1]];
      const value = (a.value * factor - b.value) / (factor - 1);
      const noise = (a.noise * factor + b.noise) / (factor - 1);
      const error = Math.max(Math.abs(value - a.value), Math.abs(value - b.value)) + noise + Math.abs(value) * epsilon;
      if (error < best.error) best = { value, error, h: step, method: "richardson" };
      current.push({ value, noise });
    }
    previous = current;
  }
  return best;
}

/** Im f(x + ih) / h: no difference is taken, so that h may be as small as one likes. */
function complexStep(f: NumericFunction, x: number, order: number, chosen: number | undefined): NumericalDerivative {
  if (!(f instanceof Expression) || order !== 1 || symbolsOf(f).length > 1) {
    fail("value", {
      op: "differentiateNumerically",
      argument: "method",
      got: "complex",
      expects: "a formula in one symbol, and order 1",
      problem: `unsupported: the complex step at ${f instanceof Expression ? "this formula or order" : "a function, which takes real numbers only"}`,
      fix: 'give a formula, or use method: "richardson"',
    });
  }
  const [variable] = symbolsOf(f);
  const h = chosen ?? 2 ** -400;
  if (variable === undefined) return { value: 0, error: 0, h, method: "complex" };
  const value = imaginaryStep(f, variable, x, h);
  // Another step shows whether the function is analytic there.
  const other = imaginaryStep(f, variable, x, h * 1024);
  return { value, error: Math.abs(value - other) + 4 * Math.abs(value) * 2 ** -53, h, method: "complex" };
}

function imaginaryStep(f: Expression, variable: Expression, x: number, h: number): number {
  return evaluateComplex(f, new Map([[variable, { re: x, im: h }]])).im / h;
}
