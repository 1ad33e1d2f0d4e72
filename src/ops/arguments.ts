/** Checks of the plain arguments of functions: counts, shifts, choices among words, options that come last. */
import { fail } from "../base/errors.ts";
import { isPlainObject } from "../base/trees.ts";

/** An integer, at least `least`. */
export function checkInteger(op: string, argument: string, value: unknown, least: number = -Infinity): number {
  if (!Number.isSafeInteger(value) || (value as number) < least) {
    fail("value", { op, argument, got: value, expects: least === -Infinity ? "an integer" : `an integer >= ${least}` });
  }
  return (value as number) + 0; // -0 becomes 0
}

/** An integer or a list of them, as a list. */
export function checkIntegers(op: string, argument: string, value: unknown, least: number = -Infinity): number[] {
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  return list.map((item) => checkInteger(op, argument, item, least));
}

/** A finite number. */
export function checkFinite(op: string, argument: string, value: unknown): number {
  if (!Number.isFinite(value)) fail("value", { op, argument, got: value, expects: "a finite number" });
  return value as number;
}

/** One of some words. */
export function checkChoice<T extends string>(op: string, argument: string, value: unknown, choices: readonly T[]): T {
  if (!choices.includes(value as T)) {
    fail("value", { op, argument, got: value, expects: choices.map((word) => `"${word}"`).join(" or ") });
  }
  return value as T;
}

/** An array of things, where somebody may have passed them one by one. */
export function checkList<T>(op: string, argument: string, value: readonly T[]): readonly T[] {
  if (!Array.isArray(value) || value.length === 0) {
    fail("value", { op, argument, got: value, expects: "an array with at least one tensor", fix: `${op}([a, b])` });
  }
  return value;
}

/** Positional arguments of which the last may be an object of options. */
export function splitOptions<O extends object>(
  args: readonly unknown[],
): { readonly rest: readonly unknown[]; readonly options: O } {
  const last = args.at(-1);
  return isPlainObject(last) ? { rest: args.slice(0, -1), options: last as O } : { rest: args, options: {} as O };
}
