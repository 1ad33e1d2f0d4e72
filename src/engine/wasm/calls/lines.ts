/** The calls of routines along an axis: scans, sorts, and the search in sorted numbers. */
import { bytesOf, isFloat } from "../../../base/dtypes.ts";
import { sizeOf } from "../../../base/shapes.ts";
import type { Node } from "../../../compile/graph.ts";
import { SCAN_WORK, type ScanOp } from "../routines/scan.ts";
import { sortWork } from "../routines/sort.ts";
import type { RoutineCall } from "../routines.ts";
import type { Call } from "./index.ts";
import { arg, counted, evenly, LINE, type Operand, out, type Problems, routineCall, TYPES } from "./routineCall.ts";

/** What ops along an axis tell. */
interface Along {
  readonly axis: number;
  readonly reverse?: boolean;
  readonly descending?: boolean;
}

/** So many turns of the outer loop are shared, whatever is inside. */
const ENOUGH = 16;
/** Contiguous lines that routines scan together. */
const TOGETHER = 4;

interface Lines {
  /** [outer, length, inner] of the first tensor, and how many of the inner lines are meant. */
  readonly sizes: readonly Operand[];
  readonly problems: Problems;
}

/** @param time - nanoseconds for an element where lines are contiguous */
function linesOf(node: Node, { axis }: Along, time: number): Lines {
  const [{ shape, dtype }] = node.args;
  const [outer, length, inner] = [sizeOf(shape.slice(0, axis)), shape[axis], sizeOf(shape.slice(axis + 1))];
  if (outer >= Math.min(inner, ENOUGH)) {
    const problems = evenly(node, outer, time * length * inner, inner === 1 ? TOGETHER : 1);
    return { sizes: [counted(outer), length, inner, inner], problems };
  }
  const args = node.args.map((value) => bytesOf(value.dtype));
  const outs = node.outs.map((value) => bytesOf(value.dtype));
  const problems = { time: time * length * outer, grain: LINE / bytesOf(dtype), args, outs };
  return { sizes: [outer, length, inner, counted(inner)], problems };
}

/** Nanoseconds for an element. */
const TIMES = { scan: 1, recurrence: 2, logcumsumexp: 20, sort: 10, argsort: 10 } as const;

export const scanCall =
  (op: ScanOp): Call =>
  (node, settings) => {
    const along = settings as Along;
    const { dtype } = node.args[0];
    if (dtype === "bool" && (op === "add" || op === "mul")) return undefined;
    const { sizes, problems } = linesOf(node, along, TIMES.scan);
    const operands = [arg(0), out(0), ...sizes, Number(along.reverse === true), "work" as const];
    return routineCall(`scan_${op}_${TYPES[dtype]}`, operands, SCAN_WORK, { problems });
  };

/** Of tensors of floats, all of the shape and dtype of the result. */
export const recurrenceCall =
  (name: "recurrence" | "logcumsumexp"): Call =>
  (node, settings) => {
    const along = settings as Along;
    const { args, outs } = node;
    const [{ dtype, shape }] = outs;
    const same = args.every((x) => x.dtype === dtype && x.shape.join() === shape.join());
    if (!same || !isFloat(dtype)) return undefined;
    const { sizes, problems } = linesOf(node, along, TIMES[name]);
    const operands = [...args.map((_, i) => arg(i)), out(0), ...sizes, Number(along.reverse === true)];
    return routineCall(`${name}_${TYPES[dtype]}`, operands, 0, { problems });
  };

export const sortCall =
  (name: "sort" | "argsort"): Call =>
  (node, settings) => {
    const along = settings as Along;
    const type = TYPES[node.args[0].dtype];
    const { sizes, problems } = linesOf(node, along, TIMES[name]);
    const operands = [arg(0), out(0), ...sizes, Number(along.descending === true), "work" as const];
    return routineCall(`${name}_${type}`, operands, sortWork(type, node.args[0].shape[along.axis]), { problems });
  };

/** Nanoseconds of a step of a bisection. */
const STEP = 4;

/** Sorted numbers [common…, n] and values [common…, any…]. */
export function searchCall(node: Node, settings: unknown): RoutineCall | undefined {
  const [sorted, values] = node.args;
  const { common, side } = settings as { readonly common: number; readonly side: "left" | "right" };
  if (sorted.dtype !== values.dtype) return undefined;
  const [rows, n] = [sizeOf(sorted.shape.slice(0, common)), sorted.shape[common]];
  const searched = sizeOf(values.shape.slice(common));
  const time = STEP * Math.log2(n + 1);
  // One row's values are shared; whether it is in order is looked at for every piece.
  const problems: Problems =
    rows === 1
      ? { time, grain: Math.ceil((4 * n) / time), args: [0, bytesOf(values.dtype)], outs: [4] }
      : evenly(node, rows, n + searched * time);
  const counts = rows === 1 ? [1, n, counted(searched)] : [counted(rows), n, searched];
  const operands = [arg(0), arg(1), out(0), ...counts, Number(side === "right")];
  return routineCall(`searchsorted_${TYPES[sorted.dtype]}`, operands, 0, { gives: "error", problems });
}
