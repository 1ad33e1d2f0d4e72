/** Ops that are routines: compiled and as single ops, against the plain loops. */
import { jit, type Tensor, trace } from "nabla";
import { expect } from "vitest";
import { type Engine, setEngine } from "../../src/core/interpreter.ts";
import type { Lowering } from "../../src/core/lowering.ts";
import { reference } from "../../src/engine/reference/index.ts";
import { compiledOver } from "../../src/engine/wasm/eager.ts";
import { Executable } from "../../src/engine/wasm/executable.ts";
import { failure } from "../assertions.ts";
import { difference, type Tolerance } from "./compare.ts";

/** Inside of the dense routines all is float64, and products may be rounded once; sums of float32 products are in another order. */
export const CLOSE: Tolerance = { float64: 1e-11, float32: 2e-6 };
export const PRODUCTS: Tolerance = { float64: 1e-11, float32: 2e-4 };

export type F = (...xs: Tensor[]) => unknown;

/** Ops with routines that were left to plain loops. */
const left: string[] = [];

/** Those that single ops use, too. */
const isRoutine = (lower: Lowering<never> | undefined): boolean =>
  (lower?.kind === "routine" && lower.fromElements !== Infinity) ||
  (lower?.kind === "expand" && isRoutine(lower.otherwise));

const watched: Engine = {
  evaluate(op, args, params, outs) {
    if (isRoutine(op.lower as Lowering<never> | undefined)) left.push(op.name);
    return reference.evaluate(op, args, params, outs);
  },
};
/** Loops only, and the usual engine; results are the same but for rounding. */
export { reference };
export const compiled: Engine = compiledOver(watched);
/** To be called after each test. */
export const restore = (): void => setEngine(compiledOver(reference));

export function by<T>(engine: Engine, f: () => T): T {
  setEngine(engine);
  return f();
}

/** Ops that the compiled program calls JavaScript for. */
const called = (f: F, args: readonly Tensor[]): string[] =>
  new Executable(trace(f as never)(...(args as never[]))).emitted.hostCalls
    .filter(({ afterFailure }) => !afterFailure)
    .map(({ node }) => node.op.name);

export function check(f: F, args: readonly Tensor[], tolerance: Tolerance, what = ""): void {
  const want = by(reference, () => f(...args));
  expect(called(f, args), what).toEqual([]);
  const run = jit(f as never) as unknown as F;
  expect(difference(run(...args), want, tolerance), `jit ${what}`).toBe("");
  left.length = 0;
  const eager = by(compiled, () => f(...args));
  expect(difference(eager, want, tolerance), `eager ${what}`).toBe("");
  const most = Math.max(...args.map((x) => x.size));
  if (most >= 2048) expect(left, what).toEqual([]);
}

/** @param good - arguments for which there is no error: they are computed afterwards */
export function expectSameErrors(f: F, bad: readonly Tensor[], good: readonly Tensor[], code: string): void {
  const run = jit(f as never) as unknown as F;
  run(...good);
  const want = by(reference, () => failure(() => f(...bad)));
  expect(want.code).toBe(code);
  const got = [failure(() => run(...bad)), by(compiled, () => failure(() => f(...bad)))];
  for (const { code: found, message } of got) expect([found, message]).toEqual([want.code, want.message]);
  check(f, good, PRODUCTS);
  const again = by(reference, () => f(...good));
  expect(difference(run(...good), again, PRODUCTS)).toBe("");
}
