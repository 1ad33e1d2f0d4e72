import { type ErrorCode, TensorError } from "../../src/base/errors.ts";

/** The code of the error that a function throws. */
export function codeOf(f: () => unknown): ErrorCode | "no error" {
  try {
    f();
    return "no error";
  } catch (error) {
    if (error instanceof TensorError) return error.code;
    throw error;
  }
}
