/** Strange values for every argument of events, tables and programs: an answer, or an error of Nabla; nothing else. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { TensorError } from "../../src/base/errors.ts";
import * as events from "../../src/probability/events/index.ts";
import * as programs from "../../src/probability/programs/index.ts";
import * as tables from "../../src/probability/tables/index.ts";

// Thousands of errors are made here, and their stacks are cut short to save time.
const { stackTraceLimit } = Error;
beforeAll(() => {
  Error.stackTraceLimit = 4;
});
afterAll(() => {
  Error.stackTraceLimit = stackTraceLimit;
});

const refuse = (): never => {
  throw new Error("no");
};
const circle: unknown[] = [];
circle.push(circle);

const strange: Readonly<Record<string, unknown>> = {
  undefined: undefined,
  null: null,
  NaN: Number.NaN,
  "-1": -1,
  text: "x",
  symbol: Symbol("s"),
  bigint: 3n,
  list: [],
  nested: [[null]],
  object: { a: null },
  "an object without a prototype": Object.create(null),
  function: () => 1,
  "a proxy that throws": new Proxy({}, { get: refuse, ownKeys: refuse, getPrototypeOf: refuse }),
  "an array that throws": new Proxy([1], { get: refuse }),
  circle,
};

const die = events.sampleSpace([1, 2, 3]);
const table = tables.joint({ A: { 0: "1/2", 1: "1/2" }, B: { 0: 1 } });
const made: Readonly<Record<string, object>> = {
  space: die,
  event: die.event([1]),
  variable: events.randomVariable(die),
  frequencies: events.frequencies([1, 2, 1]),
  table,
  conditional: tables.conditional("D | H", { 0: { 0: 1, 1: 0 }, 1: { 1: 1 } }),
  result: tables.bayes({ prior: { 0: "1/2", 1: "1/2" }, likelihood: { 0: 1, 1: "1/2" } }),
  explanation: table.explain({ A: 1 }),
  quantity: tables.quantity(2),
};

/** What TypeScript hides is not for users. */
const HIDDEN = new Set([
  "constructor",
  "number",
  "compared",
  "combined",
  "weighted",
  "share",
  "grid",
  "drawing",
  "place",
  "test",
  "sum",
  "known",
  "measure",
]);

type Anything = (...args: unknown[]) => unknown;

function methodsOf(value: object): [string, Anything][] {
  const names = new Set<string>();
  for (
    let at: object | null = Object.getPrototypeOf(value);
    at !== null && at !== Object.prototype;
    at = Object.getPrototypeOf(at)
  ) {
    for (const [name, { value: method }] of Object.entries(Object.getOwnPropertyDescriptors(at))) {
      if (typeof method === "function" && !HIDDEN.has(name)) names.add(name);
    }
  }
  return [...names].map((name) => [name, (value as Record<string, Anything>)[name].bind(value)]);
}

const functions = Object.entries({ ...events, ...programs, ...tables }).filter(
  ([name, f]) => typeof f === "function" && (name === "P" || /^[a-z]/.test(name)),
) as [string, Anything][];
const methods = Object.entries(made).flatMap(([name, value]) =>
  methodsOf(value).map(([method, f]) => [`${name}.${method}`, f] as const),
);

const usual: Readonly<Record<string, unknown>> = {
  ...made,
  "a heading": "D | H",
  states: { A: [0, 1] },
  query: { A: 1 },
  "1": 1,
};

test.each([...functions, ...methods])("%s", (_, f) => {
  const flaws = new Set<string>();
  const attempt = (labels: string, args: unknown[]): void => {
    try {
      String(f(...args));
    } catch (error) {
      if (!(error instanceof TensorError)) flaws.add(`${labels}: ${String(error)}`);
    }
  };
  const all = Object.entries(strange);
  attempt("nothing", []);
  for (const [name, value] of all) {
    attempt(name, [value]);
    for (const [other, second] of [...all, ...Object.entries(usual)]) {
      attempt(`${name}, ${other}`, [value, second]);
      attempt(`${other}, ${name}`, [second, value]);
    }
  }
  expect([...flaws]).toEqual([]);
});
