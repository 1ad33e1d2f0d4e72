/** The op of a compiled function. Its rules are compiled functions again: the program differentiated, transposed, batched. */
import { defined, type Mask, spread } from "../base/masks.ts";
import { batchFlat } from "../core/batch.ts";
import { isRecorded } from "../core/call.ts";
import { residualsOf, transposeFlat } from "../core/closure.ts";
import { bind, current } from "../core/interpreter.ts";
import { jvpFlat } from "../core/jvp.ts";
import { type Linearized, linearizeFlat } from "../core/linear.ts";
import {
  type BatchAt,
  type Batched,
  type Dual,
  type JvpAt,
  type Op,
  primitive,
  type Tangent,
  type TransposeAt,
} from "../core/op.ts";
import { type Program, traceFlat } from "../core/program.ts";
import { type Aval, elementsOf, type Tensor } from "../core/tensor.ts";
import { executableOf } from "./wasm/executables.ts";

export interface JitParams {
  readonly program: Program;
  /** The program is linear in its inputs from this one on. */
  readonly linearFrom?: number;
}

export const jitOp: Op<JitParams> = /*@__PURE__*/ primitive({
  name: "jit",
  infer: (_, { program }) => program.outputs.map(({ shape, dtype, weak }) => ({ shape, dtype, weak })),
  evaluate: (args, { program }) =>
    executableOf(program)
      .run(args)
      .map((out) => elementsOf(out)),
  lower: { kind: "expand", expand: (args, { program }) => program.run(args) },
  dual: dualJit,
  linear: ({ program, linearFrom = program.inputs.length }) =>
    program.inputs.map((_, i) => i).filter((i) => i >= linearFrom),
  transpose: transposeJit,
  batch: batchJit,
});

/** Programs made from a program, by what they were made for. */
const derived: WeakMap<Program, Map<string, unknown>> = /*@__PURE__*/ new WeakMap();

function derive<T>(program: Program, key: string, make: () => T): T {
  let known = derived.get(program);
  if (known === undefined) derived.set(program, (known = new Map()));
  if (!known.has(key)) known.set(key, make());
  return known.get(key) as T;
}

const maskKey = (mask: Mask): string => mask.map((set) => (set ? 1 : 0)).join("");

interface Derivative {
  /** The arguments to the results and what the linear map needs besides. */
  readonly primal: Program;
  /** That, then the tangents of the arguments, to the tangents of the results that have one. */
  readonly linear: Program;
  /** Which results have a tangent. */
  readonly changing: Mask;
  /** What the linear map needs: a place among the arguments, or among what else the primal program returns. */
  readonly needs: readonly { readonly argument?: number; readonly extra?: number }[];
}

type DualAt = Omit<JvpAt<JitParams>, "outs">;

/** Reverse mode needs the linear map; forward mode computes values and tangents in one program. */
function dualJit(at: DualAt): Dual {
  return at.tangents.some(isRecorded) ? linearizeJit(at) : joinJit(at);
}

function joinJit({ primals, tangents, params: { program } }: DualAt): Dual {
  const wrt = defined(tangents);
  const given = tangents.filter((t) => t !== undefined);
  const { both, changing } = derive(program, `join ${maskKey(wrt)}`, () => {
    let changes: Mask = [];
    const joined = traceFlat(
      (...xs) => {
        const ts = spread(xs.slice(primals.length), wrt);
        const dual = jvpFlat((...ys) => program.run(ys), current, xs.slice(0, primals.length), ts);
        changes = defined(dual.tangents);
        return [...dual.outs, ...dual.tangents.filter((t) => t !== undefined)];
      },
      [...program.inputs, ...given],
    );
    return { both: joined, changing: changes };
  });
  const all = bind(jitOp, [...primals, ...given], { program: both });
  return { outs: all.slice(0, changing.length), tangents: spread(all.slice(changing.length), changing) };
}

function linearizeJit({ primals, tangents, params: { program } }: DualAt): Dual {
  const wrt = defined(tangents);
  const { primal, linear, changing, needs } = derive(program, `linear ${maskKey(wrt)}`, () =>
    linearizeProgram(program, wrt),
  );
  const all = bind(jitOp, primals, { program: primal });
  const count = program.outputs.length;
  const [outs, extras] = [all.slice(0, count), all.slice(count)];
  const values = needs.map(({ argument, extra }) =>
    argument === undefined ? extras[extra as number] : primals[argument],
  );
  const given = tangents.filter((t) => t !== undefined);
  const found = changing.includes(true)
    ? bind(jitOp, [...values, ...given], { program: linear, linearFrom: values.length })
    : [];
  return { outs, tangents: spread(found, changing) };
}

function linearizeProgram(program: Program, wrt: Mask): Derivative {
  let map: Linearized | undefined;
  let [residuals, inputs]: Tensor[][] = [[], []];
  const primal = traceFlat((...xs) => {
    map = linearizeFlat((...ys) => program.run(ys), xs, wrt);
    inputs = xs;
    residuals = residualsOf(map);
    return [...map.outs, ...residuals.filter((x) => !xs.includes(x))];
  }, program.inputs);
  const { tangents, apply } = map as Linearized;
  const changing = defined(tangents);
  const extras = residuals.filter((x) => !inputs.includes(x));
  const needs = residuals.map((x) =>
    inputs.includes(x) ? { argument: inputs.indexOf(x) } : { extra: extras.indexOf(x) },
  );
  const tangentAvals = program.inputs
    .filter((_, i) => wrt[i])
    .map(({ shape, dtype }): Aval => ({ shape, dtype, weak: false }));
  const linear = traceFlat(
    (...xs) => {
      const replaced = new Map(residuals.map((x, i) => [x, xs[i]]));
      return apply(spread(xs.slice(residuals.length), wrt), replaced).filter((t) => t !== undefined);
    },
    [...residuals, ...tangentAvals],
  );
  return { primal, linear, changing, needs };
}

function transposeJit({ cotangents, args, isLinear, params: { program } }: TransposeAt<JitParams>): Tangent[] {
  const given = defined(cotangents);
  const { back, found } = derive(program, `transpose ${maskKey(isLinear)} ${maskKey(given)}`, () =>
    transposeProgram(program, isLinear, given),
  );
  const constants = args.filter((_, i) => !isLinear[i]);
  const outs = found.includes(true)
    ? bind(jitOp, [...constants, ...(cotangents.filter((ct) => ct !== undefined) as Tensor[])], {
        program: back,
        linearFrom: constants.length,
      })
    : [];
  return spread(outs, found);
}

function transposeProgram(
  program: Program,
  isLinear: Mask,
  given: Mask,
): { readonly back: Program; readonly found: Mask } {
  let found: Mask = [];
  const constants = program.inputs.filter((_, i) => !isLinear[i]);
  const outputs = program.outputs.filter((_, i) => given[i]);
  const back = traceFlat(
    (...xs) => {
      let next = 0;
      const args = program.inputs.map((input, i) => (isLinear[i] ? (input as Aval as Tensor) : xs[next++]));
      const cts = spread(xs.slice(constants.length), given);
      const all = transposeFlat((...ys) => program.run(ys), args, isLinear, cts);
      found = defined(all);
      return all.filter((ct) => ct !== undefined);
    },
    [...constants, ...outputs],
  );
  return { back, found };
}

function batchJit({ args, batched, size, params: { program, linearFrom } }: BatchAt<JitParams>): Batched {
  const batchedProgram = derive(program, `batch ${size} ${maskKey(batched)}`, () =>
    traceFlat((...xs) => batchFlat((...ys) => program.run(ys), current, xs, batched, size), args),
  );
  const outs = bind(jitOp, args, { program: batchedProgram, linearFrom });
  return { outs, batched: outs.map(() => true) };
}
