/** Frequencies: what data say of probabilities, and how they settle down. */
import { type Drawable, type Drawing, FIGURE } from "../../base/drawing.ts";
import { fail } from "../../base/errors.ts";
import { rational } from "../../base/rational.ts";
import { checkedLater, type Checks, readOptions } from "../../ops/arguments.ts";
import { decimalCell, type Grid, gridHtml, gridLatex, gridText, numberCell, wordCell } from "../tables/grid.ts";
import { JointTable } from "../tables/joint.ts";
import { floatOf, type Num, shortFloat } from "../tables/number.ts";
import { showing } from "../../base/showing.ts";
import { Quantity, type QuantityLike, toProbability } from "../tables/quantity.ts";
import { sorted, toList } from "../tables/read.ts";
import { keyOf, labelOf, listed } from "../tables/states.ts";

/** Options of {@link frequencies} and {@link countFrequencies}. */
export interface FrequencyOptions {
  /** All possible outcomes in order. Default: those that came, numbers ascending; of counts 1, 2, 3, … */
  readonly outcomes?: readonly unknown[];
  /** What is observed, in labels such as P(die=1). Default "x". */
  readonly name?: string;
}

/** Options of {@link Frequencies.convergence}. */
export interface ConvergenceOptions {
  /** Where the frequencies should go: a line, or one for each outcome. Default none. */
  readonly expected?: QuantityLike | readonly QuantityLike[];
  /** What is along the x axis. Default "Groups of experiments", or "Experiments" for single ones. */
  readonly xlabel?: string;
}

const CHECKS: Checks<FrequencyOptions> = {
  outcomes: checkedLater,
  name: (op, argument, value) => {
    if (typeof value !== "string") fail("value", { op, argument, got: value, expects: "a text" });
  },
};
const CONVERGENCE: Checks<ConvergenceOptions> = { expected: checkedLater, xlabel: CHECKS.name };

/**
 * How often each outcome came, with relative frequencies and their standard errors. Made by `frequencies` and `countFrequencies`.
 * @example
 * const tosses = frequencies(["heads", "tails", "heads", "heads"]);
 * console.log(`${tosses}`);
 * // => x      count  frequency        standard error
 * //    ─────────────────────────────────────────────
 * //    heads      3        3/4  0.75        0.216506
 * //    tails      1        1/4  0.25        0.216506
 * //    ─────────────────────────────────────────────
 * //    sum        4          1
 */
export class Frequencies implements Drawable {
  /** All outcomes in order. */
  readonly outcomes: readonly unknown[];
  /** How often each came. */
  readonly counts: readonly number[];
  /** How many there are. */
  readonly total: number;
  /** What is observed. */
  readonly name: string;
  /** The counts of each group of experiments. @internal */
  readonly groups: readonly (readonly number[])[];
  declare readonly "nabla.figure": () => Drawing;

  /** @internal */
  constructor(outcomes: readonly unknown[], groups: readonly (readonly number[])[], name: string) {
    this.outcomes = outcomes;
    this.groups = groups;
    this.name = name;
    this.counts = outcomes.map((_, i) => groups.reduce((sum, group) => sum + group[i], 0));
    this.total = this.counts.reduce((a, b) => a + b, 0);
    showing(this, {
      text: () => this.toString(),
      latex: () => gridLatex(this.grid()),
      html: () => gridHtml(this.grid()),
    });
    Object.defineProperty(this, FIGURE, { value: () => this.drawing() });
  }

  /** The relative frequencies, as fractions. */
  get relative(): readonly Quantity[] {
    return this.counts.map((count) => new Quantity(this.share(count)));
  }

  /** √(p (1 - p)/n) for each: how far a frequency typically is from its probability. */
  get standardErrors(): readonly number[] {
    return this.counts.map((count) => {
      const p = floatOf(this.share(count));
      return Math.sqrt((p * (1 - p)) / this.total);
    });
  }

  private share(count: number): Num {
    return rational(BigInt(count), BigInt(this.total));
  }

  /**
   * The relative frequencies as a table of one variable.
   * @returns a joint table with the name of what is observed
   * @example frequencies([1, 2, 1]).table().P({ x: 1 }) // => 2/3 ≈ 0.666667
   */
  table(): JointTable {
    const cells = this.counts.map((count) => this.share(count));
    return new JointTable({ variables: [{ name: this.name, states: this.outcomes }], cells });
  }

  /**
   * The relative frequency of an outcome.
   * @param outcome - one of the outcomes
   * @returns count over total
   * @throws TensorError "value" when it is no outcome
   * @example frequencies([1, 2, 1, 3]).P(1) // => 1/2 = 0.5
   */
  P(outcome: unknown): Quantity {
    return this.table().P({ [this.name]: outcome });
  }

  /**
   * The relative frequencies after each group of experiments.
   * @returns for each outcome a list with one number for each group
   * @example frequencies(["H", "T", "T", "H"]).running() // => [ [ 1, 0.5, 0.3333333333333333, 0.5 ], [ 0, 0.5, 0.6666666666666666, 0.5 ] ]
   */
  running(): number[][] {
    const sums = this.outcomes.map(() => 0);
    const lists = this.outcomes.map((): number[] => []);
    let all = 0;
    for (const group of this.groups) {
      group.forEach((count, i) => {
        sums[i] += count;
        all += count;
      });
      sums.forEach((sum, i) => lists[i].push(sum / all));
    }
    return lists;
  }

  /**
   * The law of large numbers as a figure: `plot(frequencies.convergence())` draws how each frequency settles down.
   * @param options - `expected`: a line where they should go, or one for each outcome, default none; `xlabel`, default "Groups of experiments"
   * @returns a value that `plot` draws
   * @throws TensorError "value" when an expected number is no probability
   * @example frequencies([1, 2, 2, 1]).convergence({ expected: "1/2" }).curves // => 2
   * @source Dive into Deep Learning 2.6.1
   */
  convergence(options?: ConvergenceOptions): Convergence {
    return new Convergence(this, readOptions("convergence", options, CONVERGENCE));
  }

  private grid(): Grid {
    const { outcomes, counts, standardErrors, total } = this;
    const head = [this.name, "count", "frequency", "", "standard error"].map(wordCell);
    const rows = outcomes.map((outcome, i) => [
      wordCell(labelOf(outcome)),
      wordCell(String(counts[i])),
      numberCell(this.share(counts[i])),
      decimalCell(this.share(counts[i])),
      wordCell(shortFloat(standardErrors[i])),
    ]);
    return { head, rows, numbers: 1, foot: ["sum", String(total), "1", "", ""].map(wordCell) };
  }

  private drawing(): Drawing {
    const heights = this.relative.map(Number);
    return {
      bars: { places: this.outcomes.map((each) => labelOf(each)), series: [{ heights }] },
      xlabel: this.name,
      ylabel: "Relative frequency",
    };
  }

  /** A row for each outcome: count, frequency, standard error. */
  toString(): string {
    return gridText(this.grid());
  }
}

/**
 * How frequencies settle down with more data: a value that `plot` draws.
 * @example frequencies([1, 2, 2, 1], { name: "coin" }).convergence().curves // => 2
 */
export class Convergence implements Drawable {
  /** How many curves there are. */
  readonly curves: number;
  /** @internal */
  readonly data: Drawing;
  declare readonly "nabla.figure": () => Drawing;

  /** @internal */
  constructor(of: Frequencies, { expected, xlabel }: ConvergenceOptions) {
    const running = of.running();
    const isSingle = of.groups.every((group) => group.reduce((a, b) => a + b, 0) === 1);
    const levels =
      expected === undefined
        ? []
        : Array.isArray(expected)
          ? (expected as readonly QuantityLike[])
          : [expected as QuantityLike];
    this.curves = running.length;
    this.data = {
      curves: running.map((y, i) => ({
        x: y.map((_, group) => group + 1),
        y,
        label: `P(${of.name}=${labelOf(of.outcomes[i])})`,
      })),
      lines: levels.map((level) => ({ axis: "y", at: floatOf(toProbability("convergence", "expected", level)) })),
      xlabel: xlabel ?? (isSingle ? "Experiments" : "Groups of experiments"),
      ylabel: "Estimated probability",
      figsize: [6, 4.5],
    };
    const last = running.map((list) => shortFloat(list[list.length - 1], 4)).join(", ");
    const text = `${running.length} frequencies after ${of.groups.length} ${isSingle ? "experiments" : "groups"}: ${last}`;
    showing(this, { text: () => text, latex: () => `\\text{${text}}` });
    Object.defineProperty(this, FIGURE, { value: () => this.data });
  }
}

/**
 * Counts and relative frequencies of what was observed, one value after the other.
 * @param draws - a list, typed array or tensor of outcomes
 * @param options - `outcomes`: all possible ones, by default those that came; `name`: what is observed, default "x"
 * @returns counts, exact frequencies, standard errors, and the figure of how they settle down
 * @throws TensorError "value" when there is no draw, or a draw is none of the outcomes
 * @example frequencies([3, 1, 3, 2]).relative // => [ 1/4, 1/4, 1/2 ]
 * @see countFrequencies, tabulate
 * @math \hat p = \frac{n_k}{n}, \quad \mathrm{se} = \sqrt{\hat p (1 - \hat p)/n}
 * @source Dive into Deep Learning 2.6.1
 * @keywords relative frequency, law of large numbers, histogram of values, value counts
 */
export function frequencies(
  draws: readonly unknown[] | ArrayLike<number> | { toArray(): unknown },
  options?: FrequencyOptions,
): Frequencies {
  const { outcomes, name = "x" } = readOptions("frequencies", options, CHECKS);
  const list = toList("frequencies", "draws", draws);
  if (list.length === 0)
    fail("value", { op: "frequencies", argument: "draws", got: draws, expects: "at least one value" });
  const states =
    outcomes === undefined
      ? sorted([...new Map(list.map((value) => [keyOf(value), value])).values()])
      : toList("frequencies", "outcomes", outcomes);
  const places = new Map(states.map((state, i) => [keyOf(state), i]));
  const groups = list.map((value, i) => {
    const place = places.get(keyOf(value));
    if (place === undefined) {
      const expects = `one of the outcomes ${listed(states.map((each) => labelOf(each)))}`;
      fail("value", { op: "frequencies", argument: `draws[${i}]`, got: value, expects });
    }
    return states.map((_, at) => (at === place ? 1 : 0));
  });
  return new Frequencies(states, groups, name);
}

/**
 * Relative frequencies from counts, as `random.multinomial` draws them: one row of counts for each group of experiments.
 * @param counts - a list or tensor with a count for each outcome, or a matrix with such a row for each group
 * @param options - `outcomes`: default 1, 2, 3, …; `name`: what is observed, default "x"
 * @returns as `frequencies`
 * @throws TensorError "value" when counts are no integers from 0 on, rows differ in length, or nothing was counted
 * @example countFrequencies([[1, 3], [2, 4]], { outcomes: ["heads", "tails"] }).relative // => [ 3/10, 7/10 ]
 * @see frequencies
 * @source Dive into Deep Learning 2.6.1
 * @keywords multinomial counts, law of large numbers
 */
export function countFrequencies(
  counts: readonly unknown[] | { toArray(): unknown },
  options?: FrequencyOptions,
): Frequencies {
  const op = "countFrequencies";
  const { outcomes, name = "x" } = readOptions(op, options, CHECKS);
  const list = toList(op, "counts", counts);
  const rows = list.every((item) => typeof item === "number")
    ? [list]
    : list.map((row, i) => toList(op, `counts[${i}]`, row));
  const states = outcomes === undefined ? (rows[0] ?? []).map((_, i) => i + 1) : toList(op, "outcomes", outcomes);
  const groups = rows.map((row, i) => {
    const wrong = row.find((count) => !Number.isSafeInteger(count) || (count as number) < 0);
    if (wrong === undefined && row.length === states.length) return row as number[];
    const expects = `${states.length} counts, one for each outcome`;
    fail("value", { op, argument: `counts[${i}]`, got: row, expects });
  });
  const result = new Frequencies(states, groups, name);
  if (result.total > 0) return result;
  fail("value", {
    op,
    argument: "counts",
    got: counts,
    expects: "at least one experiment",
    problem: "nothing was counted",
  });
}
