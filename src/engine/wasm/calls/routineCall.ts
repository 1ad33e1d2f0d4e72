/** What the calls of routines share: their operands as data. */
import type { Node, Value } from "../../../compile/graph.ts";
import type { ValueType } from "../assembler.ts";
import { bytesOfValue } from "../places.ts";
import { SHARED } from "../routines/share.ts";
import type { RoutineCall } from "../routines.ts";
import { PIECE, WORTH_DIVIDING } from "../work.ts";

/** The element types of routines. */
interface Types {
  readonly float64: "f64";
  readonly float32: "f32";
  readonly int32: "i32";
  readonly uint32: "u32";
  readonly bool: "u8";
}

export const TYPES: Types = { float64: "f64", float32: "f32", int32: "i32", uint32: "u32", bool: "u8" };

/** What a routine is given, in order: whole numbers, how many problems it solves, and addresses of tensors and of the work space. */
export type Operand = number | "work" | readonly ["arg" | "out" | "count", number];

export const arg = (i: number): Operand => ["arg", i];
export const out = (i: number): Operand => ["out", i];
export const counted = (n: number): Operand => ["count", n];

/** The problems that an operand `count` counts, for threads to share. */
export interface Problems {
  /** Nanoseconds that one takes, roughly. */
  readonly time: number;
  /** Pieces are multiples of so many. */
  readonly grain: number;
  /** Bytes from one problem to the next, in each argument and result of the node. */
  readonly args: readonly number[];
  readonly outs: readonly number[];
  /** And in the work space, if that is not the same for all. */
  readonly work?: number;
}

/** Bytes of a cache line, which threads had better not share. */
export const LINE = 64;

/** Problems that every tensor has as many parts of. */
export function evenly({ args, outs }: Node, number: number, time: number, grain = 1): Problems {
  const step = (value: Value): number => bytesOfValue(value) / number;
  return { time, grain, args: args.map(step), outs: outs.map(step) };
}

/** What is asked of a call besides. */
export interface More {
  /** The routine gives -1, or another number where the op's own `evaluate` has to tell what is wrong. */
  readonly gives?: "error";
  readonly problems?: Problems;
}

/** @param workspace - bytes */
export function routineCall(
  name: string,
  operands: readonly Operand[],
  workspace: number,
  { gives, problems }: More = {},
): RoutineCall {
  const place = operands.findIndex((operand) => typeof operand === "object" && operand[0] === "count");
  const number = place < 0 ? 1 : (operands[place] as readonly [string, number])[1];
  const shared =
    problems !== undefined && number > 1 && number * problems.time >= WORTH_DIVIDING ? problems : undefined;
  const params = shared === undefined ? operands.length : 2 * operands.length + (gives === undefined ? 3 : 4);
  return {
    name: shared === undefined ? name : `${name}${SHARED}${place}`,
    signature: { params: new Array<ValueType>(params).fill("i32"), results: gives === undefined ? [] : ["i32"] },
    // With a word where a failure is told.
    workspace: shared === undefined || gives === undefined ? workspace : workspace + 32,
    emit: (f, at) => {
      for (const operand of operands) {
        if (operand === "work") at.work();
        else if (typeof operand === "number") f.i32(operand);
        else if (operand[0] === "count") f.i32(operand[1]);
        else at[operand[0]](operand[1]);
      }
      if (shared !== undefined) {
        for (const operand of operands) f.i32(stepOf(shared, operand));
        if (gives !== undefined) at.work(Math.ceil(workspace / 16) * 16);
        f.i32(operands.indexOf("work"))
          .i32(shared.work === undefined ? workspace : 0)
          .i32(shared.grain * Math.ceil(PIECE / shared.time / shared.grain));
      }
      at.call();
      if (gives === undefined) return;
      f.i32(-1)
        .op("i32.ne")
        .if(() => at.fail());
    },
  };
}

function stepOf({ args, outs, work = 0 }: Problems, operand: Operand): number {
  if (operand === "work") return work;
  if (typeof operand !== "object" || operand[0] === "count") return 0;
  return (operand[0] === "arg" ? args : outs)[operand[1]];
}
