/** `nabla diff`: a formula, its derivative with the steps, and what it says at a point. */
import { type Expression, formula, gradient, steps } from "nabla/calculus";
import { plot } from "nabla/plot";
import { type Screen, screenOf, showError } from "./show.ts";

/** The options of the command line that it takes, as they were written. */
export interface DiffSettings {
  readonly at?: string;
  readonly order?: string;
  readonly route?: string;
  readonly latex?: boolean;
  readonly json?: boolean;
}

/** What is asked: f, differentiated so many times. */
interface Question {
  readonly f: Expression;
  /** What it is called: f, where that does not stand in the formula itself. */
  readonly name: string;
  readonly variables: readonly string[];
  readonly order: number;
  readonly settings: DiffSettings;
}

type Derivation = ReturnType<typeof steps>;

interface Answer extends Question {
  /** First derivatives by each variable; of one variable f′, f″, … up to the order. */
  readonly derivatives: readonly Expression[];
  readonly derivations: readonly Derivation[];
  readonly at?: Place;
}

/** The formula at a point. */
interface Place {
  /** Name and value, variables first. */
  readonly point: readonly (readonly [name: string, value: Expression])[];
  readonly value: Expression;
  readonly slopes: readonly Expression[];
  /** Whether numbers are shown rounded: decimals in, decimals out. */
  readonly decimal: boolean;
}

/** What is asked makes no sense, or has no answer. */
class Refusal extends Error {
  override readonly name = "diff";
}

/** @returns the exit status */
export function diff([text, names]: readonly string[], settings: DiffSettings): number {
  const screen = screenOf(process.stdout);
  try {
    const answer = derive(ask(text, names, settings));
    const lines = settings.json ? [JSON.stringify(asData(answer), null, 2)] : asText(answer);
    const figure = process.stdout.isTTY && !settings.json && !settings.latex ? drawing(answer, screen) : undefined;
    if (figure !== undefined) lines.push("", figure);
    process.stdout.write(`${lines.join("\n")}\n`);
    return 0;
  } catch (error) {
    process.stderr.write(`${showError(error, screenOf(process.stderr))}\n`);
    return 1;
  }
}

// ---------------------------------------------------------------- the question

/** More derivatives than these are no reading. */
const HIGHEST = 20;

function ask(text: string, names: string, settings: DiffSettings): Question {
  const f = formula(text);
  const variables = names.split(",").map((name) => name.trim());
  const order = Number(settings.order ?? 1);
  if (!Number.isInteger(order) || order < 1 || order > HIGHEST) {
    throw new Refusal(`--order takes 1 to ${HIGHEST}; got ${settings.order}`);
  }
  if (order > 1 && variables.length > 1) throw new Refusal("--order takes one variable; got several");
  if (new Set(variables).size < variables.length) throw new Refusal(`a variable stands twice in ${names}`);
  const known = namesIn(f);
  // The derivative by a letter that is not there is 0, but hardly what was meant.
  const stranger = variables.find((name) => known.size > 0 && !known.has(nameOf(name)));
  if (stranger !== undefined) {
    throw new Refusal(`there is no variable "${stranger}" in ${f}; its variables are ${[...known].join(", ")}`);
  }
  const name = ["f", "F", "h", "H"].find((letter) => !lettersIn(f, "symbol", "unknown").has(letter)) ?? "f";
  return { f, name, variables: variables.map(nameOf), order, settings };
}

/** How the formula calls a variable: x_1 for x₁, α for alpha. */
function nameOf(text: string): string {
  const x = formula(text);
  if (x.kind !== "symbol") throw new Refusal(`a variable is one letter, such as x or x_1; got ${text}`);
  return (x.payload as { readonly name: string }).name;
}

/** Each part once, from left to right. */
function partsOf(f: Expression): Expression[] {
  const seen = new Set<Expression>();
  const stack = [f];
  for (let part = stack.pop(); part !== undefined; part = stack.pop()) {
    if (seen.has(part)) continue;
    seen.add(part);
    stack.push(...part.args.toReversed());
  }
  return [...seen];
}

function lettersIn(f: Expression, ...kinds: readonly string[]): Set<string> {
  const parts = partsOf(f).filter(({ kind }) => kinds.includes(kind));
  return new Set(parts.map(({ payload }) => (payload as { readonly name: string }).name));
}

const namesIn = (f: Expression): Set<string> => lettersIn(f, "symbol");

/** Whether letters or unknown functions stand in it, so that it is no number. */
const isOpen = (x: Expression): boolean => lettersIn(x, "symbol", "unknown").size > 0;

/** `1`, `2,1`, `x=2, a=1/3`: values in the order of the variables, or by name. */
function readPoint(text: string, f: Expression, variables: readonly string[]): Place["point"] {
  const letters = new Set([...variables, ...namesIn(f)]);
  const given = new Map<string, Expression>();
  for (const [index, item] of text.split(",").entries()) {
    const [left, value] = item.includes("=") ? item.split("=") : [variables[index], item];
    if (left === undefined) throw new Refusal(`--at has more values than variables: ${text}`);
    const name = nameOf(left.trim());
    if (!letters.has(name)) throw new Refusal(`--at gives a value to ${name}, which does not stand in ${f}`);
    const x = formula(value);
    if (!isOpen(x) && !Number.isFinite(x.evaluate())) {
      throw new Refusal(`--at takes real numbers; got ${name} = ${x}`);
    }
    given.set(name, x);
  }
  const missing = variables.find((variable) => !given.has(variable));
  if (missing !== undefined) throw new Refusal(`--at says nothing of ${missing}; write --at ${variables.join(",")}`);
  return [...letters].flatMap((name) => {
    const x = given.get(name);
    return x === undefined ? [] : [[name, x] as const];
  });
}

// ---------------------------------------------------------------- the answer

/** Ways to a derivative, where there are several. */
const routes = ["quotient", "product", "power", "chain", "logarithmic"] as const;

function derive(question: Question): Answer {
  const { f, variables, order, settings } = question;
  const route = routes.find((name) => name === settings.route);
  if (route === undefined && settings.route !== undefined) {
    throw new Refusal(`there is no route "${settings.route}"; routes are ${routes.join(", ")}`);
  }
  const derivations: Derivation[] = [];
  for (const variable of variables) {
    for (let k = 0, before = f; k < order; k++) {
      const found = steps(before, variable, { route });
      derivations.push(found);
      before = resultOf(found);
    }
  }
  const derivatives = variables.length === 1 ? derivations.map(resultOf) : gradient(f, variables).entries;
  const answer = { ...question, derivations, derivatives };
  return settings.at === undefined ? answer : { ...answer, at: placeOf(answer, settings.at) };
}

function resultOf(found: Derivation): Expression {
  if (!("result" in found)) throw new Refusal("diff takes scalars; for vectors and matrices use gradient in a program");
  return found.result;
}

function placeOf({ f, variables, derivatives, derivations }: Answer, text: string): Place {
  const point = readPoint(text, f, variables);
  const values = Object.fromEntries(point);
  const where = point.map(([name, value]) => `${name} = ${value}`).join(", ");
  const notes = derivations.flatMap((found) => ("notes" in found ? found.notes() : []));
  const broken = notes.find(({ condition }) => isFalse(condition?.substitute(values)));
  if (broken !== undefined) {
    throw new Refusal(`the rules hold where ${broken.condition}, not at ${where}: ${broken.text}`);
  }
  const take = (x: Expression): Expression => {
    const value = x.substitute(values).simplify();
    if (!isOpen(value) && !Number.isFinite(value.evaluate())) {
      throw new Refusal(`${x} has no real value at ${where}`);
    }
    return value;
  };
  const place = { point, value: take(f), slopes: derivatives.map(take), decimal: text.includes(".") };
  const unsure = notes.find(({ condition }) => condition === undefined);
  if (unsure !== undefined && jumps(f, variables, place)) {
    throw new Refusal(`there is no derivative at ${where}: ${unsure.text}`);
  }
  return place;
}

/** Whether values nearby are other values: what a note without a condition leaves open. */
function jumps(f: Expression, variables: readonly string[], { point, value }: Place): boolean {
  if (isOpen(value)) return false;
  const here = value.evaluate() as number;
  const numbers = Object.fromEntries(point.map(([name, x]) => [name, x.evaluate() as number]));
  return variables.some((name) =>
    [-NEAR, NEAR].some((step) => {
      const there = f.evaluate({ ...numbers, [name]: numbers[name] + step }) as number;
      return Math.abs(there - here) > JUMP * (1 + Math.abs(here));
    }),
  );
}

const [NEAR, JUMP] = [1e-7, 1e-3];

const isFalse = (x: Expression | undefined): boolean => x !== undefined && !isOpen(x) && x.evaluate() === 0;

/** The line, or plane, that touches the curve: as numbers, or as a formula where letters remain. */
function tangentOf({ variables, at }: Answer): string {
  const { point, value, slopes, decimal } = at as Place;
  const terms = variables.map((name, index) => {
    const [, place] = point.find(([other]) => other === name) as Place["point"][number];
    return { name, slope: slopes[index], place };
  });
  const rest = terms.reduce((sum, { slope, place }) => formula`${sum} - ${slope} ${place}`, value).simplify();
  if (!decimal) {
    return String(terms.reduceRight((sum, { name, slope }) => formula`${slope} ${formula(name)} + ${sum}`, rest));
  }
  const parts = [...terms.map(({ name, slope }) => [slope, name] as const), [rest, ""] as const]
    .map(([x, name]) => [showValue(x, true), name] as const)
    .filter(([number]) => number !== "0")
    .map(([number, name]) => (name === "" ? number : number.replace(/^(-?)1$/, "$1") + name));
  return parts.length === 0 ? "0" : parts.join(" + ").replaceAll("+ -", "- ");
}

/** Exact where the point was exact, with the decimals behind it where they say more. */
function showValue(x: Expression, decimal: boolean): string {
  if (isOpen(x) || /^-?\d+$/.test(String(x))) return String(x);
  const number = String(Number((x.evaluate() as number).toPrecision(DIGITS)));
  return decimal ? number : `${x} ≈ ${number}`;
}

const DIGITS = 10;

// ---------------------------------------------------------------- shown

/** f(x), f'(x), f''(x); f_x(x, y) of several variables. */
function headOf({ name, variables }: Question, index: number, argument: string): string {
  if (index === 0) return `${name}(${argument})`;
  if (variables.length > 1) return `${name}_${variables[index - 1]}(${argument})`;
  return index < 4 ? `${name}${"'".repeat(index)}(${argument})` : `${name}^(${index})(${argument})`;
}

function asText(answer: Answer): string[] {
  const { f, variables, derivatives, derivations, at, settings } = answer;
  const show = (x: Expression): string => (settings.latex ? x.latex() : String(x));
  const heads = [f, ...derivatives].map((x, index) => `${headOf(answer, index, variables.join(", "))} = ${show(x)}`);
  const lines = [...heads, ...derivations.flatMap((found) => ["", settings.latex ? found.latex() : String(found)])];
  if (at === undefined) return lines;
  const argument = at.point.filter(([name]) => variables.includes(name)).map(([, value]) => show(value));
  const value = (x: Expression): string => (settings.latex ? x.latex() : showValue(x, at.decimal));
  const words = ["value", ...derivatives.map((_, index) => (index === 0 || variables.length > 1 ? "slope" : ""))];
  const rows = [at.value, ...at.slopes].map((x, index) => [
    words[index],
    `${headOf(answer, index, argument.join(", "))} = ${value(x)}`,
  ]);
  const height = ["y", "z", "w", "h"].slice(variables.length - 1).find((name) => !variables.includes(name)) ?? "f";
  rows.push(["tangent", `${height} = ${tangentShown(answer)}`]);
  const where = at.point.map(([name, x]) => `${name} = ${show(x)}`).join(", ");
  return [...lines, "", `at ${where}`, ...rows.map(([word, text]) => `  ${word.padEnd(8)} ${text}`)];
}

function tangentShown(answer: Answer): string {
  const text = tangentOf(answer);
  return answer.settings.latex ? formula(text).latex() : text;
}

const both = (x: Expression) => ({ text: String(x), latex: x.latex() });

function asData(answer: Answer): object {
  const { f, variables, order, derivatives, derivations, at } = answer;
  const place = at && {
    point: Object.fromEntries(at.point.map(([name, x]) => [name, withNumber(x)])),
    value: withNumber(at.value),
    slopes: at.slopes.map(withNumber),
    tangent: both(formula(tangentOf(answer))),
  };
  return {
    formula: both(f),
    variables,
    order,
    derivatives: derivatives.map(both),
    steps: derivations.map((found) => ("data" in found ? found.data() : String(found))),
    ...(place && { at: place }),
  };
}

function withNumber(x: Expression): object {
  return isOpen(x) ? both(x) : { ...both(x), number: x.evaluate() };
}

// ---------------------------------------------------------------- drawn

/** How far around the point the figure may reach, in units of 1 or of the place, and how often that is halved in search of a smooth piece. */
const [WIDEST, HALVINGS] = [2, 16];
/** On a smooth piece of twice the width, a curve leaves its tangent 4 times as far, or 8 or 16 times; at a pole without bound. */
const WILD = 40;
const POINTS = 81;

/** Curve and tangent, where the curve is finite around the point. */
function drawing({ f, name: head, variables, at }: Answer, { colors, columns }: Screen): string | undefined {
  if (at === undefined || variables.length > 1) return undefined;
  const [[name, place], ...others] = at.point;
  const curve = f.substitute(Object.fromEntries(others));
  if ([at.value, at.slopes[0]].some((x) => isOpen(x))) return undefined;
  const [x0, y0, slope] = [place, at.value, at.slopes[0]].map((x) => x.evaluate() as number);
  const widest = WIDEST * Math.max(1, Math.abs(x0));
  const piece = (reach: number) => {
    const xs = Array.from({ length: POINTS }, (_, k) => x0 + reach * ((2 * k) / (POINTS - 1) - 1));
    const ys = xs.map((x) => curve.evaluate({ [name]: x }) as number);
    const line = xs.map((x) => y0 + slope * (x - x0));
    const off = Math.max(...ys.map((y, k) => (Number.isFinite(y) ? Math.abs(y - line[k]) : Infinity)));
    return { xs, ys, line, off };
  };
  let now = piece(widest);
  for (let k = 1; k <= HALVINGS; k++) {
    const inner = piece(widest / 2 ** k);
    if (now.off < Infinity && now.off <= WILD * inner.off) {
      const labels = { xlabel: name, legend: [`${head}(${name})`, `tangent at ${place}`] };
      return plot(now.xs, [now.ys, now.line], labels).toText({ colors, width: Math.min(columns || 80, 80) });
    }
    now = inner;
  }
  return undefined;
}
