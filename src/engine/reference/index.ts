/** The reference engine: plain loops, the oracle for every other engine. */
import { fail } from "../../base/errors.ts";
import type { ElementwiseOp } from "../../core/elementwise.ts";
import type { Engine } from "../../core/interpreter.ts";
import { evaluateElementwise } from "./elementwise.ts";

export const reference: Engine = {
  evaluate(op, args, params, outs) {
    if (op.kind === "elementwise") return [evaluateElementwise((op as ElementwiseOp).definition, args, outs[0])];
    if (op.evaluate === undefined) fail("internal", { op: op.name, problem: "the op has no evaluation" });
    return op.evaluate(args, params, outs);
  },
};
