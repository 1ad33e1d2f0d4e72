/** What the numerical methods take for a function of one number, made into one way of calling it. */
import { fail, TensorError } from "../../base/errors.ts";
import { scalar, Tensor } from "../../core/tensor.ts";
import { Expression } from "../expression.ts";
import { evaluateNumber, valueOf } from "../evaluate/number.ts";
import { evaluateWith } from "../evaluate/walk.ts";
import { toFormula } from "../input.ts";
import { symbolsOf } from "../substitute.ts";

/** A function of Nabla, a plain function of numbers, or a formula in one symbol or its text. */
export type NumericFunction = Expression | string | ((x: never) => Tensor | number);

/** Texts as the formulas they are. @internal */
export function readFunction(f: NumericFunction, op: string): Exclude<NumericFunction, string> {
  return typeof f === "string" ? toFormula(f, op, "f") : f;
}

/** In what the arithmetic is carried out. */
export type Precision = "float64" | "float32";

type Callable = (x: Tensor | number) => unknown;

/**
 * The function as number → number in the precision asked for: in float32 every operation is rounded to float32.
 * @internal
 */
export function numberFunction(
  f: Exclude<NumericFunction, string>,
  dtype: Precision,
  op: string,
): (x: number) => number {
  checkPrecision(dtype, op);
  if (f instanceof Expression) return formulaFunction(f, dtype, op);
  if (typeof f !== "function") refuseFunction(op, f, `"f" is no function`);
  let takesTensors: boolean | undefined;
  return (x) => {
    takesTensors ??= answersWithTensor(f as Callable, x, dtype);
    if (takesTensors) return toNumber((f as Callable)(scalar(x, dtype)), op);
    if (dtype === "float32") {
      refuseFunction(op, f, "unsupported: float32 at a function of plain numbers, whose operations are all float64");
    }
    return toNumber((f as Callable)(x), op);
  };
}

function checkPrecision(dtype: unknown, op: string): void {
  if (dtype === "float64" || dtype === "float32") return;
  fail("value", {
    op,
    argument: "dtype",
    got: dtype,
    expects: '"float64" or "float32"',
    names: ["float64", "float32"],
  });
}

/** A function that computes with tensors gives one back; plain arithmetic turns a scalar tensor into a number. */
function answersWithTensor(f: Callable, x: number, dtype: Precision): boolean {
  try {
    return f(scalar(x, dtype)) instanceof Tensor;
  } catch (error) {
    if (error instanceof TensorError) throw error;
    return false;
  }
}

function toNumber(value: unknown, op: string): number {
  if (typeof value === "number") return value;
  if (value instanceof Tensor) return value.item();
  return fail("value", {
    op,
    argument: "f",
    got: value,
    expects: "a function whose values are numbers or scalar tensors",
  });
}

function refuseFunction(op: string, f: unknown, problem: string): never {
  return fail("value", {
    op,
    argument: "f",
    got: f,
    expects: "a function of Nabla, or in float64 a function of numbers or a formula in one symbol",
    problem,
    fix: "write f with ops of Nabla, e.g. (x) => sub(mul(3, square(x)), mul(4, x))",
  });
}

function formulaFunction(f: Expression, dtype: Precision, op: string): (x: number) => number {
  const symbols = symbolsOf(f);
  if (symbols.length > 1 || !f.isScalar) {
    refuseFunction(
      op,
      String(symbols.length),
      `unsupported: a formula that is not of one number, at ${symbols.length} symbols`,
    );
  }
  const [variable] = symbols;
  if (variable === undefined) return () => evaluateNumber(f, new Map());
  if (dtype === "float64") return (x) => evaluateNumber(f, new Map([[variable, x]]));
  return (x) => evaluateRounded(f, variable, x);
}

/** Every part rounded to float32 when its arguments are. */
function evaluateRounded(root: Expression, variable: Expression, at: number): number {
  return evaluateWith(root, new Map([[variable, Math.fround(at)]]), (x, args) => {
    if (x.kind === "sum") return args.reduce((sum, arg) => Math.fround(sum + arg), 0);
    if (x.kind === "product") return args.reduce((product, arg) => Math.fround(product * arg), 1);
    return Math.fround(valueOf(x, args));
  });
}
