/** The op of a choice between branches in a program. */
import { isFloat } from "../../base/dtypes.ts";
import { batchFlat, lanesOf } from "../../core/batch.ts";
import { changingOuts, type Closed, closeOver, residualsOf, transposeFlat, withoutZeros } from "../../core/closure.ts";
import { zeroLike } from "../../core/elementwise.ts";
import { bind, current } from "../../core/interpreter.ts";
import { jvpFlat } from "../../core/jvp.ts";
import { type Linearized, LinearTracer, linearizeFlat, orZeros } from "../../core/linear.ts";
import { type BatchAt, type Batched, type Dual, type JvpAt, type Op, primitive } from "../../core/op.ts";
import type { Tangent, TransposeAt } from "../../core/op.ts";
import { type FlatFunction, isTracing, type Program } from "../../core/program.ts";
import type { Aval, Tensor } from "../../core/tensor.ts";
import { equal, where } from "../compare.ts";
import { defined, keep, spread } from "../../base/masks.ts";

export interface CondParams {
  /** Each takes the operands; which one runs is the first argument, an int32 scalar. */
  readonly branches: readonly Program[];
}

type Branch = () => readonly Tensor[];

/** Puts a choice into the program that is being recorded. @param branches - with results of the same shapes and dtypes */
export function bindCond(index: Tensor, branches: readonly Branch[]): readonly Tensor[] {
  return bindClosed(index, closeBranches(branches));
}

/** What a branch does stays in it, even where it depends on nothing but values from outside. */
export const closeBranches = (branches: readonly Branch[]): Closed =>
  closeOver(
    branches.map((run) => ({ run, takes: () => [] })),
    true,
  );

export function bindClosed(index: Tensor, { programs, captured }: Closed): readonly Tensor[] {
  return bind(condOp, [index, ...captured], { branches: programs });
}

export const condOp: Op<CondParams> = /*@__PURE__*/ primitive({
  name: "cond",
  infer: (_, { branches: [{ outputs }] }) => outputs.map(({ shape, dtype, weak }) => ({ shape, dtype, weak })),
  lower: { kind: "cond" },
  call: ([index, ...operands], params) => runChosen(index, runsOf(params, operands)),
  dual: dualCond,
  linear: "all",
  transpose: transposeCond,
  batch: batchCond,
});

/** The index is known and has been checked by an op of its own; it may be another one in each element of a batch. */
function runChosen(index: Tensor, branches: readonly Branch[]): readonly Tensor[] {
  const [first, ...others] = new Set(lanesOf("cond", index));
  return others.length === 0 ? branches[first ?? 0]() : selectBranch(index, branches);
}

const runsOf = ({ branches }: CondParams, operands: readonly Tensor[]): Branch[] =>
  branches.map((program) => () => program.run(operands));

// ---------------------------------------------------------------- differentiation

type DualAt = Omit<JvpAt<CondParams>, "outs">;

/** Outside of programs the branch is known. */
function dualCond(at: DualAt): Dual {
  const { primals, tangents, params } = at;
  if (!isTracing()) {
    const [[index, ...operands], [, ...given]] = [primals, tangents];
    const run: FlatFunction = (...xs) => condOp.call?.([index, ...xs], params) ?? [];
    return jvpFlat(run, current, operands, given);
  }
  return tangents.some((t) => t instanceof LinearTracer) ? linearizeCond(at) : joinCond(at);
}

/** Forward mode: each branch computes its tangents as well. */
function joinCond({ primals: [index, ...operands], tangents: [, ...given], params: { branches } }: DualAt): Dual {
  const runs = branches.map(
    (program): FlatFunction =>
      (...xs) =>
        program.run(xs),
  );
  const changing = runs.map((run) => changingOuts(run, operands, defined(given)));
  const yields = branches[0].outputs.map(({ dtype }, i) => isFloat(dtype) && changing.some((found) => found[i]));
  const all = bindCond(
    index,
    runs.map((run) => () => {
      const { outs, tangents } = jvpFlat(run, current, operands, given);
      return [...outs, ...keep(orZeros(tangents, outs), yields)];
    }),
  );
  return { outs: all.slice(0, yields.length), tangents: spread(all.slice(yields.length), yields) };
}

/** Reverse mode: a choice that also returns what the derivatives need, and the choice between the linear maps that read it. */
function linearizeCond({ primals: [index, ...operands], tangents: [, ...given], params }: DualAt): Dual {
  const maps: Linearized[] = [];
  const residuals: Tensor[][] = [];
  const traced = closeBranches(
    params.branches.map((program) => () => {
      const map = linearizeFlat((...xs) => program.run(xs), operands, defined(given));
      const found = residualsOf(map);
      maps.push(map);
      residuals.push(found);
      return [...map.outs, ...found];
    }),
  );
  const count = params.branches[0].outputs.length;
  const { slots, places } = shareSlots(residuals);
  const primal = bindCond(
    index,
    traced.programs.map((program, k) => () => {
      const outs = program.run(traced.captured);
      const found = slots.map(zeroLike);
      places[k].forEach((slot, i) => {
        found[slot] = outs[count + i];
      });
      return [...outs.slice(0, count), ...found];
    }),
  );
  const [outs, stored] = [primal.slice(0, count), primal.slice(count)];
  const linear = maps.map(withoutZeros);
  const yields = outs.map((_, i) => linear.some(({ tangents }) => tangents[i] !== undefined));
  const tangents = bindCond(
    index,
    linear.map(({ apply }, k) => () => {
      const found = apply(given, new Map(residuals[k].map((value, i) => [value, stored[places[k][i]]])));
      return keep(orZeros(found, outs), yields);
    }),
  );
  return { outs, tangents: spread(tangents, yields) };
}

/** Slots of the kinds that the lists need, shared by all lists, and for each list the places of its values. */
function shareSlots(lists: readonly (readonly Tensor[])[]): { readonly slots: Aval[]; readonly places: number[][] } {
  const slots: Aval[] = [];
  const kind = ({ dtype, shape }: Aval): string => `${dtype}[${shape.join()}]`;
  const places = lists.map((list) => {
    const taken = new Set<number>();
    return list.map((value) => {
      let slot = slots.findIndex((x, i) => !taken.has(i) && kind(x) === kind(value));
      if (slot < 0) slot = slots.push(value) - 1;
      taken.add(slot);
      return slot;
    });
  });
  return { slots, places };
}

function transposeCond({
  cotangents,
  args: [index, ...operands],
  isLinear: [, ...mask],
  params,
}: TransposeAt<CondParams>): Tangent[] {
  const wanted = keep(operands, mask);
  const found = bindCond(
    index,
    params.branches.map((program) => () => {
      const back = keep(
        transposeFlat((...xs) => program.run(xs), operands, mask, cotangents),
        mask,
      );
      return orZeros(back, wanted);
    }),
  );
  return [undefined, ...spread(found, mask)];
}

// ---------------------------------------------------------------- batching

/** Where the index differs between the elements of the batch, all branches run. */
function batchCond({ args, batched, size, params }: BatchAt<CondParams>): Batched {
  const [[index, ...operands], [differs, ...mask]] = [args, batched];
  if (differs) {
    const all = batchFlat((...xs) => selectBranch(xs[0], runsOf(params, xs.slice(1))), current, args, batched, size);
    return { outs: all, batched: all.map(() => true) };
  }
  const branches = params.branches.map(
    (program) => () => batchFlat((...xs) => program.run(xs), current, operands, mask, size),
  );
  const outs = isTracing() ? bindCond(index, branches) : runChosen(index, branches);
  return { outs, batched: outs.map(() => true) };
}

/** Runs all branches and chooses among their results. */
export function selectBranch(index: Tensor, branches: readonly Branch[]): readonly Tensor[] {
  const results = branches.map((run) => run());
  return results[0].map((first, i) =>
    results.slice(1).reduce((found, outs, k) => where(equal(index, k + 1), outs[i], found), first),
  );
}
