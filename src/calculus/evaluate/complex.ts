/** The value of a formula at one point of the complex plane: principal branches. */
import { fail } from "../../base/errors.ts";
import type { Expression, Payloads } from "../expression.ts";
import { factsOf } from "../functions.ts";
import { toNumber } from "../../base/rational.ts";
import { evaluateWith } from "./walk.ts";

/** A number of the complex plane. */
export interface Complex {
  readonly re: number;
  readonly im: number;
}

/** The same in the arithmetic here: real and imaginary part. */
type Pair = readonly [re: number, im: number];

/** Values of symbols, or of other parts as they stand. */
export type ComplexValues = ReadonlyMap<Expression, Complex>;

const NONE: Pair = [Number.NaN, Number.NaN];
const I: Pair = [0, 1];
const ONE: Pair = [1, 0];

const add = (a: Pair, b: Pair): Pair => [a[0] + b[0], a[1] + b[1]];
const sub = (a: Pair, b: Pair): Pair => [a[0] - b[0], a[1] - b[1]];
const scale = (a: Pair, by: number): Pair => [a[0] * by, a[1] * by];
const mul = (a: Pair, b: Pair): Pair => [a[0] * b[0] - a[1] * b[1], a[0] * b[1] + a[1] * b[0]];
const timesI = (a: Pair): Pair => [-a[1], a[0]];
const exp = (z: Pair): Pair => [Math.exp(z[0]) * Math.cos(z[1]), Math.exp(z[0]) * Math.sin(z[1])];
const log = (z: Pair): Pair => [Math.log(Math.hypot(z[0], z[1])), Math.atan2(z[1], z[0])];

/** Smith's quotient: no square of a part overflows. */
function div(a: Pair, b: Pair): Pair {
  if (Math.abs(b[0]) >= Math.abs(b[1])) {
    const [ratio, size] = [b[1] / b[0], b[0] + b[1] * (b[1] / b[0])];
    return [(a[0] + a[1] * ratio) / size, (a[1] - a[0] * ratio) / size];
  }
  const [ratio, size] = [b[0] / b[1], b[0] * (b[0] / b[1]) + b[1]];
  return [(a[0] * ratio + a[1]) / size, (a[1] * ratio - a[0]) / size];
}

function sqrt(z: Pair): Pair {
  const size = Math.hypot(z[0], z[1]);
  if (size === 0) return [0, 0];
  const large = Math.sqrt((size + Math.abs(z[0])) / 2);
  const small = Math.abs(z[1]) / (2 * large);
  const [re, im] = z[0] >= 0 ? [large, small] : [small, large];
  return [re, z[1] < 0 || Object.is(z[1], -0) ? -im : im];
}

const sin = (z: Pair): Pair => [Math.sin(z[0]) * Math.cosh(z[1]), Math.cos(z[0]) * Math.sinh(z[1])];
const cos = (z: Pair): Pair => [Math.cos(z[0]) * Math.cosh(z[1]), -Math.sin(z[0]) * Math.sinh(z[1])];
const sinh = (z: Pair): Pair => [Math.sinh(z[0]) * Math.cos(z[1]), Math.cosh(z[0]) * Math.sin(z[1])];
const cosh = (z: Pair): Pair => [Math.cosh(z[0]) * Math.cos(z[1]), Math.sinh(z[0]) * Math.sin(z[1])];

/** Kahan, "Branch cuts for complex elementary functions" (1987). */
function asin(z: Pair): Pair {
  const [minus, plus] = [sqrt(sub(ONE, z)), sqrt(add(ONE, z))];
  return [Math.atan2(z[0], mul(minus, plus)[0]), Math.asinh(mul([minus[0], -minus[1]], plus)[1])];
}

function acosh(z: Pair): Pair {
  const [minus, plus] = [sqrt(sub(z, ONE)), sqrt(add(z, ONE))];
  return [Math.asinh(mul([minus[0], -minus[1]], plus)[0]), 2 * Math.atan2(minus[1], plus[0])];
}

const atanh = (z: Pair): Pair => scale(sub(log(add(ONE, z)), log(sub(ONE, z))), 0.5);
const asinh = (z: Pair): Pair => scale(timesI(asin(timesI(z))), -1);
const sigmoid = (z: Pair): Pair => div(ONE, add(ONE, exp(scale(z, -1))));

/** By the name in the table of functions. */
const FUNCTIONS: Readonly<Record<string, (z: Pair) => Pair>> = {
  sin,
  cos,
  tan: (z) => div(sin(z), cos(z)),
  arcsin: asin,
  arccos: (z) => sub([Math.PI / 2, 0], asin(z)),
  arctan: (z) => scale(timesI(atanh(timesI(z))), -1),
  sinh,
  cosh,
  tanh: (z) => div(sinh(z), cosh(z)),
  arsinh: asinh,
  arcosh: acosh,
  artanh: atanh,
  ln: log,
  sigmoid,
  logit: (z) => log(div(z, sub(ONE, z))),
  softplus: (z) => log(add(ONE, exp(z))),
  silu: (z) => mul(z, sigmoid(z)),
};

const CONSTANTS: Readonly<Record<Payloads["constant"], Pair>> = {
  e: [Math.E, 0],
  pi: [Math.PI, 0],
  i: I,
  infinity: [Infinity, 0],
};

/** z^w = e^(w ln z); whole powers by products. */
function power(z: Pair, w: Pair): Pair {
  if (w[1] === 0 && Number.isInteger(w[0]) && Math.abs(w[0]) <= 64) {
    let result = ONE;
    for (let k = 0; k < Math.abs(w[0]); k++) result = mul(result, z);
    return w[0] < 0 ? div(ONE, result) : result;
  }
  if (w[1] === 0 && w[0] === 0.5) return sqrt(z);
  if (z[0] === 0 && z[1] === 0) return w[0] > 0 ? [0, 0] : NONE;
  return exp(mul(w, log(z)));
}

/**
 * The value of a formula at a point of the complex plane, by principal branches. Functions that do not extend to the plane have their
 * value where the argument is real, and NaN elsewhere. Shared parts are computed once. Thus evaluateComplex(sqrt(x), new Map([[x, {
 * re: -4, im: 0 }]])) is { re: 0, im: 2 }.
 * @param root - a scalar formula
 * @param values - re and im for each symbol
 * @returns its parts re and im
 * @throws TensorError "value" when a symbol has no value
 * @source Kahan 1987 for the branch cuts
 */
export function evaluateComplex(root: Expression, values: ComplexValues): Complex {
  const known = new Map([...values].map(([leaf, { re, im }]) => [leaf, [re, im] as Pair]));
  const [re, im] = evaluateWith(root, known, complexValue);
  return { re, im };
}

function complexValue(x: Expression, args: readonly Pair[]): Pair {
  switch (x.kind) {
    case "number":
      return [toNumber(x.payload as Payloads["number"]), 0];
    case "float":
      return [x.payload as number, 0];
    case "constant":
      return CONSTANTS[x.payload as Payloads["constant"]];
    case "sum":
      return args.reduce(add);
    case "product":
      return args.reduce(mul);
    case "power":
      return x.args[0].kind === "constant" && x.args[0].payload === "e" ? exp(args[1]) : power(args[0], args[1]);
    case "call": {
      const op = x.payload as Payloads["call"];
      const f = FUNCTIONS[factsOf(op)?.name ?? ""];
      if (f !== undefined) return f(args[0]);
      return args.every(([, im]) => im === 0) ? [op.definition.eval(...args.map(([re]) => re)), 0] : NONE;
    }
    default:
      return fail("value", {
        op: "evaluate",
        argument: x.is("symbol") ? x.payload.name : x.kind,
        got: undefined,
        expects: "{ re, im } for each symbol",
        problem: x.is("symbol") ? `"${x.payload.name}" has no value` : `unsupported: a ${x.kind} at a complex point`,
        fix: "give every symbol a value",
      });
  }
}
