/** Derivatives from the definition: the difference quotient, brought into a form whose limit is known. */
import { cos, sin } from "../../ops/trigonometric.ts";
import { log } from "../../ops/exponential.ts";
import { add, div, integerOf, mul, power, sub, sumOf } from "../build.ts";
import type { Expression, Payloads } from "../expression.ts";
import { apply } from "../functions.ts";
import { intern, same } from "../intern.ts";
import { e, half, minusOne, number, one, symbol, zero } from "../leaves.ts";
import { substituteAll, symbolsOf } from "../substitute.ts";
import { Context, pending, productFrom } from "./context.ts";
import { asPrinted } from "./order.ts";
import { refuse } from "./refuse.ts";
import { nameOf, type Variable, variableOf } from "./variables.ts";

/** One line of a proof. */
export interface DefinitionLine {
  /** The formula of this line. */
  readonly expression: Expression;
  /** Whether lim h→0 stands in front. */
  readonly limit: boolean;
  /** What was done to come here. */
  readonly reason: string;
  /** What letters stand for that this line brings in: t = h/x. */
  readonly where?: Readonly<Record<string, Expression>>;
}

/** A derivative proved from its definition, with proofs of what it uses. */
export interface DefinitionProof {
  /** What is proved: "power", "product"… */
  readonly name: string;
  /** d/dx of the formula. */
  readonly before: Expression;
  /** By which it is differentiated. */
  readonly variable: Expression;
  /** h. */
  readonly step: Expression;
  /** From the difference quotient to the limit, each equal to the one before. */
  readonly lines: readonly DefinitionLine[];
  /** The derivative. */
  readonly result: Expression;
  /** Proofs of derivatives of parts that this one uses. */
  readonly lemmas: readonly DefinitionProof[];
}

/** What a case of the book says: forms of the difference quotient, and its limit. */
interface Case {
  readonly name: string;
  readonly forms: readonly Omit<DefinitionLine, "limit">[];
  readonly limit: (of: readonly Expression[]) => Expression;
  readonly reason: string;
  /** Parts whose derivatives the limit uses. */
  readonly uses?: readonly Expression[];
}

interface Scene {
  readonly x: Expression;
  readonly h: Expression;
  readonly context: Context;
  /** The formula at x + h. */
  readonly shifted: (u: Expression) => Expression;
  /** (u(x + h) - u(x))/h */
  readonly quotient: (u: Expression) => Expression;
}

type Reader = (u: Expression, scene: Scene) => Case | undefined;

/** Binomials with more terms than this are no proof to read. */
const LARGEST_POWER = 64n;

const constant: Reader = (u, { context }) =>
  context.depends(u)
    ? undefined
    : {
        name: "constant",
        forms: [{ expression: zero, reason: "both values are the same" }],
        limit: () => zero,
        reason: "0 stays 0",
      };

const wholePower: Reader = (u, { x, h }) => {
  const n = same(u, x) ? 1n : u.kind === "power" && same(u.args[0], x) ? integerOf(u.args[1]) : undefined;
  if (n === undefined || n < 1n || n > LARGEST_POWER) return undefined;
  const terms: Expression[] = [];
  let binomial = 1n;
  for (let k = 1n; k <= n; k++) {
    binomial = (binomial * (n - k + 1n)) / k;
    terms.push(mul(number(binomial), power(x, number(n - k)), power(h, number(k - 1n))));
  }
  return {
    name: "power",
    forms: [
      {
        expression: mul(sumOf(terms.map((term) => mul(term, h))), power(h, minusOne)),
        reason: "binomial theorem; the term without h cancels",
      },
      { expression: sumOf(terms), reason: "divide by h" },
    ],
    limit: () => mul(number(n), power(x, number(n - 1n))),
    reason: "every term with h goes to 0",
  };
};

const reciprocal: Reader = (u, { x, h }) => {
  if (u.kind !== "power" || !same(u.args[0], x) || !same(u.args[1], minusOne)) return undefined;
  const moved = add(x, h);
  return {
    name: "reciprocal",
    forms: [
      { expression: mul(sub(x, moved), power(mul(h, x, moved), minusOne)), reason: "common denominator; h cancels" },
    ],
    limit: () => mul(minusOne, power(x, number(-2))),
    reason: "x + h goes to x",
  };
};

const root: Reader = (u, { x, h }) => {
  if (u.kind !== "power" || !same(u.args[0], x) || !same(u.args[1], half)) return undefined;
  const moved = power(add(x, h), half);
  return {
    name: "root",
    forms: [
      {
        expression: power(add(moved, u), minusOne),
        reason: "multiply above and below by the sum of the roots; h cancels",
      },
    ],
    limit: () => mul(half, power(x, mul(minusOne, half))),
    reason: "the root is continuous",
  };
};

const exponential: Reader = (u, { x, h }) => {
  if (u.kind !== "power" || !same(u.args[0], e) || !same(u.args[1], x)) return undefined;
  return {
    name: "exponential",
    forms: [
      {
        expression: mul(u, sub(power(e, h), one), power(h, minusOne)),
        reason: "a power of a sum is a product of powers; take the factor without h out",
      },
    ],
    limit: () => u,
    reason: "the rest goes to 1: that is how e is defined",
  };
};

const logarithm: Reader = (u, { x, h }) => {
  if (u.kind !== "call" || u.payload !== log.op || !same(u.args[0], x)) return undefined;
  const ratio = div(h, x);
  const t = symbol("t");
  return {
    name: "logarithm",
    forms: [
      {
        expression: mul(apply(log.op, add(one, ratio)), power(h, minusOne)),
        reason: "a difference of logarithms is the logarithm of the quotient",
      },
      {
        expression: mul(power(x, minusOne), apply(log.op, add(one, t)), power(t, minusOne)),
        reason: "with t = h/x, which goes to 0 with h",
        where: { t: ratio },
      },
    ],
    limit: () => power(x, minusOne),
    reason: "ln(1 + t)/t goes to ln e = 1: that is how e is defined",
  };
};

/** sin(x + h) and cos(x + h) by the addition theorems. @param sign - of the part with sin h */
function wave(op: Payloads["call"], other: Payloads["call"], sign: Expression): Reader {
  return (u, { x, h }) => {
    if (u.kind !== "call" || u.payload !== op || !same(u.args[0], x)) return undefined;
    const [here, there] = [u, apply(other, x)];
    const [rest, slope] = [sub(apply(cos.op, h), one), apply(sin.op, h)];
    return {
      name: op === sin.op ? "sine" : "cosine",
      forms: [
        {
          expression: add(div(mul(here, rest), h), div(mul(sign, there, slope), h)),
          reason: `addition theorem of the ${op === sin.op ? "sine" : "cosine"}`,
        },
      ],
      limit: () => mul(sign, there),
      reason: "(cos h - 1)/h goes to 0 and sin(h)/h goes to 1",
    };
  };
}

const sum: Reader = (u, { quotient }) => {
  if (u.kind !== "sum") return undefined;
  const terms = asPrinted.terms(u.args);
  return {
    name: "sum",
    forms: [{ expression: sumOf(terms.map(quotient)), reason: "a difference quotient for each term" }],
    limit: sumOf,
    reason: "the limit of a sum is the sum of the limits",
    uses: terms,
  };
};

const multiple: Reader = (u, { context, quotient }) => {
  if (u.kind !== "product") return undefined;
  const { constants, all } = context.split(u);
  if (constants.length === 0) return undefined;
  const [c, v] = [productFrom(constants), productFrom(all)];
  return {
    name: "constant multiple",
    forms: [{ expression: mul(c, quotient(v)), reason: "take the constant out" }],
    limit: ([dv]) => mul(c, dv),
    reason: "a constant may stand in front of the limit",
    uses: [v],
  };
};

const fraction: Reader = (f, { h, context, quotient, shifted }) => {
  if (f.kind !== "product" && f.kind !== "power") return undefined;
  const { above, below } = f.kind === "product" ? context.split(f) : { above: [], below: underLine(f, context) };
  if (below.length === 0) return undefined;
  const [u, v] = [above.length === 0 ? one : productFrom(above), productFrom(below)];
  const next = shifted(v);
  return {
    name: "quotient",
    forms: [
      {
        expression: mul(add(mul(shifted(u), v), mul(minusOne, u, next)), power(mul(h, v, next), minusOne)),
        reason: "common denominator",
      },
      {
        expression: mul(sub(mul(quotient(u), v), mul(u, quotient(v))), power(mul(v, next), minusOne)),
        reason: "subtract and add u(x) v(x) above",
      },
    ],
    limit: ([du, dv]) => mul(sub(mul(du, v), mul(u, dv)), power(v, number(-2))),
    reason: "v(x + h) goes to v(x), because v has a derivative and so is continuous",
    uses: [u, v],
  };
};

const underLine = (f: Expression, context: Context): Expression[] =>
  context.isBelow(f) ? [power(f.args[0], mul(minusOne, f.args[1]))] : [];

const product: Reader = (f, { context, shifted, quotient }) => {
  if (f.kind !== "product") return undefined;
  const [u, ...others] = asPrinted.factors(context.split(f).all);
  if (others.length === 0) return undefined;
  const v = productFrom(others);
  return {
    name: "product",
    forms: [
      {
        expression: add(mul(quotient(u), shifted(v)), mul(u, quotient(v))),
        reason: "subtract and add u(x) v(x + h)",
      },
    ],
    limit: ([du, dv]) => add(mul(du, v), mul(u, dv)),
    reason: "v(x + h) goes to v(x), because v has a derivative and so is continuous",
    uses: [u, v],
  };
};

const unknown: Reader = (u, { x }) => {
  if (u.kind !== "unknown" || u.args.length !== 1 || !same(u.args[0], x)) return undefined;
  const { name, orders } = u.payload as Payloads["unknown"];
  return {
    name: "definition",
    forms: [],
    limit: () => intern("unknown", { name, orders: [orders[0] + 1] }, u.args),
    reason: `that is the definition of the derivative of ${name}`,
  };
};

/** What the book proves, in this order. */
const readers: readonly Reader[] = /*@__PURE__*/ (() => [
  constant,
  wholePower,
  reciprocal,
  root,
  exponential,
  logarithm,
  wave(sin.op, cos.op, one),
  wave(cos.op, sin.op, minusOne),
  unknown,
  sum,
  multiple,
  fraction,
  product,
])();

/** The derivative proved from the definition: the difference quotient is expanded and simplified, then h goes to 0. */
export function fromDefinition(expr: Expression, x: Variable): DefinitionProof {
  const by = variableOf("fromDefinition", x, expr);
  return prove(expr, by, freeName(expr, by));
}

function prove(u: Expression, x: Expression, h: Expression): DefinitionProof {
  const shifted = (v: Expression): Expression => substituteAll(v, new Map([[x, add(x, h)]]));
  const quotient = (v: Expression): Expression => mul(sub(shifted(v), v), power(h, minusOne));
  const scene: Scene = { x, h, context: new Context(u, x, asPrinted), shifted, quotient };
  for (const read of readers) {
    const found = read(u, scene);
    if (found === undefined) continue;
    const lemmas = (found.uses ?? []).map((part) => prove(part, x, h));
    const result = found.limit(lemmas.map((lemma) => lemma.result));
    const lines: DefinitionLine[] = [{ expression: quotient(u), limit: true, reason: "definition of the derivative" }];
    for (const form of found.forms) {
      // The constructors may have done a step already.
      if (!same(form.expression, lines[lines.length - 1].expression)) lines.push({ ...form, limit: true });
    }
    lines.push({ expression: result, limit: false, reason: found.reason });
    return { name: found.name, before: pending(u, x), variable: x, step: h, lines, result, lemmas };
  }
  return refuse(u, "a proof from the definition", "fromDefinition");
}

/** h, or another letter where h is in use. */
function freeName(expr: Expression, x: Expression): Expression {
  const used = new Set([...symbolsOf(expr), x].map(nameOf));
  return symbol(["h", "k", "d", "delta"].find((name) => !used.has(name)) ?? "h_0");
}
