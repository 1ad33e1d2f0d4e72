/** What the calls of routines share: their operands as data. */
import type { ValueType } from "../assembler.ts";
import type { RoutineCall } from "../routines.ts";

/** The element types of routines. */
interface Types {
  readonly float64: "f64";
  readonly float32: "f32";
  readonly int32: "i32";
  readonly uint32: "u32";
  readonly bool: "u8";
}

export const TYPES: Types = { float64: "f64", float32: "f32", int32: "i32", uint32: "u32", bool: "u8" };

/** What a routine is given, in order: whole numbers, and addresses of tensors and of the work space. */
export type Operand = number | "work" | readonly ["arg" | "out", number];

export const arg = (i: number): Operand => ["arg", i];
export const out = (i: number): Operand => ["out", i];

/**
 * @param workspace - bytes
 * @param gives - "error": the routine gives -1, or another number where the op's own `evaluate` has to tell what is wrong
 */
export function routineCall(
  name: string,
  operands: readonly Operand[],
  workspace: number,
  gives?: "error",
): RoutineCall {
  return {
    name,
    signature: {
      params: new Array<ValueType>(operands.length).fill("i32"),
      results: gives === undefined ? [] : ["i32"],
    },
    workspace,
    emit: (f, at) => {
      for (const operand of operands) {
        if (operand === "work") at.work();
        else if (typeof operand === "number") f.i32(operand);
        else at[operand[0]](operand[1]);
      }
      at.call();
      if (gives === undefined) return;
      f.i32(-1)
        .op("i32.ne")
        .if(() => at.fail());
    },
  };
}
