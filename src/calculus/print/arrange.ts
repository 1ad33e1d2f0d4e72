/** Formulas as they stand on paper. */
import type { Dimensions, Expression, Payloads } from "../expression.ts";
import { rationalOf } from "../leaves.ts";
import type { Rational } from "../../base/rational.ts";
import { type Display, type DisplayKind, type DisplayPayloads, isDisplay } from "./display.ts";
import { fold, type Memo } from "./fold.ts";
import { byLetter, type Entry, type IsVariable, isConstant, orderOf, RANK, sortFactors, sortTerms } from "./order.ts";

const SCALAR: Dimensions = [];

/** The field of formulas for how they stand on paper. */
const SHOWN: Memo<Expression, Display> = {
  get: (x) => x.shown as Display | undefined,
  set: (x, display) => {
    x.shown = display;
  },
};

/** Arranges formulas; what was arranged once is found again. */
export class Arranger {
  private readonly done: Memo<Expression, Display>;
  private readonly isVariable: IsVariable;

  /** @param variable - the name of the main variable; by default s … z are variables */
  constructor(variable?: string) {
    this.done = variable === undefined ? SHOWN : new Map<Expression, Display>();
    this.isVariable = variable === undefined ? byLetter : ({ name }) => name === variable;
  }

  arrange(x: Expression): Display {
    return fold(x, this.done, (part) => this.display(part));
  }

  private of(x: Expression): Display {
    return this.done.get(x) ?? this.arrange(x);
  }

  private make<K extends DisplayKind>(
    kind: K,
    payload: DisplayPayloads[K],
    args: readonly Display[],
    dimensions = SCALAR,
  ): Display {
    const order = orderOf(kind, payload, args, this.isVariable, dimensions);
    return {
      kind,
      payload,
      args,
      isScalar: dimensions.length === 0,
      order,
      latex: undefined,
      text: undefined,
      unicode: undefined,
    } as Display;
  }

  private integer(value: bigint): Display {
    return this.make("integer", value, []);
  }

  private negative(x: Display): Display {
    return this.make("negative", undefined, [x]);
  }

  private display(x: Expression): Display {
    const { kind, payload, args, dimensions } = x;
    switch (kind) {
      case "number":
        return this.rational(payload as Rational);
      case "float": {
        const value = payload as number;
        const size = this.make("decimal", Math.abs(value), []);
        return value < 0 ? this.negative(size) : size;
      }
      case "sum": {
        const terms = args.map((arg) => ({ display: this.of(arg), hash: arg.hash }));
        return this.make("sum", undefined, sortTerms(terms), dimensions);
      }
      case "product":
        return this.product(args, dimensions);
      case "power":
        return x.isScalar ? this.product([x], dimensions) : this.bare("power", x);
      case "matrix":
        return this.make(
          "matrix",
          { head: payload as Payloads["matrix"], of: args },
          args.map((arg) => this.of(arg)),
          dimensions,
        );
      default:
        return this.bare(kind, x);
    }
  }

  private bare(kind: DisplayKind, x: Expression): Display {
    return this.make(
      kind,
      x.payload as never,
      x.args.map((arg) => this.of(arg)),
      x.dimensions,
    );
  }

  private rational({ n, d }: Rational): Display {
    const size = this.integer(n < 0n ? -n : n);
    const whole = d === 1n ? size : this.make("fraction", undefined, [size, this.integer(d)]);
    return n < 0n ? this.negative(whole) : whole;
  }

  /** x^(p/q) with p/q > 0: a root where p is 1. */
  private power(base: Display, exponent: Rational): Display {
    if (exponent.n === 1n) return exponent.d === 1n ? base : this.make("root", exponent.d, [base]);
    return this.make("power", undefined, [base, this.rational(exponent)]);
  }

  /** Negative powers go below the line, coefficients into the same fraction. */
  private product(factors: readonly Expression[], dimensions: Dimensions): Display {
    let [coefficient, minus]: [Rational, boolean] = [{ n: 1n, d: 1n }, false];
    const [top, bottom]: Entry[][] = [[], []];
    for (const factor of factors) {
      const { hash } = factor;
      const exponent = factor.kind === "power" && factor.isScalar ? rationalOf(factor.args[1]) : undefined;
      const value = rationalOf(factor);
      if (value !== undefined) coefficient = value;
      else if (exponent !== undefined) {
        const size = { n: exponent.n < 0n ? -exponent.n : exponent.n, d: exponent.d };
        (exponent.n < 0n ? bottom : top).push({ display: this.power(this.of(factor.args[0]), size), hash });
      } else if (factor.kind === "power") top.push({ display: this.bare("power", factor), hash });
      else {
        const display = this.of(factor);
        if (isDisplay(display, "negative")) minus = !minus;
        top.push({ display: isDisplay(display, "negative") ? display.args[0] : display, hash });
      }
    }
    if (coefficient.n < 0n) [coefficient, minus] = [{ n: -coefficient.n, d: coefficient.d }, !minus];
    const whole = this.fraction(coefficient, sortFactors(top), sortFactors(bottom), dimensions);
    return minus ? this.negative(whole) : whole;
  }

  private fraction({ n, d }: Rational, top: Display[], bottom: Display[], dimensions: Dimensions): Display {
    // Before vectors, matrices and integrals a plain coefficient stands for itself: ½ xᵀAx.
    const aside = bottom.every(isPlain) && (d !== 1n || bottom.length > 0) ? top.filter(standsAside) : [];
    const above = aside.length === 0 ? top : top.filter((x) => !standsAside(x));
    const [numerator, denominator] = [this.list(n, above, dimensions), this.list(d, bottom, SCALAR)];
    const isWhole = d === 1n && bottom.length === 0;
    const whole = isWhole
      ? numerator
      : this.make("fraction", undefined, [numerator, denominator], aside.length > 0 ? SCALAR : dimensions);
    return aside.length === 0 ? whole : this.make("product", undefined, [whole, ...aside], dimensions);
  }

  private list(n: bigint, factors: readonly Display[], dimensions: Dimensions): Display {
    const all = n === 1n && factors.length > 0 ? factors : [this.integer(n), ...factors];
    return all.length === 1 ? all[0] : this.make("product", undefined, all, dimensions);
  }
}

/** A number, a symbol or a power of one. */
const isPlain = (x: Display): boolean =>
  x.kind === "symbol" ||
  isConstant(x) ||
  (x.kind === "power" && x.args.every(isPlain)) ||
  (x.kind === "root" && isPlain(x.args[0]));

const standsAside = (x: Display): boolean => x.order.rank >= RANK.derivative;

/** The arranger without options, whose work is kept. */
export const arranger: Arranger = /*@__PURE__*/ new Arranger();
