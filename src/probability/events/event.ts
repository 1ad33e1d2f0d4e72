/** Events: sets of outcomes. */
import { fail } from "../../base/errors.ts";
import { checkedLater, checkInteger, type Checks, readOptions } from "../../ops/arguments.ts";
import { readList } from "../../base/trees.ts";
import { agrees, isNothing, minus, type Num, ONE, over, times, total, ZERO } from "../tables/number.ts";
import { failAtNothing } from "../tables/explain.ts";
import { showing } from "../../base/showing.ts";
import { Quantity } from "../tables/quantity.ts";
import { checkName, isMade, isOf, keyOf, labelOf, latexName, listed } from "../tables/states.ts";
import type { SampleSpace } from "./space.ts";

/** Outcomes of a countable space beyond these are not looked for when an event is written down. */
const LOOKED_AT = 64;

/** The same in a console and in LaTeX. */
interface Written {
  readonly text: string;
  readonly latex: string;
}

/** What an event is made of. */
interface Parts<T> {
  readonly space: SampleSpace<T>;
  readonly has: (outcome: T) => boolean;
  /** How it is written, where that is not by its outcomes. */
  readonly name?: Written;
  /** Its outcomes, where they were listed. */
  readonly members?: readonly T[];
  /** Its probability, where it is known without a sum over all outcomes. */
  readonly known?: () => Num;
}

/**
 * A set of outcomes of a sample space. Made by `space.event(…)` and by conditions on random variables.
 * @example
 * const die = sampleSpace([1, 2, 3, 4, 5, 6]);
 * const [odd, large] = [die.event([1, 3, 5], "odd"), die.event((x) => x > 3, "large")];
 * [String(odd.and(large)), P(odd.and(large)), P(odd.or(large)), P(odd.not())] // => [ "odd ∩ large", 1/6, 5/6, 1/2 ]
 */
export class Event<T> {
  /** The sample space that it is a part of. */
  readonly space: SampleSpace<T>;
  /** Whether an outcome is in it. */
  readonly has: (outcome: T) => boolean;
  /** @internal */
  readonly parts: Parts<T>;

  /** @internal */
  constructor(parts: Parts<T>) {
    this.space = parts.space;
    this.has = parts.has;
    this.parts = parts;
    showing(this, { text: () => this.toString(), latex: () => this.latex() });
  }

  /** Its outcomes; of a countable space those that were listed. @throws TensorError "value" when they may be without end */
  get outcomes(): readonly T[] {
    if (this.parts.members !== undefined) return this.parts.members;
    return this.space.outcomes.filter(this.has);
  }

  /**
   * Both events.
   * @param other - an event of the same space
   * @returns the intersection
   * @throws TensorError "value" when the other is of another space
   * @example
   * const die = sampleSpace([1, 2, 3, 4, 5, 6]);
   * die.event([1, 2, 3]).and(die.event([2, 4])).outcomes // => [ 2 ]
   */
  and(other: Event<T>): Event<T> {
    const { space, has } = this;
    checkSame("and", space, other);
    const members = this.parts.members?.filter(other.has) ?? other.parts.members?.filter(has);
    return new Event({
      space,
      has: (x) => has(x) && other.has(x),
      members,
      name: joined(this, "∩", other),
    });
  }

  /**
   * At least one of two events.
   * @param other - an event of the same space
   * @returns the union
   * @throws TensorError "value" when the other is of another space
   * @example
   * const die = sampleSpace([1, 2, 3, 4, 5, 6]);
   * die.event([1, 2]).or(die.event([2, 4])).outcomes // => [ 1, 2, 4 ]
   */
  or(other: Event<T>): Event<T> {
    const { space, has } = this;
    checkSame("or", space, other);
    const [mine, theirs] = [this.parts.members, other.parts.members];
    const members =
      mine === undefined || theirs === undefined ? undefined : [...mine, ...theirs.filter((x) => !has(x))];
    return new Event({
      space,
      has: (x) => has(x) || other.has(x),
      members,
      name: joined(this, "∪", other),
    });
  }

  /**
   * The event that this one does not happen.
   * @returns the complement
   * @example sampleSpace([1, 2, 3]).event([2]).not().outcomes // => [ 1, 3 ]
   */
  not(): Event<T> {
    const { space, has } = this;
    const { known, members } = this.parts;
    const complement = known !== undefined || members !== undefined ? () => minus(ONE, measure(this)) : undefined;
    return new Event({ space, has: (x) => !has(x), known: complement, name: complementName(this) });
  }

  /**
   * This event without another.
   * @param other - an event of the same space
   * @returns the difference
   * @throws TensorError "value" when the other is of another space
   * @example
   * const die = sampleSpace([1, 2, 3, 4, 5, 6]);
   * die.event([1, 2]).minus(die.event([2, 4])).outcomes // => [ 1 ]
   */
  minus(other: Event<T>): Event<T> {
    const { space, has } = this;
    checkSame("minus", space, other);
    const members = this.parts.members?.filter((x) => !other.has(x));
    return new Event({
      space,
      has: (x) => has(x) && !other.has(x),
      members,
      name: joined(this, "∖", other),
    });
  }

  /**
   * Whether two events exclude each other.
   * @param other - an event of the same finite space
   * @returns true when no outcome is in both
   * @throws TensorError "value" when the other is of another space
   * @example
   * const die = sampleSpace([1, 2, 3, 4, 5, 6]);
   * die.event([1, 2]).disjoint(die.event([3])) // => true
   */
  disjoint(other: Event<T>): boolean {
    return this.and(other).outcomes.length === 0;
  }

  /**
   * Whether each outcome of this event is in another, too.
   * @param other - an event of the same finite space
   * @returns true or false
   * @throws TensorError "value" when outcomes may be without end
   * @example
   * const die = sampleSpace([1, 2, 3, 4, 5, 6]);
   * die.event([1]).isSubsetOf(die.event([1, 2])) // => true
   */
  isSubsetOf(other: Event<T>): boolean {
    checkSame("isSubsetOf", this.space, other);
    return this.outcomes.every(other.has);
  }

  /** The name, or the outcomes in braces. */
  toString(): string {
    return nameOf(this).text;
  }

  /**
   * The event in LaTeX.
   * @returns a formula
   * @example sampleSpace([1, 2, 3]).event([1, 2]).latex() // => "\\{1, 2\\}"
   */
  latex(): string {
    return nameOf(this).latex;
  }
}

const SIGNS: Readonly<Record<string, string>> = { "∪": "\\cup", "∩": "\\cap", "∖": "\\setminus" };

function nameOf<T>(event: Event<T>): Written {
  return event.parts.name ?? braces(event);
}

/** In parentheses where its name is more than a word or a set, unless it has the same sign only. */
function inner<T>(event: Event<T>, sign: string): Written {
  const { text, latex } = nameOf(event);
  const isPlain = !/ /.test(text) || /^\{[^}]*\}$/.test(text);
  const isSame =
    sign !== "∖" &&
    text.includes(` ${sign} `) &&
    !Object.keys(SIGNS).some((other) => other !== sign && text.includes(` ${other} `));
  return isPlain || isSame ? { text, latex } : { text: `(${text})`, latex: `(${latex})` };
}

function joined<T>(a: Event<T>, sign: string, b: Event<T>): Written {
  const [left, right] = [inner(a, sign), inner(b, sign)];
  return { text: `${left.text} ${sign} ${right.text}`, latex: `${left.latex} ${SIGNS[sign]} ${right.latex}` };
}

function complementName<T>(event: Event<T>): Written {
  const { text, latex } = inner(event, "");
  return { text: `${text}ᶜ`, latex: `${latex}^c` };
}

function braces<T>({ space, has, parts }: Event<T>): Written {
  const near = (): T[] => space.first(LOOKED_AT).map(([outcome]) => outcome);
  const members = parts.members ?? (space.isFinite ? space.outcomes : near()).filter(has);
  const isAll = space.isFinite || parts.members !== undefined;
  const labels = members.map((each) => labelOf(each));
  const text = isAll ? listed(labels) : [...labels.slice(0, 5), "…"].join(", ");
  const latex = text.replace("…", "\\ldots");
  return members.length === 0 && isAll
    ? { text: "∅", latex: "\\emptyset" }
    : { text: `{${text}}`, latex: `\\{${latex}\\}` };
}

/** A name that users give, or that a condition has. */
export const written = (text: string, latex: string = latexName(text)): Written => ({ text, latex });

function checkSame<T>(op: string, space: SampleSpace<T>, other: Event<T>): void {
  if (isOf(other, Event) && other.space === space) return;
  const expects = "an event of the same sample space";
  fail("value", { op, argument: "other", got: isOf(other, Event) ? `${other} of another space` : other, expects });
}

/** The set of listed outcomes, or of those for which a predicate holds. */
export function eventOf<T>(
  space: SampleSpace<T>,
  which: readonly T[] | ((outcome: T) => boolean),
  name?: string,
): Event<T> {
  const called = name === undefined ? undefined : written(checkName("event", name));
  if (typeof which === "function") return new Event({ space, has: (x) => which(x) === true, name: called });
  const list = readList(which) as T[] | undefined;
  if (list === undefined) {
    fail("value", {
      op: "event",
      argument: "which",
      got: which,
      expects: "a list of outcomes, or a predicate",
      fix: "e.g. space.event((x) => x > 3)",
    });
  }
  const stranger = space.isFinite ? list.find((outcome) => space.weigh(outcome) === undefined) : undefined;
  if (stranger !== undefined) {
    const problem = `${labelOf(stranger)} is no outcome of the space`;
    fail("value", {
      op: "event",
      argument: "which",
      got: stranger,
      expects: `outcomes: ${listed(space.outcomes.map((each) => labelOf(each)))}`,
      problem,
    });
  }
  const members = [...new Map(list.map((outcome) => [keyOf(outcome), outcome])).values()];
  const keys = new Set(members.map((each) => keyOf(each)));
  return new Event({ space, has: (x) => keys.has(keyOf(x)), members, name: called });
}

/** The option of what is known; where it is used it is checked. */
export const GIVEN: Checks<{ readonly given?: unknown }> = { given: checkedLater };

/** The probability of an event as a number. */
export function measure<T>({ space, has, parts: { members, known } }: Event<T>): Num {
  if (known !== undefined) return known();
  return members === undefined ? space.measure(has) : total(members.map((outcome) => space.weigh(outcome) ?? ZERO));
}

/**
 * The probability of an event: the sum over its outcomes, exact where the space is. In countable spaces the sum goes on until less than
 * 2⁻⁵⁴ is left; lists of outcomes are exact there, too.
 * @param event - a set of outcomes
 * @param options - `given`: an event that is known to happen, default none
 * @returns P(event), or P(event | given)
 * @throws TensorError "value" when it is no event, the two are of different spaces, or `given` has probability 0; "budget" when the sum
 * of a countable space comes too slowly to an end
 * @example
 * const die = sampleSpace([1, 2, 3, 4, 5, 6]);
 * P(die.event([5]), { given: die.event((x) => x % 2 === 1) }) // => 1/3 ≈ 0.333333
 * @see sampleSpace, inclusionExclusion, probabilityBounds
 * @math P(A \mid B) = \frac{P(A \cap B)}{P(B)}
 * @source Dive into Deep Learning 2.6.1.1
 * @keywords probability of an event, conditional probability
 */
export function P<T>(event: Event<T>, options?: { readonly given?: Event<T> }): Quantity {
  const { given } = readOptions("P", options, GIVEN as Checks<{ readonly given?: Event<T> }>);
  if (!isMade(event, Event)) {
    const fix = "e.g. P(space.event([1, 2])); tables have a method table.P({ X: 1 })";
    fail("value", { op: "P", argument: "event", got: event, expects: "an event", fix });
  }
  if (given === undefined) return new Quantity(measure(event));
  checkSame("P", event.space, given);
  const below = measure(given);
  if (isNothing(below)) failAtNothing("P", String(given));
  return new Quantity(over(measure(event.and(given)), below));
}

/**
 * Whether events are independent: the probability of any of them together is the product.
 * @param events - two or more of the same space
 * @returns true or false; exact for fractions, up to 1e-9 for floats
 * @throws TensorError "value" when they are of different spaces
 * @example
 * const coins = sampleSpace([0, 1]).power(2);
 * const [first, second, same] = [coins.event(([a]) => a === 1), coins.event(([, b]) => b === 1), coins.event(([a, b]) => a === b)];
 * [areIndependent(first, second), areIndependent(first, same), areIndependent(first, second, same)] // => [ true, true, false ]
 * @math P(A \cap B) = P(A) \, P(B)
 * @source Dive into Deep Learning 2.6.2.5
 * @keywords mutually independent, pairwise
 */
export function areIndependent<T>(...events: readonly Event<T>[]): boolean {
  const [first] = events;
  if (!isMade(first, Event)) {
    fail("value", { op: "areIndependent", argument: "events", got: first, expects: "events of the same sample space" });
  }
  for (const event of events) checkSame("areIndependent", first.space, event);
  return subsets(events).every((some) => {
    if (some.length < 2) return true;
    const product = some.reduce<Num>((p, event) => times(p, measure(event)), ONE);
    return agrees(measure(some.reduce((all, event) => all.and(event))), product);
  });
}

/** All subsets but the empty one, the small ones first. */
export function subsets<T>(items: readonly T[]): T[][] {
  const all = Array.from({ length: 2 ** items.length - 1 }, (_, i) => items.filter((_, j) => ((i + 1) >> j) & 1));
  return all.toSorted((a, b) => a.length - b.length);
}

/**
 * Bounds of a probability on a countable space from its first outcomes alone.
 * @param event - a set of outcomes
 * @param terms - how many outcomes are looked at
 * @returns [low, high]: the sum over those in the event, and what is left of 1 in addition; exact where the probabilities are
 * @throws TensorError "value" when it is no event
 * @example
 * const tosses = sampleSpace(function* () { for (let n = 1; ; n++) yield n; }, { probabilities: (n) => `1/${2n ** BigInt(n)}` });
 * partialSums(tosses.event((n) => n % 2 === 0), 4) // => [ 5/16, 3/8 ]
 * @see P
 * @source Kolmogorov, Grundbegriffe der Wahrscheinlichkeitsrechnung (1933), II.1: additivity for countably many events
 * @keywords convergence, tail, infinite series
 */
export function partialSums<T>(event: Event<T>, terms: number): [low: Quantity, high: Quantity] {
  if (!isMade(event, Event)) fail("value", { op: "partialSums", argument: "event", got: event, expects: "an event" });
  const first = event.space.first(checkInteger("partialSums", "terms", terms, 0));
  const low = total(first.filter(([outcome]) => event.has(outcome)).map(([, { value }]) => value));
  const rest = minus(ONE, total(first.map(([, { value }]) => value)));
  return [new Quantity(low), new Quantity(low).add(new Quantity(rest))];
}
