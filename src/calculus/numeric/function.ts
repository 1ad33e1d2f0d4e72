/** What the numerical methods take for a function of one number, made into one way of calling it. */
import { fail, TensorError } from "../../base/errors.ts";
import { scalar, Tensor } from "../../core/tensor.ts";
import { Expression } from "../expression.ts";
import { evaluateNumber } from "../evaluate/number.ts";
import { symbolsOf } from "../substitute.ts";

/** A function of Nabla, a plain function of numbers, or a formula in one symbol. */
export type NumericFunction = Expression | ((x: never) => Tensor | number);

/** In what the arithmetic is carried out. */
export type Precision = "float64" | "float32";

type Callable = (x: Tensor | number) => unknown;

/**
 * The function as number → number in the precision asked for: in float32 every operation is rounded to float32.
 * @internal
 */
export function numberFunction(f: NumericFunction, dtype: Precision, op: string): (x: number) => number {
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
  const done = new Map<Expression, number>([[variable, Math.fround(at)]]);
  const stack = [root];
  for (let x = stack.at(-1); x !== undefined; x = stack.at(-1)) {
    const open = x.args.filter((arg) => !done.has(arg));
    if (open.length > 0 && !done.has(x)) {
      stack.push(...open);
      continue;
    }
    if (!done.has(x))
      done.set(
        x,
        roundedValue(x, (arg) => done.get(arg) as number),
      );
    stack.pop();
  }
  return done.get(root) as number;
}

function roundedValue(x: Expression, value: (arg: Expression) => number): number {
  if (x.kind === "sum") return x.args.reduce((sum, arg) => Math.fround(sum + value(arg)), 0);
  if (x.kind === "product") return x.args.reduce((product, arg) => Math.fround(product * value(arg)), 1);
  return Math.fround(evaluateNumber(x, new Map(x.args.map((arg) => [arg, value(arg)]))));
}
