/** The calls of routines along an axis: scans, sorts, and the search in sorted numbers. */
import { isFloat } from "../../../base/dtypes.ts";
import { sizeOf } from "../../../base/shapes.ts";
import type { Node } from "../../../compile/graph.ts";
import { SCAN_WORK, type ScanOp } from "../routines/scan.ts";
import { sortWork } from "../routines/sort.ts";
import type { RoutineCall } from "../routines.ts";
import type { Call } from "./index.ts";
import { arg, type Operand, out, routineCall, TYPES } from "./routineCall.ts";

/** What ops along an axis tell. */
interface Along {
  readonly axis: number;
  readonly reverse?: boolean;
  readonly descending?: boolean;
}

/** [outer, length, inner] of the first tensor. */
function sizes({ args: [{ shape }] }: Node, { axis }: Along): Operand[] {
  return [sizeOf(shape.slice(0, axis)), shape[axis], sizeOf(shape.slice(axis + 1))];
}

export const scanCall =
  (op: ScanOp): Call =>
  (node, settings) => {
    const along = settings as Along;
    const { dtype } = node.args[0];
    if (dtype === "bool" && (op === "add" || op === "mul")) return undefined;
    const operands = [arg(0), out(0), ...sizes(node, along), Number(along.reverse === true), "work" as const];
    return routineCall(`scan_${op}_${TYPES[dtype]}`, operands, SCAN_WORK);
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
    const operands = [...args.map((_, i) => arg(i)), out(0), ...sizes(node, along), Number(along.reverse === true)];
    return routineCall(`${name}_${TYPES[dtype]}`, operands, 0);
  };

export const sortCall =
  (name: "sort" | "argsort"): Call =>
  (node, settings) => {
    const along = settings as Along;
    const type = TYPES[node.args[0].dtype];
    const operands = [arg(0), out(0), ...sizes(node, along), Number(along.descending === true), "work" as const];
    return routineCall(`${name}_${type}`, operands, sortWork(type, node.args[0].shape[along.axis]));
  };

/** Sorted numbers [common…, n] and values [common…, any…]. */
export function searchCall({ args: [sorted, values] }: Node, settings: unknown): RoutineCall | undefined {
  const { common, side } = settings as { readonly common: number; readonly side: "left" | "right" };
  if (sorted.dtype !== values.dtype) return undefined;
  const [rows, n] = [sizeOf(sorted.shape.slice(0, common)), sorted.shape[common]];
  const operands = [arg(0), arg(1), out(0), rows, n, sizeOf(values.shape.slice(common)), Number(side === "right")];
  return routineCall(`searchsorted_${TYPES[sorted.dtype]}`, operands, 0, "error");
}
