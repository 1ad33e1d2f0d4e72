/** Works on the parts before the whole, shared parts once, without recursion: depth costs no stack. */
import { fail } from "../../base/errors.ts";

interface Parts<T> {
  readonly args: readonly T[];
}

/** Where results are kept: a map, or a field of the nodes, which is several times faster than a weak map. */
export interface Memo<T, R> {
  get(x: T): R | undefined;
  set(x: T, result: R): unknown;
}

/** What `make` gives for a node, after it has been given for all parts below. Results are found again in `done`. */
export function fold<T extends Parts<T>, R>(root: T, done: Memo<T, R>, make: (x: T) => R): R {
  const found = done.get(root);
  if (found !== undefined) return found;
  const stack: T[] = [root];
  for (let x = stack.at(-1); x !== undefined; x = stack.at(-1)) {
    const before = stack.length;
    const isOpen = done.get(x) === undefined;
    if (isOpen) for (const arg of x.args) if (done.get(arg) === undefined) stack.push(arg);
    if (stack.length > before) continue;
    if (isOpen) done.set(x, make(x));
    stack.pop();
  }
  return done.get(root) as R;
}

/** Longer texts nobody reads; shared parts, written each time they occur, may grow without bound. */
export const LONGEST = 1_000_000;

export function checkLength(length: number, op: string): void {
  if (length <= LONGEST) return;
  fail("value", {
    op,
    argument: "x",
    got: length,
    expects: `a formula of at most ${LONGEST} characters`,
    problem: `unsupported: the formula has more than ${LONGEST} characters, parts that it shares written each time`,
    fix: "print parts of it; evaluate and compile work on shared parts once",
  });
}
