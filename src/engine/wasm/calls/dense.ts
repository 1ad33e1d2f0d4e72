/** The calls of routines on stacks of matrices. */
import { broadcastShapes, sizeOf } from "../../../base/shapes.ts";
import type { Node } from "../../../compile/graph.ts";
import { choleskyWork } from "../routines/cholesky.ts";
import { cofactorWork } from "../routines/cofactor.ts";
import type { Float } from "../routines/copy.ts";
import { eighWork } from "../routines/eigh.ts";
import { expmWork, MOST_DIRECTIONS } from "../routines/expm.ts";
import { determinantWork, luWork } from "../routines/lu.ts";
import { qrWork } from "../routines/qr.ts";
import { solveWork } from "../routines/solve.ts";
import { svdWork } from "../routines/svd.ts";
import { triangularWork } from "../routines/triangular.ts";
import type { RoutineCall } from "../routines.ts";
import type { Call } from "./index.ts";
import { arg, out, routineCall } from "./routineCall.ts";

/** A stack of problems, all of one element type. */
interface Stack {
  readonly type: Float;
  readonly count: number;
  /** For each argument 1, or 0 where the same one serves all problems. */
  readonly steps: readonly number[];
  /** The shapes of one problem. */
  readonly cores: readonly (readonly number[])[];
}

/**
 * Undefined where a stack is one in a part of its leading axes only.
 * @param axes - how many axes at the end of each argument belong to one problem
 */
function stackOf(node: Node, axes: readonly number[]): Stack | undefined {
  const { args } = node;
  const [{ dtype }] = args;
  if (dtype !== "float64" && dtype !== "float32") return undefined;
  const leads = args.map(({ shape }, i) => shape.slice(0, shape.length - axes[i]));
  const count = sizeOf(broadcastShapes(node.op.name, leads));
  const sizes = leads.map(sizeOf);
  if (sizes.some((size) => size !== count && size !== 1)) return undefined;
  const steps = sizes.map((size) => (size === count ? 1 : 0));
  const cores = args.map(({ shape }, i) => shape.slice(shape.length - axes[i]));
  return { type: dtype === "float64" ? "f64" : "f32", count, steps, cores };
}

/** A call for one stack of matrices. */
const ofMatrices =
  (make: (stack: Stack, m: number, n: number, settings: unknown) => RoutineCall): Call =>
  (node, settings) => {
    const stack = stackOf(node, [2]);
    return stack && make(stack, stack.cores[0][0], stack.cores[0][1], settings);
  };

const cholesky: Call = /*@__PURE__*/ ofMatrices(({ type, count }, n) =>
  routineCall(`cholesky_${type}`, [arg(0), out(0), n, count, "work"], choleskyWork(n), "error"),
);

const lu: Call = /*@__PURE__*/ ofMatrices(({ type, count }, m, n) =>
  routineCall(`lu_${type}`, [arg(0), out(0), out(1), m, n, count, "work"], luWork(type, m, n)),
);

const det: Call = /*@__PURE__*/ ofMatrices(({ type, count }, n) =>
  routineCall(`det_${type}`, [arg(0), out(0), n, count, "work"], determinantWork(n)),
);

const slogdet: Call = /*@__PURE__*/ ofMatrices(({ type, count }, n) =>
  routineCall(`slogdet_${type}`, [arg(0), out(0), out(1), n, count, "work"], determinantWork(n)),
);

const cofactor: Call = /*@__PURE__*/ ofMatrices(({ type, count }, n) =>
  routineCall(`cofactor_${type}`, [arg(0), out(0), n, count, "work"], cofactorWork(n)),
);

const qr: Call = /*@__PURE__*/ ofMatrices(({ type, count }, m, n, settings) => {
  const complete = (settings as { readonly mode: string }).mode === "complete";
  const operands = [arg(0), out(0), out(1), m, n, Number(complete), count, "work"] as const;
  return routineCall(`qr_${type}`, operands, qrWork(m, n, complete));
});

const eigh: Call = /*@__PURE__*/ ofMatrices(({ type, count }, n) =>
  routineCall(`eigh_${type}`, [arg(0), out(0), out(1), n, count, "work"], eighWork(n), "error"),
);

const svd: Call = /*@__PURE__*/ ofMatrices(({ type, count }, m, n, settings) => {
  const { full } = settings as { readonly full: boolean };
  const operands = [arg(0), out(0), out(1), out(2), m, n, Number(full), count, "work"] as const;
  return routineCall(`svd_${type}`, operands, svdWork(m, n, full), "error");
});

/** (a, b) */
const triangularSolve: Call = (node, settings) => {
  const stack = stackOf(node, [2, 2]);
  if (stack === undefined) return undefined;
  const { type, count, steps, cores } = stack;
  const [n, k] = cores[1];
  const { lower, transpose, unitDiagonal } = settings as Readonly<Record<string, boolean>>;
  const flags = [lower, transpose, unitDiagonal].map(Number);
  const operands = [arg(0), arg(1), out(0), n, k, count, ...steps, ...flags, "work"] as const;
  return routineCall(`triangularSolve_${type}`, operands, triangularWork(type, n, k), "error");
};

/** (the matrix, its factors, their order, b) */
const solve: Call = (node, settings) => {
  const stack = stackOf(node, [2, 2, 1, 2]);
  if (stack === undefined) return undefined;
  const { type, count, steps, cores } = stack;
  if (steps[1] !== steps[2]) return undefined;
  const [n, k] = cores[3];
  const transpose = Number((settings as { readonly transpose: boolean }).transpose);
  const tensors = [arg(1), arg(2), arg(3), out(0)];
  const operands = [...tensors, n, k, count, steps[1], steps[3], transpose, "work"] as const;
  return routineCall(`solveFactored_${type}`, operands, solveWork(type, n, k), "error");
};

/** (a, directions…) */
const expm: Call = (node) => {
  const directions = node.args.length - 1;
  const stack = directions > MOST_DIRECTIONS ? undefined : stackOf(node, new Array<number>(directions + 1).fill(2));
  if (stack === undefined) return undefined;
  const { type, count, steps, cores } = stack;
  const [n] = cores[0];
  const bits = steps.reduce((sum, step, i) => sum + step * 2 ** i, 0);
  const operands = [...node.args.map((_, i) => arg(i)), out(0), n, count, bits, "work"] as const;
  return routineCall(`expm${directions}_${type}`, operands, expmWork(n, directions));
};

export const denseCalls: Readonly<Record<string, Call>> = {
  cholesky,
  lu,
  det,
  slogdet,
  cofactor,
  qr,
  eigh,
  svd,
  triangularSolve,
  solve,
  expm,
};
