/** Parameters of laws between two ends. */
import type { Tensor } from "../../../core/tensor.ts";
import { sub } from "../../../ops/arithmetic.ts";
import { isinf, where } from "../../../ops/compare.ts";
import type { Rule } from "../../../random/parameters.ts";
import type { Constraint } from "../../constraints/constraint.ts";
import { extendedReal, positive, real } from "../../constraints/numbers.ts";
import type { Values } from "../../distribution/law.ts";
import { standardize } from "./locScale.ts";

interface Given {
  readonly constraint: Constraint;
}

/** A middle, a width, and ends that may be infinite. */
export const truncatedParameters: Readonly<Record<"loc" | "scale" | "low" | "high", Given>> = {
  loc: { constraint: real },
  scale: { constraint: positive },
  low: { constraint: extendedReal },
  high: { constraint: extendedReal },
};

/** That low is less than high. */
export const orderedEnds = ({
  low,
  high,
}: Values<"low" | "high">): readonly { value: Tensor; rule: Rule; argument: string }[] => [
  {
    value: sub(high, low),
    rule: { name: "low < high", expects: "low < high", fix: "exchange low and high", above: 0 },
    argument: "high - low",
  },
];

/** (end - loc)/scale; an infinite end does not depend on them. */
export const standardizeEnd = (p: { readonly loc: Tensor; readonly scale: Tensor }, end: Tensor): Tensor =>
  where(isinf(end), end, standardize(p, end));
