/** Numbers that solve an equation, differentiated by the implicit function theorem. */
import { fail } from "../../base/errors.ts";
import { type CallParams, callOp, type Rule } from "../../core/call.ts";
import { closeOver } from "../../core/closure.ts";
import { bind, current } from "../../core/interpreter.ts";
import { jvpFlat } from "../../core/jvp.ts";
import { type FlatFunction, isTracing } from "../../core/program.ts";
import type { Tensor } from "../../core/tensor.ts";
import { div, neg } from "../../ops/arithmetic.ts";
import { stopGradient } from "../../ops/stopGradient.ts";

type Tensors = readonly Tensor[];

/** x(θ) with residual(x, θ) = 0. The functions use nothing that changes but their arguments. */
export interface Equation {
  readonly name: string;
  /** Finds x; need not be differentiable. */
  readonly solve: (args: Tensors) => Tensor;
  readonly residual: (x: Tensor, args: Tensors) => Tensor;
  /** ∂residual/∂x. */
  readonly slope: (x: Tensor, args: Tensors) => Tensor;
}

/**
 * The solution, which is differentiable any number of times: dx = -(∂residual/∂θ · dθ)/slope, where x on the right is the same
 * function of θ.
 * @source Figurnov, Mohamed & Mnih, Implicit reparameterization gradients, 2018
 */
export function solveImplicitly(equation: Equation, args: Tensors): Tensor {
  const { name, solve } = equation;
  const run: FlatFunction = (...xs) => [stopGradient(solve(xs))];
  const { outside, ...called } = closed(run, args);
  const params: CallParams = { name, ...called, rule: ruleOf(equation, outside.length) };
  return bind(callOp, [...outside, ...args], params)[0];
}

/** A function as an op runs it: as a program where one is recorded, whose constants come before the arguments. */
function closed(run: FlatFunction, args: Tensors): Pick<CallParams, "run" | "program"> & { outside: Tensors } {
  if (!isTracing()) return { run, outside: [] };
  const { programs, captured } = closeOver([{ run, takes: () => args }]);
  return { program: programs[0], run: (...xs) => programs[0].run(xs), outside: captured };
}

/** @param skipped - how many arguments in front are constants */
function ruleOf(equation: Equation, skipped: number): Rule {
  const { residual, slope } = equation;
  return (allPrimals, allTangents, outs) => {
    if (allTangents.slice(0, skipped).some((tangent) => tangent !== undefined)) failOutside(equation.name);
    const [primals, tangents] = [allPrimals.slice(skipped), allTangents.slice(skipped)];
    const x = outs?.[0] ?? solveImplicitly(equation, primals);
    const [change] = jvpFlat((...given) => [residual(x, given)], current, primals, tangents).tangents;
    return { outs: [x], tangents: [change && neg(div(change, slope(x, primals)))] };
  };
}

function failOutside(op: string): never {
  fail("rule", {
    op,
    problem: "the distribution depends on a differentiated value that is no parameter of it",
    expects: "parameters that the distribution is made of",
    got: "a value that a function of it closes over",
    fix: "pass the value as a parameter, or through stopGradient before",
  });
}
