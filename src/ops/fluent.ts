/** The methods of tensors: functions whose first argument is a tensor. To make one a method, add its name to the list below. */
import { displayData } from "../core/print.ts";
import { Tensor, type TensorLike } from "../core/tensor.ts";
import * as activation from "./activation.ts";
import * as arithmetic from "./arithmetic.ts";
import * as close from "./close.ts";
import * as compare from "./compare.ts";
import * as create from "./create.ts";
import * as diagonals from "./diagonals.ts";
import * as differences from "./differences.ts";
import * as division from "./division.ts";
import * as exponential from "./exponential.ts";
import * as extrema from "./extrema.ts";
import * as histogram from "./histogram.ts";
import * as hyperbolic from "./hyperbolic.ts";
import * as indexing from "./indexing.ts";
import { iterate } from "./iteration.ts";
import * as join from "./join.ts";
import * as logarithmic from "./logarithmic.ts";
import * as matmul from "./matmul.ts";
import * as maximum from "./maximum.ts";
import * as norm from "./norm.ts";
import * as power from "./power.ts";
import * as quantile from "./quantile.ts";
import * as rearrange from "./rearrange.ts";
import * as reduce from "./reduce.ts";
import * as rounding from "./rounding.ts";
import * as scan from "./scan.ts";
import * as search from "./search.ts";
import * as segments from "./segments.ts";
import * as shape from "./shape.ts";
import * as softmax from "./softmax.ts";
import * as sort from "./sort.ts";
import * as statistics from "./statistics.ts";
import * as take from "./take.ts";
import * as trigonometric from "./trigonometric.ts";
import * as unique from "./unique.ts";
import * as update from "./update.ts";

const names = [
  "abs",
  "acos",
  "acosh",
  "add",
  "all",
  "allclose",
  "any",
  "argmax",
  "argmin",
  "argsort",
  "asin",
  "asinh",
  "astype",
  "at",
  "atan",
  "atan2",
  "atanh",
  "average",
  "bincount",
  "booleanMask",
  "broadcastTo",
  "cbrt",
  "ceil",
  "clip",
  "copysign",
  "corrcoef",
  "cos",
  "cosh",
  "countNonzero",
  "cov",
  "cummax",
  "cummin",
  "cumprod",
  "cumsum",
  "cumulativeTrapezoid",
  "deg2rad",
  "diag",
  "diagonal",
  "diff",
  "digitize",
  "div",
  "divideNoNan",
  "dot",
  "elu",
  "equal",
  "exp",
  "exp2",
  "expandDims",
  "expm1",
  "flatten",
  "flip",
  "floor",
  "floorDiv",
  "fmax",
  "fmin",
  "fmod",
  "fullLike",
  "gelu",
  "greater",
  "greaterEqual",
  "histogram",
  "hypot",
  "inner",
  "isclose",
  "isfinite",
  "isinf",
  "isnan",
  "leakyRelu",
  "lerp",
  "less",
  "lessEqual",
  "log",
  "log10",
  "log1mexp",
  "log1p",
  "log2",
  "logCosh",
  "logSigmoid",
  "logSoftmax",
  "logaddexp",
  "logaddexp2",
  "logcumsumexp",
  "logdiffexp",
  "logicalAnd",
  "logicalNot",
  "logicalOr",
  "logicalXor",
  "logit",
  "logsumexp",
  "matmul",
  "max",
  "maximum",
  "mean",
  "median",
  "min",
  "minimum",
  "mod",
  "moments",
  "moveaxis",
  "mul",
  "nanToNum",
  "nanmax",
  "nanmean",
  "nanmin",
  "nansum",
  "neg",
  "nonzero",
  "norm",
  "notEqual",
  "oneHot",
  "onesLike",
  "outer",
  "pad",
  "pow",
  "prod",
  "ptp",
  "putAlongAxis",
  "quantile",
  "rad2deg",
  "ravel",
  "reciprocal",
  "relu",
  "relu6",
  "repeat",
  "reshape",
  "roll",
  "rot90",
  "round",
  "rsqrt",
  "searchsorted",
  "segmentMax",
  "segmentMean",
  "segmentMin",
  "segmentProd",
  "segmentSum",
  "sigmoid",
  "sign",
  "silu",
  "sin",
  "sinc",
  "sinh",
  "softmax",
  "softplus",
  "softsign",
  "sort",
  "split",
  "sqrt",
  "square",
  "squaredDifference",
  "squeeze",
  "std",
  "sub",
  "sum",
  "swapaxes",
  "take",
  "takeAlongAxis",
  "tan",
  "tanh",
  "tile",
  "topk",
  "trace",
  "transpose",
  "trapezoid",
  "tril",
  "triu",
  "trunc",
  "unique",
  "uniqueAll",
  "unstack",
  "var",
  "windows",
  "xlog1py",
  "xlogy",
  "zerosLike",
] as const;

type Name = (typeof names)[number];

/** The function without its first argument. */
type Method<F> = F extends (x: TensorLike, ...rest: infer R) => infer T ? (...rest: R) => T : never;

/** The methods in a file. Editors show what stands above a function, because the type leads to its file. */
type MethodsOf<File> = { readonly [K in keyof Pick<File, keyof File & Name>]: Method<File[K]> };

type Fluent = MethodsOf<typeof activation> &
  MethodsOf<typeof arithmetic> &
  MethodsOf<typeof close> &
  MethodsOf<typeof compare> &
  MethodsOf<typeof create> &
  MethodsOf<typeof diagonals> &
  MethodsOf<typeof differences> &
  MethodsOf<typeof division> &
  MethodsOf<typeof exponential> &
  MethodsOf<typeof extrema> &
  MethodsOf<typeof histogram> &
  MethodsOf<typeof hyperbolic> &
  MethodsOf<typeof indexing> &
  MethodsOf<typeof join> &
  MethodsOf<typeof logarithmic> &
  MethodsOf<typeof matmul> &
  MethodsOf<typeof maximum> &
  MethodsOf<typeof norm> &
  MethodsOf<typeof power> &
  MethodsOf<typeof quantile> &
  MethodsOf<typeof rearrange> &
  MethodsOf<typeof reduce> &
  MethodsOf<typeof rounding> &
  MethodsOf<typeof scan> &
  MethodsOf<typeof search> &
  MethodsOf<typeof segments> &
  MethodsOf<typeof shape> &
  MethodsOf<typeof softmax> &
  MethodsOf<typeof sort> &
  MethodsOf<typeof statistics> &
  MethodsOf<typeof take> &
  MethodsOf<typeof trigonometric> &
  MethodsOf<typeof unique> &
  MethodsOf<typeof update>;

const functions: Readonly<Record<Name, (x: Tensor, ...rest: never[]) => unknown>> = {
  ...activation,
  ...arithmetic,
  ...close,
  ...compare,
  ...create,
  ...diagonals,
  ...differences,
  ...division,
  ...exponential,
  ...extrema,
  ...histogram,
  ...hyperbolic,
  ...indexing,
  ...join,
  ...logarithmic,
  ...matmul,
  ...maximum,
  ...norm,
  ...power,
  ...quantile,
  ...rearrange,
  ...reduce,
  ...rounding,
  ...scan,
  ...search,
  ...segments,
  ...shape,
  ...softmax,
  ...sort,
  ...statistics,
  ...take,
  ...trigonometric,
  ...unique,
  ...update,
};

declare module "../core/tensor.ts" {
  interface Tensor extends Fluent {
    /** The function `withAt` as a method: a tensor with other values at some places. */
    readonly with: Method<typeof update.withAt>;
    /** The axes in reverse order, as `transpose()`. @example tensor([[1, 2], [3, 4]]).T // => Tensor [[1, 3], [2, 4]] */
    readonly T: Tensor;
    /** The parts along the first axis. @throws TensorError "shape" for a scalar */
    [Symbol.iterator](): IterableIterator<Tensor>;
  }
}

function define(name: PropertyKey, f: (x: Tensor, ...rest: never[]) => unknown): void {
  Object.defineProperty(Tensor.prototype, name, {
    value: function (this: Tensor, ...rest: never[]) {
      return f(this, ...rest);
    },
    writable: true,
    configurable: true,
  });
}

for (const name of names) define(name, functions[name]);
define("with", update.withAt);
define(Symbol.iterator, iterate);
// What consoles and notebooks ask for.
define(Symbol.for("nodejs.util.inspect.custom"), String);
define(Symbol.for("Deno.customInspect"), String);
define(Symbol.for("Jupyter.display"), displayData);
Object.defineProperty(Tensor.prototype, "T", {
  get(this: Tensor) {
    return shape.transpose(this);
  },
  configurable: true,
});
