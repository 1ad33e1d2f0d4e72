/** Functions as ops: they run as they are, and state their own derivative. */
import { fail } from "../base/errors.ts";
import { isFloat } from "../base/dtypes.ts";
import { sumOver } from "./basic.ts";
import { BatchTracer, batchFlat } from "./batch.ts";
import { closeOver } from "./closure.ts";
import { bind, current } from "./interpreter.ts";
import { jvpFlat } from "./jvp.ts";
import { LinearTracer, orZero } from "./linear.ts";
import { type BatchAt, type Batched, type Dual, type Op, primitive, type Tangent } from "./op.ts";
import { type FlatFunction, isTracing, type Program, traceFlat } from "./program.ts";
import type { Aval, Tensor } from "./tensor.ts";

/** Results and tangents of a function. @param outs - the results, where they are known already */
export type Rule = (primals: readonly Tensor[], tangents: readonly Tangent[], outs?: readonly Tensor[]) => Dual;

export interface CallParams {
  readonly name: string;
  /** What `run` does, where it has been traced. */
  readonly program?: Program;
  readonly run: FlatFunction;
  readonly rule: Rule;
}

/** A function with its own derivative rule. It uses nothing from outside that a transformation follows. */
export const callOp: Op<CallParams> = /*@__PURE__*/ primitive({
  name: "call",
  infer: (args, { program, run }) => (program ?? traceFlat(run, args)).outputs.map(avalOf),
  call: (args, { run }) => run(...args),
  jvp: ({ primals, tangents, outs, params }) => params.rule(primals, tangents, outs).tangents,
  dual: ({ primals, tangents, params }) => params.rule(primals, tangents),
  batch: (at) => {
    const outs = bind(callOp, at.args, batchCall(at));
    return { outs, batched: outs.map(() => true) };
  },
});

export const avalOf = ({ shape, dtype, weak }: Aval): Aval => ({ shape, dtype, weak });

/** A function that uses nothing from outside: as a program where one is being recorded. */
export function sealed(run: FlatFunction, args: readonly Aval[]): Pick<CallParams, "run" | "program"> {
  if (!isTracing()) return { run };
  const [program] = closeOver([run], args, true).programs;
  return { program, run: (...xs) => program.run(xs) };
}

function batchCall({ args, batched, size, params: { name, run, rule } }: BatchAt<CallParams>): CallParams {
  return {
    name,
    ...sealed((...xs) => batchFlat(run, current, xs, batched, size), args),
    rule: (primals, tangents, outs = []) => {
      const given = tangents.flatMap((t, i) => (t === undefined ? [] : [i]));
      const ins = [...primals, ...given.map((i) => tangents[i] as Tensor), ...outs];
      const isBatched = [...batched, ...given.map((i) => batched[i]), ...outs.map(() => true)];
      let places: number[] = [];
      const flat: FlatFunction = (...xs) => {
        const all = new Array<Tangent>(primals.length).fill(undefined);
        given.forEach((place, i) => {
          all[place] = xs[primals.length + i];
        });
        const known = outs.length === 0 ? undefined : xs.slice(primals.length + given.length);
        const dual = rule(xs.slice(0, primals.length), all, known);
        places = dual.tangents.flatMap((t, i) => (t === undefined ? [] : [i]));
        return [...dual.outs, ...places.map((i) => dual.tangents[i] as Tensor)];
      };
      const found = batchFlat(flat, current, ins, isBatched, size);
      const values = found.slice(0, found.length - places.length);
      const ofOuts = values.map((_, i): Tangent => (places.includes(i) ? found[values.length + places.indexOf(i)] : undefined));
      return { outs: values, tangents: ofOuts };
    },
  };
}

// ---------------------------------------------------------------- the linear part of a derivative

export interface LinearCallParams {
  readonly name: string;
  /** The first arguments, in which the function is not linear. */
  readonly constants: number;
  /** The others. */
  readonly tangents: number;
  readonly outs: () => readonly Aval[];
  readonly run: (constants: readonly Tensor[], tangents: readonly Tensor[]) => readonly Tensor[];
  /** Cotangents of the tangents. */
  readonly transpose: (constants: readonly Tensor[], cotangents: readonly Tangent[]) => readonly Tangent[];
}

/** A linear function that states its own transpose. */
export const linearCallOp: Op<LinearCallParams> = /*@__PURE__*/ primitive({
  name: "linearCall",
  infer: (_, { outs }) => outs(),
  call: (args, params) => runLinear(args, params),
  dual: ({ primals, tangents, params }) => jvpFlat((...xs) => runLinear(xs, params), current, primals, tangents),
  linear: ({ constants, tangents }) => Array.from({ length: tangents }, (_, i) => constants + i),
  transpose: ({ cotangents, args, params: { constants, transpose } }) => [
    ...new Array<Tangent>(constants).fill(undefined),
    ...transpose(args.slice(0, constants), cotangents),
  ],
  batch: batchLinearCall,
});

const runLinear = (args: readonly Tensor[], { constants, run }: LinearCallParams): readonly Tensor[] =>
  run(args.slice(0, constants), args.slice(constants));

function batchLinearCall({ args, batched, size, params }: BatchAt<LinearCallParams>): Batched {
  const { name, constants, tangents, outs, run, transpose } = params;
  const [fixed, mask] = [batched.slice(0, constants), batched.slice(constants)];
  const found = bind(linearCallOp, args, {
    name,
    constants,
    tangents,
    outs: () => outs().map((out) => ({ ...out, shape: [size, ...out.shape] })),
    run: (known, ts) =>
      batchFlat((...xs) => run(xs.slice(0, constants), xs.slice(constants)), current, [...known, ...ts], batched, size),
    transpose: (known, cotangents) => {
      const given = cotangents.flatMap((ct, i) => (ct === undefined ? [] : [i]));
      let places: number[] = [];
      const flat: FlatFunction = (...xs) => {
        const all = cotangents.map((ct, i): Tangent => ct && xs[constants + given.indexOf(i)]);
        const back = transpose(xs.slice(0, constants), all);
        places = back.flatMap((t, i) => (t === undefined ? [] : [i]));
        return places.map((i) => back[i] as Tensor);
      };
      const ins = [...known, ...given.map((i) => cotangents[i] as Tensor)];
      const back = batchFlat(flat, current, ins, [...fixed, ...given.map(() => true)], size);
      return mask.map((is, i): Tangent => {
        const ct = back[places.indexOf(i)];
        return ct === undefined || is ? ct : sumOver(ct, [0]);
      });
    },
  });
  return { outs: found, batched: found.map(() => true) };
}

/** Is the tangent only recorded, for reverse mode? */
export const isRecorded = (t: Tangent): boolean =>
  t instanceof LinearTracer || (t instanceof BatchTracer && isRecorded(t.batch));

void [fail, isFloat, orZero];
