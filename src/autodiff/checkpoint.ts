/** Trading time for memory: what the derivatives need is computed again when they need it. */
import { isFloat } from "../base/dtypes.ts";
import { defined, keep, spread } from "../base/masks.ts";
import { avalOf, callOp, type CallParams, isRecorded, linearCallOp, type Rule, sealed } from "../core/call.ts";
import { closeOver } from "../core/closure.ts";
import { bind, current, evaluator, type Interpreter, interpreters, runUnder } from "../core/interpreter.ts";
import { JvpInterpreter, jvpFlat, JvpTracer } from "../core/jvp.ts";
import { LinearInterpreter, linearizeFlat, orZero } from "../core/linear.ts";
import type { Tangent } from "../core/op.ts";
import { isFollowed, runInside } from "../core/outside.ts";
import { type FlatFunction, isTracing } from "../core/program.ts";
import type { Tensor } from "../core/tensor.ts";
import { type Call, checkFunction, flattenResult, prepareCall } from "./call.ts";
import { nameOf, named } from "./custom.ts";
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
 * @example grad(checkpoint((x) => x.sin().sin().sin()))(1) // => ≈ 0.3067
 * @source Griewank & Walther, Evaluating Derivatives, 2nd ed., ch. 12; Chen et al., Training deep nets with sublinear memory
 * cost, 2016
 */
export const checkpoint: Checkpoint = (f: AnyFunction) => {
  checkFunction("checkpoint", f);
  const name = nameOf(f);
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
  const whole: FlatFunction = (...xs) => program.run(xs);
  return bind(callOp, [...captured, ...tensors], { name, program, run: whole, rule: ruleOf(name, whole) });
}

/** A first run finds which values from outside are used; with them as arguments the function can be run again. */
function applyEager(name: string, run: FlatFunction, { tensors }: Call): readonly Tensor[] {
  const { outside, outs } = findOutside(run, tensors);
  if (outs !== undefined && outside.length === 0 && !tensors.some(isFollowed)) return outs;
  const again: FlatFunction = (...xs) => {
    const inPlace = new Map(outside.map((x, i) => [x, xs[i]]));
    return runInside(run, xs.slice(outside.length), (x) => inPlace.get(x) ?? x);
  };
  let known = outs;
  const params: CallParams = {
    name,
    run: (...xs) => {
      const first = known;
      known = undefined; // the values of the first run are not kept for another
      return first ?? again(...xs);
    },
    rule: ruleOf(name, again),
  };
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
        if (!args.some((arg) => valueOf(arg) === x)) found.add(x);
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

/** Forward mode is that of the function; in reverse mode its linear map is made when it is transposed. */
function ruleOf(name: string, run: FlatFunction): Rule {
  return (primals, tangents, known) => {
    const given = defined(tangents);
    const ts = keep(tangents, given) as Tensor[];
    const count = primals.length;
    if (!tangents.some(isRecorded)) {
      const joint: FlatFunction = (...xs) => {
        const { outs, tangents: found } = jvpFlat(run, current, xs.slice(0, count), spread(xs.slice(count), given));
        const isChanging = outs.map(({ dtype }) => isFloat(dtype));
        return [...outs, ...keep(outs.map((out, i) => orZero(found[i], out)), isChanging)];
      };
      const args = [...primals, ...ts];
      const body = sealed(joint, args);
      const all = bind(callOp, args, { name, ...body, rule: ruleOf(name, body.run) });
      return splitJoint(all);
    }
    const outs = known ?? bind(callOp, primals, { name, ...sealed(run, primals), rule: ruleOf(name, run) });
    const isChanging = outs.map(({ dtype }) => isFloat(dtype));
    const avals = keep(outs, isChanging).map(avalOf);
    const changing = bind(linearCallOp, [...primals, ...ts], {
      name,
      constants: count,
      tangents: ts.length,
      outs: () => avals,
      run: (xs, found) => {
        const { outs: values, tangents: all } = jvpFlat(run, current, xs, spread(found, given));
        return keep(values.map((out, i) => orZero(all[i], out)), isChanging);
      },
      transpose: (xs, cotangents) => {
        const map = linearizeFlat(run, xs, given);
        return keep(map.transpose(spread(cotangents, isChanging)), given);
      },
    });
    return { outs, tangents: spread(changing, isChanging) };
  };
}

/** Results and, behind them, the tangents of the floats among them. */
function splitJoint(all: readonly Tensor[]): { outs: readonly Tensor[]; tangents: readonly Tangent[] } {
  for (let count = 0; ; count++) {
    const mask = all.slice(0, count).map(({ dtype }) => isFloat(dtype));
    if (count + mask.filter(Boolean).length === all.length) {
      return { outs: all.slice(0, count), tangents: spread(all.slice(count), mask) };
    }
  }
}
