/** Ours: derivatives of formulas, and figures that no peer has. */
import { mul, sumOf } from "../src/calculus/build.ts";
import { derive } from "../src/calculus/differentiate/derive.ts";
import { deriveWithSteps } from "../src/calculus/differentiate/record.ts";
import { evaluateNumber } from "../src/calculus/evaluate/number.ts";
import type { Expression } from "../src/calculus/expression.ts";
import { apply } from "../src/calculus/functions.ts";
import { number, symbol } from "../src/calculus/leaves.ts";
import { gradientOf, inverse, logdet, matmul, matrix, transpose, vector } from "../src/calculus/matrix/index.ts";
import { parseText } from "../src/calculus/parse/index.ts";
import { toLatex } from "../src/calculus/print/latex.ts";
import { toText } from "../src/calculus/print/text.ts";
import { simplify } from "../src/calculus/simplify/simplify.ts";
import { stepsToLatex } from "../src/calculus/steps/latex.ts";
import { substituteAll } from "../src/calculus/substitute.ts";
import { sin } from "../src/ops/trigonometric.ts";
import { type CalculusContender, way } from "./calculusContender.ts";
import type { Formula } from "./calculusFormulas.ts";

const [x, y] = [symbol("x"), symbol("y")];
const renamed = new Map([[x, y]]);

const parse = ({ text }: Formula, c: number): Expression => parseText(text(c));
const value = (d: Expression, at: number): number => evaluateNumber(d, new Map([[x, at]]));

export const nabla: CalculusContender = {
  name: "nabla",
  version: "",
  ways: [
    way({ title: "made anew with y for x", prepare: parse, run: (f: Expression) => substituteAll(f, renamed) }),
    way({ title: "derivative, raw", prepare: parse, run: (f: Expression) => derive(f, x), value }),
    way({ title: "derivative, tidy", prepare: parse, run: (f: Expression) => simplify(derive(f, x)), value }),
    way({
      title: "steps and LaTeX",
      prepare: parse,
      run: (f: Expression) => {
        const steps = deriveWithSteps(f, x, { simplify });
        return stepsToLatex(steps) + toLatex(steps.result);
      },
    }),
    way({
      title: "text to text",
      prepare: ({ text }, c) => text(c),
      run: (text: string) => toText(simplify(derive(parseText(text), x))),
      value: (text, at) => value(parseText(text), at),
    }),
  ],
};

/** Formulas of ours alone, from a coefficient, and what is done with each. */
export interface Extra {
  readonly title: string;
  readonly make: (c: number) => Expression;
  readonly run: (f: Expression) => unknown;
  /** Milliseconds. */
  readonly bar?: number;
}

const [A, X, v] = [matrix("A"), matrix("X"), vector("x")];
const times = (c: number, f: Expression): Expression => mul(number(c), f);

function nested(c: number): Expression {
  let f = times(c, x);
  for (let depth = 0; depth < 200; depth++) f = apply(sin.op, f);
  return f;
}

export const extras: readonly Extra[] = [
  { title: "∇ₓ c xᵀAx", make: (c) => times(c, matmul(transpose(v), A, v)), run: (f) => gradientOf(f, v), bar: 1 },
  { title: "∂/∂X c log det X", make: (c) => times(c, logdet(X)), run: (f) => gradientOf(f, X), bar: 1 },
  {
    title: "∂/∂X c xᵀX⁻¹x",
    make: (c) => times(c, matmul(transpose(v), inverse(X), v)),
    run: (f) => gradientOf(f, X),
    bar: 1,
  },
  {
    title: "derivative of a sum of 1,000 terms sin(kx), raw",
    make: (c) => sumOf(Array.from({ length: 1000 }, (_, k) => apply(sin.op, times(c + k, x)))),
    run: (f) => derive(f, x),
    bar: 20,
  },
  { title: "derivative of 200 nested sines, raw", make: nested, run: (f) => derive(f, x), bar: 20 },
];
