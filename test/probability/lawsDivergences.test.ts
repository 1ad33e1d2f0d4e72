/** KL of every pair that PyTorch or TFP registers, against their values (tools/golden/laws/divergences.py), which must come by a closed form. */
import { describe, expect, test } from "vitest";
import { kl } from "../../src/probability/divergences/index.ts";
import { laws, make } from "./laws/golden.ts";
import written from "../fixtures/probability/divergences.json" with { type: "json" };

type Stated = readonly [law: string, parameters: Readonly<Record<string, unknown>>];

interface Row {
  readonly p: Stated;
  readonly q: Stated;
  readonly kl: number | string;
}

const rows = written.pairs as unknown as readonly Row[];
const pairOf = ({ p, q }: Row): string => `${p[0]} and ${q[0]}`;
const byPair = [...new Set(rows.map(pairOf))].map(
  (pair) => [pair, rows.filter((row) => pairOf(row) === pair)] as const,
);

test("every law of the pairs is exported", () => {
  expect([...new Set(rows.flatMap(({ p, q }) => [p[0], q[0]]))].filter((name) => !(name in laws))).toEqual([]);
});

describe.each(byPair)("%s", (_, pairs) => {
  test("kl", () => {
    const wrong = pairs.flatMap(({ p, q, kl: value }) => {
      if (!(p[0] in laws && q[0] in laws)) return [];
      const want = Number(value);
      const { value: got, method, error } = kl(make(...p), make(...q), { details: true });
      const known = got.item();
      const close = known === want || Math.abs(known - want) <= 1e-10 * Math.max(1, Math.abs(want));
      return close
        ? []
        : [`KL(${JSON.stringify(p)}, ${JSON.stringify(q)}): got ${known} by ${method} ± ${error.item()}, want ${want}`];
    });
    expect(wrong).toEqual([]);
  });
});
