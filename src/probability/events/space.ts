/** Sample spaces: what can happen, and how probable each of it is. */
import { type Drawable, type Drawing, FIGURE } from "../../base/drawing.ts";
import { fail } from "../../base/errors.ts";
import { rational } from "../../base/rational.ts";
import { isPlainObject } from "../../base/trees.ts";
import { checkBoolean, checkedLater, checkInteger, type Checks, readOptions } from "../../ops/arguments.ts";
import { type Grid, gridHtml, gridLatex, gridText, decimalCell, numberCell, wordCell } from "../tables/grid.ts";
import { floatOf, agrees, isExact, minus, type Num, ONE, plus, textOf, times, ZERO } from "../tables/number.ts";
import { showing } from "../../base/showing.ts";
import { Quantity, type QuantityLike, toProbability } from "../tables/quantity.ts";
import { normalized, toList, toWeight } from "../tables/read.ts";
import { isOf, keyOf, labelOf, stateOfKey } from "../tables/states.ts";
import { type Event, eventOf } from "./event.ts";

/** An outcome with its probability. */
export interface Weighted<T> {
  readonly outcome: T;
  readonly p: Num;
}

/** Options of {@link sampleSpace}. */
export interface SampleSpaceOptions<T> {
  /** A probability for each outcome: a list, or a function of the outcome. Default: all are equally likely. */
  readonly probabilities?: readonly QuantityLike[] | ((outcome: T) => QuantityLike);
  /** Divide by the sum: for weights. Default false. */
  readonly normalize?: boolean;
}

const CHECKS: Checks<SampleSpaceOptions<unknown>> = { probabilities: checkedLater, normalize: checkBoolean };

/** So much of a countable space may remain, which a float64 cannot see any more. */
const REST = 2 ** -54;
/** Outcomes of a countable space that are visited at most. */
const MOST = 100_000;

/**
 * A set of outcomes with a probability for each. Made by `sampleSpace`.
 * @example
 * const die = sampleSpace([1, 2, 3, 4, 5, 6]);
 * P(die.event((x) => x % 2 === 1)) // => 1/2 = 0.5
 */
export class SampleSpace<T> implements Drawable {
  /** Whether the outcomes are finitely many; else they are countable. */
  readonly isFinite: boolean;
  /** The outcomes one after the other. @internal */
  readonly each: () => Iterable<Weighted<T>>;
  /** @internal */
  readonly finite: readonly Weighted<T>[];
  /** The probability of an outcome, undefined for what is none. @internal */
  readonly weigh: (outcome: T) => Num | undefined;
  declare readonly "nabla.figure": () => Drawing;

  /** @internal */
  constructor(isFinite: boolean, each: () => Iterable<Weighted<T>>, weigh: (outcome: T) => Num | undefined) {
    this.isFinite = isFinite;
    this.each = each;
    this.weigh = weigh;
    this.finite = isFinite ? [...each()] : [];
    showing(this, { text: () => this.toString(), latex: () => gridLatex(this.grid()), html: () => this.toHTML() });
    Object.defineProperty(this, FIGURE, { value: () => this.drawing() });
  }

  /** The outcomes of a finite space. @throws TensorError "value" for a countable one */
  get outcomes(): readonly T[] {
    if (this.isFinite) return this.finite.map(({ outcome }) => outcome);
    fail("value", {
      op: "outcomes",
      argument: "space",
      got: this.toString(),
      expects: "a finite space",
      fix: "use first(n)",
    });
  }

  /**
   * The first outcomes with their probabilities.
   * @param count - how many at most
   * @returns pairs of outcome and probability
   * @example sampleSpace(["heads", "tails"]).first(1) // => [ [ "heads", 1/2 ] ]
   */
  first(count: number): [outcome: T, probability: Quantity][] {
    checkInteger("first", "count", count, 0);
    const found: [T, Quantity][] = [];
    for (const { outcome, p } of this.each()) {
      if (found.length >= count) break;
      found.push([outcome, new Quantity(p)]);
    }
    return found;
  }

  /**
   * A set of outcomes.
   * @param which - a list of outcomes, or a predicate
   * @param name - how it is written, default: its outcomes
   * @returns the event
   * @throws TensorError "value" when a listed value is no outcome
   * @example String(sampleSpace([1, 2, 3, 4, 5, 6]).event((x) => x > 4)) // => "{5, 6}"
   */
  event(which: readonly T[] | ((outcome: T) => boolean), name?: string): Event<T> {
    return eventOf(this, which, name);
  }

  /** The event that always happens: all outcomes. */
  get certain(): Event<T> {
    return this.event(() => true, "S");
  }

  /** The event that never happens: no outcome. */
  get impossible(): Event<T> {
    return this.event([]);
  }

  /**
   * The pairs of this space and another, which do not influence each other.
   * @param other - a finite space
   * @returns a space of pairs, of triples where this one has pairs
   * @throws TensorError "value" when one of them is not finite
   * @example
   * const die = sampleSpace([1, 2, 3, 4, 5, 6]);
   * P(die.times(die).event(([a, b]) => a + b === 7)) // => 1/6 ≈ 0.166667
   */
  times<U>(other: SampleSpace<U>): SampleSpace<[T, U]> {
    if (!isOf(other, SampleSpace) || !other.isFinite || !this.isFinite) {
      fail("value", { op: "times", argument: "other", got: labelOf(other), expects: "two finite spaces" });
    }
    const pairs = this.finite.flatMap((a) =>
      other.finite.map((b): Weighted<[T, U]> => ({ outcome: [a.outcome, b.outcome], p: times(a.p, b.p) })),
    );
    return spaceOf(pairs);
  }

  /**
   * The space of n independent repetitions.
   * @param count - how many
   * @returns a space of lists with so many outcomes
   * @throws TensorError "value" when the space is not finite, or the lists are more than 10⁶
   * @example P(sampleSpace(["H", "T"]).power(3).event((tosses) => tosses.every((toss) => toss === "H"))) // => 1/8 = 0.125
   */
  power(count: number): SampleSpace<T[]> {
    if (!this.isFinite || !Number.isSafeInteger(count) || count < 1 || this.finite.length ** count > 1e6) {
      fail("value", {
        op: "power",
        argument: "count",
        got: count,
        expects: "a positive integer for at most 10⁶ lists of a finite space",
      });
    }
    let lists: Weighted<T[]>[] = [{ outcome: [], p: ONE }];
    for (let i = 0; i < count; i++) {
      lists = lists.flatMap((a) =>
        this.finite.map((b) => ({ outcome: [...a.outcome, b.outcome], p: times(a.p, b.p) })),
      );
    }
    return spaceOf(lists);
  }

  /** The sum over the outcomes that are in a set. Of countable spaces until nothing is left that a float could show. @internal */
  measure(has: (outcome: T) => boolean): Num {
    let [inside, all]: [Num, Num] = [ZERO, ZERO];
    let [visited, isEnough] = [0, false];
    for (const { outcome, p } of this.each()) {
      all = plus(all, p);
      if (has(outcome)) inside = plus(inside, p);
      if (this.isFinite) continue;
      if (isEnough) break;
      const rest = floatOf(minus(ONE, all));
      // Floats sum to 1 only up to their rounding.
      // One outcome more is looked at, which must not bring the sum above 1.
      isEnough = rest <= (isExact(all) ? REST : REST * 16);
      if (++visited === MOST && !isEnough) failAtTail(rest);
    }
    return this.isFinite ? inside : floatOf(inside);
  }

  private grid(): Grid {
    const shown = this.isFinite ? this.finite : this.first(8).map(([outcome, { value }]) => ({ outcome, p: value }));
    const rows = shown.map(({ outcome, p }) => [wordCell(labelOf(outcome)), numberCell(p), decimalCell(p)]);
    const dots = [wordCell("…"), wordCell("…"), wordCell("…")];
    const cut = rows.length > 40 ? [...rows.slice(0, 20), dots, ...rows.slice(-20)] : rows;
    return {
      head: [wordCell("outcome"), wordCell("P"), wordCell("")],
      rows: this.isFinite ? cut : [...cut, dots],
      numbers: 1,
    };
  }

  private drawing(): Drawing {
    const shown = this.isFinite ? this.finite.map(({ outcome, p }) => [outcome, floatOf(p)] as const) : this.first(20);
    const heights = shown.map(([, p]) => Number(p));
    return {
      bars: { places: shown.map(([outcome]) => labelOf(outcome)), series: [{ heights }] },
      xlabel: "outcome",
      ylabel: "P",
    };
  }

  /** The outcomes with their probabilities, as fraction and decimal. */
  toString(): string {
    return gridText(this.grid());
  }

  /**
   * The space as a table for a page.
   * @returns a `<table>` as text
   * @example sampleSpace([1, 2]).toHTML().startsWith("<table>") // => true
   */
  toHTML(): string {
    return gridHtml(this.grid());
  }
}

function spaceOf<T>(weighted: readonly Weighted<T>[]): SampleSpace<T> {
  const byKey = new Map(weighted.map(({ outcome, p }) => [keyOf(outcome), p]));
  return new SampleSpace(
    true,
    () => weighted,
    (outcome) => byKey.get(keyOf(outcome)),
  );
}

function failAtTail(rest: number): never {
  const fix = `after ${MOST} outcomes ${rest.toPrecision(3)} is left of the probability; put the probable outcomes first, or use partialSums(event, n)`;
  fail("budget", { op: "P", limit: MOST, unit: "outcomes", fix });
}

/**
 * A sample space: all outcomes with their probabilities.
 * @param outcomes - a list of different values; an object with a probability for each; or a generator function for countably many, which
 * needs `probabilities` as a function
 * @param options - `probabilities`: a list, or a function of the outcome, by default equal ones; `normalize`: divide by the sum, default
 * false
 * @returns the space; exact where the probabilities are
 * @throws TensorError "value" when an outcome is there twice, a probability is negative, or they do not sum to 1
 * @example P(sampleSpace([1, 2, 3, 4, 5, 6]).event([1, 3, 5])) // => 1/2 = 0.5
 * @example P(sampleSpace({ heads: "1/3", tails: "2/3" }).event(["tails"])) // => 2/3 ≈ 0.666667
 * @example
 * const tosses = sampleSpace(function* () { for (let n = 1; ; n++) yield n; }, { probabilities: (n) => `1/${2n ** BigInt(n)}` });
 * P(tosses.event((n) => n % 2 === 0)) // => 0.3333333333333333
 * @see P, randomVariable, checkAxioms
 * @source Dive into Deep Learning 2.6.1.1
 * @keywords dice, coin, throw, outcomes, events, probability space, geometric
 */
export function sampleSpace(
  outcomes: Readonly<Record<string, QuantityLike>>,
  options?: SampleSpaceOptions<string | number>,
): SampleSpace<string | number>;
/** A space of listed or generated outcomes. */
export function sampleSpace<T>(
  outcomes: readonly T[] | (() => Iterable<T>),
  options?: SampleSpaceOptions<T>,
): SampleSpace<T>;
export function sampleSpace<T>(
  outcomes: readonly T[] | (() => Iterable<T>) | Readonly<Record<string, QuantityLike>>,
  options?: SampleSpaceOptions<T>,
): SampleSpace<T> {
  const read = readOptions("sampleSpace", options, CHECKS as Checks<SampleSpaceOptions<T>>);
  if (typeof outcomes !== "function") return finiteSpace(outcomes, read);
  const { probabilities } = read;
  if (typeof probabilities === "function") return countableSpace(outcomes, probabilities);
  const expects = "a function of the outcome, as there is no end of outcomes";
  const fix = "e.g. { probabilities: (n) => 0.5 ** n }";
  fail("value", { op: "sampleSpace", argument: "probabilities", got: probabilities, expects, fix });
}

function finiteSpace<T>(
  given: readonly T[] | Readonly<Record<string, QuantityLike>>,
  { probabilities, normalize = false }: Partial<SampleSpaceOptions<T>>,
): SampleSpace<T> {
  const isRecord = isPlainObject(given);
  const outcomes = (isRecord ? Object.keys(given).map(stateOfKey) : toList("sampleSpace", "outcomes", given)) as T[];
  checkOutcomes(outcomes);
  const chosen = isRecord ? Object.values(given) : probabilities;
  const list = typeof chosen === "function" ? outcomes.map((outcome) => chosen(outcome)) : chosen;
  if (list !== undefined && list.length !== outcomes.length) {
    const problem = `there are ${list.length} probabilities for ${outcomes.length} outcomes`;
    fail("value", {
      op: "sampleSpace",
      argument: "probabilities",
      got: list,
      expects: "one for each outcome",
      problem,
    });
  }
  const equal = rational(1n, BigInt(outcomes.length));
  const weights = list?.map((value, i) => toWeight("sampleSpace", `P(${labelOf(outcomes[i])})`, value));
  const cells =
    weights === undefined ? outcomes.map(() => equal) : normalized("sampleSpace", "P(S)", weights, normalize);
  const weighted = outcomes.map((outcome, i) => ({ outcome, p: cells[i] }));
  return spaceOf(weighted);
}

function checkOutcomes(outcomes: readonly unknown[]): void {
  const op = "sampleSpace";
  if (outcomes.length === 0)
    fail("value", { op, argument: "outcomes", got: outcomes, expects: "at least one outcome" });
  const seen = new Set<string>();
  for (const outcome of outcomes) {
    const key = keyOf(outcome);
    if (seen.has(key)) {
      const problem = `the outcome ${labelOf(outcome)} is there twice`;
      fail("value", { op, argument: "outcomes", got: outcomes, expects: "different outcomes", problem });
    }
    seen.add(key);
  }
}

function countableSpace<T>(outcomes: () => Iterable<T>, probability: (outcome: T) => QuantityLike): SampleSpace<T> {
  const weigh = (outcome: T): Num => toProbability("sampleSpace", `P(${labelOf(outcome)})`, probability(outcome));
  return new SampleSpace(
    false,
    function* () {
      let all: Num = ZERO;
      for (const outcome of outcomes()) {
        const p = weigh(outcome);
        all = plus(all, p);
        if (floatOf(all) > 1 && !agrees(all, ONE)) {
          const problem = `the probabilities sum to more than 1: ${textOf(all)} up to the outcome ${labelOf(outcome)}`;
          fail("value", {
            op: "sampleSpace",
            argument: "probabilities",
            got: textOf(all),
            expects: "a sum of 1",
            problem,
          });
        }
        yield { outcome, p };
      }
      normalized("sampleSpace", "P(S)", [all], false); // it came to an end
    },
    weigh,
  );
}
