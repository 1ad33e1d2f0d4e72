/** `jit`: a function as one WebAssembly program. */
import { defaultDtype, type FloatDType } from "../base/dtypes.ts";
import { sameShape } from "../base/shapes.ts";
import { fail } from "../base/errors.ts";
import { flatten, sameStructure, type Structure, unflatten } from "../base/trees.ts";
import { checkArgnums, checkTransformed, flattenResult } from "../autodiff/call.ts";
import type { Argnums, Inputs } from "../autodiff/types.ts";
import type { AnyFunction } from "../autodiff/vjp.ts";
import { isConvertible, toTensor } from "../core/convert.ts";
import { bind, computes, current, evaluator, hooks } from "../core/interpreter.ts";
import { keyOfProgram } from "../compile/graph.ts";
import { Program, traceFlat } from "../core/program.ts";
import { type Aval, type Donation, Tensor, type TensorLike } from "../core/tensor.ts";
import { type Checks, checkedLater, readOptions } from "../ops/arguments.ts";
import { type Donated, refuseConstants, runDonating } from "./donate.ts";
import { jitOp } from "./jitOp.ts";
import { now } from "./wasm/platform.ts";
import { executableOf, type Runnable } from "./wasm/executables.ts";

/** Options of {@link jit}. */
export interface JitOptions {
  /** Arguments that the function may read and branch on: it is compiled anew for each value. A place, or a list. Default none. */
  readonly staticArgnums?: Argnums;
  /**
   * Arguments that are not needed any more: results take their memory where that can be, and their tensors have no elements
   * afterwards. A place, or a list. Default none.
   */
  readonly donateArgnums?: Argnums;
}

const JIT: Checks<JitOptions> = { staticArgnums: checkedLater, donateArgnums: checkedLater };

/** Overloads of {@link jit}. */
export interface Jit {
  <A extends readonly Tensor[], R>(f: (...args: A) => R, options?: JitOptions): (...args: Inputs<A>) => R;
  <A extends readonly unknown[], R>(f: (...args: A) => R, options?: JitOptions): (...args: Inputs<A>) => R;
}

/**
 * The same function, compiled: it is traced once for each combination of shapes and dtypes, simplified, fused into few loops and
 * written as one WebAssembly function, which further calls run.
 *
 * Like every transformation it nests with all others: `jit(grad(f))`, `grad(jit(f))`, `vmap(jit(f))`. What the function does besides
 * computing with tensors (printing, counting) happens once, when it is traced; tensors that it uses from outside are constants.
 * @param f - a function of tensors or trees of them; other arguments (strings, functions) are static
 * @param options - `staticArgnums`: arguments that are passed as they are, a place or a list, by default none; `donateArgnums`: arguments
 * that you will not use again, so that `w = step(w, x)` runs in place; under other transformations it does nothing
 * @returns a function of the same arguments with the same results
 * @throws TensorError "concrete" when f reads a value, in an `if` for one; "value" for places that are no arguments; "donated" for
 * a tensor that was donated before
 * @example
 * const f = jit(grad((x) => x.mul(x.sin()).sum()));
 * f([0, 1]).shape // => [2]
 * jit((x, n) => { let y = x; for (let i = 0; i < n; i++) y = y.mul(x); return y; }, { staticArgnums: 1 })(2, 3) // => Tensor 16
 * @source Frostig, Johnson & Leary, Compiling machine learning programs via high-level tracing, 2018
 * @peers jax.jit, tf.function
 * @see explain
 * @keywords speed up, faster, just in time
 */
export const jit: Jit = (f: AnyFunction, options?: JitOptions) => {
  checkTransformed("jit", f);
  const compiled = new Compiled(f, readOptions("jit", options, JIT));
  const call = (...args: unknown[]): unknown => compiled.call(args);
  Object.defineProperty(call, "name", { value: `jit(${f.name})` });
  compiledFunctions.set(call, compiled);
  return call as never;
};

const compiledFunctions: WeakMap<object, Compiled> = /*@__PURE__*/ new WeakMap();

/** What `jit` has made of a function; undefined for other functions. */
export const compiledOf = (f: object): Compiled | undefined => compiledFunctions.get(f);

/** One tracing of the function. */
export interface Traced {
  readonly program: Program;
  readonly result: Structure;
  /** Milliseconds. */
  readonly time: number;
}

interface Entry extends Traced {
  readonly structures: readonly Structure[];
  readonly statics: readonly unknown[];
  readonly avals: readonly Aval[];
  /** The default dtype then. */
  readonly floats: FloatDType;
  /** Each argument is a tensor or a number. */
  readonly simple: boolean;
  readonly donated: Donated | undefined;
  executable: Runnable | undefined;
}

/** Arguments, flattened. */
interface Flat {
  readonly structures: readonly Structure[];
  /** For each leaf the static value, or `TENSOR`. */
  readonly statics: readonly unknown[];
  readonly tensors: readonly Tensor[];
  /** Undefined where there are none. */
  readonly donated: Donated | undefined;
}

/** Programs that are kept of functions that use values which transformations follow. */
const MOST_PROGRAMS = 32;

const TENSOR = /*@__PURE__*/ Symbol("tensor");

export class Compiled {
  readonly f: AnyFunction;
  private readonly options: JitOptions;
  private readonly entries: Entry[] = [];
  /** Programs with values that transformations follow, which may be others in each call, by what they do. */
  private readonly programs = new Map<string, Program>();
  private readonly objects = new Map<unknown, number>();

  constructor(f: AnyFunction, options: JitOptions = {}) {
    this.f = f;
    this.options = options;
  }

  /** For its user. */
  get name(): string {
    return this.f.name === "" ? "jit" : `jit(${this.f.name})`;
  }

  /** How often the function was traced. */
  get traces(): number {
    return this.entries.length;
  }

  call(args: readonly unknown[]): unknown {
    const [last] = this.entries;
    if (last?.simple && current === evaluator && hooks.inspect === undefined && fitsSimply(last, args)) {
      const outs = execute(last, args as readonly (Tensor | number)[]);
      return last.result.kind === "leaf" ? outs[0] : unflatten(last.result, outs);
    }
    const flat = this.flatten(args);
    if (hooks.inspect !== undefined) return this.inspect(flat);
    const entry = this.find(flat);
    if (entry !== undefined) return this.run(entry, flat.tensors);
    const { traced, captured } = this.trace(flat);
    if (captured.length > 0) return bindTo(this.intern(traced), [...captured, ...flat.tensors]);
    const { staticArgnums } = this.options;
    const simple = args.every((x) => typeof x === "number" || x instanceof Tensor) && staticArgnums === undefined;
    const avals = flat.tensors.map(({ shape, dtype, weak }) => ({ shape, dtype, weak }));
    const { structures, statics, donated } = flat;
    const floats = defaultDtype();
    const made: Entry = { ...traced, structures, statics, avals, floats, simple, donated, executable: undefined };
    this.entries.unshift(made);
    return this.run(made, flat.tensors);
  }

  private run(entry: Entry, tensors: readonly Tensor[]): unknown {
    return isPlain(tensors) ? unflatten(entry.result, execute(entry, tensors)) : bindTo(entry, tensors);
  }

  /** Somebody looks at each op: they run as they are. */
  private inspect(flat: Flat): unknown {
    const { donated, tensors } = flat;
    if (donated === undefined || !isPlain(tensors)) return this.f(...(rebuild(flat, tensors) as never[]));
    let result: Structure = { kind: "leaf" };
    const outs = runDonating(tensors, donated, (consumed) => {
      consumed.begun = true;
      const value = flattenResult("jit", this.f(...(rebuild(flat, tensors) as never[])));
      result = value.structure;
      return value.tensors;
    });
    return unflatten(result, outs);
  }

  /** The program of an earlier call that does the same, which is compiled already. */
  private intern(traced: Traced): Traced {
    const key = keyOfProgram(traced.program, this.objects);
    if (key === undefined) return traced;
    let program = this.programs.get(key);
    if (program === undefined) {
      if (this.programs.size >= MOST_PROGRAMS) this.programs.clear();
      this.programs.set(key, (program = traced.program));
    }
    return { ...traced, program };
  }

  private find(flat: Flat): Entry | undefined {
    const at = this.entries.findIndex((entry) => fits(entry, flat));
    if (at < 0) return undefined;
    const [entry] = this.entries.splice(at, 1);
    this.entries.unshift(entry);
    return entry;
  }

  flatten(args: readonly unknown[]): Flat {
    const { staticArgnums = [], donateArgnums = [] } = this.options;
    const places = checkArgnums("jit", staticArgnums, args.length, "staticArgnums");
    const given = checkArgnums("jit", donateArgnums, args.length, "donateArgnums");
    const both = given.find((place) => places.includes(place));
    if (both !== undefined) failToDonate(donateArgnums, both);
    const statics: unknown[] = [];
    const tensors: Tensor[] = [];
    const [donatedPlaces, donations]: [number[], Donation[]] = [[], []];
    const structures = args.map((arg, i): Structure => {
      if (places.includes(i)) {
        statics.push(arg);
        return { kind: "leaf" };
      }
      const { leaves, paths, structure } = flatten(arg, "jit");
      leaves.forEach((leaf, k) => {
        const convertible = isConvertible(leaf);
        statics.push(convertible ? TENSOR : leaf);
        if (!convertible) return;
        const argument = `argument ${i}${paths[k]}`;
        if (given.includes(i)) {
          donatedPlaces.push(tensors.length);
          donations.push({ by: this.name, argument });
        }
        tensors.push(toTensor(leaf as TensorLike, "jit", argument));
      });
      return structure;
    });
    const donated = donations.length === 0 ? undefined : { places: donatedPlaces, donations };
    return { structures, statics, tensors, donated };
  }

  /** The program for these arguments, and what it uses of tensors that transformations follow: they come first. */
  trace(flat: Flat): { readonly traced: Traced; readonly captured: readonly Tensor[] } {
    const start = now();
    let result: Structure = { kind: "leaf" };
    const traced = traceFlat(
      (...xs) => {
        const value: unknown = this.f(...(rebuild(flat, xs) as never[]));
        const { tensors, structure } = flattenResult("jit", value);
        result = structure;
        return tensors;
      },
      flat.tensors,
      false,
      "jit",
    );
    const followed = traced.constants.filter(({ value }) => !value.isConcrete || value.tracked !== undefined);
    const program =
      followed.length === 0
        ? traced
        : new Program({
            inputs: [...followed.map(({ variable }) => variable), ...traced.inputs],
            constants: traced.constants.filter((constant) => !followed.includes(constant)),
            equations: traced.equations,
            outputs: traced.outputs,
          });
    return {
      traced: { program, result, time: now() - start },
      captured: followed.map(({ value }) => value),
    };
  }
}

function execute(entry: Entry, args: readonly (Tensor | number)[]): Tensor[] {
  const { program, donated } = entry;
  const runnable = (entry.executable ??= executableOf(program));
  if (donated === undefined) return runnable.run(args);
  refuseConstants(program, args, donated);
  return runDonating(args, donated, (consumed) => runnable.run(args, consumed));
}

const bindTo = ({ program, result }: Traced, tensors: readonly Tensor[]): unknown =>
  unflatten(result, bind(jitOp, tensors, { program }));

/** Nobody follows what is computed with these tensors. */
const isPlain = (tensors: readonly Tensor[]): boolean =>
  computes() && tensors.every((x) => x.isConcrete && x.tracked === undefined);

function failToDonate(got: Argnums, place: number): never {
  const problem = `argument ${place} is static and donated`;
  const fix = "take it out of staticArgnums or of donateArgnums";
  fail("value", { op: "jit", argument: "donateArgnums", got, expects: "places that are not static", problem, fix });
}

function rebuild({ structures, statics }: Flat, tensors: readonly Tensor[]): unknown[] {
  let [leaf, next] = [0, 0];
  return structures.map((structure) => {
    const count = countLeaves(structure);
    const leaves = statics.slice(leaf, leaf + count).map((value) => (value === TENSOR ? tensors[next++] : value));
    leaf += count;
    return unflatten(structure, leaves);
  });
}

const countLeaves = (structure: Structure): number =>
  structure.kind === "leaf" ? 1 : structure.children.reduce((n, child) => n + countLeaves(child), 0);

const sameAval = (a: Aval, b: Aval): boolean =>
  a.dtype === b.dtype && a.weak === b.weak && (a.shape === b.shape || sameShape(a.shape, b.shape));

/** Has no constant of the program begun to be followed by a tape? Then it is none any more. */
const isCurrent = ({ program, floats }: Entry): boolean =>
  floats === defaultDtype() && program.constants.every(({ value }) => value.tracked === undefined);

function fits(entry: Entry, flat: Flat): boolean {
  const { structures, statics, avals } = entry;
  return (
    isCurrent(entry) &&
    structures.length === flat.structures.length &&
    statics.length === flat.statics.length &&
    avals.length === flat.tensors.length &&
    avals.every((aval, i) => sameAval(aval, flat.tensors[i])) &&
    statics.every((value, i) => Object.is(value, flat.statics[i])) &&
    structures.every((structure, i) => sameStructure(structure, flat.structures[i]))
  );
}

/** Are the arguments the plain tensors and numbers that the program is for? */
function fitsSimply(entry: Entry, args: readonly unknown[]): boolean {
  const { avals } = entry;
  if (args.length !== avals.length || !isCurrent(entry)) return false;
  for (let i = 0; i < avals.length; i++) {
    const [x, aval] = [args[i], avals[i]];
    if (typeof x === "number") {
      if (!aval.weak || aval.shape.length > 0 || aval.dtype !== entry.floats) return false;
    } else if (!(x instanceof Tensor && x.isConcrete && x.tracked === undefined && sameAval(x, aval))) return false;
  }
  return true;
}
