/**
 * The special functions against Boost's tables, which ship with SciPy (tools/golden/boost.py), tails included, and their derivatives in
 * parameters against mpmath (tools/golden/specialOrders.py), far out.
 */
import { readFileSync } from "node:fs";
import { tensor } from "nabla";
import * as special from "nabla/special";
import { expect, test } from "vitest";
import { betaQuotient } from "../src/ops/scalar/betaOrders.ts";
import { iveQuotient, kveQuotient } from "../src/ops/scalar/besselReal.ts";
import { gammaQuotient } from "../src/ops/scalar/gammaOrders.ts";
import { ulpOf } from "./ops/golden.ts";

function rowsOf(name: string): readonly (readonly [name: string, rows: readonly (readonly number[])[]])[] {
  const text = readFileSync(new URL(`./fixtures/${name}.json`, import.meta.url), "utf8");
  const { _versions, ...tables } = JSON.parse(text) as Readonly<Record<string, readonly (readonly number[])[]>>;
  return Object.entries(tables);
}

type Scalar = (...xs: number[]) => number;
const scalars = Object.fromEntries(
  Object.entries(special).map(([name, f]) => [
    name,
    (...xs: number[]) => (f as unknown as (...xs: unknown[]) => { item(): number })(...xs.map((x) => tensor(x))).item(),
  ]),
) as Readonly<Record<string, Scalar>>;
const functions: Readonly<Record<string, Scalar>> = {
  ...scalars,
  zeta: (s) => scalars.zeta(s, 1),
  iv: (v, x) => scalars.ive(v, x) * Math.exp(x),
  kv: (v, x) => scalars.kve(v, x) * Math.exp(-x),
};

/** Units in the last place: those that the functions state; of inverses at small a, times the condition 1/(2a). */
function boundOf(name: string, [a]: readonly number[]): number {
  if (name.endsWith("inv") && name !== "erfcinv") return 16 * Math.max(1, 1 / (2 * a));
  return ({ iv: 160, kv: 160, betainc: 8, betaincc: 8 } as Readonly<Record<string, number>>)[name] ?? 6;
}

test.for(rowsOf("boost"))("%s agrees with Boost", ([name, rows]) => {
  expect(rows.length).toBeGreaterThanOrEqual(25);
  const misses = rows.flatMap((row) => {
    const [args, want] = [row.slice(0, -1), row[row.length - 1]];
    const got = functions[name](...args);
    const ulp = Math.abs(got - want) / ulpOf(want, "float64");
    return ulp <= boundOf(name, args) ? [] : [`${name}(${args.join(", ")}) = ${got}, not ${want}: ${ulp} ulp`];
  });
  expect(misses).toEqual([]);
});

const orders: Readonly<Record<string, Scalar>> = {
  gammaQuotient,
  betaQuotient,
  iveQuotient,
  kveQuotient,
};

test.for(rowsOf("specialOrders"))("%s: derivatives in the parameters are those of mpmath", ([name, rows]) => {
  expect(rows.length).toBeGreaterThanOrEqual(20);
  const misses = rows.flatMap((row) => {
    const [args, want] = [row.slice(0, -1), row[row.length - 1]];
    const got = orders[name](...args);
    const isFirst = name !== "betaQuotient" ? args[0] <= 1 : args[0] + args[1] === 1;
    // Second derivatives have roots, and the order of I moves it little where x is large.
    const bound = (isFirst ? 1e-13 : 1e-11) * Math.abs(want) + (isFirst && !name.startsWith("ive") ? 0 : 4e-15);
    return Math.abs(got - want) <= bound ? [] : [`${name}(${args.join(", ")}) = ${got}, not ${want}`];
  });
  expect(misses).toEqual([]);
});
