/** Every error of Nabla: a code with typed data; the sentences are made from the data, here and nowhere else. */

import { pointAt } from "./caret.ts";
import { nearest } from "./nearest.ts";
import { beginAtUser } from "./stack.ts";

export { nearest };

type Shape = readonly number[];

/** The parts of an error as a reader sees it: each error has all of them. */
interface Lines {
  /** What is wrong, with names and numbers. */
  readonly what: string;
  readonly expects: string;
  readonly got: string;
  /** How to mend it. */
  readonly fix: string;
}

const kinds = {
  /**
   * Shapes that do not go together.
   * The error names the axes and the sizes, and shows the shapes of all arguments.
   * @example add(zeros([2, 3]), zeros([2])) // => throws add
   */
  shape: (d: {
    op: string;
    problem: string;
    shapes: Readonly<Record<string, Shape>>;
    expects: string;
    fix: string;
  }): Lines => ({
    what: d.problem,
    expects: d.expects,
    // Formulas have dimensions with names, which the problem states.
    got: Object.keys(d.shapes).length > 0 ? showShapes(d.shapes) : d.problem,
    fix: d.fix,
  }),
  /**
   * An axis that the tensor does not have, or one given twice.
   * Axes count from 0; negative ones count from the end, so that -1 is the last.
   * @example sum([1, 2, 3], 1) // => throws no axis 1
   */
  axis: (d: { op: string; axis: unknown; ndim: number; problem?: string; fix?: string }): Lines => ({
    what: d.problem ?? `no axis ${show(d.axis)} in a tensor of ${plural(d.ndim, "axis", "axes")}`,
    expects: d.ndim === 0 ? "no axis: the tensor is a scalar" : `integers from ${-d.ndim} to ${d.ndim - 1}, each once`,
    got: `axis ${show(d.axis)}`,
    fix:
      d.fix ??
      (d.ndim === 0
        ? "give the tensor an axis with x.reshape([1])"
        : "axes count from 0, negative ones from the end: -1 is the last"),
  }),
  /**
   * An index out of range.
   * Negative indices count from the end; nothing is clamped or wrapped.
   * @example tensor([1, 2, 3]).at(3) // => throws index 3 is out of range
   */
  index: (d: {
    op: string;
    index: unknown;
    axis: number;
    size: number;
    /** Where the index stands in a tensor of indices. */
    position?: Shape;
    problem?: string;
    expects?: string;
    fix?: string;
  }): Lines => ({
    what: d.problem ?? `index ${show(d.index)} is out of range on axis ${d.axis} of size ${d.size}`,
    expects: d.expects ?? (d.size === 0 ? "nothing: the axis is empty" : `integers from ${-d.size} to ${d.size - 1}`),
    got: `index ${show(d.index)}`,
    fix: d.fix ?? "negative indices count from the end; nothing is clamped",
  }),
  /**
   * An element type that the function cannot take.
   * @example whileLoop((x) => x, (x) => x, tensor(1)) // => throws dtype float64
   */
  dtype: (d: { op: string; argument: string; dtype: string; expects: string; fix?: string }): Lines => ({
    what: `"${d.argument}" has dtype ${d.dtype}`,
    expects: d.expects,
    got: d.dtype,
    fix: d.fix ?? `convert it, e.g. ${d.argument}.astype("float64")`,
  }),
  /**
   * An argument that is not among the values allowed.
   * @example random.normal(random.key(0), [2], { scale: -1 }) // => throws scale
   */
  value: (d: {
    op: string;
    argument: string;
    got: unknown;
    expects: string;
    problem?: string;
    fix?: string;
    /** The words that would be right, where there are only so many. */
    names?: readonly string[];
  }): Lines => ({
    what: d.problem ?? `"${d.argument}" is ${show(d.got)}`,
    expects: d.expects,
    got: show(d.got),
    fix: d.fix ?? mend(d),
  }),
  /**
   * Text that cannot be read.
   * The error shows the text with a mark at the place; `position` counts characters from 0.
   * @example formula("3x^ + 1") // => throws cannot read the text at position
   */
  syntax: (d: {
    op: string;
    text: string;
    position: number;
    /** What could have stood there. */
    expected: string;
    got: string;
    suggestion?: string;
  }): Lines => ({
    what: `cannot read the text at position ${d.position}${pointAt(d.text, d.position)}`,
    expects: d.expected,
    got: d.got,
    fix: d.suggestion ?? "mend the text at the mark",
  }),
  /**
   * Nested arrays whose rows differ in length.
   * A tensor is a box: all rows have the same number of elements.
   * @example tensor([[1, 2], [3]]) // => throws tensor
   */
  ragged: (d: {
    op: string;
    argument: string;
    path: readonly number[];
    expected: number | undefined;
    got: unknown;
  }): Lines => ({
    what: `the nested array "${d.argument}" is ragged at [${d.path.join("][")}]`,
    expects:
      d.expected === undefined ? "a number, as in the places before" : `${plural(d.expected, "element")}, as before`,
    got: countOf(d.got),
    fix: "make all rows equally long, or keep them as separate tensors in an array or object",
  }),
  /**
   * Something that cannot be made into a tensor.
   * Numbers, booleans, nested arrays of them, typed arrays and tensors can.
   * @example sin("1" as never) // => throws sin
   */
  tensor: (d: { op: string; argument: string; got: unknown; problem?: string; fix?: string }): Lines => ({
    what: d.problem ?? `"${d.argument}" is ${describe(d.got)}, which is no tensor`,
    expects: "a Tensor, a number, a boolean, a nested array of numbers or a typed array",
    got: show(d.got),
    fix: d.fix ?? mend({ ...d, expects: "its numbers, e.g. tensor([1, 2])" }),
  }),
  /**
   * A gradient of something that is not a scalar.
   * Which number is to be differentiated? Sum or choose one, or ask for the Jacobian.
   * @example grad((x) => x.mul(2))([1, 2]) // => throws the output has shape [2]
   */
  scalar: (d: { op: string; shape: Shape; fix: string }): Lines => ({
    what: `the gradient is defined for a scalar, and the output has shape ${showShape(d.shape)}`,
    expects: "an output of shape []",
    got: `shape ${showShape(d.shape)}`,
    fix: d.fix,
  }),
  /**
   * A derivative with respect to something that has none.
   * Integers and booleans do not vary by small amounts.
   * @example grad((x) => x.sum())(tensor([1, 2], { dtype: "int32" })) // => throws only float tensors have derivatives
   */
  differentiable: (d: { op: string; argument: string; dtype: string }): Lines => ({
    what: `${d.argument} has dtype ${d.dtype}, and only float tensors have derivatives`,
    expects: "float64 or float32",
    got: d.dtype,
    fix: 'convert it before, e.g. x.astype("float64"); or choose other arguments with argnums',
  }),
  /**
   * Nested arrays or objects whose structure differs.
   * The error names the path to the first difference.
   * @example vmap((p) => p.a)({ a: "no tensor" } as never) // => throws vmap
   */
  tree: (d: { op: string; path: string; expects: string; got: unknown; problem?: string; fix?: string }): Lines => ({
    what: d.problem ?? `the structure differs at ${d.path === "" ? "the top" : d.path}`,
    expects: d.expects,
    got: show(d.got),
    fix: d.fix ?? `pass ${d.expects}`,
  }),
  /**
   * A derivative is asked for, and nothing that was recorded leads there.
   * @example tensor(1).backward() // => throws backward
   */
  unconnected: (d: { op: string; problem: string; got: string; fix: string }): Lines => ({
    what: d.problem,
    expects: "a path of differentiable ops from the source to the target, made while recording",
    got: d.got,
    fix: d.fix,
  }),
  /**
   * A recorded graph that has been used up.
   * What reverse mode kept is let go after the first pass, unless the graph is retained.
   * @example
   * const x = tensor(2).requiresGrad();
   * const y = x.mul(x);
   * y.backward();
   * y.backward() // => throws backward
   */
  freed: (d: { op: string; problem: string; got: string; fix: string }): Lines => ({
    what: d.problem,
    expects: "a graph that nobody has gone back through yet",
    got: d.got,
    fix: d.fix,
  }),
  /**
   * A tensor that a compiled function was allowed to use up is used again.
   * @example
   * const w = tensor([1, 2]);
   * jit((x) => x.mul(2), { donateArgnums: 0 })(w);
   * w.add(1) // => throws the tensor was donated to jit as argument 0
   */
  donated: (d: { op: string; by: string; argument: string; shape: Shape; dtype: string; fix?: string }): Lines => ({
    what: `the tensor was donated to ${d.by} as ${d.argument}, and its elements are gone`,
    expects: "tensors that nobody has donated",
    got: `${d.dtype}${showShape(d.shape)}, donated as ${d.argument} of ${d.by}`,
    fix: d.fix ?? `use what ${d.by} returned instead, or leave the place out of its donateArgnums`,
  }),
  /**
   * A value of a transformation that is used after the transformation has ended.
   * @example
   * let kept = tensor(0);
   * grad((x) => { kept = x; return x.mul(2); })(1);
   * kept.add(1) // => throws a value of differentiation is used outside of it
   */
  leaked: (d: { op: string; transformation: string; shape: Shape; dtype: string }): Lines => ({
    what: `a value of ${d.transformation} is used outside of it`,
    expects: `values made inside one call of ${d.transformation} to be used inside that call only`,
    got: `${d.dtype}${showShape(d.shape)}, made in a call of ${d.transformation} that is over`,
    fix: "return it from the function (hasAux: true for extra results) instead of keeping it in a variable",
  }),
  /**
   * The number behind a value is asked for where there is none, or more than one.
   * While a function is traced or batched, its values are placeholders. Use `where`, `cond`, `whileLoop` or `scan` in
   * place of `if` and `while`, or keep that part outside.
   * @example jit((x) => (x.item() > 0 ? x : x.neg()))(1) // => throws the value cannot be read under jit
   */
  concrete: (d: { op: string; transformation: string; shape: Shape; dtype: string; fix: string }): Lines => ({
    what: `the value cannot be read under ${d.transformation}: ${d.transformation === "vmap" ? "it stands for a whole batch" : "it is not computed yet"}`,
    expects: "a value that is known while the function runs",
    got: `${d.dtype}${showShape(d.shape)} under ${d.transformation}`,
    fix: d.fix,
  }),
  /**
   * A matrix without an inverse.
   * @example linalg.inv([[1, 2], [2, 4]]) // => throws singular
   */
  singular: (d: { op: string; argument: string; index: number; batch?: number; fix?: string }): Lines => ({
    what: `"${d.argument}" is singular: pivot ${d.index}${inBatch(d.batch)} is exactly 0`,
    expects: "an invertible matrix",
    got: `a matrix whose pivot ${d.index} is 0`,
    fix: d.fix ?? "use linalg.lstsq or linalg.pinv, or add a small multiple of the identity",
  }),
  /**
   * A matrix that has no Cholesky factor.
   * @example linalg.cholesky([[1, 2], [2, 1]]) // => throws is not positive definite
   */
  "not-positive-definite": (d: { op: string; argument: string; index: number; batch?: number }): Lines => ({
    what: `"${d.argument}" is not positive definite: pivot ${d.index}${inBatch(d.batch)} is not a positive finite number`,
    expects: "a symmetric matrix with positive eigenvalues",
    got: `a leading block of size ${d.index + 1} that is not positive definite`,
    fix: "check symmetry and units, or add a small multiple of the identity",
  }),
  /**
   * An iteration that did not come to an end, which happens for input that is not finite.
   * @example linalg.eigvalsh([[NaN, 0], [0, 1]]) // => throws eigvalsh
   */
  "not-converged": (d: { op: string; problem: string; got: string; fix: string }): Lines => ({
    what: d.problem,
    expects: "finite input",
    got: d.got,
    fix: d.fix,
  }),
  /**
   * More work than was allowed.
   * @example withBudget({ ops: 100 }, () => { for (let x = tensor(1); ; ) x = x.add(1); }) // => throws stopped after 100 ops
   */
  budget: (d: { op: string; limit: number; unit: string; fix: string }): Lines => ({
    what: `stopped after ${d.limit} ${d.unit}`,
    expects: `an end within ${d.limit} ${d.unit}`,
    got: `more than ${d.limit} ${d.unit}`,
    fix: d.fix,
  }),
  /**
   * Compiled programs need more bytes than there are.
   * WebAssembly addresses 4 GiB. Values that outlive a call move out to ordinary arrays by themselves; what one call needs
   * at once has to fit.
   * @example new TensorError("memory", { op: "jit", bytes: 6e9, used: 1e9, most: 4e9 }).data.most // => 4000000000
   */
  memory: (d: { op: string; bytes: number; used: number; most: number; problem?: string; fix?: string }): Lines => ({
    what:
      d.problem ??
      `needs ${d.bytes} bytes at once, and of the ${d.most} bytes for compiled programs ${d.used} are in use`,
    expects: `at most ${Math.max(0, d.most - d.used)} bytes`,
    got: `${d.bytes} bytes`,
    fix:
      d.fix ??
      "work on a smaller batch, keep less for the derivative with checkpoint, or use float32, which takes half of float64",
  }),
  /**
   * A NaN that came up while `debugNaN` was on.
   * `call` is the computation that made it; `op` is what the user called at `where`.
   * @example debugNaN(() => log([1, -1])) // => throws NaN at [1]
   */
  nan: (d: { op: string; phase: "value" | "derivative"; index: Shape; call: string; where: string }): Lines => ({
    what: `${d.phase === "value" ? "made" : "its derivative makes"} NaN at [${d.index.join(", ")}], called at ${d.where}`,
    expects: "no NaN while debugNaN is on, unless it came in",
    got: d.call,
    fix: "keep the argument inside the domain, e.g. with where(condition, x, safe) before the op",
  }),
  /**
   * A derivative rule of the user's that does not fit its function.
   * @example
   * const wrong = customVjp((x) => x.sin(), (x) => [x.sin(), x], () => [tensor([1, 2])]);
   * grad((x) => wrong(x))(1) // => throws customVjp
   */
  rule: (d: {
    op: string;
    problem: string;
    expects: string;
    got: string;
    fix?: string;
    /** The op that is not linear where it has to be. */
    nonlinear?: string;
  }): Lines => ({
    what: d.problem,
    expects: d.expects,
    got: d.got,
    fix: d.fix ?? `let it return ${d.expects}`,
  }),
  /**
   * A derivative that disagrees with finite differences.
   * @example
   * const wrong = customJvp((x) => x.sin(), ([x], [t]) => [x.sin(), t]);
   * checkGradients((x) => wrong(x), [1]) // => throws checkGradients
   */
  gradient: (d: { op: string; problem: string; expects: string; got: string }): Lines => ({
    what: d.problem,
    expects: d.expects,
    got: d.got,
    fix: "compare the rule with the formula; at a kink or in float32 the numbers may differ rightly",
  }),
  /**
   * Nabla itself is wrong.
   * Please report it with the code that led here.
   * @example new TensorError("internal", { op: "free", problem: "a block was freed twice" }).code // => "internal"
   */
  internal: (d: { op: string; problem: string }): Lines => ({
    what: d.problem,
    expects: "rules of ops that hold together",
    got: "one that does not",
    fix: "this is a mistake in Nabla or in a rule of an op of yours; please report it with the code that led here",
  }),
};

type Kinds = typeof kinds;

/** What kind of error it is; `help(code)` explains each. */
export type ErrorCode = keyof Kinds;

type Facts = { readonly [C in ErrorCode]: Parameters<Kinds[C]>[0] };

/** The facts of an error of the given kind; of any kind for the `TensorError<any>` that `instanceof` finds. */
export type ErrorData<C extends ErrorCode = ErrorCode> = 0 extends 1 & C ? Facts[ErrorCode] : Facts[C];

/**
 * An error of Nabla. `code` says which kind, `data` holds the facts (names, shapes, values), `message` tells them.
 * @param code - which kind of error
 * @param data - its facts; which there are depends on the code
 * @example
 * try {
 *   tensor([1, 2]).add(tensor([1, 2, 3]));
 * } catch (error) {
 *   console.log((error as TensorError).code);
 * }
 * // => shape
 */
export class TensorError<C extends ErrorCode = ErrorCode> extends Error {
  /** Always "TensorError". */
  override readonly name = "TensorError";
  /** Which kind of error: "shape", "axis", "dtype", …; `help(code)` explains it. */
  readonly code: C;
  /** The facts that the message is made of; which there are depends on the code. */
  readonly data: ErrorData<C>;

  constructor(code: C, data: ErrorData<C>) {
    super(render(code, data));
    this.code = code;
    this.data = data;
  }
}

/** Throws a TensorError. */
export function fail<C extends ErrorCode>(code: C, data: ErrorData<C>): never {
  if (code === "internal") throw new TensorError(code, data); // whose stack tells us where
  throw beginAtUser(() => new TensorError(code, data));
}

function render<C extends ErrorCode>(code: C, data: ErrorData<C>): string {
  const { what, expects, got, fix } = (kinds[code] as (data: ErrorData<C>) => Lines)(data);
  const rows = { expects, got, fix, help: `help("${code}")` };
  const shown = Object.entries(rows).map(([label, text]) => `\n  ${label.padEnd(8)} ${text}`);
  return `${data.op}: ${what}${shown.join("")}`;
}

export const showShape = (shape: Shape): string => `[${shape.join(", ")}]`;

function showShapes(shapes: Readonly<Record<string, Shape>>): string {
  return Object.entries(shapes)
    .map(([name, shape]) => `${name}: ${showShape(shape)}`)
    .join("  ");
}

/** How to mend a value of a wrong sort, where nobody knows better. */
function mend({
  argument,
  got,
  expects,
  names = [],
}: Pick<ErrorData<"value">, "argument" | "got" | "expects" | "names">): string {
  if (got === undefined) return `pass it: "${argument}" is missing, or the variable that was passed has no value yet`;
  if (got === null) return `pass ${expects}, or leave it out where there is a default`;
  if (typeof got === "bigint") return `convert it, e.g. Number(${got}n)`;
  if (typeof got === "string") {
    if (got.trim() !== "" && Number.isFinite(Number(got))) return `convert the text, e.g. Number(${show(got)})`;
    const [name] = nearest(got, names);
    if (name !== undefined) return `did you mean "${name}"?`;
  }
  if (typeof got === "number") {
    if (Number.isNaN(got)) return "find out which computation made it NaN";
    const rounds = Number.isFinite(got) && !Number.isInteger(got) && expects.includes("integer");
    if (rounds) return `pass ${expects}; Math.round(x) makes an integer`;
  }
  if (ArrayBuffer.isView(got)) return `pass ${expects}; Array.from(${argument}) makes a plain array`;
  if (hasNumbers(got)) return `pass ${expects}; x.item() and x.toArray() are the numbers of a tensor`;
  if (typeof got === "function") return `pass ${expects}: is the function to be called?`;
  return `pass ${expects}`;
}

function countOf(value: unknown): string {
  try {
    return Array.isArray(value) ? plural(value.length, "element") : show(value);
  } catch {
    return describe(value);
  }
}

/** Looks like a tensor, which is not known here. */
function hasNumbers(value: unknown): boolean {
  try {
    return typeof (value as { toArray?: unknown } | null)?.toArray === "function";
  } catch {
    return false;
  }
}

const plural = (n: number, noun: string, nouns = `${noun}s`): string => `${n} ${n === 1 ? noun : nouns}`;
const inBatch = (batch: number | undefined): string => (batch === undefined ? "" : ` of matrix ${batch}`);

const LONGEST = 80;
/** Deeper nesting is left out, as is what goes in circles. */
const DEEPEST = 4;

/** Any value on one short line; never throws, whatever the value does. */
export function show(value: unknown, depth = 0): string {
  try {
    const text = textOf(value, depth);
    const line = text.replace(/\s+/g, " ");
    return line.length > LONGEST ? `${line.slice(0, LONGEST - 3)}...` : line;
  } catch {
    return describe(value);
  }
}

function textOf(value: unknown, depth: number): string {
  if (typeof value === "string") return JSON.stringify(value);
  if (typeof value === "bigint") return `${value}n`;
  if (Object.is(value, -0)) return "-0";
  if (Array.isArray(value)) return depth < DEEPEST ? showArray(value, depth) : "[...]";
  if (isPlain(value)) return depth < DEEPEST ? showObject(value, depth) : "{ ... }";
  if (ArrayBuffer.isView(value) && !(value instanceof DataView)) {
    return `${describe(value).split(" ").at(-1)} ${showArray(value as unknown as readonly unknown[], depth)}`;
  }
  const text = String(value);
  return text.startsWith("[object ") ? describe(value) : text;
}

const isPlain = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" &&
  value !== null &&
  Object.getPrototypeOf(value) === Object.prototype &&
  !Object.hasOwn(value, "toString");

function showObject(value: Record<string, unknown>, depth: number): string {
  const keys = Object.keys(value);
  const shown = keys.slice(0, 8).map((key) => `${key}: ${show(value[key], depth + 1)}`);
  return keys.length === 0 ? "{}" : `{ ${shown.join(", ")}${keys.length > 8 ? ", ..." : ""} }`;
}

const showArray = (values: readonly unknown[], depth: number): string =>
  `[${Array.from({ length: Math.min(values.length, 8) }, (_, i) => show(values[i], depth + 1)).join(", ")}${values.length > 8 ? ", ..." : ""}]`;

/** What sort of thing it is: "a string", "an object of class Map". */
export function describe(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  if (typeof value !== "object") return `a ${typeof value}`;
  try {
    if (Array.isArray(value)) return "an array";
    const name: unknown = Object.getPrototypeOf(value)?.constructor?.name;
    return typeof name === "string" && name !== "Object" ? `an object of class ${name}` : "a plain object";
  } catch {
    return "an object";
  }
}
