/** Unions of any number of events. */
import { isOf } from "../tables/states.ts";
import { fail } from "../../base/errors.ts";
import { compare, decimalOf, minus, negated, type Num, ONE, textOf, total, ZERO } from "../tables/number.ts";
import { showing } from "../../base/showing.ts";
import { Quantity, type QuantityLike, toProbability } from "../tables/quantity.ts";
import { Event, measure, subsets } from "./event.ts";

/** More events have too many intersections to write down. */
const MOST_EVENTS = 12;

/**
 * A union with the terms that it is made of. Shown as the formula, the numbers and the sum.
 * @example
 * const die = sampleSpace([1, 2, 3, 4, 5, 6]);
 * inclusionExclusion(die.event([1, 2], "A"), die.event([2, 3], "B")).terms.length // => 3
 */
export class InclusionExclusion {
  /** The probability of the union. */
  readonly value: Quantity;
  /** The intersections with their probabilities and signs. */
  readonly terms: readonly {
    readonly text: string;
    readonly latex: string;
    readonly sign: 1 | -1;
    readonly probability: Quantity;
  }[];
  /** @internal */
  readonly union: { readonly text: string; readonly latex: string };

  /** @internal */
  constructor(events: readonly Event<unknown>[]) {
    this.terms = subsets(events).map((some) => ({
      text: `P(${some.map(String).join(" ∩ ")})`,
      latex: `P(${some.map((event) => event.latex()).join(" \\cap ")})`,
      sign: some.length % 2 === 1 ? 1 : -1,
      probability: new Quantity(measure(some.reduce((all, event) => all.and(event)))),
    }));
    this.value = new Quantity(
      total(this.terms.map(({ sign, probability }) => (sign === 1 ? probability.value : negated(probability.value)))),
    );
    const join = (parts: readonly string[], sign: string): string => `P(${parts.join(sign)})`;
    this.union = {
      text: join(events.map(String), " ∪ "),
      latex: join(
        events.map((event) => event.latex()),
        " \\cup ",
      ),
    };
    showing(this, { text: () => this.toString(), latex: () => this.latex() });
  }

  /** Three lines: formula, numbers, sum. */
  toString(): string {
    const { text } = this.union;
    const indent = " ".repeat([...text].length);
    const value = `${textOf(this.value.value)} ${decimalOf(this.value.value)}`.trimEnd();
    const lines = [this.signed((term) => term.text), this.signed(({ probability }) => String(probability)), value];
    return lines.map((line, i) => `${i === 0 ? text : indent} = ${line}`).join("\n");
  }

  /**
   * The three lines in LaTeX.
   * @returns an aligned formula
   * @example
   * const die = sampleSpace([1, 2, 3, 4, 5, 6]);
   * inclusionExclusion(die.event([1], "A")).latex() // => "\\begin{aligned} P(A) &= P(A) \\\\ &= \\frac{1}{6} \\\\ &= \\frac{1}{6} \\end{aligned}"
   */
  latex(): string {
    const lines = [
      this.signed(({ latex }) => latex),
      this.signed(({ probability }) => probability.latex()),
      this.value.latex(),
    ];
    return `\\begin{aligned} ${this.union.latex} ${lines.map((line) => `&= ${line}`).join(" \\\\ ")} \\end{aligned}`;
  }

  private signed(show: (term: InclusionExclusion["terms"][number]) => string): string {
    return this.terms.map((term, i) => `${i === 0 ? "" : term.sign === 1 ? " + " : " - "}${show(term)}`).join("");
  }
}

/**
 * The probability of a union by inclusion and exclusion, with its steps.
 * @param events - one to twelve of the same space
 * @returns the value and the terms
 * @throws TensorError "value" when there are no events or more than twelve, or they are of different spaces
 * @example
 * const die = sampleSpace([1, 2, 3, 4, 5, 6]);
 * console.log(`${inclusionExclusion(die.event([1, 3, 5], "A"), die.event([3, 6], "B"))}`);
 * // => P(A ∪ B) = P(A) + P(B) - P(A ∩ B)
 * //             = 1/2 + 1/3 - 1/6
 * //             = 2/3 ≈ 0.666667
 * @see P, probabilityBounds
 * @math P(A \cup B) = P(A) + P(B) - P(A \cap B)
 * @source Dive into Deep Learning 2.6, exercise 2
 * @keywords union of events, sieve formula
 */
export function inclusionExclusion<T>(...events: readonly Event<T>[]): InclusionExclusion {
  if (events.length === 0 || events.length > MOST_EVENTS || !events.every((event) => isOf(event, Event))) {
    fail("value", {
      op: "inclusionExclusion",
      argument: "events",
      got: events,
      expects: `one to ${MOST_EVENTS} events`,
    });
  }
  return new InclusionExclusion(events as readonly Event<unknown>[]);
}

/** Between what a probability must lie. */
export interface ProbabilityBounds {
  /** Of the event that at least one of them happens: [low, high]. */
  readonly union: readonly [low: Quantity, high: Quantity];
  /** Of the event that all of them happen: [low, high]. */
  readonly intersection: readonly [low: Quantity, high: Quantity];
}

/**
 * What the probabilities of events alone say of their union and intersection (Boole, Fréchet, Bonferroni); the bounds cannot be made
 * better.
 * @param probabilities - one for each event
 * @returns `union` and `intersection`, [low, high] each
 * @throws TensorError "value" when there is none, or one is not from 0 to 1
 * @example
 * const { union, intersection } = probabilityBounds("0.6", "0.7");
 * [union, intersection] // => [ [ 7/10, 1 ], [ 3/10, 3/5 ] ]
 * @see inclusionExclusion
 * @math \max(P(A), P(B)) \le P(A \cup B) \le \min(1, P(A) + P(B))
 * @source Dive into Deep Learning 2.6, exercise 2; Fréchet, Généralisation du théorème des probabilités totales (1935)
 * @keywords Boole's inequality, union bound, Fréchet inequalities
 */
export function probabilityBounds(...probabilities: readonly QuantityLike[]): ProbabilityBounds {
  if (probabilities.length === 0) {
    fail("value", {
      op: "probabilityBounds",
      argument: "probabilities",
      got: probabilities,
      expects: "at least one probability",
    });
  }
  const list = probabilities.map((each, i) => toProbability("probabilityBounds", `probabilities[${i}]`, each));
  const sum = total(list);
  const [least, most] = [list.reduce(lower), list.reduce(higher)];
  const spare = minus(sum, { n: BigInt(list.length - 1), d: 1n });
  const pair = (low: Num, high: Num): readonly [Quantity, Quantity] => [new Quantity(low), new Quantity(high)];
  return { union: pair(most, lower(ONE, sum)), intersection: pair(higher(ZERO, spare), least) };
}

const lower = (a: Num, b: Num): Num => (compare(a, b) <= 0 ? a : b);
const higher = (a: Num, b: Num): Num => (compare(a, b) >= 0 ? a : b);
