/** What networks are checked against: every combination of states, one after the other. */
import "nabla";
import type { Evidence, FactorGraph } from "../../../src/probability/networks/index.ts";

/** A model as plain numbers. */
export interface Plain {
  readonly sizes: readonly number[];
  readonly factors: readonly { readonly of: readonly number[]; readonly table: ArrayLike<number> }[];
}

/** The factors of a model, read by its public face alone. */
export function plainOf(
  model: FactorGraph & {
    parents?(name: string): readonly string[];
    tableOf?(name: string): { data(): ArrayLike<number> };
  },
): Plain {
  const names = model.variables.map(({ name }) => name);
  return {
    sizes: model.variables.map(({ states }) => states.length),
    factors: names.map((name) => ({
      of: [...(model.parents?.(name) ?? []), name].map((each) => names.indexOf(each)),
      table: model.tableOf?.(name).data() as ArrayLike<number>,
    })),
  };
}

/** Calls with each combination of states and its weight. */
export function enumerate({ sizes, factors }: Plain, visit: (states: readonly number[], weight: number) => void): void {
  const states = sizes.map(() => 0);
  for (;;) {
    let weight = 1;
    for (const { of, table } of factors) {
      let at = 0;
      for (const v of of) at = at * sizes[v] + states[v];
      weight *= table[at];
    }
    visit(states, weight);
    let v = sizes.length - 1;
    while (v >= 0 && ++states[v] === sizes[v]) states[v--] = 0;
    if (v < 0) return;
  }
}

/** All single marginals given evidence by variable, and the sum of all weights. */
export function bruteMarginals(
  plain: Plain,
  evidence: ReadonlyMap<number, number | ArrayLike<number>>,
): { readonly total: number; readonly marginals: readonly (readonly number[])[] } {
  const sums = plain.sizes.map((size) => new Array<number>(size).fill(0));
  let total = 0;
  enumerate(plain, (states, weight) => {
    let w = weight;
    for (const [v, seen] of evidence) w *= typeof seen === "number" ? Number(states[v] === seen) : seen[states[v]];
    total += w;
    states.forEach((state, v) => {
      sums[v][state] += w;
    });
  });
  return { total, marginals: sums.map((row) => row.map((w) => w / total)) };
}

/** Evidence by name as evidence by place. */
export function placesOf(model: FactorGraph, evidence: Evidence): Map<number, number> {
  return new Map(
    Object.entries(evidence).map(([name, state]) => {
      const v = model.variables.findIndex((variable) => variable.name === name);
      return [v, model.variables[v].states.indexOf(String(state))];
    }),
  );
}
