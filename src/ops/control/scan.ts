/** Loops whose length is known: over the rows of tensors, and over integers. */
import { fail } from "../../base/errors.ts";
import type { Input, Settled, Tensors } from "../../core/input.ts";
import { isTracing, traceFlat } from "../../core/program.ts";
import type { Aval, Tensor } from "../../core/tensor.ts";
import { checkBoolean, checkFunction, type Checks, integerFrom, readOptions } from "../arguments.ts";
import { rowOf } from "./rows.ts";
import { bindScan, runScan, type Step, type StepOuts } from "./scanOp.ts";
import { carryLike, commonTypes, flattenTensors, rebuild, settleDtypes, type TensorTree } from "./trees.ts";

/** Options of {@link scan}. */
export interface ScanOptions {
  /** The number of steps; needed where there are no xs. */
  readonly length?: number;
  /** From the last row to the first. Default false. */
  readonly reverse?: boolean;
}

const SCAN: Checks<ScanOptions> = { length: /*@__PURE__*/ integerFrom(0), reverse: checkBoolean };

/**
 * A loop over the rows of tensors that carries a state along and collects a result of each step.
 *
 * It is an ordinary loop, and the step may use plain `if` on values that are known; under `trace` it becomes one op. Both modes
 * of differentiation, `vmap` and their combinations go through it.
 * @param f - (carry, x) to [next carry, y]; carry and y are tensors or trees of them
 * @param init - the carry at the start; each step keeps its structure, shapes and dtypes (plain numbers take the dtype that
 * comes back)
 * @param xs - a tensor or tree whose first axis is gone through, or null for none
 * @param options - `length`: the number of steps, where there are no xs; `reverse`: from the last row to the first,
 * default false
 * @returns [the last carry, the results stacked along a new first axis, in the order of xs]
 * @throws TensorError "tree", "shape" or "dtype" when a step changes the carry or the results of two steps differ, "shape" when
 * the xs differ in length, "value" without xs and length
 * @example
 * scan((sum, x) => [sum.add(x), sum.mul(x)], 0, [1, 2, 3]); // => [Tensor 6, Tensor [0, 2, 9]]
 * grad((x) => scan((h, _) => [h.mul(x), null], 1, null, { length: 3 })[0])(2); // => Tensor 12
 * @source Bradbury et al., JAX: composable transformations of Python+NumPy programs, 2018 (lax.scan)
 * @peers tf.scan, jax.lax.scan
 * @math (s_k, y_k) = f(s_{k-1}, x_k)
 * @see foriLoop, associativeScan
 * @keywords loop with a state, recurrence, RNN, fold, accumulate
 */
export function scan<const C, const X, const R extends Input<Tensors<C>>, const Y>(
  f: (carry: Tensors<Settled<C>>, x: Tensors<Settled<X>>) => readonly [nextCarry: R, y: Y],
  init: C,
  xs: X,
  options?: ScanOptions,
): [carry: Tensors<C>, ys: Tensors<Y>] {
  checkFunction("scan", "f", f);
  const { length, reverse = false } = readOptions("scan", options, SCAN);
  return scanOf("scan", f as never, init, xs, length, reverse) as never;
}

/** @param op - the function that the user called, for its errors */
function scanOf(
  op: string,
  f: (...given: unknown[]) => unknown,
  init: unknown,
  xs: unknown,
  length?: number,
  reverse = false,
): unknown[] {
  const start = flattenTensors(op, "init", init);
  const columns = xs === null || xs === undefined ? undefined : flattenTensors(op, "xs", xs);
  const pass = { length: lengthOf(op, columns, length), reverse };
  const results: TensorTree[] = [];
  const step: Step = (carry, x) => {
    const result: unknown = f(rebuild(start, carry), columns ? rebuild(columns, x) : xs);
    if (!Array.isArray(result) || result.length !== 2) {
      const fix = "return [carry, null] where there is nothing to collect";
      fail("value", { op: op, argument: "the result of the step", got: result, expects: "[next carry, y]", fix });
    }
    const y = result[1] === null || result[1] === undefined ? NOTHING : flattenTensors(op, "y", result[1], results[0]);
    results.push(y);
    return { carry: carryLike(op, start, carry, result[0]), ys: y.tensors };
  };
  const { carry, ys } = runLoop(step, start.tensors, columns?.tensors ?? [], pass, () => typesOfRows(op, results));
  const [last] = results;
  return [rebuild(start, carry), last === NOTHING ? null : rebuild(last, ys)];
}

const NOTHING: TensorTree = { tensors: [], paths: [], structure: { kind: "array", children: [] } };

/** As a loop of JavaScript; as one op in a program, and where the results are not known for want of steps. */
function runLoop(
  step: Step,
  init: readonly Tensor[],
  xs: readonly Tensor[],
  pass: { readonly length: number; readonly reverse: boolean },
  rowsOf: () => readonly Aval[],
): StepOuts {
  if (!isTracing() && pass.length > 0) return runScan(step, init, xs, pass, rowsOf);
  const settled = settleDtypes(init, (carry) => {
    const flat = (...ins: Tensor[]): readonly Tensor[] =>
      step(ins.slice(0, carry.length), ins.slice(carry.length)).carry;
    return traceFlat(flat, [...carry, ...xs.map(rowOf)]).outputs;
  });
  return bindScan(step, settled, xs, pass);
}

/** What the results of the steps have in common. */
function typesOfRows(op: string, results: readonly TensorTree[]): Aval[] {
  const dtypes = commonTypes(op, (step) => `step ${step}`, results);
  return results[0].tensors.map(({ shape }, i) => ({ shape, dtype: dtypes[i], weak: false }));
}

function lengthOf(op: string, columns: TensorTree | undefined, length: number | undefined): number {
  const { tensors, paths } = columns ?? NOTHING;
  if (tensors.length === 0) {
    return (
      length ?? failAtLength(op, length, "the number of steps: there are no xs to go through", "pass { length: n }")
    );
  }
  const shapes = Object.fromEntries(tensors.map(({ shape }, i) => [`xs${paths[i]}`, shape]));
  const scalar = tensors.findIndex(({ ndim }) => ndim === 0);
  if (scalar >= 0) {
    const problem = `xs${paths[scalar]} is a scalar and has no rows`;
    const fix = "the step can use it from outside; for n equal steps pass null and { length: n }";
    fail("shape", { op, problem, shapes, expects: "at least one axis: the first is gone through", fix });
  }
  const sizes = tensors.map(({ shape: [size] }) => size);
  const odd = sizes.findIndex((size) => size !== sizes[0]);
  if (odd >= 0) {
    const problem = `xs${paths[0]} has ${sizes[0]} rows and xs${paths[odd]} has ${sizes[odd]}`;
    const fix = "cut or pad one of them";
    fail("shape", { op, problem, shapes, expects: "the same size of the first axis", fix });
  }
  if (length === undefined || length === sizes[0]) return sizes[0];
  return failAtLength(op, length, `${sizes[0]}, the number of rows, or nothing`, "leave the length out, or cut xs");
}

function failAtLength(op: string, got: unknown, expects: string, fix: string): never {
  fail("value", { op, argument: "length", got, expects, fix });
}

/**
 * The function applied to each row of tensors, one after the other, and the results stacked. Where memory allows, `vmap` does
 * all rows at once.
 * @param f - a row to a tensor or tree
 * @param xs - a tensor or tree whose first axis is gone through
 * @returns the results along a new first axis
 * @throws TensorError as `scan`
 * @example map((x) => x.mul(x), [1, 2, 3]) // => Tensor [1, 4, 9]
 * @source Bradbury et al., JAX: composable transformations of Python+NumPy programs, 2018 (lax.map)
 * @peers jax.lax.map
 * @see vmap, scan
 * @keywords apply to each row, loop over a batch
 */
export function map<const X, const Y>(f: (x: Tensors<Settled<X>>) => Y, xs: X): Tensors<Y> {
  checkFunction("map", "f", f);
  const given = xs === undefined || xs === null ? [] : xs; // which raises: there is nothing to go through
  const step = (_: unknown, x: unknown): unknown => {
    const y: unknown = f(x as never);
    return [[], y ?? flattenTensors("map", "the result", y)]; // which raises
  };
  return scanOf("map", step, [], given)[1] as Tensors<Y>;
}
