/** Formulas that calculus is timed with. Each has a coefficient that is another one in every call, so that no answer is remembered. */

export interface Formula {
  readonly title: string;
  /** As every contender reads it. */
  readonly text: (c: number) => string;
  readonly latex: (c: number) => string;
  /** The derivative at x in float64, which a contender's must agree with. */
  readonly slope: (x: number, c: number) => number;
}

const { sin, cos, exp, log } = Math;

/** Degrees of the polynomial's terms. */
const degrees = Array.from({ length: 10 }, (_, k) => k + 1);

export const formulas: readonly Formula[] = [
  {
    title: "x² sin(cx)/(eˣ + 1)",
    text: (c) => `x^2*sin(${c}*x)/(exp(x) + 1)`,
    latex: (c) => `\\frac{x^2\\sin(${c}x)}{\\exp(x)+1}`,
    slope: (x, c) =>
      ((2 * x * sin(c * x) + c * x * x * cos(c * x)) * (exp(x) + 1) - x * x * sin(c * x) * exp(x)) / (exp(x) + 1) ** 2,
  },
  {
    title: "c xˣ",
    text: (c) => `${c}*x^x`,
    latex: (c) => `${c}x^x`,
    slope: (x, c) => c * x ** x * (log(x) + 1),
  },
  {
    title: "sin(cx²)",
    text: (c) => `sin(${c}*x^2)`,
    latex: (c) => `\\sin(${c}x^2)`,
    slope: (x, c) => 2 * c * x * cos(c * x * x),
  },
  {
    title: "e^cos(cx)",
    text: (c) => `exp(cos(${c}*x))`,
    latex: (c) => `\\exp(\\cos(${c}x))`,
    slope: (x, c) => -c * sin(c * x) * exp(cos(c * x)),
  },
  {
    title: "a polynomial of degree 10",
    text: (c) => degrees.map((n) => `${c + n}*x^${n}`).join(" + "),
    latex: (c) => degrees.map((n) => `${c + n}x^{${n}}`).join("+"),
    slope: (x, c) => degrees.reduce((sum, n) => sum + (c + n) * n * x ** (n - 1), 0),
  },
  {
    title: "arctan(cx²)",
    text: (c) => `atan(${c}*x^2)`,
    latex: (c) => `\\arctan(${c}x^2)`,
    slope: (x, c) => (2 * c * x) / (1 + (c * x * x) ** 2),
  },
  {
    title: "ln(cx² + 1)/x",
    text: (c) => `log(${c}*x^2 + 1)/x`,
    latex: (c) => `\\frac{\\ln(${c}x^2+1)}{x}`,
    slope: (x, c) => (2 * c) / (c * x * x + 1) - log(c * x * x + 1) / (x * x),
  },
];
