/** The difference quotient for one step, and for a row of shrinking ones: how a derivative is first met. */
import { fail } from "../../base/errors.ts";
import { derive } from "../differentiate/derive.ts";
import { evaluateNumber } from "../evaluate/number.ts";
import { Expression } from "../expression.ts";
import { symbolsOf } from "../substitute.ts";
import { type NumericFunction, numberFunction, readFunction, type Precision } from "./function.ts";

/** Settings of {@link numericalLimit}. */
export interface NumericalLimitOptions {
  /** In which every operation is carried out; "float64" by default. */
  readonly dtype?: Precision;
}

/**
 * The difference quotient (f(x + h) - f(x)) / h, rounding errors included.
 * @param f - a function of Nabla, a function of plain numbers (float64 only), or a formula in one symbol, or its text
 * @param x - where
 * @param h - the step, not 0
 * @param options - `dtype`: "float64", the default, or "float32", in which every operation is rounded
 * @returns the quotient, computed in the precision asked for
 * @throws TensorError "value" when h is 0, the precision is unknown, or f cannot be computed in it
 * @example numericalLimit((x) => 3 * x ** 2 - 4 * x, 1, 0.1) // => 2.3000000000000043
 * @math \frac{f(x+h)-f(x)}{h}
 * @see limitTable, differentiateNumerically
 * @keywords difference quotient, numerical derivative, slope, finite difference
 * @source Dive into Deep Learning 2.4.1
 */
export function numericalLimit(f: NumericFunction, x: number, h: number, options: NumericalLimitOptions = {}): number {
  const { dtype = "float64" } = options;
  return quotientOf(numberFunction(readFunction(f, "numericalLimit"), dtype, "numericalLimit"), x, h, dtype);
}

function quotientOf(f: (x: number) => number, x: number, h: number, dtype: Precision): number {
  const round = dtype === "float32" ? Math.fround : (value: number): number => value;
  const [at, step] = [round(x), round(h)];
  if (step === 0 || Number.isNaN(step)) {
    fail("value", { op: "numericalLimit", argument: "h", got: h, expects: "a step other than 0" });
  }
  return round(round(f(round(at + step)) - f(at)) / step);
}

/** Settings of {@link limitTable}. */
export interface LimitTableOptions extends NumericalLimitOptions {
  /** The first step; 0.1 by default. */
  readonly from?: number;
  /** Each step is the one before times this; 0.1 by default. */
  readonly factor?: number;
  /** How many rows; 5 by default. */
  readonly steps?: number;
  /** The last step, instead of `steps`. */
  readonly to?: number;
  /** All steps, instead of the above. */
  readonly h?: readonly number[];
  /** What the quotients tend to, for the errors; known by itself for formulas. */
  readonly derivative?: number;
}

/** A line of the table. */
export interface LimitRow {
  /** The step. */
  readonly h: number;
  /** (f(x + h) - f(x)) / h. */
  readonly quotient: number;
  /** |quotient - derivative|, where the derivative is known. */
  readonly error?: number;
  /** `h=0.10000, numerical limit=2.30000` */
  toString(): string;
}

/** Difference quotients for shrinking steps; prints as one line for each. */
export interface LimitTable {
  /** One for each step. */
  readonly rows: readonly LimitRow[];
  /** For a figure of the error against the step. */
  readonly points: {
    readonly h: readonly number[];
    readonly quotient: readonly number[];
    readonly error: readonly number[];
  };
  toString(): string;
}

/**
 * Difference quotients for shrinking steps.
 * @param f - a function of Nabla, a function of plain numbers (float64 only), or a formula in one symbol, or its text
 * @param x - where
 * @param options - `from`: the first step, default 0.1; `factor` from each to the next, default 0.1; `steps`: how many rows, default 5, or
 *   `to`: the last step; or `h`: all steps; `derivative`: what the quotients tend to, by default known for formulas; `dtype`: "float64",
 *   the default, or "float32"
 * @returns the rows; as text one line for each
 * @throws TensorError "value" when a step is 0, the steps do not shrink to `to`, or f cannot be computed in the precision
 * @example String(limitTable((x) => 3 * x ** 2 - 4 * x, 1).rows[0]) // => 'h=0.10000, numerical limit=2.30000'
 * @math \lim_{h \to 0} \frac{f(x+h)-f(x)}{h}
 * @see numericalLimit
 * @keywords table, convergence, cancellation, difference quotient
 * @source Dive into Deep Learning 2.4.1
 */
export function limitTable(f: NumericFunction, x: number, options: LimitTableOptions = {}): LimitTable {
  const { dtype = "float64" } = options;
  const given = readFunction(f, "limitTable");
  const call = numberFunction(given, dtype, "limitTable");
  const derivative = options.derivative ?? (given instanceof Expression ? exactSlope(given, x) : undefined);
  const rows = stepsOf(options).map((h) => makeRow(h, quotientOf(call, x, h, dtype), derivative));
  return {
    rows,
    points: {
      h: rows.map(({ h }) => h),
      quotient: rows.map(({ quotient }) => quotient),
      error: rows.flatMap(({ error }) => (error === undefined ? [] : [error])),
    },
    toString: () => rows.join("\n"),
  };
}

function exactSlope(f: Expression, x: number): number | undefined {
  const [variable] = symbolsOf(f);
  if (variable === undefined) return 0;
  const slope = evaluateNumber(derive(f, variable), new Map([[variable, x]]));
  return Number.isFinite(slope) ? slope : undefined;
}

function makeRow(h: number, quotient: number, derivative: number | undefined): LimitRow {
  // Five decimals, and more where the step would read as 0.
  const step = h >= 1e-5 ? h.toFixed(5) : h.toExponential(0);
  const toString = (): string => `h=${step}, numerical limit=${quotient.toFixed(5)}`;
  return derivative === undefined
    ? { h, quotient, toString }
    : { h, quotient, error: Math.abs(quotient - derivative), toString };
}

/** A table of more rows than this is a mistake. */
const MOST_ROWS = 10_000;

function stepsOf({ h, from = 0.1, factor = 0.1, steps, to }: LimitTableOptions): readonly number[] {
  if (h !== undefined) return h;
  if (to === undefined) return Array.from({ length: steps ?? 5 }, powersOf(from, factor));
  const found: number[] = [];
  // The last step may be off by rounding.
  for (let step = from; Math.abs(step) >= Math.abs(to) * (1 - 1e-9); step *= factor) {
    if (found.push(step) <= MOST_ROWS && Math.abs(factor) < 1) continue;
    fail("value", {
      op: "limitTable",
      argument: "factor",
      got: factor,
      expects: "a factor that leads from `from` to `to`",
    });
  }
  return found;
}

/** from, from·factor, from·factor·factor, … rounded as a loop rounds it. */
function powersOf(from: number, factor: number): () => number {
  let next = from;
  return () => {
    const step = next;
    next *= factor;
    return step;
  };
}
