/** The parameters of distributions: their checks, common dtype and shape. */
import { defaultDtype, type FloatDType, isFloat } from "../base/dtypes.ts";
import { fail, showShape } from "../base/errors.ts";
import { broadcastShapes, broadcastsTo, checkShape, type Shape, sizeOf, unravel } from "../base/shapes.ts";
import { isArray } from "../base/trees.ts";
import { cast } from "../core/basic.ts";
import { makeTensor, toTensor } from "../core/convert.ts";
import { commonDtype } from "../core/elementwise.ts";
import { bind1 } from "../core/interpreter.ts";
import { type HostFunction, isMask, type Lane } from "../core/kernel.ts";
import { type ElementsAt, linearPlace, type Lowering } from "../core/lowering.ts";
import { type Op, primitive } from "../core/op.ts";
import { type Check, oneOf } from "../ops/arguments.ts";
import { arrayOf, scalar, type Tensor, type TensorLike } from "../core/tensor.ts";

/** What the values of a parameter must be. @internal */
export interface Rule {
  /** No two rules have the same. */
  readonly name: string;
  readonly expects: string;
  /** How to mend it, where there is more to say than what is expected. */
  readonly fix?: string;
  /** Numbers may be these at least and at most, or more and less than these; `whole`: integers. */
  readonly least?: number;
  readonly most?: number;
  readonly above?: number;
  readonly below?: number;
  readonly whole?: boolean;
  /** What is wrong with a row along the last axis, if anything. */
  readonly row?: (facts: RowFacts, least: number | undefined) => string | undefined;
  /** What is wrong with the elements along the last so many axes, of these sizes; `axes` says how many. */
  readonly block?: (values: ArrayLike<number>, sizes: Shape) => string | undefined;
  readonly axes?: 1 | 2;
}

interface RowFacts {
  readonly sum: number;
  readonly max: number;
  /** How many are more than 0. */
  readonly positive: number;
}

/** How far from 1 a sum of probabilities may be: more than rounding to float32 makes of it. */
const SLACK = 1e-6;

type RuleName =
  | "word"
  | "int32"
  | "uint32"
  | "span"
  | "width"
  | "probability"
  | "scale"
  | "positive"
  | "logits"
  | "distribution";

const rules: Readonly<Record<RuleName, Omit<Rule, "name">>> = {
  word: { expects: "an integer of 0 ... 2 ** 32 - 1", whole: true, least: 0, below: 2 ** 32 },
  int32: { expects: "an integer of 32 bits", whole: true, least: -(2 ** 31), most: 2 ** 31 },
  uint32: { expects: "an integer of 0 ... 2 ** 32", whole: true, least: 0, most: 2 ** 32 },
  span: {
    expects: "low < high",
    fix: "exchange low and high: draws are from low to below high",
    least: 1,
  },
  width: {
    expects: "low <= high, a finite distance apart",
    fix: "exchange low and high",
    least: 0,
    below: Infinity,
  },
  probability: {
    expects: "a probability, from 0 to 1",
    fix: "sigmoid(x) makes probabilities of any numbers",
    least: 0,
    most: 1,
  },
  scale: {
    expects: "a finite number >= 0",
    fix: "exp(x) or softplus(x) makes positive numbers of any",
    least: 0,
    below: Infinity,
  },
  positive: {
    expects: "a finite number > 0",
    fix: "exp(x) or softplus(x) makes positive numbers of any",
    above: 0,
    below: Infinity,
  },
  logits: {
    expects: "numbers, or -Infinity for some of the categories",
    fix: "look for NaN with isnan; leave at least one category possible",
    below: Infinity,
    row: ({ max }) => (max > -Infinity ? undefined : "is -Infinity everywhere"),
  },
  distribution: {
    expects: `probabilities >= 0 with the sum 1, to ${SLACK}`,
    fix: "divide them by their sum; softmax(x) makes probabilities of any numbers",
    least: 0,
    below: Infinity,
    row: ({ sum, positive }, least = 0) => {
      if (!(Math.abs(sum - 1) <= SLACK)) return `has the sum ${sum}`;
      return positive >= least ? undefined : `has ${positive} elements > 0, and ${least} are drawn without replacement`;
    },
  },
};

interface CheckParams {
  readonly rule: RuleName | Rule;
  /** The function that has the parameter, and the parameter's name. */
  readonly of: string;
  readonly argument: string;
  /** How many must be more than 0; any number where it is left out. */
  readonly least?: number;
}

const ruleOf = (rule: RuleName | Rule): Omit<Rule, "name"> => (typeof rule === "string" ? rules[rule] : rule);

/** What both ops that check have in common; with `element` the check is done where the value is used in compiled programs. */
function checking(lower?: Lowering<CheckParams>): Op<CheckParams> {
  const op: Op<CheckParams> = primitive({
    name: "check",
    infer: ([{ shape, dtype, weak }]) => [{ shape, dtype, weak }],
    evaluate: ([x], params) => {
      const values = arrayOf(x);
      const rule = ruleOf(params.rule);
      for (let i = 0; i < values.length; i++) {
        if (!keeps(rule, values[i])) failAt(values[i], unravel(i, x.shape), params, placeInRow(x, i, rule));
      }
      if (rule.row !== undefined) checkRows(x, rule, params);
      if (rule.block !== undefined) checkBlocks(x, rule, params);
      return [values];
    },
    lower,
    jvp: ({ tangents }) => tangents,
    batch: ({ args, params }) => ({ outs: [bind1(op, args, params)], batched: [true] }),
  });
  return op;
}

/** Hands its argument on, and fails when a value breaks the rule: wherever the values are known, also under transformations. */
export const checkOp: Op<CheckParams> = /*@__PURE__*/ checking({ kind: "elements", element: checkElement });

/** The same for rules about rows. */
const checkRowsOp: Op<CheckParams> = /*@__PURE__*/ checking();

/** The tensor itself, its values checked. */
export function checkValues(x: Tensor, rule: RuleName | Rule, of: string, argument: string, least?: number): Tensor {
  const { row, block } = ruleOf(rule);
  const op = row === undefined && block === undefined ? checkOp : checkRowsOp;
  return bind1(op, [x], { rule, of, argument, least });
}

type Bounds = Pick<Rule, "least" | "most" | "above" | "below" | "whole">;

function keeps({ least = -Infinity, most = Infinity, above, below, whole = false }: Bounds, x: number): boolean {
  const inside = x >= least && x <= most && (above === undefined || x > above) && (below === undefined || x < below);
  return inside && (!whole || Number.isInteger(x));
}

function checkElement({ k, args: [x], avals: [{ shape, dtype }], place, params }: ElementsAt<CheckParams>): Lane {
  const { least, most, above, below, whole } = ruleOf(params.rule);
  const given = x(place);
  if (isMask(given.type)) return given;
  const unsigned = dtype === "uint32";
  const value = k.isFloat(given) ? given : k.apply(() => k.toFloat(given, "f64"), { unsigned }, []);
  const tests = [
    k.eq(value, whole ? k.floor(value) : value),
    ...(least === undefined ? [] : [k.ge(value, least)]),
    ...(most === undefined ? [] : [k.le(value, most)]),
    ...(above === undefined ? [] : [k.gt(value, above)]),
    ...(below === undefined ? [] : [k.lt(value, below)]),
  ];
  const broken = k.not(tests.reduce((a, b) => k.and(a, b)));
  const host: HostFunction = (v, at) => failAt(v, unravel(at, shape), params);
  return k.apply(() => k.rare(broken, given), { host }, [value, k.index(linearPlace(k, place, shape))]);
}

function checkRows(
  x: Tensor,
  { expects, fix, row: check }: Omit<Rule, "name">,
  { of, argument, least }: CheckParams,
): void {
  const shape = x.shape.slice(0, -1);
  for (let row = 0; row < sizeOf(shape); row++) {
    const facts = factsOf(x, row);
    const problem = check?.(facts, least);
    if (problem === undefined) continue;
    const place = shape.length === 0 ? "" : ` at ${showShape(unravel(row, shape))}`;
    fail("value", {
      op: of,
      argument,
      got: Array.from(arrayOf(x).subarray(row * x.shape[x.ndim - 1], (row + 1) * x.shape[x.ndim - 1])),
      expects,
      fix,
      problem: `"${argument}"${place} ${problem}`,
    });
  }
}

function factsOf(x: Tensor, row: number): RowFacts {
  const size = x.shape[x.ndim - 1];
  const values = arrayOf(x);
  let [sum, max, positive] = [0, -Infinity, 0];
  for (let i = row * size; i < (row + 1) * size; i++) {
    sum += values[i];
    max = Math.max(max, values[i]);
    if (values[i] > 0) positive++;
  }
  return { sum, max, positive };
}

function checkBlocks(x: Tensor, { expects, fix, block, axes = 1 }: Omit<Rule, "name">, params: CheckParams): void {
  const { of, argument } = params;
  const sizes = x.shape.slice(-axes);
  const [shape, size] = [x.shape.slice(0, -axes), sizeOf(sizes)];
  for (let i = 0; i < sizeOf(shape); i++) {
    const values = arrayOf(x).subarray(i * size, (i + 1) * size);
    const found = block?.(values, sizes);
    if (found === undefined) continue;
    const place = shape.length === 0 ? "" : ` at ${showShape(unravel(i, shape))}`;
    fail("value", {
      op: of,
      argument,
      got: Array.from(values),
      expects,
      fix,
      problem: `"${argument}"${place} ${found}`,
    });
  }
}

/** Where rows are checked besides. */
const placeInRow = (x: Tensor, i: number, { row }: Omit<Rule, "name">): string =>
  row === undefined ? "" : `, in a row with the sum ${factsOf(x, Math.floor(i / x.shape[x.ndim - 1])).sum}`;

function failAt(value: number, position: Shape, { rule, of, argument }: CheckParams, more = ""): never {
  const { expects, fix } = ruleOf(rule);
  const place = position.length === 0 ? "" : ` at ${showShape(position)}`;
  fail("value", { op: of, argument, got: value, expects, fix, problem: `"${argument}" is ${value}${place}${more}` });
}

/** The tensor of numbers that must not be rounded, not even where the default dtype is float32. */
export function toExact(value: TensorLike, op: string, argument: string): Tensor {
  if (typeof value === "number") return scalar(value, "float64");
  return isArray(value) ? makeTensor(value, "float64", op, argument) : toTensor(value, op, argument);
}

/** A dtype that draws of real numbers can have. */
export const isFloatName: Check = /*@__PURE__*/ oneOf("float64", "float32");

/** The parameters of a draw in one float dtype, with the shape of the draw; undefined where they are not given. */
export interface Drawn<N extends string> {
  readonly shape: Shape;
  readonly dtype: FloatDType;
  readonly values: Readonly<Record<N, Tensor | undefined>>;
}

/**
 * Brings parameters to the dtype that is asked for, or else to their common one. Without a shape the draw has their common shape;
 * else they must broadcast to it.
 */
export function drawParameters<N extends string>(
  op: string,
  shape: Shape | undefined,
  dtype: FloatDType | undefined,
  given: Readonly<Record<N, TensorLike | undefined>>,
): Drawn<N> {
  const named = Object.entries<TensorLike | undefined>(given).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, toTensor(value, op, name)] as const],
  );
  const chosen = dtype ?? floatDTypeOf(named.map(([, x]) => x));
  return {
    shape: drawShape(op, shape, Object.fromEntries(named.map(([name, x]) => [name, x.shape]))),
    dtype: chosen,
    values: Object.fromEntries(named.map(([name, x]) => [name, cast(x, chosen)])) as Record<N, Tensor>,
  };
}

/** The float dtype that tensors take together. */
export function floatDTypeOf(tensors: readonly Tensor[]): FloatDType {
  const common = tensors.length === 0 ? defaultDtype() : commonDtype(tensors);
  return isFloat(common) ? common : defaultDtype();
}

/** The shape of a draw whose parameters have these shapes. */
export function drawShape(op: string, shape: Shape | undefined, given: Readonly<Record<string, Shape>>): Shape {
  const shapes = Object.values(given);
  if (shape === undefined) return shapes.length === 0 ? [] : broadcastShapes(op, shapes);
  const checked = checkShape(op, shape);
  if (!shapes.every((from) => broadcastsTo(from, checked))) {
    fail("shape", {
      op,
      problem: "the parameters do not broadcast to the shape of the draw",
      shapes: { shape: checked, ...given },
      expects: "parameters whose sizes are 1 or those of the shape, aligned at the last axis",
      fix: "put the axes of the draws in front, e.g. shape [1000, 3] for 3 parameters",
    });
  }
  return checked;
}
