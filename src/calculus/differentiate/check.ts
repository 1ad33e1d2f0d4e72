/** Checks the answer of a student: right, equivalent, or the first line that is wrong and where. */
import { fail, TensorError } from "../../base/errors.ts";
import { evaluateComplex } from "../evaluate/complex.ts";
import { evaluateNumber } from "../evaluate/number.ts";
import { compareAtPoints, generator, leavesOf, type PairOfValues, samplePoint } from "../evaluate/points.ts";
import type { Expression } from "../expression.ts";
import { same } from "../intern.ts";
import { carryOutDerivatives } from "./carry.ts";
import { type TidyOptions, tidied } from "./tidy.ts";

/** A point of comparison, with both values there. */
export interface Difference {
  /** Values of the symbols, by name. */
  readonly at: Readonly<Record<string, number>>;
  /** The value of the problem there. */
  readonly expected: number;
  /** The value of the answer there. */
  readonly got: number;
}

/** What a check found. */
export interface Verdict {
  /** "right": as expected, to the form; "equivalent": equal in value; "wrong"; "undecided": no point was found where both have a value. */
  readonly verdict: "right" | "equivalent" | "wrong" | "undecided";
  /** Which line is the first wrong one, from 0 on. */
  readonly line?: number;
  /** The part of that line that went wrong, and what it should equal, where one part alone differs from the line before. */
  readonly where?: { readonly got: Expression; readonly expected: Expression };
  /** A point where the values differ, for a wrong answer. */
  readonly difference?: Difference;
  /** The answer holds at these points only where it has a value and the problem has none, or the other way round. */
  readonly domain?: Difference;
  /** The right answer. */
  readonly expected: Expression;
}

/** Settings of {@link check}. */
export interface CheckOptions extends TidyOptions {
  /** How many points in the domain of both must agree, default 12. */
  readonly points?: number;
  /** Relative difference that counts as equal, default 1e-8. */
  readonly tolerance?: number;
}

/** Checks a student's answer by its value at random points in the domain. */
export function check(
  problem: Expression,
  answer: Expression | readonly Expression[],
  options: CheckOptions = {},
): Verdict {
  const lines = Array.isArray(answer) ? (answer as readonly Expression[]) : [answer as Expression];
  if (lines.length === 0) fail("value", { op: "check", argument: "answer", got: [], expects: "at least one line" });
  const form = (x: Expression): Expression => (options.simplify === undefined ? x : tidied(x, options));
  const expected = carryOutDerivatives(problem);
  let verdict: Verdict = { verdict: "right", expected };
  let before = problem;
  for (const [line, given] of lines.entries()) {
    const found = compare(expected, carryOutDerivatives(given), options);
    if (found.verdict === "wrong")
      return { ...found, line, expected, where: placeOf(before, given, options) ?? placeOf(expected, given, options) };
    if (found.verdict === "undecided") verdict = { verdict: "undecided", line, expected };
    if (found.domain !== undefined) verdict = { ...verdict, domain: found.domain };
    before = given;
  }
  if (verdict.verdict === "undecided") return verdict;
  const last = carryOutDerivatives(lines[lines.length - 1]);
  const asExpected = same(last, expected) || same(form(last), form(expected));
  // A derivative that still stands there is no answer yet, however right it is.
  const done = same(last, lines[lines.length - 1]);
  return { ...verdict, verdict: asExpected && done ? "right" : "equivalent" };
}

// ---------------------------------------------------------------- by value

type Compared = Pick<Verdict, "verdict" | "difference" | "domain">;

/** Tries per point that is wanted: much of the line may lie outside of the domain. */
const TRIES = 40;

/** Fewer points prove nothing. */
const FEWEST = 3;

/** Any number would do; with this one, points are the same in every run. */
const SEED = 0x9e3779b9;

/** Two formulas at random points of the real line, or of the complex plane where they have no real values. */
export function compare(expected: Expression, got: Expression, options: CheckOptions = {}): Compared {
  if (same(expected, got)) return { verdict: "right" };
  const { points = 12, tolerance = 1e-8 } = options;
  const leaves = leavesOf(expected, got);
  const at = (point: ReadonlyMap<Expression, number>): [number, number] => [
    evaluateNumber(expected, point),
    evaluateNumber(got, point),
  ];
  const found = compareAtPoints(leaves, at, { points, tolerance, tries: TRIES, seed: SEED });
  if (found.difference !== undefined) return { verdict: "wrong", difference: differenceOf(found.difference) };
  if (found.agreed < Math.min(points, FEWEST)) return compareComplex(expected, got, leaves, options);
  return { verdict: "equivalent", ...(found.domain && { domain: differenceOf(found.domain) }) };
}

const differenceOf = ({ at, values: [expected, got] }: PairOfValues): Difference => ({ at, expected, got });

/** For formulas without real values. Where some points agree and some do not, branches differ and nothing is decided. */
function compareComplex(
  expected: Expression,
  got: Expression,
  leaves: readonly Expression[],
  { points = 12, tolerance = 1e-8 }: CheckOptions,
): Compared {
  const draw = generator(SEED);
  let [agreed, differed] = [0, 0];
  try {
    for (let attempt = 0; attempt < points * TRIES && agreed + differed < points; attempt++) {
      const [re, im] = [samplePoint(leaves, draw, attempt), samplePoint(leaves, draw, attempt)];
      const values = new Map([...re].map(([leaf, value]) => [leaf, { re: value, im: im.get(leaf) ?? 0 }]));
      const [a, b] = [evaluateComplex(expected, values), evaluateComplex(got, values)];
      const distance = Math.hypot(a.re - b.re, a.im - b.im);
      if (!Number.isFinite(distance)) continue;
      if (distance > tolerance * Math.max(1, Math.hypot(a.re, a.im), Math.hypot(b.re, b.im))) differed++;
      else agreed++;
    }
  } catch (error) {
    // Some functions have no complex values: then there is nothing to compare.
    if (error instanceof TensorError) return { verdict: "undecided" };
    throw error;
  }
  if (agreed + differed < Math.min(points, FEWEST) || agreed * differed > 0) return { verdict: "undecided" };
  return { verdict: agreed > 0 ? "equivalent" : "wrong" };
}

// ---------------------------------------------------------------- by place

/** The smallest part that alone differs in value from the line before; undefined where the lines are made differently. */
function placeOf(before: Expression, given: Expression, options: CheckOptions): Verdict["where"] {
  let [old, now] = [before, given];
  let found: Verdict["where"];
  while (old.kind === now.kind && old.payload === now.payload && old.args.length === now.args.length) {
    const parts = differing(old, now, options);
    if (parts === undefined) break;
    [old, now] = parts;
    found = { got: now, expected: carryOutDerivatives(old) };
  }
  return found;
}

/** The one pair of arguments that differs in value; for sums and products the arguments that the other side has not. */
function differing(
  old: Expression,
  now: Expression,
  options: CheckOptions,
): readonly [Expression, Expression] | undefined {
  const wrong = (a: Expression, b: Expression): boolean =>
    compare(carryOutDerivatives(a), carryOutDerivatives(b), options).verdict === "wrong";
  if (old.kind !== "sum" && old.kind !== "product") {
    const places = old.args.flatMap((arg, at) => (same(arg, now.args[at]) || !wrong(arg, now.args[at]) ? [] : [at]));
    return places.length === 1 ? [old.args[places[0]], now.args[places[0]]] : undefined;
  }
  // The order of terms and factors says nothing: each is matched with one of equal value.
  const left = [...old.args];
  const right: Expression[] = [];
  for (const arg of now.args) {
    const at = left.findIndex((other) => same(other, arg) || !wrong(other, arg));
    if (at < 0) right.push(arg);
    else left.splice(at, 1);
  }
  return left.length === 1 && right.length === 1 ? [left[0], right[0]] : undefined;
}
