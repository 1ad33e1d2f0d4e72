/** Compiled programs, each compiled when it is first run. */
import { evaluator, runUnder } from "../../core/interpreter.ts";
import type { Program } from "../../core/program.ts";
import { scalar, type Tensor } from "../../core/tensor.ts";
import { type Consumed, Executable } from "./executable.ts";
import { canCompile } from "./features.ts";

/** Something that runs a program. */
export interface Runnable {
  /**
   * @param args - a tensor for each input, of its shape and dtype, or its number
   * @param consumed - inputs whose memory may become that of results
   */
  run(args: readonly (Tensor | number)[], consumed?: Consumed): Tensor[];
}

const known: WeakMap<Program, Runnable> = /*@__PURE__*/ new WeakMap();

/** Where a page's policy forbids WebAssembly, programs run op by op. */
export function executableOf(program: Program): Runnable {
  let found = known.get(program);
  if (found === undefined) known.set(program, (found = canCompile() ? new Executable(program) : opByOp(program)));
  return found;
}

const opByOp = (program: Program): Runnable => ({
  run: (args, consumed) => {
    if (consumed !== undefined) consumed.begun = true;
    const tensors = program.inputs.map(({ dtype, weak }, i) => {
      const x = args[i];
      return typeof x === "number" ? scalar(x, dtype, weak) : x;
    });
    return runUnder(evaluator, () => program.run(tensors));
  },
});
