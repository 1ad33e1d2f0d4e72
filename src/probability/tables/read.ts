/** From what users write to the cells of a table. */
import { fail } from "../../base/errors.ts";
import { isArray, isPlainObject, readList } from "../../base/trees.ts";
import { assignmentOf, checkVariable, type Factor, sizeOf, stridesIn, type Variable, visitCells } from "./algebra.ts";
import { agrees, floatOf, type Num, ONE, over, textOf, total, ZERO } from "./number.ts";
import { toNum } from "./quantity.ts";
import { keyOf, labelOf, listed, stateOfKey } from "./states.ts";

/** Lists of states by the names of variables. */
export function readVariables(op: string, argument: string, given: unknown): Variable[] {
  if (!isPlainObject(given) || Object.keys(given).length === 0) {
    const fix = "e.g. { H: [0, 1], D: [0, 1] }";
    fail("value", { op, argument, got: given, expects: "an object with the states of each variable", fix });
  }
  return Object.entries(given).map(([name, list]) => {
    const states = readList(list);
    if (states !== undefined) return checkVariable(op, { name, states });
    fail("value", { op, argument: name, got: list, expects: "a list of states", fix: `e.g. ${name}: [0, 1]` });
  });
}

/** Numbers for all combinations: nested lists, an object with `toArray` such as a tensor, or a function of the states. */
export function readCells(op: string, variables: readonly Variable[], given: unknown): Num[] {
  const size = sizeOf(op, variables);
  const cells: Num[] = new Array(size);
  if (typeof given === "function") {
    const f = given as (states: Readonly<Record<string, unknown>>) => unknown;
    visitCells(variables, (places, i) => {
      const states = assignmentOf(variables, places);
      cells[i] = toWeight(op, `f(${labelOf(states)})`, f(states));
    });
    return cells;
  }
  const root = numbersOf(given);
  visitCells(variables, (places, i) => {
    let node: unknown = root;
    let path = "cells";
    places.forEach((place, axis) => {
      const list: readonly unknown[] | undefined = isArray(node) ? readList(node) : undefined;
      const { name, states } = variables[axis];
      if (list?.length !== states.length) {
        const problem = `${path} should have an entry for each of the ${states.length} states of ${name}`;
        fail("value", { op, argument: path, got: node, expects: `a list of ${states.length}`, problem });
      }
      node = list[place];
      path += `[${place}]`;
    });
    cells[i] = toWeight(op, path, node);
  });
  return cells;
}

/** Numbers from 0 on. */
export function toWeight(op: string, argument: string, value: unknown): Num {
  const number = toNum(op, argument, value);
  if (floatOf(number) >= 0) return number;
  const problem = `${argument} is ${textOf(number)}: no probability is negative`;
  fail("value", { op, argument, got: value, expects: "a number from 0 on", problem });
}

/** An object with a number for each state. */
export function readWeights(
  op: string,
  name: string,
  given: Readonly<Record<string, unknown>>,
): { variable: Variable; cells: Num[] } {
  const entries = Object.entries(given);
  const variable = checkVariable(op, { name, states: entries.map(([key]) => stateOfKey(key)) });
  return { variable, cells: entries.map(([key, value]) => toWeight(op, `${name}=${key}`, value)) };
}

/** Numbers that sum to 1, or are divided by their sum. @param what - how the error calls them, e.g. "P(H)" */
export function normalized(op: string, what: string, cells: readonly Num[], divide: boolean): Num[] {
  const sum = total(cells);
  if (!divide && agrees(sum, ONE)) return [...cells];
  if (divide && floatOf(sum) > 0) return cells.map((cell) => over(cell, sum));
  const problem = `${what} sums to ${textOf(sum)}, not to 1`;
  const fix = divide
    ? "give at least one a positive weight"
    : "mend the numbers, or divide by the sum with { normalize: true }";
  fail("value", { op, argument: what, got: textOf(sum), expects: "probabilities that sum to 1", problem, fix });
}

// ---------------------------------------------------------------- conditional tables

/** "D1, D2 | A, B" as names. */
export function readHeading(op: string, text: unknown): { children: string[]; parents: string[] } {
  const names = (part: string): string[] => part.split(",").map((name) => name.trim());
  const parts = typeof text === "string" ? text.split("|") : [];
  const [children, parents] = parts.map(names);
  const all = [...(children ?? []), ...(parents ?? [])];
  if (parts.length !== 2 || all.includes("") || new Set(all).size < all.length) {
    const expects = 'names of variables around a bar, e.g. "D | H"';
    fail("value", { op, argument: "heading", got: text, expects });
  }
  return { children, parents };
}

/** Nested objects by the states of the parents and then of the children. */
export function readNested(op: string, names: readonly string[], parents: number, given: unknown): Factor {
  const states = names.map(() => new Map<string, unknown>());
  const found = new Map<string, unknown>();
  const walk = (node: unknown, depth: number, keys: readonly string[]): void => {
    if (depth === names.length) {
      found.set(keyOf(keys), node);
      return;
    }
    if (!isPlainObject(node) || Object.keys(node).length === 0) {
      const argument = keys.map((key, i) => `${names[i]}=${key}`).join(", ") || "table";
      fail("value", { op, argument, got: node, expects: `an object with an entry for each state of ${names[depth]}` });
    }
    for (const [key, next] of Object.entries(node)) {
      states[depth].set(key, stateOfKey(key));
      walk(next, depth + 1, [...keys, key]);
    }
  };
  walk(given, 0, []);
  const variables = names.map((name, i) => checkVariable(op, { name, states: [...states[i].values()] }));
  const keys = states.map((each) => [...each.keys()]);
  const cells: Num[] = [];
  visitCells(variables, (places) => {
    const path = places.map((place, i) => keys[i][place]);
    const argument = path.map((key, i) => `${names[i]}=${key}`).join(", ");
    // A state of a child that is not named has probability 0; one of a parent must be there.
    const value = found.get(keyOf(path));
    cells.push(value === undefined ? ZERO : toWeight(op, argument, value));
  });
  return checkRows(op, { variables, cells, parents });
}

/** Each combination of the parents has a distribution. */
export function checkRows(op: string, factor: Factor, divide = false): Factor {
  const { variables, parents } = factor;
  const [above, below] = [variables.slice(0, parents), variables.slice(parents)];
  const width = below.reduce((n, { states }) => n * states.length, 1);
  const children = below.map(({ name }) => name).join(", ");
  const cells: Num[] = [];
  visitCells(above, (places, row) => {
    const given = above.map(({ name, states }, i) => `${name}=${labelOf(states[places[i]])}`).join(", ");
    const what = given === "" ? `P(${children})` : `P(${children} | ${given})`;
    cells.push(...normalized(op, what, factor.cells.slice(row * width, (row + 1) * width), divide));
  });
  return { ...factor, cells };
}

// ---------------------------------------------------------------- data

/** Rows as objects, or columns as lists of equal length, as a list of columns. */
export function readColumns(op: string, data: unknown): { name: string; values: unknown[] }[] {
  if (isPlainObject(data)) {
    const columns = Object.entries(data).map(([name, given]) => ({ name, values: toList(op, name, given) }));
    const short = columns.find(({ values }) => values.length !== columns[0].values.length);
    if (short !== undefined) {
      const problem = `"${short.name}" has ${short.values.length} values and "${columns[0].name}" has ${columns[0].values.length}`;
      fail("value", {
        op,
        argument: short.name,
        got: short.values.length,
        expects: "columns of equal length",
        problem,
      });
    }
    if ((columns[0]?.values.length ?? 0) > 0) return columns;
  }
  const rows = readList(data);
  if (rows !== undefined && rows.length > 0 && rows.every(isPlainObject)) {
    const names = Object.keys(rows[0]);
    return names.map((name) => ({
      name,
      values: rows.map((row, i) => {
        if (Object.hasOwn(row, name)) return row[name];
        fail("value", { op, argument: `data[${i}]`, got: row, expects: `a value for each of ${listed(names)}` });
      }),
    }));
  }
  const fix = 'e.g. [{ sky: "red", rain: true }, { sky: "blue", rain: false }]';
  fail("value", { op, argument: "data", got: data, expects: "at least one row: objects with the same names", fix });
}

/** What `toArray` gives, as tensors have it; else the value itself. */
function numbersOf(given: unknown): unknown {
  try {
    const { toArray } = given as { toArray?: unknown };
    return typeof toArray === "function" ? toArray.call(given) : given;
  } catch {
    return given; // nothing, or a proxy that throws
  }
}

/** A list, a typed array or the numbers of a tensor. */
export function toList(op: string, argument: string, given: unknown): unknown[] {
  const numbers = numbersOf(given);
  if (!Object.is(numbers, given)) return toList(op, argument, numbers);
  const list = readList(given);
  if (list !== undefined) return list;
  if (ArrayBuffer.isView(given) && !(given instanceof DataView))
    return Array.from(given as unknown as ArrayLike<unknown>);
  fail("value", { op, argument, got: given, expects: "a list of values" });
}

/** How often each combination of values comes. */
export function countColumns(
  op: string,
  columns: readonly { name: string; values: readonly unknown[] }[],
): { variables: Variable[]; counts: number[] } {
  const variables = columns.map(({ name, values }) => {
    const states = [...new Map(values.map((value) => [keyOf(value), value])).values()];
    return checkVariable(op, { name, states: sorted(states) });
  });
  const counts: number[] = new Array(sizeOf(op, variables)).fill(0);
  const strides = stridesIn(variables, variables);
  const places = variables.map(({ states }) => new Map(states.map((state, i) => [keyOf(state), i])));
  for (let row = 0; row < columns[0].values.length; row++) {
    let at = 0;
    columns.forEach(({ values }, i) => {
      at += strides[i] * (places[i].get(keyOf(values[row])) as number);
    });
    counts[at]++;
  }
  return { variables, counts };
}

/** Numbers ascend, NaN last; false comes before true; other values stay in the order in which they came. */
export const sorted = (states: readonly unknown[]): unknown[] =>
  ["number", "boolean"].some((type) => states.every((state) => typeof state === type))
    ? (states as number[]).toSorted(
        (a, b) => Number(Number.isNaN(a)) - Number(Number.isNaN(b)) || Number(a) - Number(b),
      )
    : [...states];
