/** Closure conversion: functions as programs that hold nothing, and beside them what they had held. */
import { BatchInterpreter, BatchTracer } from "./batch.ts";
import { current, runUnder } from "./interpreter.ts";
import { jvpFlat } from "./jvp.ts";
import { LinearInterpreter, type Linearized, LinearTracer, nodesBehind, transposeGraph } from "./linear.ts";
import type { Tangent } from "./op.ts";
import { type FlatFunction, Program, ProgramTracer, traceFlat, type Variable } from "./program.ts";
import type { Aval, Tensor } from "./tensor.ts";

/** Programs without constants: what their functions use from outside comes first among the inputs, the same for all. */
export interface Closed {
  readonly programs: readonly Program[];
  /** The values from outside, among them those that transformations follow. */
  readonly captured: readonly Tensor[];
}

/** A function to close over, and the shapes and dtypes of its arguments. */
export interface Open {
  readonly run: FlatFunction;
  /** Asked for when the functions before have been traced. */
  readonly takes: () => readonly Aval[];
}

/**
 * Traces functions of tensors that may use values from outside.
 * @param greedy - computations with nothing but values from outside stay in the program, instead of being done before it
 */
export function closeOver(fs: readonly Open[], greedy = false): Closed {
  const traced = fs.map(({ run, takes }) => traceFlat(run, takes(), greedy));
  const captured = [...new Set(traced.flatMap(({ constants }) => constants.map(({ value }) => value)))];
  const programs = traced.map(({ inputs, constants, equations, outputs }) => {
    const known = new Map(constants.map(({ value, variable }) => [value, variable]));
    const outside = captured.map((value, i) => known.get(value) ?? unused(value, i));
    return new Program({ inputs: [...outside, ...inputs], constants: [], equations, outputs });
  });
  return { programs, captured };
}

/** An input that the program does not read. Its own variables count from 0. */
const unused = ({ shape, dtype, weak }: Aval, i: number): Variable => ({ id: -1 - i, shape, dtype, weak });

/** Which results of a function change with its arguments, without computing them. */
export function changingOuts(f: FlatFunction, args: readonly Aval[], changing: readonly boolean[]): boolean[] {
  let found: boolean[] = [];
  traceFlat((...xs) => {
    const { outs, tangents } = jvpFlat(
      f,
      current,
      xs,
      xs.map((x, i) => (changing[i] ? x : undefined)),
    );
    found = tangents.map((t) => t !== undefined);
    return outs;
  }, args);
  return found;
}

/** Which results of a function are different for the elements of a batch, without computing them. @param args - without batch axes */
export function batchedOuts(
  f: FlatFunction,
  args: readonly Aval[],
  batched: readonly boolean[],
  size: number,
): boolean[] {
  let found: boolean[] = [];
  const avals = args.map((x, i) => (batched[i] ? { ...avalOf(x), shape: [size, ...x.shape] } : x));
  traceFlat((...xs) => {
    const batch = new BatchInterpreter(current, size);
    const outs = runUnder(batch, () => f(...xs.map((x, i) => (batched[i] ? new BatchTracer(batch, x) : x))));
    found = outs.map((out) => batch.owns(out));
    return [];
  }, avals);
  return found;
}

const avalOf = ({ shape, dtype, weak }: Aval): Aval => ({ shape, dtype, weak });

/** A linear map with undefined for the results that do not come from its inputs, which are zero. */
export function withoutZeros(map: Linearized): Pick<Linearized, "apply" | "tangents"> {
  const [linear] = map.inputs.flatMap((input) => input?.interpreter ?? []);
  const comes = map.tangents.map((t) => t instanceof LinearTracer && t.interpreter === linear);
  const filter = (tangents: readonly Tangent[]): Tangent[] => tangents.map((t, i) => (comes[i] ? t : undefined));
  return { tangents: filter(map.tangents), apply: (given, replaced) => filter(map.apply(given, replaced)) };
}

/** The values, made by the program that is being recorded, that a linear map needs besides its inputs. */
export function residualsOf(map: Linearized): Tensor[] {
  const [linear] = map.inputs.flatMap((input) => input?.interpreter ?? []);
  if (linear === undefined) return [];
  const found = new Set<Tensor>();
  for (const { args } of nodesBehind(linear, map.tangents)) {
    for (const x of args) if (x instanceof ProgramTracer && x.interpreter === current) found.add(x);
  }
  return [...found];
}

/** Cotangents of the arguments in which a function is linear. */
export function transposeFlat(
  f: FlatFunction,
  args: readonly Tensor[],
  isLinear: readonly boolean[],
  cotangents: readonly Tangent[],
): Tangent[] {
  const linear = new LinearInterpreter(current);
  const inputs = args.map((x, i) => (isLinear[i] ? linear.input(x) : undefined));
  const outs = runUnder(linear, () => f(...args.map((x, i) => inputs[i] ?? x)));
  return transposeGraph(linear, outs, cotangents, inputs);
}
