/** Calls of every public function, and the places in which something bad can be put. */
import { TensorError, tensor } from "nabla";
import type { ElementwiseOp } from "../../src/core/elementwise.ts";
import { isPlainObject, readList } from "../../src/base/trees.ts";
import { isTensor } from "../../src/core/tensor.ts";
import { functions } from "../ops/list.ts";
import { samples } from "../ops/samples.ts";
import { others } from "./others.ts";

/** A function with arguments that are right. */
export interface Call {
  readonly name: string;
  readonly f: (...args: never[]) => unknown;
  readonly args: readonly unknown[];
  /** Places where anything goes, as the function hands it on. */
  readonly free?: readonly number[];
  /** Values by name that are right here, or that would take for ever. */
  readonly skip?: readonly string[];
  /** The names under which it speaks, where they are not its own. */
  readonly speaksAs?: readonly string[];
  /** What it returns is not looked at: that of a callback, or no tensors. */
  readonly returnsAnything?: boolean;
}

export type Outcome = { readonly result: unknown } | { readonly error: unknown };

export function attempt({ f, args }: Call): Outcome {
  try {
    return { result: (f as (...args: unknown[]) => unknown)(...args) };
  } catch (error) {
    return { error };
  }
}

// ---------------------------------------------------------------- calls

/** How many arguments a function reads, and the place of its options, as its text says. */
function signatureOf(f: unknown): { readonly count: number; readonly options: number } {
  const text = String(f).replace(/^(async )?function\s*\w*\s*/, "");
  const parts: string[] = [];
  let [depth, from] = [0, 1];
  for (let i = 0; i < text.length; i++) {
    if ("([{".includes(text[i])) depth++;
    if (")]}".includes(text[i])) depth--;
    if (depth === 0 || (depth === 1 && text[i] === ",")) {
      parts.push(text.slice(from, i).trim());
      from = i + 1;
    }
    if (depth === 0) break;
  }
  const named = parts.filter((part) => part !== "" && !part.startsWith("..."));
  return { count: named.length, options: named.findIndex((part) => /^options\b/.test(part)) };
}

const elementwiseSample = ({ definition }: ElementwiseOp): unknown[] =>
  Object.values(definition.domain).map(([low, high]) => tensor([low, (low + high) / 2, high]));

const opCalls: readonly Call[] = [...functions].flatMap(([name, f]): Call[] => {
  const { op } = f as { op?: ElementwiseOp };
  const lists = op?.kind === "elementwise" ? [elementwiseSample(op)] : (samples[name] ?? []).map(({ args }) => args);
  return lists.map((args) => ({ name, f, args }));
});

/** All functions with their samples, filled up with undefined where there are more parameters. */
export const calls: readonly Call[] = [...opCalls, ...others].map((call) => {
  const missing = Math.max(0, signatureOf(call.f).count - call.args.length);
  return { ...call, args: [...call.args, ...new Array<undefined>(missing).fill(undefined)] };
});

/** Functions that speak under the name of their method. */
const aliases: Readonly<Record<string, string>> = { variance: "var", withAt: "with" };

/** The names that may stand at the head of the errors of a call. */
export const namesOf = ({ name, speaksAs }: Call): readonly string[] =>
  speaksAs ?? [aliases[name] ?? name.replace(/^.*\./, "")];

// ---------------------------------------------------------------- places

/** Where something is put in place of what is right. */
export interface Place {
  readonly name: string;
  readonly kind: "argument" | "callback" | "options" | "option" | "tensors";
  readonly put: (call: Call, value: unknown) => Call;
}

const putArgument = (call: Call, i: number, value: unknown): Call => ({ ...call, args: call.args.with(i, value) });

/** All arguments, the members of lists, and the options by name. */
export function placesOf(call: Call): Place[] {
  const { options } = signatureOf(call.f);
  return call.args.flatMap((arg, i): Place[] => {
    if (call.free?.includes(i)) return [];
    const whole: Place = {
      name: `${i}`,
      kind: kindOf(arg, i === options),
      put: (at, value) => putArgument(at, i, value),
    };
    const members = Array.isArray(arg) ? [...arg.keys()] : [];
    const names = i === options ? optionsOf(putArgument(call, i, { " ": 1 })) : [];
    return [
      whole,
      ...members.map((j): Place => {
        const put = (at: Call, value: unknown) => {
          const list = readList(at.args[i]);
          return list === undefined || j >= list.length ? at : putArgument(at, i, list.with(j, value));
        };
        return { name: `${i}[${j}]`, kind: kindOf((arg as readonly unknown[])[j], false), put };
      }),
      ...names.map(
        (name): Place => ({
          name: `${i}.${name}`,
          kind: "option",
          put: (at, value) => putArgument(at, i, { ...(isPlainObject(at.args[i]) && at.args[i]), [name]: value }),
        }),
      ),
    ];
  });
}

function kindOf(arg: unknown, isOptions: boolean): Place["kind"] {
  if (isOptions) return "options";
  if (typeof arg === "function") return "callback";
  return Array.isArray(arg) && arg.some(isTensor) ? "tensors" : "argument";
}

/** The error about an unknown option tells which there are. */
export function optionsOf(call: Call): readonly string[] {
  const outcome = attempt(call);
  if (!("error" in outcome) || !(outcome.error instanceof TensorError)) return [];
  return (outcome.error as TensorError<"value">).data.names ?? [];
}

/** The place of the options, if a function has some. */
export const optionsPlace = (call: Call): Place | undefined => placesOf(call).find(({ kind }) => kind === "options");
