/** Loops whose end depends on values, and loops over integers. */
import { fail } from "../../base/errors.ts";
import { cast, reshapeTo } from "../../core/basic.ts";
import { toTensor } from "../../core/convert.ts";
import { add } from "../../core/elementwise.ts";
import type { Input, Settled, Tensors } from "../../core/input.ts";
import { isTracing, traceFlat } from "../../core/program.ts";
import { arrayOf, scalar, type Tensor, type TensorLike, wrap } from "../../core/tensor.ts";
import { checkFunction, checkInteger, type Checks, integerFrom, readOptions } from "../arguments.ts";
import { less } from "../compare.ts";
import { bindScan } from "./scanOp.ts";
import { carryLike, flattenTensors, rebuild, settleDtypes } from "./trees.ts";
import { bindWhile, runWhile } from "./whileOp.ts";

/** Options of {@link whileLoop}. */
export interface WhileOptions {
  /** More iterations are an error. Without it an endless loop does not end. In a traced program reverse mode needs it. */
  readonly maxIterations?: number;
}

const WHILE: Checks<WhileOptions> = { maxIterations: /*@__PURE__*/ integerFrom(0) };

/** The truth value of a condition, as a scalar. */
export function toPredicate(op: string, argument: string, value: TensorLike): Tensor {
  const x = toTensor(value, op, argument);
  if (x.size !== 1) {
    const problem = `${argument} has ${x.size} elements`;
    const fix = "all(x) or any(x) makes one of many; where(condition, a, b) chooses for each element";
    fail("shape", { op, problem, shapes: { [argument]: x.shape }, expects: "one truth value", fix });
  }
  if (x.dtype !== "bool") {
    fail("dtype", {
      op,
      argument,
      dtype: x.dtype,
      expects: "bool",
      fix: "compare it, e.g. x.greater(0) or x.notEqual(0)",
    });
  }
  return reshapeTo(x, []);
}

/**
 * A loop that goes on while a condition holds.
 *
 * It is an ordinary loop over ordinary operations, and both modes of differentiation go through it: the derivative is that of
 * the iterations that were done. Under `vmap` it goes on while any element of the batch does, and the others keep their values.
 * In a traced program it is one op; there reverse mode needs `maxIterations` and costs that many steps.
 * @param condition - the carry to one truth value
 * @param body - the carry to the next carry
 * @param init - a tensor or tree; each iteration keeps its structure, shapes and dtypes (plain numbers take the dtype that comes
 * back)
 * @param options - `maxIterations`: a bound beyond which the loop fails, default none
 * @returns the carry for which the condition does not hold any more
 * @throws TensorError "budget" beyond maxIterations, "tree", "shape" or "dtype" when an iteration changes the carry, "dtype" or
 * "shape" when the condition is not one truth value
 * @example
 * const f = (a: Tensor) => whileLoop((b) => b.norm().less(1000), (b) => b.mul(2), a.mul(2));
 * f(tensor(1)); // => Tensor 1024
 * grad(f)(1); // => Tensor 1024
 * whileLoop((b) => b.less(1000), (b) => b.mul(2), 0, { maxIterations: 100 }); // => throws stopped after 100 iterations
 * @source Dive into Deep Learning 2.5.4; Bradbury et al., JAX, 2018 (lax.while_loop)
 * @peers torch.while_loop, tf.while_loop, jax.lax.while_loop
 * @see foriLoop, scan
 * @keywords iterate until convergence, loop with a condition
 */
export function whileLoop<const C, const R extends Input<Tensors<C>>>(
  condition: (carry: Tensors<Settled<C>>) => TensorLike,
  body: (carry: Tensors<Settled<C>>) => R,
  init: C,
  options?: WhileOptions,
): Tensors<C> {
  const { maxIterations } = readOptions("whileLoop", options, WHILE);
  checkFunction("whileLoop", "condition", condition);
  checkFunction("whileLoop", "body", body);
  const start = flattenTensors("whileLoop", "init", init);
  const goesOn = (carry: readonly Tensor[]): Tensor =>
    toPredicate("whileLoop", "the condition", condition(rebuild(start, carry) as never));
  const step = (carry: readonly Tensor[]): Tensor[] =>
    carryLike("whileLoop", start, carry, body(rebuild(start, carry) as never));
  const outs = isTracing()
    ? bindWhile(goesOn, step, settle(step, start.tensors), maxIterations)
    : runWhile(goesOn, step, start.tensors, maxIterations);
  return rebuild(start, outs) as Tensors<C>;
}

const settle = (step: (carry: readonly Tensor[]) => readonly Tensor[], init: readonly Tensor[]): readonly Tensor[] =>
  settleDtypes(init, (carry) => traceFlat((...xs) => step(xs), carry).outputs);

/**
 * A loop over the integers from `lower` up to, but not including, `upper`.
 *
 * It is an ordinary loop; under `trace` it becomes one op, which reverse mode goes through where the bounds are known numbers.
 * @param lower - the first integer, a number or an integer tensor
 * @param upper - the end; where it is not above `lower` nothing is done
 * @param body - (i, carry) to the next carry; i is an int32 scalar
 * @param init - as for `whileLoop`
 * @returns the last carry
 * @throws TensorError "value" for bounds that are no integers, "tree", "shape" or "dtype" when an iteration changes the carry
 * @example
 * foriLoop(0, 5, (i, sum) => sum.add(i), 0); // => Tensor 10
 * grad((x) => foriLoop(0, 3, (_, y) => y.mul(x), 1))(2); // => Tensor 12
 * @source Bradbury et al., JAX: composable transformations of Python+NumPy programs, 2018 (lax.fori_loop)
 * @peers jax.lax.fori_loop
 * @see whileLoop, scan
 * @keywords for loop, iterate a fixed number of times
 */
export function foriLoop<const C, const R extends Input<Tensors<C>>>(
  lower: number | Tensor,
  upper: number | Tensor,
  body: (i: Tensor, carry: Tensors<Settled<C>>) => R,
  init: C,
): Tensors<C> {
  checkFunction("foriLoop", "body", body);
  const start = flattenTensors("foriLoop", "init", init);
  const step = (i: Tensor, carry: readonly Tensor[]): Tensor[] =>
    carryLike("foriLoop", start, carry, body(i, rebuild(start, carry) as never));
  const [first, end] = [toBound("lower", lower), toBound("upper", upper)];
  const [from, to] = [knownBound(first), knownBound(end)];
  if (from === undefined || to === undefined)
    return rebuild(start, loopToBound(step, first, end, start.tensors)) as Tensors<C>;
  const length = Math.max(0, to - from);
  if (!isTracing()) {
    let carry = start.tensors;
    for (let i = from; i < to; i++) carry = step(scalar(i, "int32"), carry);
    return rebuild(start, carry) as Tensors<C>;
  }
  const counts = wrap(
    Int32Array.from({ length }, (_, n) => from + n),
    [length],
    "int32",
  );
  const init2 = settle((carry) => step(scalar(from, "int32"), carry), start.tensors);
  const { carry } = bindScan((now, [i]) => ({ carry: step(i, now), ys: [] }), init2, [counts], {
    length,
    reverse: false,
  });
  return rebuild(start, carry) as Tensors<C>;
}

/** Bounds that are not known yet, or that differ in a batch. */
function loopToBound(
  step: (i: Tensor, carry: readonly Tensor[]) => readonly Tensor[],
  lower: Tensor,
  upper: Tensor,
  init: readonly Tensor[],
): readonly Tensor[] {
  const goesOn = ([i]: readonly Tensor[]): Tensor => less(i, upper);
  const next = ([i, ...carry]: readonly Tensor[]): Tensor[] => [add(i, 1), ...step(i, carry)];
  const start = [lower, ...init];
  const [, ...outs] = isTracing()
    ? bindWhile(goesOn, next, settle(next, start), undefined)
    : runWhile(goesOn, next, start, undefined);
  return outs;
}

function toBound(argument: string, value: number | Tensor): Tensor {
  if (typeof value === "number")
    return scalar(checkInteger("foriLoop", argument, value, -(2 ** 31), 2 ** 31 - 1), "int32");
  const x = toTensor(value, "foriLoop", argument);
  if (x.size !== 1) {
    const problem = `"${argument}" has ${x.size} elements`;
    fail("shape", {
      op: "foriLoop",
      problem,
      shapes: { [argument]: x.shape },
      expects: "one integer",
      fix: "pick one, e.g. n.at(0)",
    });
  }
  if (x.dtype !== "int32" && x.dtype !== "uint32") {
    fail("dtype", {
      op: "foriLoop",
      argument,
      dtype: x.dtype,
      expects: "an integer",
      fix: 'convert it with .astype("int32")',
    });
  }
  return cast(reshapeTo(x, []), "int32");
}

const knownBound = (x: Tensor): number | undefined => (x.isConcrete ? arrayOf(x)[0] : undefined);
