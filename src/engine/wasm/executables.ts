/** Compiled programs, each compiled when it is first run. */
import type { Program } from "../../core/program.ts";
import { Executable } from "./executable.ts";

const known: WeakMap<Program, Executable> = /*@__PURE__*/ new WeakMap();

export function executableOf(program: Program): Executable {
  let found = known.get(program);
  if (found === undefined) known.set(program, (found = new Executable(program)));
  return found;
}
