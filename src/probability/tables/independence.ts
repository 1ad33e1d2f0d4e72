/** Whether a joint table is the product of its margins. */
import {
  assignmentOf,
  type Cells,
  dot,
  selectionAt,
  selectionText,
  stridesIn,
  sumOut,
  type Variable,
  visitCells,
} from "./algebra.ts";
import { absolute, agrees, compare, isNothing, minus, type Num, over, times, ZERO } from "./number.ts";
import { numberCell } from "./grid.ts";
import { showing } from "../../base/showing.ts";
import { Quantity } from "./quantity.ts";

/**
 * The answer to whether variables are independent, with the combination of states that deviates most.
 * @example
 * const coins = joint({ A: { 0: "1/2", 1: "1/2" }, B: { 0: "1/3", 1: "2/3" } });
 * coins.independent("A", "B").holds // => true
 */
export class Independence {
  /** Whether the product is right for all states: exactly for fractions, up to 1e-9 for floats. */
  readonly holds: boolean;
  /** The largest |P(A, B) - P(A) P(B)|, given the condition. */
  readonly deviation: Quantity;
  /** The states where it is. */
  readonly at: Readonly<Record<string, unknown>>;
  /** P(A, B) there. */
  readonly joint: Quantity;
  /** P(A) P(B) there. */
  readonly product: Quantity;
  /** @internal */
  readonly statement: { readonly text: string; readonly latex: string };

  /** @internal */
  constructor(
    at: Readonly<Record<string, unknown>>,
    joint: Num,
    product: Num,
    statement: { text: string; latex: string },
  ) {
    this.holds = agrees(joint, product);
    this.deviation = new Quantity(absolute(minus(joint, product)));
    this.at = at;
    this.joint = new Quantity(joint);
    this.product = new Quantity(product);
    this.statement = statement;
    showing(this, { text: () => this.toString(), latex: () => this.latex() });
  }

  /** The answer with its numbers. */
  toString(): string {
    const { holds, statement, joint, product, deviation } = this;
    const numbers = `${numberCell(joint.value).text} ${holds ? "=" : "≠"} ${numberCell(product.value).text}`;
    const [left, right] = statement.text.split(" = ");
    const equation = `${left} = ${numbers} = ${right}`;
    return holds
      ? `independent: ${equation}, and so for all states`
      : `dependent: ${equation}, a difference of ${deviation.toDecimal()}`;
  }

  /**
   * The equation in LaTeX.
   * @returns a formula
   * @example joint({ A: { 0: 1 }, B: { 0: 1 } }).independent("A", "B").latex().startsWith("P(A=0, B=0) = 1 = 1") // => true
   */
  latex(): string {
    const [left, right] = this.statement.latex.split(" = ");
    return `${left} = ${this.joint.latex()} ${this.holds ? "=" : "\\neq"} ${this.product.latex()} = ${right}`;
  }
}

/** Are a and b independent given each combination of the states of c? */
export function independence(
  table: Cells,
  a: readonly Variable[],
  b: readonly Variable[],
  c: readonly Variable[],
): Independence {
  const order = [...a, ...b, ...c];
  const whole = sumOut(table, order);
  const margins = [[...a, ...c], [...b, ...c], [...c]].map((kept) => sumOut(whole, kept));
  const strides = margins.map((margin) => stridesIn(order, margin.variables));
  let worst: { places: number[]; joint: Num; product: Num; size: Num } | undefined;
  visitCells(order, (places, cell) => {
    const [pa, pb, pc] = margins.map((margin, i) => margin.cells[dot(places, strides[i])]);
    if (isNothing(pc)) return; // what is given cannot be
    const [joint, product] = [over(whole.cells[cell], pc), over(times(pa, pb), times(pc, pc))];
    const size = absolute(minus(joint, product));
    if (worst === undefined || compare(size, worst.size) > 0) worst = { places: [...places], joint, product, size };
  });
  const { places, joint, product } = worst ?? { places: order.map(() => 0), joint: ZERO, product: ZERO };
  return new Independence(
    assignmentOf(order, places),
    joint,
    product,
    statementOf(order, places, [a.length, b.length]),
  );
}

function statementOf(
  order: readonly Variable[],
  places: readonly number[],
  [sizeA, sizeB]: readonly number[],
): { text: string; latex: string } {
  const part = (from: number, to?: number): { text: string; latex: string } => {
    const variables = order.slice(from, to);
    return selectionText(variables, selectionAt(variables, places.slice(from, to)));
  };
  const [ab, a, b, c] = [part(0, sizeA + sizeB), part(0, sizeA), part(sizeA, sizeA + sizeB), part(sizeA + sizeB)];
  const bar = c.text === "" ? "" : ` | ${c.text}`;
  const latexBar = c.latex === "" ? "" : ` \\mid ${c.latex}`;
  return {
    text: `P(${ab.text}${bar}) = P(${a.text}${bar}) P(${b.text}${bar})`,
    latex: `P(${ab.latex}${latexBar}) = P(${a.latex}${latexBar}) \\, P(${b.latex}${latexBar})`,
  };
}
