/** The op of a loop of known length in a program. Its rules are loops themselves: the body differentiated, transposed, batched. */
import { isFloat } from "../../base/dtypes.ts";
import { moveAxis } from "../../core/basic.ts";
import { BatchInterpreter, BatchTracer, batchFlat } from "../../core/batch.ts";
import { batchedOuts, changingOuts, closeOver, residualsOf, transposeFlat, withoutZeros } from "../../core/closure.ts";
import { zeroLike } from "../../core/elementwise.ts";
import { bind, current, runUnder } from "../../core/interpreter.ts";
import { addTangents, jvpFlat } from "../../core/jvp.ts";
import { type Linearized, LinearTracer, linearizeFlat, orZeros } from "../../core/linear.ts";
import { type BatchAt, type Batched, type Dual, type JvpAt, type Op, primitive } from "../../core/op.ts";
import type { Tangent, TransposeAt } from "../../core/op.ts";
import { isTracing, type Program } from "../../core/program.ts";
import type { Aval, Tensor } from "../../core/tensor.ts";
import { defined, keep, type Mask, settle, spread } from "../../base/masks.ts";
import { repeatRow, rowOf, stackLike, unstackRows } from "./rows.ts";

export interface ScanParams {
  /** (constants, carry, rows of xs) to (carry, rows of ys). */
  readonly body: Program;
  readonly length: number;
  readonly reverse: boolean;
  /** How many arguments are constants, and how many are carried; the others are scanned. */
  readonly constants: number;
  readonly carry: number;
  /** Places of the arguments in which the body is linear, where this is the loop of a linear map. */
  readonly linear?: readonly number[];
}

type Pass = Pick<ScanParams, "length" | "reverse">;

/** One step of a loop on flat tensors. */
export type Step = (carry: readonly Tensor[], x: readonly Tensor[]) => StepOuts;

export interface StepOuts {
  readonly carry: readonly Tensor[];
  readonly ys: readonly Tensor[];
}

/** Runs a loop, step after step. @param rowsOf - what the rows of ys are like, of which there may be none */
export function runScan(
  step: Step,
  init: readonly Tensor[],
  xs: readonly Tensor[],
  { length, reverse }: Pass,
  rowsOf: (steps: readonly (readonly Tensor[])[]) => readonly Aval[],
): StepOuts {
  const columns = xs.map(unstackRows);
  const steps = new Array<readonly Tensor[]>(length);
  let carry = init;
  for (let n = 0; n < length; n++) {
    const i = reverse ? length - 1 - n : n;
    const outs = step(
      carry,
      columns.map((column) => column[i]),
    );
    carry = outs.carry;
    steps[i] = outs.ys;
  }
  const ys = rowsOf(steps).map((row, k) =>
    stackLike(
      row,
      steps.map((outs) => outs[k]),
    ),
  );
  return { carry, ys };
}

/**
 * Puts a loop into the program that is being recorded.
 * @param step - may use values from outside; carry and results have the shapes and dtypes of init
 * @param linear - the step is linear in the carry and in all that is followed by a linear map
 */
export function bindScan(
  step: Step,
  init: readonly Tensor[],
  xs: readonly Tensor[],
  { length, reverse }: Pass,
  linear = false,
): StepOuts {
  const flat = (...ins: Tensor[]): Tensor[] => {
    const { carry, ys } = step(ins.slice(0, init.length), ins.slice(init.length));
    return [...carry, ...ys];
  };
  const { programs, captured } = closeOver([{ run: flat, takes: () => [...init, ...xs.map(rowOf)] }]);
  const args = [...captured, ...init, ...xs];
  const isCarry = (i: number): boolean => i >= captured.length && i < captured.length + init.length;
  const places = args.flatMap((x, i) => (isCarry(i) || x instanceof LinearTracer ? [i] : []));
  const outs = bind(scanOp, args, {
    body: programs[0],
    length,
    reverse,
    constants: captured.length,
    carry: init.length,
    linear: linear ? places : undefined,
  });
  return { carry: outs.slice(0, init.length), ys: outs.slice(init.length) };
}

export const scanOp: Op<ScanParams> = /*@__PURE__*/ primitive({
  name: "scan",
  infer: (_, { body: { outputs }, carry, length }) =>
    outputs.map(({ shape, dtype, weak }, i) =>
      i < carry ? { shape, dtype, weak } : { shape: [length, ...shape], dtype, weak: false },
    ),
  lower: { kind: "scan" },
  call: callScan,
  linear: ({ linear = [] }) => linear,
  dual: dualScan,
  transpose: transposeScan,
  batch: batchScan,
});

/** A list with one entry for each argument, in its three parts. */
function partsOf<T>(list: readonly T[], { constants, carry }: ScanParams): { constants: T[]; init: T[]; xs: T[] } {
  return {
    constants: list.slice(0, constants),
    init: list.slice(constants, constants + carry),
    xs: list.slice(constants + carry),
  };
}

function callScan(args: readonly Tensor[], params: ScanParams): Tensor[] {
  const { constants, init, xs } = partsOf(args, params);
  const { body, carry: count } = params;
  const step: Step = (carry, x) => {
    const outs = body.run([...constants, ...carry, ...x]);
    return { carry: outs.slice(0, count), ys: outs.slice(count) };
  };
  const { carry, ys } = runScan(step, init, xs, params, () => body.outputs.slice(count));
  return [...carry, ...ys];
}

// ---------------------------------------------------------------- differentiation

/** Outside of programs the derivative of the loop is that of its steps, one after the other. */
function dualScan(at: DualAt): Dual {
  const { primals, tangents, params } = at;
  if (!isTracing()) return jvpFlat((...args) => callScan(args, params), current, primals, tangents);
  const { constants, init, xs } = partsOf(primals, params);
  const given = partsOf(defined(tangents), params);
  const ins = [...constants, ...init, ...xs.map(rowOf)];
  const changing = settle(given.init, (mask) => {
    const found = changingOuts((...args) => params.body.run(args), ins, [...given.constants, ...mask, ...given.xs]);
    return init.map(({ dtype }, i) => found[i] && isFloat(dtype));
  });
  return tangents.some((t) => t instanceof LinearTracer) ? linearizeScan(at, changing) : joinScan(at, changing);
}

type DualAt = Omit<JvpAt<ScanParams>, "outs">;

/** Forward mode: one loop that carries values and tangents. @param changing - which parts of the carry have tangents */
function joinScan({ primals, tangents, params }: DualAt, changing: Mask): Dual {
  const { constants, init, xs } = partsOf(primals, params);
  const given = partsOf(tangents, params);
  const scanned = defined(given.xs);
  let yields: Mask = [];
  const step: Step = (carry, x) => {
    const values = [...constants, ...carry.slice(0, init.length), ...x.slice(0, xs.length)];
    const carryTangents = spread(carry.slice(init.length), changing);
    const rowTangents = spread(x.slice(xs.length), scanned);
    const run = (...ins: Tensor[]): Tensor[] => params.body.run(ins);
    const all = [...given.constants, ...carryTangents, ...rowTangents];
    const { outs, tangents: found } = jvpFlat(run, current, values, all);
    const carried = outs.slice(0, init.length);
    const ys = found.slice(init.length);
    yields = defined(ys);
    return {
      carry: [...carried, ...keep(orZeros(found, carried), changing)],
      ys: [...outs.slice(init.length), ...(keep(ys, yields) as Tensor[])],
    };
  };
  const start = [...init, ...keep(orZeros(given.init, init), changing)];
  const { carry, ys } = bindScan(step, start, [...xs, ...(keep(given.xs, scanned) as Tensor[])], params);
  return {
    outs: [...carry.slice(0, init.length), ...ys.slice(0, yields.length)],
    tangents: [...spread(carry.slice(init.length), changing), ...spread(ys.slice(yields.length), yields)],
  };
}

/** Reverse mode: a loop that also stacks what the derivatives need, and the linear loop over tangents that reads it. */
function linearizeScan({ primals, tangents, params }: DualAt, changing: Mask): Dual {
  const { constants, init, xs } = partsOf(primals, params);
  const given = partsOf(tangents, params);
  const scanned = defined(given.xs);
  let map: Linearized | undefined;
  let [stacked, rows]: Tensor[][] = [[], []]; // what the linear map needs: made by the step, rows of xs
  let used: Mask = [];
  const primal = bindScan(
    (carry, x) => {
      const wrt = [...defined(given.constants), ...changing, ...scanned];
      map = linearizeFlat((...ins) => params.body.run(ins), [...constants, ...carry, ...x], wrt);
      const residuals = residualsOf(map);
      stacked = residuals.filter((residual) => !x.includes(residual));
      used = x.map((row) => residuals.includes(row));
      rows = keep(x, used);
      return { carry: map.outs.slice(0, init.length), ys: [...map.outs.slice(init.length), ...stacked] };
    },
    init,
    xs,
    params,
  );
  const { apply, tangents: all } = withoutZeros(map as Linearized);
  const yields = defined(all.slice(init.length));
  const count = yields.length;
  const linear = bindScan(
    (carry, x) => {
      const residuals = [...stacked, ...rows];
      const replaced = new Map(residuals.map((value, i) => [value, x[i]]));
      const rowTangents = spread(x.slice(residuals.length), scanned);
      const found = apply([...given.constants, ...spread(carry, changing), ...rowTangents], replaced);
      const next = keep(orZeros(found, init), changing);
      return { carry: next, ys: keep(found.slice(init.length), yields) as Tensor[] };
    },
    keep(orZeros(given.init, init), changing),
    [...primal.ys.slice(count), ...keep(xs, used), ...(keep(given.xs, scanned) as Tensor[])],
    params,
    true,
  );
  return {
    outs: [...primal.carry, ...primal.ys.slice(0, count)],
    tangents: [...spread(linear.carry, changing), ...spread(linear.ys, yields)],
  };
}

/** The transposed steps in the opposite order: cotangents of the carry go back, those of the constants add up. */
function transposeScan({ cotangents, args, isLinear, params }: TransposeAt<ScanParams>): Tangent[] {
  const { constants, init, xs } = partsOf(args, params);
  const linear = partsOf(
    args.map((_, i) => isLinear[i] || params.linear?.includes(i) === true),
    params,
  );
  const fixed = linear.xs.map((is) => !is);
  const residuals = keep(xs, fixed);
  const sums = keep(constants, linear.constants).map(zeroLike);
  const ofYs = cotangents.slice(init.length);
  const given = defined(ofYs);
  const step: Step = (carry, x) => {
    const known = spread(x.slice(0, residuals.length), fixed);
    const rows = xs.map((column, i) => known[i] ?? zeroLike(rowOf(column)));
    const back = transposeFlat(
      (...ins) => params.body.run(ins),
      [...constants, ...init, ...rows],
      [...linear.constants, ...linear.init, ...linear.xs],
      [...carry.slice(sums.length), ...spread(x.slice(residuals.length), given)],
    );
    const found = partsOf(back, params);
    const terms = keep(found.constants, linear.constants);
    const added = terms.map((term, i) => addTangents(carry[i], term) as Tensor);
    return { carry: [...added, ...orZeros(found.init, init)], ys: keep(orZeros(found.xs, rows), linear.xs) };
  };
  const { carry, ys } = bindScan(
    step,
    [...sums, ...orZeros(cotangents, init)],
    [...residuals, ...(keep(ofYs, given) as Tensor[])],
    { length: params.length, reverse: !params.reverse },
  );
  return [
    ...spread(carry.slice(0, sums.length), linear.constants),
    ...carry.slice(sums.length),
    ...spread(ys, linear.xs),
  ];
}

// ---------------------------------------------------------------- batching

function batchScan({ args, batched, size, params }: BatchAt<ScanParams>): Batched {
  if (!isTracing()) {
    const outs = batchFlat((...xs) => callScan(xs, params), current, args, batched, size);
    return { outs, batched: outs.map(() => true) };
  }
  const { constants, init, xs } = partsOf(args, params);
  const given = partsOf(batched, params);
  const run = (...ins: Tensor[]): Tensor[] => params.body.run(ins);
  const ins = [...constants, ...init, ...xs.map(rowOf)].map((x, i) => (batched[i] ? rowOf(x) : x));
  const carried = settle(given.init, (mask) => {
    return batchedOuts(run, ins, [...given.constants, ...mask, ...given.xs], size).slice(0, init.length);
  });
  let outBatched: Mask = [];
  const step: Step = (carry, x) => {
    const batch = new BatchInterpreter(current, size);
    const isBatched = [...given.constants, ...carried, ...given.xs];
    const values = [...constants, ...carry, ...x].map((y, i) => (isBatched[i] ? new BatchTracer(batch, y) : y));
    const outs = runUnder(batch, () => run(...values));
    outBatched = outs.map((out, i) => batch.owns(out) || carried[i] === true);
    const flat = outs.map((out, i) => (outBatched[i] ? batch.unwrap(out) : out));
    return { carry: flat.slice(0, init.length), ys: flat.slice(init.length) };
  };
  const { carry, ys } = bindScan(
    step,
    init.map((x, i) => (carried[i] && !given.init[i] ? repeatRow(x, size) : x)),
    xs.map((x, i) => (given.xs[i] ? moveAxis(x, 0, 1) : x)),
    params,
    params.linear !== undefined,
  );
  const moved = ys.map((y, i) => (outBatched[init.length + i] ? moveAxis(y, 1, 0) : y));
  return { outs: [...carry, ...moved], batched: outBatched };
}
