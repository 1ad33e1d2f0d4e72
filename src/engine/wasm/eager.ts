/** Single ops on large tensors by compiled programs, so that code that is not under `jit` runs on the same kernels. */
import { sizeOf } from "../../base/shapes.ts";
import { hasFunctions, showNumber } from "../../compile/graph.ts";
import type { ElementwiseOp } from "../../core/elementwise.ts";
import type { Engine } from "../../core/interpreter.ts";
import type { Op } from "../../core/op.ts";
import { type Program, traceFlat } from "../../core/program.ts";
import { bind } from "../../core/interpreter.ts";
import { type Aval, elementsOf, type Tensor } from "../../core/tensor.ts";
import { Executable } from "./executable.ts";
import { canCompile } from "./features.ts";

/** Tensors of fewer elements are computed by plain loops. Measured: x + x is as fast either way at about 2,000, sin at 500. */
const LARGE_ELEMENTS = 2048;
/** Programs that are kept for one op. */
const MOST_KEPT = 64;

/** By op, by what the program is for; null where plain loops do it. */
const programs: WeakMap<Op, Map<string, Executable | null>> = /*@__PURE__*/ new WeakMap();

/** An engine that leaves small tensors, and ops that no program computes, to another one. */
export function compiledOver(other: Engine): Engine {
  return {
    evaluate(op, args, params, outs) {
      if (isSmall(op, args, outs) || !isCompiled(op) || hasFunctions(params) || !canCompile())
        return other.evaluate(op, args, params, outs);
      const executable = executableFor(op, args, params);
      return executable === null
        ? other.evaluate(op, args, params, outs)
        : executable.run(args).map((out) => elementsOf(out));
    },
  };
}

/** No op is compiled for fewer elements than this. */
const FEW = 256;

function isSmall({ lower }: Op, args: readonly Tensor[], outs: readonly Aval[]): boolean {
  let most = 0;
  for (let i = 0; i < args.length; i++) most = Math.max(most, args[i].elements?.length ?? 0);
  for (let i = 0; i < outs.length; i++) most = Math.max(most, sizeOf(outs[i].shape));
  if (most < FEW) return true;
  const form = lower?.kind === "expand" ? lower.otherwise : lower;
  const own = form?.kind === "routine" || form?.kind === "dot" ? form.fromElements : undefined;
  return most < (own ?? LARGE_ELEMENTS);
}

/** Is there a program for the op at all? */
function isCompiled(op: Op): boolean {
  if (op.kind === "elementwise") return (op as ElementwiseOp).definition.kernel !== undefined;
  return op.lower !== undefined && op.lower.kind !== "alias";
}

function executableFor(op: Op, args: readonly Tensor[], params: unknown): Executable | null {
  let known = programs.get(op);
  if (known === undefined) programs.set(op, (known = new Map()));
  const key = keyOf(args, params);
  let found = known.get(key);
  if (found === undefined) {
    found = compile(traceFlat((...xs) => bind(op, xs, params), args));
    if (known.size >= MOST_KEPT) known.delete(known.keys().next().value as string);
    known.set(key, found);
  }
  return found;
}

function compile(program: Program): Executable | null {
  const executable = new Executable(program);
  return executable.emitted.hostCalls.every(({ afterFailure }) => afterFailure) ? executable : null;
}

function keyOf(args: readonly Tensor[], params: unknown): string {
  let key = params === undefined ? "" : JSON.stringify(params, showNumber);
  for (const { dtype, shape, weak } of args) key += `;${dtype}${weak ? "~" : ""}${shape.join()}`;
  return key;
}
