/** Checks of the plain arguments of functions: counts, shifts, choices among words, options that come last. */
import { fail, TensorError } from "../base/errors.ts";
import { nearest } from "../base/nearest.ts";
import { isPlainObject, readList } from "../base/trees.ts";
import { checkDType } from "../core/convert.ts";

/** An integer, from `least` to `most`. */
export function checkInteger(
  op: string,
  argument: string,
  value: unknown,
  least: number = -Infinity,
  most: number = Infinity,
): number {
  const number = value as number;
  if (!Number.isSafeInteger(value) || number < least || number > most) {
    const end = most === Infinity ? ` >= ${least}` : ` from ${least} to ${most}`;
    fail("value", { op, argument, got: value, expects: least === -Infinity ? "an integer" : `an integer${end}` });
  }
  return number + 0; // -0 becomes 0
}

/** An integer or a list of them, as a list. */
export function checkIntegers(op: string, argument: string, value: unknown, least: number = -Infinity): number[] {
  if (typeof value === "number") return [checkInteger(op, argument, value, least)];
  const list = readList(value);
  if (list === undefined) {
    const expects = `an integer${least === -Infinity ? "" : ` >= ${least}`}, or a list of them`;
    fail("value", { op, argument, got: value, expects });
  }
  return list.map((item, i) => checkInteger(op, `${argument}[${i}]`, item, least));
}

/** A finite number. */
export function checkFinite(op: string, argument: string, value: unknown): number {
  if (!Number.isFinite(value)) fail("value", { op, argument, got: value, expects: "a finite number" });
  return value as number;
}

/** A number, at least `least`; not NaN. */
export function checkNumber(op: string, argument: string, value: unknown, least: number = -Infinity): number {
  if (typeof value !== "number" || !(value >= least)) {
    fail("value", { op, argument, got: value, expects: least === -Infinity ? "a number" : `a number >= ${least}` });
  }
  return value;
}

export function checkBoolean(op: string, argument: string, value: unknown): boolean {
  if (typeof value !== "boolean") fail("value", { op, argument, got: value, expects: "true or false" });
  return value;
}

/** One of some words. */
export function checkChoice<T extends string>(op: string, argument: string, value: unknown, choices: readonly T[]): T {
  if (!choices.includes(value as T)) {
    const words = choices.map((word) => `"${word}"`);
    const expects = `${words.slice(0, -1).join(", ")} or ${words.at(-1)}`;
    fail("value", { op, argument, got: value, expects, names: choices });
  }
  return value as T;
}

/** A function. @param fix - how the call looks when it is right */
export function checkFunction(op: string, argument: string, value: unknown, fix?: string): void {
  if (typeof value === "function") return;
  const usual = "pass the function itself, not its result; () => value makes one of a value";
  fail("value", { op, argument, got: value, expects: "a function", fix: fix ?? usual });
}

/** An array of things, where somebody may have passed them one by one. */
export function checkList<T>(op: string, argument: string, value: readonly T[]): readonly T[] {
  const list = readList(value);
  if (list === undefined || list.length === 0) {
    fail("value", { op, argument, got: value, expects: "an array with at least one tensor", fix: `${op}([a, b])` });
  }
  return list as T[];
}

// ---------------------------------------------------------------- options

/** Raises where the value of an option is wrong. */
export type Check = (op: string, argument: string, value: unknown) => void;

/** What each option must be. */
export type Checks<O> = { readonly [K in keyof O]-?: Check };

/** The function itself checks the option: a tensor, axes, a shape. */
export const checkedLater: Check = () => {};

/** NaN as well. */
export const isNumber: Check = (op, argument, value) => {
  if (typeof value !== "number") fail("value", { op, argument, got: value, expects: "a number" });
};

export const isDTypeName: Check = (op, _, value) => checkDType(op, value);

export const integerFrom =
  (least: number, most: number = Infinity): Check =>
  (op, argument, value) =>
    void checkInteger(op, argument, value, least, most);

export const numberFrom =
  (least: number): Check =>
  (op, argument, value) =>
    void checkNumber(op, argument, value, least);

export const finiteFrom =
  (least: number): Check =>
  (op, argument, value) =>
    void checkNumber(op, argument, checkFinite(op, argument, value), least);

export const oneOf =
  (...choices: readonly string[]): Check =>
  (op, argument, value) =>
    void checkChoice(op, argument, value, choices);

const NONE = {};

/** Options, of which all are known and right; an unknown name would be a mistake that passes unseen. None for undefined. */
export function readOptions<O extends object>(op: string, options: O | undefined, checks: Checks<O>): Partial<O> {
  if (options === undefined) return NONE;
  if (!isPlainObject(options)) failAtOptions(op, options, checks);
  try {
    for (const name in options as O) {
      if (!Object.hasOwn(checks, name)) failAtOptions(op, options, checks, name);
      const value: unknown = options[name];
      if (value !== undefined) checks[name](op, name, value);
    }
  } catch (error) {
    if (error instanceof TensorError) throw error;
    failAtOptions(op, options, checks); // a proxy or a getter that throws
  }
  return options;
}

function failAtOptions(op: string, options: unknown, checks: object, unknown?: string): never {
  const names = Object.keys(checks);
  const expects = `an object with ${names.join(", ")}`;
  if (unknown === undefined) {
    fail("value", {
      op,
      argument: "options",
      got: options,
      expects,
      names,
      fix: `options have names, e.g. { ${names[0]}: ... }`,
    });
  }
  const [name] = nearest(unknown, names);
  const problem = `there is no option "${unknown}"`;
  fail("value", { op, argument: unknown, got: options, expects, problem, names, fix: `did you mean ${name}?` });
}

/** Positional arguments of which the last may be an object of options. */
export function splitOptions<O extends object>(
  op: string,
  args: readonly unknown[],
  checks: Checks<O>,
): { readonly rest: readonly unknown[]; readonly options: Partial<O> } {
  const last = args.at(-1);
  if (!isPlainObject(last)) return { rest: args, options: NONE };
  return { rest: args.slice(0, -1), options: readOptions(op, last as O, checks) };
}
