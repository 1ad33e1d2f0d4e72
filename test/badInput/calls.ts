/** Calls of every public function with one argument replaced by something bad, and what must be true of them. */
import { Tensor, TensorError, tensor } from "nabla";
import type { ElementwiseOp } from "../../src/core/elementwise.ts";
import { bytesOf, isFloat } from "../../src/base/dtypes.ts";
import { isPlainObject } from "../../src/base/trees.ts";
import { functions } from "../ops/list.ts";
import { samples } from "../ops/samples.ts";
import { type BadValue, badValues } from "./values.ts";
import { others } from "./others.ts";

/** A function with arguments that are right. */
export interface Call {
  readonly name: string;
  readonly f: (...args: never[]) => unknown;
  readonly args: readonly unknown[];
  /** Places where anything goes, as the function hands it on. */
  readonly free?: readonly number[];
}

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
  return { count: named.length, options: named.findIndex((part) => /^(options\b|\{)/.test(part)) };
}

const elementwiseSample = ({ definition }: ElementwiseOp): unknown[] =>
  Object.values(definition.domain).map(([low, high]) => tensor([low, (low + high) / 2, high]));

/** All functions with their samples, filled up with undefined. */
export function calls(): Call[] {
  const found = [...functions].flatMap(([name, f]): Call[] => {
    const { op } = f as { op?: ElementwiseOp };
    const lists = op?.kind === "elementwise" ? [elementwiseSample(op)] : (samples[name] ?? []).map(({ args }) => args);
    return lists.map((args) => ({ name, f, args }));
  });
  return [...found, ...others].map((call) => {
    const { count } = signatureOf(call.f);
    const missing = Math.max(0, count - call.args.length);
    return { ...call, args: [...call.args, ...new Array<undefined>(missing).fill(undefined)] };
  });
}

// ---------------------------------------------------------------- what must be true

/** What is wrong with a result, if anything. */
function flawOf(result: unknown, depth = 0): string | undefined {
  if (result instanceof Tensor) return flawOfTensor(result);
  if (depth > 20) return "a result without end";
  if (Array.isArray(result)) return result.map((x) => flawOf(x, depth + 1)).find(Boolean);
  if (isPlainObject(result))
    return Object.values(result)
      .map((x) => flawOf(x, depth + 1))
      .find(Boolean);
  if (result === undefined || result === null) return `the result is ${result}`;
  return typeof result === "object" || typeof result === "function" ? undefined : `the result is a ${typeof result}`;
}

const kinds = {
  float64: Float64Array,
  float32: Float32Array,
  int32: Int32Array,
  uint32: Uint32Array,
  bool: Uint8Array,
};

function flawOfTensor({ array, shape, dtype }: Tensor): string | undefined {
  if (array === undefined) return "a tensor without elements";
  if (!Array.isArray(shape) || !shape.every((n) => Number.isInteger(n) && n >= 0 && !Object.is(n, -0)))
    return `shape [${shape}]`;
  if (!(array instanceof kinds[dtype])) return `${dtype} in ${array.constructor.name} of ${bytesOf(dtype)} bytes`;
  const size = shape.reduce((n, s) => n * s, 1);
  if (array.length !== size) return `${array.length} elements in shape [${shape}]`;
  if (dtype === "bool" && array.some((x: number) => x > 1)) return "a truth value besides 0 and 1";
  return undefined;
}

function hasNaN(result: unknown): boolean {
  if (result instanceof Tensor) return isFloat(result.dtype) && (result.array ?? []).some((x: number) => x !== x);
  if (Array.isArray(result)) return result.some(hasNaN);
  return isPlainObject(result) && Object.values(result).some(hasNaN);
}

type Outcome = { readonly result: unknown } | { readonly error: unknown };

function attempt({ f, args }: Call): Outcome {
  try {
    return { result: (f as (...args: unknown[]) => unknown)(...args) };
  } catch (error) {
    return { error };
  }
}

/** What is wrong with an error, if anything. @param f - the name of the function that was called */
function flawOfError(error: unknown, f: string): string | undefined {
  if (!(error instanceof TensorError)) {
    return `throws ${String(error)} ${(error as Error)?.stack
      ?.split("\n")
      .find((line) => line.includes("/src/"))
      ?.trim()}`;
  }
  const lines = error.message.split("\n");
  const labels = lines.slice(1).map((line) => line.slice(2, 10).trim());
  if (labels.join() !== "expects,got,fix,help") return `an error with the lines ${labels.join()}: ${lines[0]}`;
  if (/undefined|\[object/.test(lines[3])) return `a strange fix: ${lines[3]}`;
  if (lines.some((line) => line.length > 260))
    return `a line of ${Math.max(...lines.map((l) => l.length))} characters: ${error.message}`;
  const own = f.replace(/^.*\./, "");
  if (own !== error.data.op && !aliases[own]?.includes(error.data.op))
    return `the error of ${own} names ${error.data.op}: ${lines[0]}`;
  return undefined;
}

/** Functions that speak under the name of another. */
const aliases: Readonly<Record<string, readonly string[]>> = {
  variance: ["var"],
  withAt: ["with"],
};

/** What is wrong with a call of which one argument is bad. */
function flawOfCall(
  call: Call,
  bad: BadValue,
  place: string,
  substitute: (value: unknown) => Call,
  usual: Outcome,
): string | undefined {
  const start = performance.now();
  const outcome = attempt(substitute(bad.value));
  const time = performance.now() - start;
  if (time > 1000) return `took ${time.toFixed(0)} ms`;
  if ("error" in outcome) return flawOfError(outcome.error, call.name);
  const flaw = flawOf(outcome.result);
  if (flaw !== undefined) return flaw;
  if (bad.sort === "junk" || (bad.sort === "call" && !place.includes("callback"))) return "is taken in silence";
  if (!hasNaN(outcome.result) || ("result" in usual && hasNaN(usual.result)) || bad.value instanceof Tensor)
    return undefined;
  const takesTensors = "result" in attempt(substitute(tensor(typeof bad.value === "number" ? bad.value : 1)));
  if (takesTensors && bad.value !== undefined && bad.value !== null) return undefined;
  return "makes NaN in silence";
}

export interface Violation {
  readonly key: string;
  readonly text: string;
}

/** Everything that goes wrong when the arguments of a call are replaced, one at a time. */
export function* violations(call: Call, count: (at: string) => void = () => {}): Generator<Violation> {
  const usual = attempt(call);
  if ("error" in usual) yield { key: "a sample throws", text: `${call.name}: ${String(usual.error)}` };
  for (const { place, substitute } of placesOf(call)) {
    for (const bad of badValues) {
      count(`${call.name} with ${bad.name} for ${place}`);
      const flaw = flawOfCall(call, bad, place, substitute, usual);
      if (flaw !== undefined) yield { key: flaw, text: `${call.name} with ${bad.name} for ${place}` };
    }
  }
}

interface Place {
  readonly place: string;
  readonly substitute: (value: unknown) => Call;
}

/** All arguments, the members of lists of tensors, and the options by name. */
function* placesOf(call: Call): Generator<Place> {
  const { args, free = [] } = call;
  const withArg = (i: number, value: unknown): Call => ({ ...call, args: args.with(i, value) });
  const { options } = signatureOf(call.f);
  for (const [i, arg] of args.entries()) {
    if (free.includes(i)) continue;
    const kind = typeof arg === "function" ? "callback" : i === options ? "options" : "argument";
    yield { place: `${kind} ${i}`, substitute: (value) => withArg(i, value) };
    if (Array.isArray(arg)) {
      for (const j of arg.keys())
        yield { place: `argument ${i}[${j}]`, substitute: (value) => withArg(i, arg.with(j, value)) };
    }
    if (i !== options) continue;
    for (const name of namesOfOptions(withArg(i, { " ": 1 }))) {
      yield {
        place: `option ${name}`,
        substitute: (value) => withArg(i, { ...(arg as object | undefined), [name]: value }),
      };
    }
  }
}

/** The error about an unknown option tells which there are. */
function namesOfOptions(call: Call): readonly string[] {
  const outcome = attempt(call);
  const data =
    "error" in outcome && outcome.error instanceof TensorError
      ? (outcome.error.data as unknown as { names?: readonly string[] })
      : {};
  return data.names ?? [];
}
