/** What must be true of every call, however bad its arguments: a right tensor, or an error that helps. */
import { TensorError, tensor } from "nabla";
import { isFloat } from "../../src/base/dtypes.ts";
import { isArray, isPlainObject } from "../../src/base/trees.ts";
import { isTensor, type Tensor } from "../../src/core/tensor.ts";
import { attempt, type Call, namesOf, type Outcome, type Place } from "./calls.ts";
import type { BadValue } from "./values.ts";

/** No call in these suites takes longer, in milliseconds. */
const LONGEST = 2000;

/** The longest line of an error. */
const WIDEST = 260;

// ---------------------------------------------------------------- results

const kinds = {
  float64: Float64Array,
  float32: Float32Array,
  int32: Int32Array,
  uint32: Uint32Array,
  bool: Uint8Array,
};

function flawOfTensor({ array, shape, dtype }: Tensor): string | undefined {
  if (array === undefined) return "a tensor without elements";
  if (!shape.every((n) => Number.isInteger(n) && n >= 0 && !Object.is(n, -0))) return `shape [${shape}]`;
  if (!(array instanceof kinds[dtype])) return `${dtype} in a ${array.constructor.name}`;
  const size = shape.reduce((n, s) => n * s, 1);
  if (array.length !== size) return `${array.length} elements in shape [${shape}]`;
  return dtype === "bool" && array.some((x: number) => x > 1) ? "a truth value besides 0 and 1" : undefined;
}

function flawOfResult(result: unknown, depth = 0): string | undefined {
  if (isTensor(result)) return flawOfTensor(result);
  if (depth > 20) return "a result without end";
  if (isArray(result)) return result.map((x) => flawOfResult(x, depth + 1)).find(Boolean);
  if (isPlainObject(result)) return flawOfResult(Object.values(result), depth + 1);
  // Programs, slices, tapes and functions.
  return (typeof result === "object" && result !== null) || typeof result === "function"
    ? undefined
    : `the result is ${String(result)}`;
}

export function hasNaN(result: unknown): boolean {
  if (isTensor(result)) return isFloat(result.dtype) && (result.array ?? []).some((x: number) => x !== x);
  if (isArray(result)) return result.some(hasNaN);
  return isPlainObject(result) && Object.values(result).some(hasNaN);
}

// ---------------------------------------------------------------- errors

/** What the functions of the samples call, which have errors of their own. */
const OPS_OF_SAMPLES = new Set(["add", "less", "mul", "sum"]);

/** Errors that the callbacks of the samples throw themselves are not ours, nor those of what they are given. */
const CALLBACK = /^[^\n]*\n(\s+at [^\n]*\/values\.ts:[^\n]*\n)?\s+at [^\n]*\/(others|samples)\.ts:/;

/** What the language says to the call of a class. */
const CLASS = /^TypeError: Class constructor \w+ cannot be invoked/;

function flawOfError(error: unknown, call: Call): string | undefined {
  if (!(error instanceof TensorError)) {
    const { stack = "" } = error as Error;
    if (CALLBACK.test(stack) || CLASS.test(String(error))) return undefined;
    const line = stack.split("\n").find((text) => text.includes("/src/")) ?? "";
    return `throws ${String(error)} ${line.trim()}`;
  }
  const { message, data } = error;
  const [head, ...lines] = message.split("\n");
  const labels = lines.map((line) => line.slice(2, 10).trim());
  if (labels.join() !== "expects,got,fix,help") return `an error with the lines ${labels.join()}: ${head}`;
  if (lines.some((line) => line.slice(10).trim() === "")) return `an error with an empty line: ${message}`;
  if (/[^"]undefined|\[object/.test(lines[2])) return `a strange fix: ${lines[2]}`;
  if (message.split("\n").some((line) => line.length > WIDEST)) return `a long line: ${message}`;
  const { op } = data as { readonly op: string };
  const isOfSample = call.args.some((arg) => typeof arg === "function") && OPS_OF_SAMPLES.has(op);
  if (!namesOf(call).includes(op) && !isOfSample) return `an error in the name of ${op}: ${head}`;
  return head.startsWith(`${op}: `) ? undefined : `an error without a name: ${head}`;
}

// ---------------------------------------------------------------- calls

/** Right after all. */
function isRight(call: Call, bad: BadValue, { kind }: Place): boolean {
  if (call.skip?.includes(bad.name)) return true;
  return kind === "tensors" && bad.name.includes("ragged");
}

/** NaN that arguments of the right sort make. */
const NAN_BY_RULE: Readonly<Record<string, string>> = {
  fromFunction: "the function of the sample adds indices, of which there may be too few",
  "linalg.matrixPower": "large powers overflow",
  multigammaln: "is defined for a > (p - 1)/2",
  segmentMean: "the mean of nothing",
};

/** May a value at this place change the numbers? A tensor of it is taken as well then. */
function takesTensors(call: Call, place: Place, value: unknown): boolean {
  const same = typeof value === "number" || isArray(value) ? (value as number) : 1;
  return "result" in attempt(place.put(call, tensor(same)));
}

/** What is wrong with a call of which one argument is bad. @param usual - what comes of it otherwise */
export function flawOfCall(call: Call, bad: BadValue, place: Place, usual: Outcome): string | undefined {
  if (isRight(call, bad, place)) return undefined;
  const { outcome, flaw } = flawOfAttempt(place.put(call, bad.value));
  if (flaw !== undefined || "error" in outcome) return flaw;
  if (bad.sort === "junk" || (bad.sort === "call" && place.kind !== "callback")) return "is taken in silence";
  if (!hasNaN(outcome.result) || ("result" in usual && hasNaN(usual.result)) || isTensor(bad.value)) return undefined;
  if (call.name in NAN_BY_RULE || place.kind === "tensors") return undefined;
  const isMissing = bad.value === undefined || bad.value === null;
  return !isMissing && takesTensors(call, place, bad.value) ? undefined : "makes NaN in silence";
}

/** What comes of a call, and what is wrong with that whatever the arguments are. */
export function flawOfAttempt(call: Call): { readonly outcome: Outcome; readonly flaw: string | undefined } {
  const start = performance.now();
  const outcome = attempt(call);
  const time = performance.now() - start;
  if (time > LONGEST) return { outcome, flaw: `took ${time.toFixed(0)} ms` };
  if ("error" in outcome) return { outcome, flaw: flawOfError(outcome.error, call) };
  return { outcome, flaw: call.returnsAnything ? undefined : flawOfResult(outcome.result) };
}
