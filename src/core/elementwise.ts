/** Ops that act on each element: one definition gives the function, both derivatives, batching and what the tests need. */
import { type DType, defaultDtype, isFloat, isInteger, promoteDtypes } from "../base/dtypes.ts";
import { fail } from "../base/errors.ts";
import { broadcastShapes, sameShape } from "../base/shapes.ts";
import { alignBatch, broadcast, cast, castOp, sumTo } from "./basic.ts";
import { toTensor, zerosOf } from "./convert.ts";
import { bind1 } from "./interpreter.ts";
import type { ElementKernel } from "./kernel.ts";
import type { JvpAt, Op, Tangent, TransposeAt } from "./op.ts";
import { type Aval, arrayOf, scalar, Tensor, type TensorLike } from "./tensor.ts";

/** From, to: where an argument makes sense; the tests draw from there. */
export type Range = readonly [low: number, high: number];

/**
 * A derivative with respect to one argument: a tensor, a number that is the same everywhere, or, where a product would not do
 * (a choice, which must not multiply), what it makes of a tangent, element by element.
 */
export type Partial1<N extends string> = (
  values: Readonly<Record<N | "out", Tensor>>,
) => Tensor | number | ((tangent: Tensor) => Tensor);

export interface ElementwiseDefinition<N extends string = string> {
  readonly name: string;
  /** The arguments in order, each with the range in which the op is defined. */
  readonly domain: Readonly<Record<N, Range>>;
  /** Points that are hard to compute, tested besides the range; for several arguments each is used for each. */
  readonly hard?: readonly number[];
  /** Largest error in units in the last place, against the correctly rounded value. */
  readonly ulp: { readonly f32: number; readonly f64: number };
  /** Error allowed besides (in float32 2²⁹ times as much), where a zero of the function is no float and the relative error has no bound. */
  readonly absolute?: number;
  /** float: integers become floats. number: integers stay. any: bool stays as well. bool: arguments are read as truth values. */
  readonly takes?: "float" | "number" | "any" | "bool" | "integer";
  /** Arguments that are read as truth values and have no part in the dtype. */
  readonly conditions?: readonly NoInfer<N>[];
  /** What arguments at the end are where they are left out. */
  readonly defaults?: { readonly [K in NoInfer<N>]?: number };
  /** Results are truth values. */
  readonly gives?: "bool";
  /** The scalar function in float64. */
  readonly eval: (...args: number[]) => number;
  /** The scalar function for integers, where `eval` is not exact. */
  readonly evalInteger?: (...args: number[]) => number;
  /** The same on lanes, for compiled programs; without it `eval` is called for each element. */
  readonly kernel?: ElementKernel;
  /** Derivatives by argument; an argument without one has derivative 0 everywhere. */
  readonly partials?: { readonly [K in NoInfer<N>]?: Partial1<NoInfer<N>> };
  /** Arguments in which the op is linear, each by itself. */
  readonly linear?: readonly NoInfer<N>[];
  /** A product: not linear in several of them together. */
  readonly bilinear?: boolean;
  /** Where the formulas are from. */
  readonly source: string;
}

/** What the engine and the tests read. */
export interface ElementwiseOp extends Op<undefined> {
  readonly kind: "elementwise";
  readonly definition: ElementwiseDefinition;
}

/** A function of one, two or three tensors that carries its op. */
export type Unary = ((x: TensorLike) => Tensor) & { readonly op: ElementwiseOp };
export type Binary = ((x: TensorLike, y: TensorLike) => Tensor) & { readonly op: ElementwiseOp };
export type Ternary = ((x: TensorLike, y: TensorLike, z: TensorLike) => Tensor) & { readonly op: ElementwiseOp };
/** One of two arguments that can do without the second. */
export type Adjustable = ((x: TensorLike, y?: TensorLike) => Tensor) & { readonly op: ElementwiseOp };
export type Elementwise = ((...args: (TensorLike | undefined)[]) => Tensor) & { readonly op: ElementwiseOp };

/** Makes an elementwise function of its definition. */
export function elementwise<N extends string>(definition: ElementwiseDefinition<N>): Elementwise {
  const names = Object.keys(definition.domain) as N[];
  const linear = definition.linear?.map((name) => names.indexOf(name));
  const isCondition = definition.conditions && names.map((name) => definition.conditions?.includes(name) === true);
  const op: ElementwiseOp = {
    name: definition.name,
    kind: "elementwise",
    definition: definition as ElementwiseDefinition,
    infer: (args) => [inferElementwise(definition as ElementwiseDefinition, args, isCondition)],
    jvp: (at) => [jvpElementwise(definition as ElementwiseDefinition, names, at)],
    bilinear: definition.bilinear,
    ...(linear && { linear, transpose: (at) => transposeElementwise(definition as ElementwiseDefinition, names, at) }),
    batch: (at) => ({ outs: [bind1(op, alignBatches(at.args, at.batched), undefined)], batched: [true] }),
  };
  return withOp(op, names, isCondition);
}

/** For each argument whether it is a truth value; undefined where none is. */
type Conditions = readonly boolean[] | undefined;

function withOp(op: ElementwiseOp, names: readonly string[], isCondition: Conditions): Elementwise {
  const [a, b] = names;
  const { defaults = {} } = op.definition;
  const f =
    names.length === 1
      ? (x: TensorLike) => bind1(op, [coerceOne(op, toTensor(x, op.name, a))], undefined)
      : names.length === 2
        ? (x: TensorLike, y: TensorLike = defaults[b] as number) =>
            bind1(op, coerce(op, [x, y], [toTensor(x, op.name, a), toTensor(y, op.name, b)], isCondition), undefined)
        : (...given: TensorLike[]) =>
            bind1(
              op,
              coerce(
                op,
                given,
                names.map((name, i) => toTensor(given[i], op.name, name)),
                isCondition,
              ),
              undefined,
            );
  Object.defineProperty(f, "name", { value: op.name });
  return Object.assign(f as Elementwise, { op });
}

/** Arguments of different rank with the batch axis in front, so that broadcasting aligns them. */
export function alignBatches(args: readonly Tensor[], batched: readonly boolean[]): Tensor[] {
  const ndim = Math.max(...args.map((x, i) => (batched[i] ? x.ndim - 1 : x.ndim)));
  return args.map((x, i) => (batched[i] ? alignBatch(x, ndim) : x));
}

// ---------------------------------------------------------------- dtypes

/** The dtype in which an op computes on operands of this one. */
function computeDtype({ takes = "float", name }: ElementwiseDefinition, dtype: DType): DType {
  if (takes === "bool") return "bool";
  if (takes === "integer" && !isInteger(dtype)) {
    fail("dtype", {
      op: name,
      argument: "x",
      dtype,
      expects: "int32 or uint32",
      fix: 'convert it, e.g. x.astype("int32")',
    });
  }
  if (isFloat(dtype)) return dtype;
  if (takes === "float") return defaultDtype();
  return dtype === "bool" && takes === "number" ? "int32" : dtype;
}

function coerceOne({ definition }: ElementwiseOp, x: Tensor): Tensor {
  if (x.dtype === "float64" || x.dtype === "float32") {
    if (definition.takes !== "bool" && definition.takes !== "integer") return x;
  }
  return convert(x, computeDtype(definition, x.dtype));
}

/** Brings the arguments to one dtype. @param given - as the user wrote them */
function coerce(
  { definition }: ElementwiseOp,
  given: readonly TensorLike[],
  args: Tensor[],
  isCondition: Conditions,
): Tensor[] {
  const { strong, weak } = commonDtypes(isCondition ? args.filter((_, i) => !isCondition[i]) : args);
  const common =
    strong === undefined ||
    isFloat(strong) ||
    given.every((x, i) => !args[i].weak || isCondition?.[i] || isLiteral(x, strong))
      ? (strong ?? weak)
      : defaultDtype();
  const dtype = computeDtype(definition, common as DType);
  for (let i = 0; i < args.length; i++) args[i] = convert(args[i], isCondition?.[i] ? "bool" : dtype);
  return args;
}

/** A number in the call itself that the integer dtype (or bool) holds: it takes that dtype. */
function isLiteral(x: TensorLike, dtype: DType): boolean {
  if (typeof x !== "number") return false;
  if (dtype === "bool") return x === 0 || x === 1;
  return dtype === "int32" ? x === (x | 0) : x === x >>> 0;
}

/** The dtypes that tensors take together: those of their own, and those that are mere numbers. */
function commonDtypes(args: readonly Tensor[]): { readonly strong?: DType; readonly weak?: DType } {
  let [strong, weakest]: [DType?, DType?] = [];
  for (let i = 0; i < args.length; i++) {
    const { weak, dtype } = args[i];
    if (weak) weakest = weakest === undefined || weakest === dtype ? dtype : promoteDtypes(weakest, dtype);
    else strong = strong === undefined || strong === dtype ? dtype : promoteDtypes(strong, dtype);
  }
  return { strong, weak: weakest };
}

/** The dtype of tensors together: numbers count where there is nothing else, and turn integers into floats. */
export function commonDtype(args: readonly Tensor[]): DType {
  const { strong, weak } = commonDtypes(args);
  if (strong === undefined || isFloat(strong) || weak === undefined) return (strong ?? weak) as DType;
  return defaultDtype();
}

/** Constants are converted on the spot and stay weak; all else by an op, which has a derivative. */
function convert(x: Tensor, dtype: DType): Tensor {
  if (x.dtype === dtype) return x;
  if (x.ndim === 0 && x.isConcrete && !x.tracked) return scalar(arrayOf(x)[0], dtype, x.weak);
  return bind1(castOp, [x], { dtype, weak: x.weak });
}

/** The tensors in one dtype, by the promotion table; for functions that are no elementwise ops. */
export function promoteAll(args: readonly Tensor[], takes: "float" | "number" | "any" = "any", op = ""): Tensor[] {
  const dtype = computeDtype({ takes, name: op } as ElementwiseDefinition, commonDtype(args));
  return args.map((x) => convert(x, dtype));
}

// ---------------------------------------------------------------- rules

function inferElementwise(
  { name, gives, domain }: ElementwiseDefinition,
  args: readonly Aval[],
  isCondition: Conditions,
): Aval {
  const [first] = args;
  const dtype = gives ?? (isCondition ? args[isCondition.indexOf(false)] : first).dtype;
  if (args.length === 1) return { shape: first.shape, dtype, weak: first.weak && gives === undefined };
  let weak = gives === undefined;
  for (let i = 0; i < args.length; i++) weak &&= args[i].weak || isCondition?.[i] === true;
  const shape =
    args.length === 2 && sameShape(first.shape, args[1].shape)
      ? first.shape
      : broadcastShapes(
          name,
          args.map((x) => x.shape),
          domain,
        );
  return { shape, dtype, weak };
}

/** Σ ∂f/∂xᵢ · tᵢ */
function jvpElementwise({ partials }: ElementwiseDefinition, names: readonly string[], at: JvpAt<undefined>): Tangent {
  const [out] = at.outs;
  if (partials === undefined || !isFloat(out.dtype)) return undefined;
  const values = bindNames(names, at.primals, out);
  let sum: Tangent;
  for (let i = 0; i < names.length; i++) {
    const tangent = at.tangents[i];
    const partial = partials[names[i]];
    if (tangent === undefined || partial === undefined) continue;
    const term = scaleBy(partial(values), tangent);
    if (term === undefined) continue;
    sum = sum === undefined ? term : add(sum, term);
  }
  return sum && broadcast(sum, out.shape);
}

function bindNames(names: readonly string[], args: readonly Tensor[], out?: Tensor): Record<string, Tensor> {
  const values: Record<string, Tensor> = {};
  for (let i = 0; i < names.length; i++) values[names[i]] = args[i];
  if (out !== undefined) values.out = out;
  return values;
}

function scaleBy(factor: ReturnType<Partial1<string>>, tangent: Tensor): Tangent {
  if (factor instanceof Tensor) return scale(factor, tangent);
  if (typeof factor === "function") return factor(tangent);
  if (factor === 0) return undefined;
  if (factor === 1) return tangent;
  return factor === -1 ? neg(tangent) : scale(scalar(factor, tangent.dtype, true), tangent);
}

/** Where the op is linear, the partial does not depend on that argument, and the transpose multiplies by it. */
function transposeElementwise(
  { partials }: ElementwiseDefinition,
  names: readonly string[],
  at: TransposeAt<undefined>,
): Tangent[] {
  const [cotangent] = at.cotangents;
  if (cotangent === undefined) return [];
  const values = bindNames(names, at.args);
  return names.map((name, i) => {
    if (!at.isLinear[i]) return undefined;
    const term = scaleBy(partials?.[name]?.(values) ?? 0, cotangent);
    return term && sumTo(term, at.args[i].shape);
  });
}

// ---------------------------------------------------------------- the ops that the rules above are made of

/**
 * The sum x + y, element by element.
 * @param x - any shape; bool counts as int32
 * @param y - a shape that broadcasts with it
 * @returns the common shape and dtype
 * @throws TensorError "shape" when the shapes do not broadcast
 * @example add([1, 2], 10) // => Tensor [11, 12]
 * @source IEEE 754-2019, 5.4.1
 * @peers torch.add, tf.math.add, jax.numpy.add, mxnet.np.add, numpy.add
 * @math z = x + y
 * @see sub, sum
 * @keywords plus, addition, elementwise sum
 */
export const add: Binary = /*@__PURE__*/ elementwise({
  name: "add",
  domain: { x: [-1e3, 1e3], y: [-1e3, 1e3] },
  hard: [0, -0, 1e300, Infinity, -Infinity],
  ulp: { f32: 0.5, f64: 0.5 },
  takes: "number",
  eval: (x, y) => x + y,
  kernel: (k, x, y) => k.add(x, y),
  partials: { x: () => 1, y: () => 1 },
  linear: ["x", "y"],
  source: "IEEE 754-2019, 5.4.1",
});

/**
 * The negative -x of each element.
 * @param x - any shape; bool counts as int32
 * @returns the shape and dtype of x; integers wrap modulo 2³²
 * @example neg([1, -2]) // => Tensor [-1, 2]
 * @source IEEE 754-2019, 5.5.1
 * @peers torch.neg, jax.lax.neg, numpy.negative, jax.numpy.negative, tf.math.negative, mxnet.np.negative
 * @math -x
 * @see abs
 * @keywords minus, opposite
 */
export const neg: Unary = /*@__PURE__*/ elementwise({
  name: "neg",
  domain: { x: [-1e3, 1e3] },
  hard: [0, -0, Infinity],
  ulp: { f32: 0, f64: 0 },
  takes: "number",
  eval: (x) => -x,
  kernel: (k, x) => k.neg(x),
  partials: { x: () => -1 },
  linear: ["x"],
  source: "IEEE 754-2019, 5.5.1",
});

/**
 * The product of a derivative and a tangent, which is 0 wherever one of the two is 0, whatever the other: what does not change
 * contributes nothing, not even where a derivative is infinite or NaN. So a branch that `where` did not take is silent.
 */
export const scale: Binary = /*@__PURE__*/ elementwise({
  name: "scale",
  domain: { factor: [-1e3, 1e3], tangent: [-1e3, 1e3] },
  ulp: { f32: 0.5, f64: 0.5 },
  eval: (factor, tangent) => (factor === 0 || tangent === 0 ? 0 : factor * tangent),
  kernel: (k, factor, tangent) => k.select(k.or(k.eq(factor, 0), k.eq(tangent, 0)), 0, k.mul(factor, tangent)),
  partials: { factor: ({ tangent }) => tangent, tangent: ({ factor }) => factor },
  linear: ["factor", "tangent"],
  bilinear: true,
  source: "docs/decisions/0002-zero-tangents.md",
});

/** A zero of the kind of x. */
export const zeroLike = (x: Aval): Tensor => zerosOf(x.shape, x.dtype);

export { cast };
