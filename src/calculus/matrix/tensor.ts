/** A formula of vectors and matrices computed with tensors: under jit, grad and the rest like any other function. */
import { fail } from "../../base/errors.ts";
import { bind1 } from "../../core/interpreter.ts";
import { broadcast } from "../../core/basic.ts";
import { scalar, type Tensor, type TensorLike } from "../../core/tensor.ts";
import { add as addTensors, promoteAll } from "../../core/elementwise.ts";
import { mul as mulTensors } from "../../ops/arithmetic.ts";
import { reciprocal } from "../../ops/arithmetic.ts";
import * as compare from "../../ops/compare.ts";
import { tensor } from "../../ops/create.ts";
import { exp } from "../../ops/exponential.ts";
import { pow, sqrt } from "../../ops/power.ts";
import type { Dimension, Expression, Payloads } from "../expression.ts";
import { same } from "../intern.ts";
import { e, half, isNumeric, minusOne, numericValue } from "../leaves.ts";
import { toNumber } from "../../base/rational.ts";
import { headOf, isHead, isZeros, mismatch, shown, unsupported } from "./head.ts";
import { differentialHead } from "./heads/constants.ts";
import { postorder } from "./walk.ts";

type Sizes = ReadonlyMap<string, number>;

/** Sizes of the named dimensions, from the shapes of the values. */
function sizesOf(values: ReadonlyMap<Expression, Tensor>, given: Readonly<Record<string, number>>): Sizes {
  const sizes = new Map<string, number>(Object.entries(given));
  for (const [symbol, { shape }] of values) {
    if (symbol.kind !== "symbol") continue;
    const { name } = symbol.payload as Payloads["symbol"];
    if (shape.length !== symbol.dimensions.length) {
      mismatch(
        "evaluate",
        `"${name}" has dimensions ${shown(symbol.dimensions)}, and its value has shape [${shape.join(", ")}]`,
      );
    }
    symbol.dimensions.forEach((dimension, axis) => {
      const known = typeof dimension === "number" ? dimension : sizes.get(dimension);
      if (known !== undefined && known !== shape[axis]) {
        mismatch(
          "evaluate",
          `axis ${axis} of "${name}" has size ${shape[axis]}, and ${dimension} is ${known}`,
          "give values whose sizes agree",
        );
      }
      if (typeof dimension === "string") sizes.set(dimension, shape[axis]);
    });
  }
  return sizes;
}

/**
 * The value of a formula, computed by ops of the core. Thus toTensor(trace(X), new Map([[X, tensor([[1, 2], [3, 4]])]])) is Tensor 5.
 * @param x - a formula
 * @param values - a tensor for each symbol in it; sizes with a name are read from their shapes
 * @param sizes - of named dimensions that no symbol has, such as those of a vector of ones
 * @returns of the formula's dimensions
 * @throws TensorError "value" when a symbol has no value, "shape" when sizes do not agree
 */
export function toTensor(
  x: Expression,
  values: ReadonlyMap<Expression, Tensor>,
  sizes: Readonly<Record<string, number>> = {},
): Tensor {
  return valueOf(x, new Map(values), sizesOf(values, sizes));
}

function valueOf(root: Expression, known: Map<Expression, Tensor>, sizes: Sizes): Tensor {
  const size = (dimension: Dimension): number => sizeOf(dimension, sizes);
  const shapeOf = (x: Expression): number[] => x.dimensions.map(size);
  for (const x of postorder(root, outsideOfSeries)) {
    if (!known.has(x)) {
      known.set(
        x,
        nodeValue(x, (arg) => known.get(arg) as Tensor, { shape: shapeOf(x), size, sizes, known }),
      );
    }
  }
  return known.get(root) as Tensor;
}

/** The term of a sum over an index is left to that sum, which computes it with each value of the index. */
const outsideOfSeries = (x: Expression): readonly Expression[] => (x.kind === "series" ? x.args.slice(2) : x.args);

interface Place {
  readonly shape: readonly number[];
  readonly size: (dimension: Dimension) => number;
  readonly sizes: Sizes;
  readonly known: ReadonlyMap<Expression, Tensor>;
}

function sizeOf(dimension: Dimension, sizes: Sizes): number {
  if (typeof dimension === "number") return dimension;
  return dimension.split("·").reduce((product, name) => {
    const found = /^\d+$/.test(name) ? Number(name) : sizes.get(name);
    if (found === undefined)
      mismatch("evaluate", `the size ${name} is not known`, "give a value for a symbol with that dimension");
    return product * found;
  }, 1);
}

const CONSTANTS: Readonly<Record<Payloads["constant"], number>> = {
  e: Math.E,
  pi: Math.PI,
  i: Number.NaN,
  infinity: Infinity,
};

function nodeValue(x: Expression, value: (arg: Expression) => Tensor, place: Place): Tensor {
  const { args, payload } = x;
  switch (x.kind) {
    case "number":
      return scalar(toNumber(payload as Payloads["number"]), "float64", true);
    case "float":
      return scalar(payload as number, "float64", true);
    case "constant":
      return scalar(CONSTANTS[payload as Payloads["constant"]], "float64", true);
    case "symbol":
      return symbolValue(x, place);
    case "sum":
      return args.map(value).reduce((a, b) => addTensors(a, b));
    case "product":
      return args.map(value).reduce((a, b) => mulTensors(a, b));
    case "power":
      return powerValue(args, value);
    case "call":
      return bind1(payload as Payloads["call"], promoteAll(args.map(value), "float", "evaluate"), undefined);
    case "relation":
      return RELATIONS[payload as Payloads["relation"]](value(args[0]), value(args[1]));
    case "piecewise":
      return broadcast(choiceValue(args.map(value)), place.shape);
    case "series":
      return seriesValue(x, value, place);
    case "matrix":
      if (isZeros(x)) return broadcast(scalar(0, "float64"), place.shape);
      return headOf(x)?.tensor(args.map(value), { shape: place.shape, whole: x, size: place.size }) as Tensor;
    default:
      return unsupported("the value", x.kind);
  }
}

const RELATIONS: Readonly<Record<Payloads["relation"], (a: TensorLike, b: TensorLike) => Tensor>> = {
  "=": compare.equal,
  "≠": compare.notEqual,
  "<": compare.less,
  "≤": compare.lessEqual,
  ">": compare.greater,
  "≥": compare.greaterEqual,
};

function choiceValue(values: readonly Tensor[]): Tensor {
  let result = values[values.length - 1];
  for (let at = values.length - 3; at >= 0; at -= 2) result = compare.where(values[at + 1], values[at], result);
  return result;
}

/** A scalar that is the name of a size is that size. */
function symbolValue(x: Expression, { sizes }: Place): Tensor {
  const { name } = x.payload as Payloads["symbol"];
  const size = x.isScalar ? sizes.get(name) : undefined;
  if (size !== undefined) return scalar(size, "float64", true);
  return fail("value", {
    op: "evaluate",
    argument: name,
    got: undefined,
    expects: "a value for each symbol",
    problem: `"${name}" has no value`,
    fix: "give every symbol a value",
  });
}

function powerValue([base, exponent]: readonly Expression[], value: (arg: Expression) => Tensor): Tensor {
  if (same(base, e)) return exp(value(exponent));
  if (same(exponent, half)) return sqrt(value(base));
  if (same(exponent, minusOne)) return reciprocal(value(base));
  return pow(value(base), isNumeric(exponent) ? numericValue(exponent) : value(exponent));
}

/** Above so many terms a sum is refused instead of computed for ever. */
const MOST_TERMS = 100_000;

function seriesValue(x: Expression, value: (arg: Expression) => Tensor, { shape, sizes, known }: Place): Tensor {
  const [term, index, from, to] = x.args;
  const [low, high] = [value(from).item() as number, value(to).item() as number];
  if (high - low > MOST_TERMS) unsupported(`a sum of ${high - low} terms`, "evaluate");
  let total = broadcast(scalar(0, "float64"), shape);
  for (let r = low; r <= high; r++) {
    const outside = new Map([...known].filter(([part]) => part.kind === "symbol" || isHead(part, differentialHead)));
    total = addTensors(total, valueOf(term, outside.set(index, scalar(r, "float64", true)), sizes));
  }
  return total;
}

/** Numbers, nested arrays or tensors by name of symbol. */
export type MatrixValues = Readonly<Record<string, TensorLike>>;

/**
 * The value of a formula as a number or nested arrays. Thus evaluateMatrix(trace(X), { X: [[1, 2], [3, 4]] }) is 5.
 * @param x - a formula
 * @param values - numbers, nested arrays or tensors by the names of the symbols, and numbers for sizes that no symbol has
 * @returns a number, or nested arrays of the formula's dimensions
 * @throws TensorError "value" when a symbol has no value, "shape" when sizes do not agree
 */
export function evaluateMatrix(x: Expression, values: MatrixValues): unknown {
  const given = new Map<Expression, Tensor>();
  for (const part of postorder(x)) {
    if (part.kind !== "symbol") continue;
    const found = values[(part.payload as Payloads["symbol"]).name];
    if (found !== undefined) given.set(part, tensor(found));
  }
  const sizes = Object.entries(values).filter((entry): entry is [string, number] => typeof entry[1] === "number");
  const result = toTensor(x, given, Object.fromEntries(sizes));
  return result.ndim === 0 ? result.item() : result.tolist();
}
