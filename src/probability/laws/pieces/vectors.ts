/** Vectors of parameters. */
import type { Constraint } from "../../constraints/constraint.ts";
import { independent } from "../../constraints/combined.ts";
import { positive } from "../../constraints/numbers.ts";

/** Vectors of numbers > 0. */
export const positiveVector: Constraint = /*@__PURE__*/ independent(positive, 1);
