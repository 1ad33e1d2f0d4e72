/** The routines by name. */
import type { Callable, FunctionBuilder, ModuleBuilder } from "../assembler.ts";
import type { Division } from "../threads/pool.ts";
import { addCholesky } from "./cholesky.ts";
import { addCofactor } from "./cofactor.ts";
import { addConvolution, divideConvolution } from "./convolution.ts";
import { addEigh } from "./eigh.ts";
import { addExpm, MOST_DIRECTIONS } from "./expm.ts";
import { addDividedGemm, addGemmBatch, divideGemm, divideGemmBatch } from "./gemmDivided.ts";
import { addDeterminant, addLu, addSlogdet } from "./lu.ts";
import { addQr } from "./qr.ts";
import { addLogSums, addRecurrence } from "./recurrence.ts";
import { addScan } from "./scan.ts";
import { addScatter, SCATTER_COMBINES, SCATTER_TYPES } from "./scatter.ts";
import { addSearch } from "./search.ts";
import { addSolveFactored } from "./solve.ts";
import { addArgsort, addSort } from "./sort.ts";
import { addSvd } from "./svd.ts";
import { addTriangularSolve } from "./triangular.ts";

export interface Routine {
  /** Adds the routine to a module, whose first export it is. It may import the functions of `ROUTINE_IMPORTS`. */
  add(module: ModuleBuilder, relaxed: boolean): FunctionBuilder;
  readonly divide?: Divide;
}

/** How the call with these arguments is divided among threads: which export computes a range, given by the last two arguments. */
export type Divide = (args: readonly number[]) => { readonly name: string; readonly division: Division };

const FLOATS = ["f64", "f32"] as const;
const INTEGERS = ["i32", "u32"] as const;
const NUMBERS = [...FLOATS, ...INTEGERS] as const;
const ALL = [...NUMBERS, "u8"] as const;

type Table = Readonly<Record<string, Routine>>;

/** Named `name_type`. */
function each<T extends string>(
  name: string,
  types: readonly T[],
  add: (module: ModuleBuilder, type: T, relaxed: boolean) => FunctionBuilder,
  divide?: (type: T) => Divide,
): Table {
  const entries = types.map((type): [string, Routine] => {
    const routine = { add: (module: ModuleBuilder, relaxed: boolean) => add(module, type, relaxed) };
    return [`${name}_${type}`, divide === undefined ? routine : { ...routine, divide: divide(type) }];
  });
  return Object.fromEntries(entries);
}

/** A function of JavaScript. */
const imported = (module: ModuleBuilder, name: "exp" | "log" | "log1p"): Callable =>
  module.import(name, { params: ["f64"], results: ["f64"] });

function tables(): readonly Table[] {
  return [
    ...SCATTER_COMBINES.map((combine) =>
      each(`scatter_${combine}`, SCATTER_TYPES, (module, type) => addScatter(module, combine, type)),
    ),
    ...(["add", "mul"] as const).map((op) => each(`scan_${op}`, NUMBERS, (module, type) => addScan(module, op, type))),
    ...(["max", "min"] as const).map((op) => each(`scan_${op}`, ALL, (module, type) => addScan(module, op, type))),
    each("recurrence", FLOATS, addRecurrence),
    each("logcumsumexp", FLOATS, (module, type) => {
      const [exp, log1p] = [imported(module, "exp"), imported(module, "log1p")];
      return addLogSums(module, type, exp, log1p);
    }),
    each("sort", ALL, addSort),
    each("argsort", ALL, addArgsort),
    each("searchsorted", ALL, addSearch),
    each("gemm", FLOATS, (...to) => addDividedGemm(...to, "wide"), divideGemm),
    each("gemmThin", FLOATS, (...to) => addDividedGemm(...to, "thin"), divideGemm),
    each("gemmBatch", FLOATS, addGemmBatch, divideGemmBatch),
    each("convolution", FLOATS, addConvolution, divideConvolution),
    each("cholesky", FLOATS, addCholesky),
    each("triangularSolve", FLOATS, addTriangularSolve),
    each("lu", FLOATS, addLu),
    each("solveFactored", FLOATS, addSolveFactored),
    each("det", FLOATS, addDeterminant),
    each("slogdet", FLOATS, (module, type, relaxed) => addSlogdet(module, type, relaxed, imported(module, "log"))),
    each("cofactor", FLOATS, addCofactor),
    each("qr", FLOATS, addQr),
    each("eigh", FLOATS, addEigh),
    each("svd", FLOATS, addSvd),
    ...Array.from({ length: MOST_DIRECTIONS + 1 }, (_, directions) =>
      each(`expm${directions}`, FLOATS, (module, type, relaxed) => addExpm(module, type, relaxed, directions)),
    ),
  ];
}

export const routines: Table = /*@__PURE__*/ Object.assign({}, .../*@__PURE__*/ tables());
