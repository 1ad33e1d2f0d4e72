/** Computing without being recorded or differentiated. */
import { fail } from "../base/errors.ts";
import { type Interpreter, interpreters } from "../core/interpreter.ts";
import { checkFunction } from "../ops/arguments.ts";

/**
 * Runs a function whose results are constants for all that records or differentiates around it: `backward`, open gradient
 * tapes, and `grad` and its kin. What begins inside (a tape, a `grad`) works as ever.
 * @param body - a function without arguments that is done when it returns, so no async one
 * @returns what the function returns
 * @throws TensorError "value" when `body` is no function or returns a promise
 * @example
 * const w = tensor([1, 2]).requiresGrad();
 * w.mul(w).sum().backward();
 * const next = noGrad(() => w.sub(w.grad!.mul(0.1))).requiresGrad();
 * next; // => Tensor [0.8, 1.6]
 * @source Paszke et al., Automatic differentiation in PyTorch, 2017
 * @peers torch.no_grad
 * @see stopGradient
 * @keywords stop recording, inference mode, no gradient, pause
 */
export function noGrad<T>(body: () => T): T {
  checkFunction("noGrad", "body", body, "noGrad(() => f(x))");
  return pausing("noGrad", [...interpreters()], body);
}

/** Runs `body` while the interpreters take everything for constant. */
export function pausing<T>(op: string, paused: readonly Interpreter[], body: () => T): T {
  const those = paused.filter((at) => at.paused !== undefined) as (Interpreter & { paused: number })[];
  for (const at of those) at.paused++;
  try {
    return checkDone(op, body());
  } finally {
    for (const at of those) at.paused--;
  }
}

/** The result of a function that must not go on later, when what holds for its run is over. */
export function checkDone<T>(op: string, result: T): T {
  if (typeof (result as { then?: unknown } | null | undefined)?.then === "function") {
    fail("value", {
      op,
      argument: "body",
      got: "a promise",
      expects: "a function that is done when it returns",
      problem: "the function is async, and would go on when this is over",
      fix: `await outside, and compute inside of ${op}`,
    });
  }
  return result;
}
