/** Functions as ops: they run as they are, and state their own derivative. */
import { defined, keep, type Mask, spread } from "../base/masks.ts";
import { sumOver } from "./basic.ts";
import { BatchTracer, batchFlat } from "./batch.ts";
import { closeOver } from "./closure.ts";
import { bind, current } from "./interpreter.ts";
import { jvpFlat } from "./jvp.ts";
import { LinearTracer } from "./linear.ts";
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
  const [program] = closeOver([{ run, takes: () => args }], true).programs;
  return { program, run: (...xs) => program.run(xs) };
}

function batchCall({ args, batched, size, params: { name, run, rule } }: BatchAt<CallParams>): CallParams {
  return {
    name,
    ...sealed((...xs) => batchFlat(run, current, xs, batched, size), args),
    rule: (primals, tangents, outs = []) => {
      let count = 0;
      const flat = (...xs: Tangent[]): Tangent[] => {
        const [values, ts, known] = [
          xs.slice(0, args.length),
          xs.slice(args.length, 2 * args.length),
          xs.slice(2 * args.length),
        ];
        const dual = rule(values as Tensor[], ts, known.length === 0 ? undefined : (known as Tensor[]));
        count = dual.outs.length;
        return [...dual.outs, ...dual.tangents];
      };
      const isBatched = [...batched, ...batched, ...outs.map(() => true)];
      const found = batchPartly(flat, [...primals, ...tangents, ...outs], isBatched, size);
      return { outs: found.slice(0, count) as Tensor[], tangents: found.slice(count) };
    },
  };
}

/** Batches a function of lists in which undefined stands for zero. All that is found is batched. */
function batchPartly(
  f: (...xs: Tangent[]) => readonly Tangent[],
  args: readonly Tangent[],
  batched: Mask,
  size: number,
): Tangent[] {
  const given = defined(args);
  let found: Mask = [];
  const flat: FlatFunction = (...xs) => {
    const outs = f(...spread(xs, given));
    found = defined(outs);
    return keep(outs, found) as Tensor[];
  };
  return spread(batchFlat(flat, current, keep(args, given) as Tensor[], keep(batched, given), size), found);
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
      const flat = (...xs: Tangent[]): readonly Tangent[] =>
        transpose(xs.slice(0, constants) as Tensor[], xs.slice(constants));
      const back = batchPartly(flat, [...known, ...cotangents], [...fixed, ...cotangents.map(() => true)], size);
      return back.map((ct, i): Tangent => (ct === undefined || mask[i] ? ct : sumOver(ct, [0])));
    },
  });
  return { outs: found, batched: found.map(() => true) };
}

/** Is the tangent only recorded, for reverse mode? */
export const isRecorded = (t: Tangent): boolean =>
  t instanceof LinearTracer || (t instanceof BatchTracer && isRecorded(t.batch));
