/** Trading time for memory: what the derivatives need is computed again when they need it. */
import { isFloat } from "../base/dtypes.ts";
import { defined, keep, type Mask, spread } from "../base/masks.ts";
import { avalOf, callOp, type CallParams, isRecorded, linearCallOp, type Rule, sealed } from "../core/call.ts";
import { closeOver } from "../core/closure.ts";
import { bind, current, evaluator, type Interpreter, interpreters, runUnder } from "../core/interpreter.ts";
import { JvpInterpreter, jvpFlat, JvpTracer } from "../core/jvp.ts";
import { LinearInterpreter, linearizeFlat, orZeros } from "../core/linear.ts";
import type { Dual } from "../core/op.ts";
import { isFollowed, runInside } from "../core/outside.ts";
import { type FlatFunction, isTracing } from "../core/program.ts";
import type { Tensor } from "../core/tensor.ts";
import { type Call, checkTransformed, flattenResult, prepareCall } from "./call.ts";
import { nameOf, named } from "./customRule.ts";
import { pausing } from "./noGrad.ts";
import type { Inputs } from "./types.ts";
import { Recorder } from "./recorder.ts";
import { type Structure, unflatten } from "../base/trees.ts";

type AnyFunction = (...args: never[]) => unknown;

/** Overloads of {@link checkpoint}. */
export interface Checkpoint {
  <A extends readonly Tensor[], R>(f: (...args: A) => R): (...args: Inputs<A>) => R;
  <A extends readonly unknown[], R>(f: (...args: A) => R): (...args: Inputs<A>) => R;
}

/**
 * The same function, of which reverse mode keeps only arguments and results: the values in between, which its derivative needs,
 * are computed again on the way back.
 *
 * Put around each layer of a deep model it makes the memory grow with the layers' inputs instead of all that is in them, for
 * about one more evaluation of the model. Values and derivatives are the same, to every order, and so is what goes for the
 * function under `vmap`, `jvp` and `trace`. It may use values from outside, such as parameters.
 * @param f - a function of tensors or trees of them to a tensor or tree; it has to do the same each time it is called
 * @returns a function like f
 * @throws TensorError "value" when f is no function
 * @example grad(checkpoint((x) => x.sin().sin().sin()))(1) // => ≈ Tensor 0.2645
 * @source Griewank & Walther, Evaluating Derivatives, 2nd ed., ch. 12; Chen et al., Training deep nets with sublinear memory
 * cost, 2016
 * @peers jax.checkpoint
 * @see vjp
 * @keywords rematerialization, gradient checkpointing, save memory in backward, recompute
 */
export const checkpoint: Checkpoint = (f: AnyFunction) => {
  checkTransformed("checkpoint", f);
  const name = nameOf(f, "checkpoint");
  return named(name, (...args: unknown[]): never => {
    const call = prepareCall(name, args, []);
    let structure: Structure = { kind: "leaf" };
    const run: FlatFunction = (...xs) => {
      const results = flattenResult(name, f(...(call.rebuild(xs) as never[])));
      structure = results.structure;
      return results.tensors;
    };
    const outs = isTracing() ? applyTraced(name, run, call) : applyEager(name, run, call);
    return unflatten(structure, outs) as never;
  });
};

function applyTraced(name: string, run: FlatFunction, { tensors }: Call): readonly Tensor[] {
  const { programs, captured } = closeOver([{ run, takes: () => tensors }], true);
  const [program] = programs;
  return bind(callOp, [...captured, ...tensors], checkpointed(name, { program, run: (...xs) => program.run(xs) }));
}

/** A first run finds which values from outside are used; with them as arguments the function can be run again. */
function applyEager(name: string, run: FlatFunction, { tensors }: Call): readonly Tensor[] {
  const { outside, outs } = findOutside(run, tensors);
  if (outs !== undefined && outside.length === 0 && !tensors.some(isFollowed)) return outs;
  const again: FlatFunction = (...xs) => {
    const inPlace = new Map(outside.map((x, i) => [x, xs[i]]));
    return runInside(run, xs.slice(outside.length), (x) => inPlace.get(x) ?? x);
  };
  let first = outs;
  const params = checkpointed(name, { run: again }, (...xs) => {
    const known = first;
    first = undefined; // not kept, and not for another point
    return known ?? again(...xs);
  });
  return bind(callOp, [...outside, ...tensors], params);
}

interface FirstRun {
  readonly outside: readonly Tensor[];
  /** The values, where nothing but differentiation and records is around. */
  readonly outs?: readonly Tensor[];
}

function findOutside(run: FlatFunction, args: readonly Tensor[]): FirstRun {
  const found = new Set<Tensor>();
  if (!isOnlyDifferentiated()) {
    runInside(run, args, (x) => {
      found.add(x);
      return x;
    });
    return { outside: [...found] };
  }
  const outs = pausing("checkpoint", [evaluator], () =>
    runUnder(evaluator, () =>
      runInside(run, args.map(valueOf), (x) => {
        found.add(x);
        return valueOf(x);
      }),
    ),
  );
  return { outside: [...found], outs };
}

const isOnlyDifferentiated = (): boolean =>
  !(current instanceof LinearInterpreter) &&
  [...interpreters()].every(
    (at: Interpreter) =>
      at === evaluator || at instanceof JvpInterpreter || at instanceof LinearInterpreter || at instanceof Recorder,
  );

const valueOf = (x: Tensor): Tensor => (x instanceof JvpTracer ? valueOf(x.primal) : x);

type Body = Pick<CallParams, "run" | "program">;

/**
 * A function as an op whose rule is the function's own derivative: at once in forward mode; in reverse mode when the op is
 * transposed, and not before.
 * @param first - what gives its values
 */
function checkpointed(name: string, { run, program }: Body, first: FlatFunction = run): CallParams {
  const rule: Rule = (primals, tangents, known) => {
    const given = defined(tangents);
    const ts = keep(tangents, given) as Tensor[];
    if (!tangents.some(isRecorded)) return joined(name, run, primals, ts, given);
    const outs = known ?? bind(callOp, primals, params);
    const isChanging = outs.map(({ dtype }) => isFloat(dtype));
    const avals = keep(outs, isChanging).map(avalOf);
    const changing = bind(linearCallOp, [...primals, ...ts], {
      name,
      constants: primals.length,
      tangents: ts.length,
      outs: () => avals,
      run: (xs, found) => {
        const { outs: values, tangents: all } = jvpFlat(run, current, xs, spread(found, given));
        return keep(orZeros(all, values), isChanging);
      },
      transpose: (xs, cotangents) => {
        const map = linearizeFlat(run, xs, given);
        return keep(map.transpose(spread(cotangents, isChanging)), given);
      },
    });
    return { outs, tangents: spread(changing, isChanging) };
  };
  const params: CallParams = { name, program, run: first, rule };
  return params;
}

/** Values and tangents together, by a function that is checkpointed as well. */
function joined(name: string, run: FlatFunction, primals: readonly Tensor[], ts: readonly Tensor[], given: Mask): Dual {
  let isChanging: Mask = [];
  const joint: FlatFunction = (...xs) => {
    const { outs, tangents } = jvpFlat(
      run,
      current,
      xs.slice(0, primals.length),
      spread(xs.slice(primals.length), given),
    );
    isChanging = outs.map(({ dtype }) => isFloat(dtype));
    return [...outs, ...keep(orZeros(tangents, outs), isChanging)];
  };
  const args = [...primals, ...ts];
  const all = bind(callOp, args, checkpointed(name, sealed(joint, args)));
  return { outs: all.slice(0, isChanging.length), tangents: spread(all.slice(isChanging.length), isChanging) };
}
