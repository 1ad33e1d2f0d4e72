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
import { arg, counted, evenly, type More, out, type Problems, routineCall } from "./routineCall.ts";

/** A stack of problems, all of one element type. */
interface Stack {
  readonly node: Node;
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
  return { node, type: dtype === "float64" ? "f64" : "f32", count, steps, cores };
}

/** The problems of a stack, for threads to share. @param time - nanoseconds that one takes */
function problemsOf({ node, count, steps }: Stack, time: number): Problems {
  const even = evenly(node, count, time);
  return { ...even, args: even.args.map((step, i) => step * steps[i]) };
}

/**
 * Nanoseconds for matrices [m, n] of which k = min(m, n): m n (a + b k). Measured at n = 4, 16 and 64, and right within a factor of 2 to 3
 * there: most of it is overhead.
 */
const timeOf = ([a, b]: readonly [a: number, b: number], m: number, n: number): number =>
  m * n * (a + b * Math.min(m, n));

/** A call for one stack of matrices. */
const ofMatrices =
  (
    costs: readonly [a: number, b: number],
    make: (stack: Stack, m: number, n: number, more: More, settings: unknown) => RoutineCall,
  ): Call =>
  (node, settings) => {
    const stack = stackOf(node, [2]);
    if (stack === undefined) return undefined;
    const [m, n] = stack.cores[0];
    return make(stack, m, n, { problems: problemsOf(stack, timeOf(costs, m, n)) }, settings);
  };

const cholesky: Call = /*@__PURE__*/ ofMatrices([3, 0.03], ({ type, count }, n, _, more) =>
  routineCall(`cholesky_${type}`, [arg(0), out(0), n, counted(count), "work"], choleskyWork(n), {
    ...more,
    gives: "error",
  }),
);

const lu: Call = /*@__PURE__*/ ofMatrices([2.5, 0.03], ({ type, count }, m, n, more) =>
  routineCall(`lu_${type}`, [arg(0), out(0), out(1), m, n, counted(count), "work"], luWork(type, m, n), more),
);

const det: Call = /*@__PURE__*/ ofMatrices([2, 0.03], ({ type, count }, n, _, more) =>
  routineCall(`det_${type}`, [arg(0), out(0), n, counted(count), "work"], determinantWork(n), more),
);

const slogdet: Call = /*@__PURE__*/ ofMatrices([2, 0.03], ({ type, count }, n, _, more) =>
  routineCall(`slogdet_${type}`, [arg(0), out(0), out(1), n, counted(count), "work"], determinantWork(n), more),
);

const cofactor: Call = /*@__PURE__*/ ofMatrices([5, 0.1], ({ type, count }, n, _, more) =>
  routineCall(`cofactor_${type}`, [arg(0), out(0), n, counted(count), "work"], cofactorWork(n), more),
);

const qr: Call = /*@__PURE__*/ ofMatrices([20, 0.1], ({ type, count }, m, n, more, settings) => {
  const complete = (settings as { readonly mode: string }).mode === "complete";
  const operands = [arg(0), out(0), out(1), m, n, Number(complete), counted(count), "work"] as const;
  return routineCall(`qr_${type}`, operands, qrWork(m, n, complete), more);
});

const eigh: Call = /*@__PURE__*/ ofMatrices([70, 0.5], ({ type, count }, n, _, more) => {
  const operands = [arg(0), out(0), out(1), n, counted(count), "work"] as const;
  return routineCall(`eigh_${type}`, operands, eighWork(n), { ...more, gives: "error" });
});

const svd: Call = /*@__PURE__*/ ofMatrices([100, 5], ({ type, count }, m, n, more, settings) => {
  const { full } = settings as { readonly full: boolean };
  const operands = [arg(0), out(0), out(1), out(2), m, n, Number(full), counted(count), "work"] as const;
  return routineCall(`svd_${type}`, operands, svdWork(m, n, full), { ...more, gives: "error" });
});

/** Solving with triangles, for k right sides. */
const timeOfSides = (n: number, k: number): number => n * k * (1 + 0.5 * n);

/** (a, b) */
const triangularSolve: Call = (node, settings) => {
  const stack = stackOf(node, [2, 2]);
  if (stack === undefined) return undefined;
  const { type, count, steps, cores } = stack;
  const [n, k] = cores[1];
  const { lower, transpose, unitDiagonal } = settings as Readonly<Record<string, boolean>>;
  const flags = [lower, transpose, unitDiagonal].map(Number);
  const operands = [arg(0), arg(1), out(0), n, k, counted(count), ...steps, ...flags, "work"] as const;
  return routineCall(`triangularSolve_${type}`, operands, triangularWork(type, n, k), {
    gives: "error",
    problems: problemsOf(stack, timeOfSides(n, k)),
  });
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
  const operands = [...tensors, n, k, counted(count), steps[1], steps[3], transpose, "work"] as const;
  return routineCall(`solveFactored_${type}`, operands, solveWork(type, n, k), {
    gives: "error",
    problems: problemsOf(stack, timeOfSides(n, k)),
  });
};

/** (a, directions…) */
const expm: Call = (node) => {
  const directions = node.args.length - 1;
  const stack = directions > MOST_DIRECTIONS ? undefined : stackOf(node, new Array<number>(directions + 1).fill(2));
  if (stack === undefined) return undefined;
  const { type, count, steps, cores } = stack;
  const [n] = cores[0];
  const bits = steps.reduce((sum, step, i) => sum + step * 2 ** i, 0);
  const operands = [...node.args.map((_, i) => arg(i)), out(0), n, counted(count), bits, "work"] as const;
  return routineCall(`expm${directions}_${type}`, operands, expmWork(n, directions), {
    problems: problemsOf(stack, 2 ** directions * timeOf([15, 0.7], n, n)),
  });
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
