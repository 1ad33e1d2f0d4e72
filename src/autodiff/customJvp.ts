/** Functions with a derivative rule for both modes of differentiation. */
import { fail } from "../base/errors.ts";
import { keep, spread } from "../base/masks.ts";
import { flatten } from "../base/trees.ts";
import { isRecorded } from "../core/call.ts";
import { orZeros } from "../core/linear.ts";
import type { FlatFunction } from "../core/program.ts";
import { arrayOf, type Tensor } from "../core/tensor.ts";
import { type Call, checkTransformed, prepareCall } from "./call.ts";
import {
  type AnyFunction,
  applyCustom,
  checkLike,
  checkPair,
  flattened,
  floats,
  leavesLike,
  named,
  nameOf,
  seal,
} from "./customRule.ts";
import type { Input, Inputs } from "./types.ts";

/** Overloads of {@link customJvp}. */
export interface CustomJvp {
  <A extends readonly Tensor[], R>(f: (...args: A) => R, rule: JvpRule<A, R>): (...args: Inputs<A>) => R;
  <A extends readonly unknown[], R>(f: (...args: A) => R, rule: JvpRule<A, R>): (...args: Inputs<A>) => R;
}

/** Arguments and their tangents, both as lists, to [value, tangent of the value]. */
export type JvpRule<A extends readonly unknown[], R> = (primals: A, tangents: A) => readonly [Input<R>, Input<R>];

/**
 * The function with a derivative rule of your own, for both modes of differentiation.
 *
 * Use it where the derivative of the formula is inaccurate or is not meant: the rule replaces it under `grad`, `jvp`, `vmap` and
 * `trace`, in any nesting. Higher derivatives are those of the rule.
 * @param f - a function of tensors or trees of them to a tensor or tree
 * @param rule - (arguments, tangents) to [value, tangent of the value]. The tangent is made of the given ones by ops that are
 * linear in them (sums, products with other values, where, matmul, …), so that reverse mode can transpose it. Arguments that do
 * not change have tangents of zeros
 * @returns a function like f
 * @throws TensorError "rule" when the rule returns something of another structure or shape, when the tangent is not linear in
 * those given, or when the function uses a differentiated value that is no argument
 * @example
 * const log1pexp = customJvp(
 *   (x: Tensor) => x.exp().log1p(),
 *   ([x], [t]) => [x.exp().log1p(), t.mul(x.sigmoid())],
 * );
 * grad(log1pexp)(100); // => Tensor 1
 * const roundStraight = customJvp((x: Tensor) => x.round(), ([x], [t]) => [x.round(), t]);
 * grad((x) => roundStraight(x).mul(x))(2.6); // => Tensor 5.6
 * @source Bradbury et al., JAX: composable transformations of Python+NumPy programs, 2018 (custom_jvp)
 * @peers jax.custom_jvp
 * @see customVjp
 * @keywords custom derivative, own gradient, define forward rule
 */
export const customJvp: CustomJvp = (f: AnyFunction, rule: JvpRule<never, unknown>) => {
  checkTransformed("customJvp", f);
  if (typeof rule !== "function") {
    fail("value", {
      op: "customJvp",
      argument: "rule",
      got: rule,
      expects: "a function (primals, tangents) => [value, tangent]",
      fix: "customJvp(f, ([x], [t]) => [f(x), t.mul(derivative)])",
    });
  }
  const name = nameOf(f, "customJvp");
  return named(name, (...args: unknown[]): never => callWithRule(name, f, rule, prepareCall(name, args, [])) as never);
};

function callWithRule(name: string, f: AnyFunction, rule: JvpRule<never, unknown>, call: Call): unknown {
  const xs = call.tensors;
  const mask = floats(xs);
  const flat = flattened(name, f, call);
  let count = 0;
  /** Arguments and the tangents of the floats among them, to results and the tangents of the floats among those. */
  const flatRule: FlatFunction = (...ins) => {
    const tangents = orZeros(spread(ins.slice(xs.length), mask), xs);
    const result: unknown = rule(call.rebuild(ins.slice(0, xs.length)) as never, call.rebuild(tangents) as never);
    const [value, tangent] = checkPair(name, "the rule", "tangent of the value", result);
    const outs = flat.read(value, "the rule");
    count = outs.length;
    const leaves = leavesLike(name, "the rule returns a tangent", flatten(flat.rebuild(outs)).structure, tangent);
    const found = leaves.map((t, i) => checkLike(name, "the tangent", t, outs[i]));
    return [...outs, ...keep(found, floats(outs))];
  };
  const sealed = seal(name, [
    { run: flat.run, takes: () => xs },
    { run: flatRule, takes: () => [...xs, ...keep(xs, mask)] },
  ]);
  const outs = applyCustom(name, sealed, xs, (outside, primals, tangents, known) => {
    const found = sealed.runs[1](...outside, ...primals, ...keep(orZeros(tangents, primals), mask));
    const values = known ?? found.slice(0, count);
    const changing = found.slice(count);
    if (tangents.every((t) => t === undefined || isRecorded(t))) for (const t of changing) checkDepends(name, t);
    return { outs: values, tangents: spread(changing, floats(values)) };
  });
  return flat.rebuild(outs);
}

/** A tangent that is made of recorded ones is recorded, or zero. */
function checkDepends(name: string, tangent: Tensor): void {
  if (!tangent.isConcrete || arrayOf(tangent).every((t: number) => t === 0)) return;
  fail("rule", {
    op: name,
    problem: "the rule returns a tangent that does not depend on the tangents given",
    expects: "a tangent that is linear in them, e.g. t.mul(derivative)",
    got: String(tangent),
    fix: "multiply the derivative by the tangent of the argument",
  });
}
