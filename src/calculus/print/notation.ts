/** One derivative in all notations. */
import { fail } from "../../base/errors.ts";
import { Expression } from "../expression.ts";
import { quotient, toLatex } from "./latex.ts";
import { nameLatex, partsOf } from "./names.ts";
import { toText } from "./text.ts";

/** What is written: the derivative of a function, so many times in each variable. */
export interface DerivativeToWrite {
  /** Name of the function; default "f". */
  readonly function?: string;
  /** Name of its value, for y' and dy/dx; default "y". */
  readonly value?: string;
  /** Names of the variables; default ["x"]. */
  readonly variables?: readonly string[];
  /** How often it is differentiated in each variable; by default once in the first. */
  readonly orders?: readonly number[];
  /** The point where it is taken, by variable. */
  readonly at?: Readonly<Record<string, Expression | number | string>>;
}

/** Names of the notations. */
export type NotationStyle =
  | "lagrange"
  | "prime"
  | "leibniz"
  | "quotient"
  | "operator"
  | "euler"
  | "euler-variable"
  | "euler-index"
  | "newton"
  | "partial"
  | "partial-operator"
  | "subscript"
  | "index";

/** A notation as LaTeX and as text. */
export interface Written {
  /** In LaTeX, without dollars. */
  readonly latex: string;
  /** As plain text. */
  readonly text: string;
}

/** A row of {@link notations}. */
export interface NotationRow extends Written {
  /** Its name for `notate`. */
  readonly style: NotationStyle;
  /** Whose notation it is, or what it is called. */
  readonly title: string;
}

/** With all defaults filled in, names in both forms. */
interface Derivative {
  readonly f: Written;
  readonly y: Written;
  readonly variables: readonly Written[];
  readonly orders: readonly number[];
  readonly order: number;
  readonly at: readonly Written[] | undefined;
}

interface Style {
  readonly name: NotationStyle;
  readonly title: string;
  /** Only for functions of one variable. */
  readonly single?: true;
  /** Only up to that order. */
  readonly most?: number;
  readonly write: (d: Derivative) => Written;
  /** The point stands in place of the argument instead of behind a bar. */
  readonly inPlace?: true;
}

const raised = (order: number): Written =>
  order === 1 ? { latex: "", text: "" } : { latex: `^{${order}}`, text: `^${order}` };

const marks = (order: number): Written =>
  order <= 3 ? { latex: "'".repeat(order), text: "'".repeat(order) } : { latex: `^{(${order})}`, text: `^(${order})` };

/** f(x, y), at the point where one is given. */
function argumentsOf({ variables, at }: Derivative): Written {
  const list = at ?? variables;
  const join = (form: keyof Written): string => `(${list.map((one) => one[form]).join(", ")})`;
  return { latex: join("latex"), text: join("text") };
}

const eachOnce = <T>(parts: readonly T[], orders: readonly number[]): T[] =>
  parts.flatMap((part, at) => Array<T>(orders[at]).fill(part));

/** dy/dx, ∂²f/∂x∂y. @param sign - d or ∂ @param f - what is differentiated, if it stands in the numerator */
function leibniz({ variables, orders, order }: Derivative, partial: boolean, f: Written): Written {
  const steps = variables.map(({ latex }, at) => ({ variable: latex, order: orders[at] }));
  const sign = partial ? "∂" : "d";
  const below = variables.flatMap(({ text }, at) =>
    orders[at] === 0 ? [] : [`${sign}${text}${raised(orders[at]).text}`],
  );
  const written = below.length > 1 && !partial ? `(${below.join(" ")})` : below.join("");
  return {
    latex: quotient(partial ? "\\partial" : "d", steps, f.latex),
    text: `${sign}${raised(order).text}${f.text}/${written}`,
  };
}

/** D_x^2 f: a letter with an index for each variable. */
function operators({ variables, orders, f }: Derivative, sign: Written, indices: readonly Written[]): Written {
  const used = variables.flatMap((_, at) => (orders[at] === 0 ? [] : [at]));
  const latex = used.map((at) => `${sign.latex}_{${indices[at].latex}}${raised(orders[at]).latex}`);
  const text = used.map((at) => `${sign.text}_${indices[at].text}${raised(orders[at]).text}`);
  return { latex: [...latex, f.latex].join(" "), text: [...text, f.text].join(" ") };
}

function subscripts(d: Derivative, indices: readonly Written[]): Written {
  const below = eachOnce(indices, d.orders);
  const text = below.map((one) => one.text).join(below.some((one) => one.text.length > 1) ? " " : "");
  const [letter, own] = partsOf(d.f.text);
  const latex = below.map((one) => one.latex).join(below.some((one) => one.latex.includes("\\")) ? " " : "");
  const base = own === "" ? `${d.f.latex}_{${latex}}` : `${nameLatex(letter)}_{${own},${latex}}`;
  const list = argumentsOf(d);
  return { latex: base + list.latex, text: `${d.f.text}_${text.length > 1 ? `{${text}}` : text}${list.text}` };
}

const numbers = ({ variables }: Derivative): Written[] =>
  variables.map((_, at) => ({ latex: String(at + 1), text: String(at + 1) }));

const NOTHING: Written = { latex: "", text: "" };
const CAPITAL_D: Written = { latex: "D", text: "D" };
/** One to four dots above. */
const DOTS = ["\u0307", "\u0308", "\u20db", "\u20dc"];

/** In the order of the book: f'(x) = y' = dy/dx = df/dx = d/dx f(x) = Df = D_x f. */
const styles: readonly Style[] = [
  {
    name: "lagrange",
    title: "Lagrange",
    single: true,
    inPlace: true,
    write: (d) => {
      const [mark, list] = [marks(d.order), argumentsOf(d)];
      return { latex: d.f.latex + mark.latex + list.latex, text: d.f.text + mark.text + list.text };
    },
  },
  {
    name: "prime",
    title: "Lagrange, of the value",
    single: true,
    write: ({ y, order }) => ({ latex: y.latex + marks(order).latex, text: y.text + marks(order).text }),
  },
  { name: "leibniz", title: "Leibniz", single: true, write: (d) => leibniz(d, false, d.y) },
  { name: "quotient", title: "Leibniz, of the function", single: true, write: (d) => leibniz(d, false, d.f) },
  {
    name: "operator",
    title: "Leibniz, as an operator",
    inPlace: undefined,
    write: (d) => {
      const [operator, list] = [leibniz(d, d.variables.length > 1, NOTHING), argumentsOf({ ...d, at: undefined })];
      return { latex: `${operator.latex} ${d.f.latex}${list.latex}`, text: `${operator.text} ${d.f.text}${list.text}` };
    },
  },
  {
    name: "euler",
    title: "Euler",
    single: true,
    write: ({ f, order }) => ({
      latex: `D${raised(order).latex} ${f.latex}`,
      text: `D${raised(order).text} ${f.text}`,
    }),
  },
  { name: "euler-variable", title: "Euler, with the variable", write: (d) => operators(d, CAPITAL_D, d.variables) },
  {
    name: "euler-index",
    title: "Euler, with the place of the argument",
    write: (d) => operators(d, CAPITAL_D, numbers(d)),
  },
  {
    name: "newton",
    title: "Newton",
    single: true,
    most: DOTS.length,
    write: ({ y, order }) => {
      const command = ["\\dot", "\\ddot"][order - 1];
      // KaTeX and MathJax agree on two dots; more are counted above one.
      const latex = command === undefined ? `\\overset{${order}}{\\dot{${y.latex}}}` : `${command}{${y.latex}}`;
      return { latex, text: (y.text + DOTS[order - 1]).normalize() };
    },
  },
  { name: "partial", title: "partial derivative", write: (d) => leibniz(d, true, d.f) },
  {
    name: "partial-operator",
    title: "partial derivative, as an operator",
    write: (d) => operators(d, { latex: "\\partial", text: "∂" }, d.variables),
  },
  { name: "subscript", title: "subscript", inPlace: true, write: (d) => subscripts(d, d.variables) },
  { name: "index", title: "subscript, place of the argument", inPlace: true, write: (d) => subscripts(d, numbers(d)) },
];

const name = (text: string): Written => ({ latex: nameLatex(text), text });

function valueOf(value: Expression | number | string): Written {
  if (value instanceof Expression) return { latex: toLatex(value), text: toText(value) };
  return typeof value === "number" ? { latex: String(value), text: String(value) } : name(value);
}

function complete(given: DerivativeToWrite): Derivative {
  const { variables = ["x"], at } = given;
  const { orders = variables.map((_, place) => Number(place === 0)) } = given;
  const order = orders.reduce((sum, each) => sum + each, 0);
  const whole = orders.every((each) => Number.isInteger(each) && each >= 0);
  if (orders.length !== variables.length || !whole || order === 0) {
    fail("value", {
      op: "notate",
      argument: "orders",
      got: orders,
      expects: `${variables.length} whole numbers, not all of them 0`,
      problem: `orders [${orders.join(", ")}] do not say how often to differentiate in ${variables.join(", ")}`,
      fix: "give one order for each variable, e.g. { variables: ['x', 'y'], orders: [1, 1] }",
    });
  }
  return {
    f: name(given.function ?? "f"),
    y: name(given.value ?? "y"),
    variables: variables.map(name),
    orders,
    order,
    at: at && variables.map((variable) => (Object.hasOwn(at, variable) ? valueOf(at[variable]) : name(variable))),
  };
}

const applies = ({ single, most = Infinity }: Style, { variables, order }: Derivative): boolean =>
  order <= most && (single !== true || variables.length === 1);

/** With the point behind a bar. */
function written(style: Style, d: Derivative): Written {
  const { latex, text } = style.write(d);
  if (d.at === undefined || style.inPlace === true) return { latex, text };
  const { at, variables } = d;
  const moved = variables.map((_, place) => place).filter((place) => at[place].text !== variables[place].text);
  const point = (form: keyof Written): string =>
    moved.map((place) => `${variables[place][form]}=${at[place][form]}`).join(form === "latex" ? ",\\," : ", ");
  return { latex: `\\left.${latex}\\right|_{${point("latex")}}`, text: `${text} |_(${point("text")})` };
}

/**
 * A derivative in one notation.
 * @param derivative - the function, its variables, how often it is differentiated in each, where, and the `style`, such as
 * "leibniz"; by default "lagrange", or "subscript" for several variables
 * @returns LaTeX and text
 * @throws TensorError "value" when the orders do not fit the variables, or the notation has no form for such a derivative
 * @example
 * notate({ orders: [2], at: { x: 1 }, style: "leibniz" }).latex  // => '\\left.\\frac{d^{2}y}{dx^{2}}\\right|_{x=1}'
 * @math f'(x) = y' = \frac{dy}{dx} = \frac{df}{dx} = \frac{d}{dx} f(x) = D f = D_{x} f
 * @see notations
 * @keywords Lagrange, Leibniz, Newton, Euler, prime, dot, partial, subscript, evaluation bar
 * @source Cajori, A History of Mathematical Notations, vol. 2, §§ 566–639
 */
export function notate(derivative: DerivativeToWrite & { readonly style?: NotationStyle }): Written {
  const d = complete(derivative);
  const fitting = styles.filter((one) => applies(one, d));
  const { style = d.variables.length === 1 ? "lagrange" : "subscript" } = derivative;
  const found = fitting.find((one) => one.name === style);
  return found !== undefined
    ? written(found, d)
    : fail("value", {
        op: "notate",
        argument: "style",
        got: style,
        expects: `one of ${fitting.map((one) => one.name).join(", ")}`,
        problem: `unsupported: the notation "${style}" for a derivative of order ${d.order} in ${d.variables.length} variables`,
        names: fitting.map((one) => one.name),
      });
}

/**
 * A derivative in all notations that have a form for it, in the order in which textbooks introduce them.
 *
 * The variables of mixed derivatives stand in the order given; that f_xy is ∂²f/∂x∂y as well as ∂²f/∂y∂x takes continuous second
 * derivatives.
 * @param derivative - the function, its variables, how often it is differentiated in each, and where
 * @returns a row for each notation
 * @throws TensorError "value" when the orders do not fit the variables
 * @example
 * notations({}).map((row) => row.text).join(" = ")
 * // => "f'(x) = y' = dy/dx = df/dx = d/dx f(x) = D f = D_x f = D_1 f = ẏ = ∂f/∂x = ∂_x f = f_x(x) = f_1(x)"
 * @see notate, vectorNotations
 * @keywords notation, table
 * @source Cajori, A History of Mathematical Notations, vol. 2, §§ 566–639
 */
export function notations(derivative: DerivativeToWrite): readonly NotationRow[] {
  const d = complete(derivative);
  return styles
    .filter((style) => applies(style, d))
    .map((style) => ({ style: style.name, title: style.title, ...written(style, d) }));
}
