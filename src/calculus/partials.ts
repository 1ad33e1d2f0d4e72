/** The derivative of an op as a formula: its own `partials`, traced once and kept with placeholders for the arguments. */
import type { ElementwiseOp, Partial1 } from "../core/elementwise.ts";
import { scalar } from "../core/tensor.ts";
import { Tensor } from "../core/tensor.ts";
import { traceFlat } from "../core/program.ts";
import type { Expression } from "./expression.ts";
import { symbol, zero } from "./leaves.ts";
import { fromProgram } from "./program.ts";
import { substituteAll } from "./substitute.ts";

interface Template {
  /** Placeholders of the arguments and, last, of the result. */
  readonly places: readonly Expression[];
  readonly partials: readonly Expression[];
}

const templates = /*@__PURE__*/ new WeakMap<ElementwiseOp, Template>();

/** ∂f/∂xᵢ of f(x₀, x₁, …). @param whole - the call itself, which formulas such as σ(1 - σ) use */
export function partialOf(op: ElementwiseOp, at: number, args: readonly Expression[], whole: Expression): Expression {
  let template = templates.get(op);
  if (template === undefined) templates.set(op, (template = makeTemplate(op)));
  const { places, partials } = template;
  return substituteAll(
    partials[at],
    new Map([...places].map((place, k) => [place, k < args.length ? args[k] : whole])),
  );
}

function makeTemplate({ definition }: ElementwiseOp): Template {
  const names = Object.keys(definition.domain);
  const places = [...names, "out"].map((name) => symbol(`#${name}`));
  const partials = names.map((name) => {
    const partial = definition.partials?.[name];
    return partial === undefined ? zero : tracePartial(partial, [...names, "out"], places);
  });
  return { places, partials };
}

function tracePartial(partial: Partial1<string>, names: readonly string[], places: readonly Expression[]): Expression {
  const avals = names.map(() => ({ shape: [], dtype: "float64", weak: false }) as const);
  const program = traceFlat((...values) => {
    const made = partial(Object.fromEntries(names.map((name, k) => [name, values[k]])));
    if (made instanceof Tensor) return [made];
    return [typeof made === "number" ? scalar(made, "float64") : made(scalar(1, "float64"))];
  }, avals);
  return fromProgram(program, places)[0];
}
