/** All prior marginals of a network in bayesjs, by its junction tree. */
import bayes from "bayesjs";

/** A network, as far as it is needed. */
interface Net {
  readonly variables: readonly { readonly name: string; readonly states: readonly string[] }[];
  parents(name: string): readonly string[];
  statesOf(name: string): readonly string[];
  tableOf(name: string): { data(): ArrayLike<number> };
}

type Row = Record<string, number>;

/** A run with new evidence, none, so that cliques are kept from call to call and numbers are not. Returns one of the probabilities. */
export async function bayesjs(net: Net): Promise<() => number> {
  const network: Parameters<typeof bayes.inferAll>[0] = {};
  for (const { name, states } of net.variables) {
    const parents = [...net.parents(name)];
    const values = net.tableOf(name).data();
    const rowAt = (row: number): Row =>
      Object.fromEntries(states.map((state, k) => [state, values[row * states.length + k]]));
    const rows = values.length / states.length;
    // oxlint-disable-next-line unicorn/no-thenable -- bayesjs calls it so
    const cpt = Array.from({ length: rows }, (_, row) => ({ when: whenOf(net, parents, row), then: rowAt(row) }));
    network[name] = { id: name, states: [...states], parents, cpt: parents.length === 0 ? rowAt(0) : cpt };
  }
  const [{ name, states }] = net.variables;
  return () => bayes.inferAll(network, {})[name][states[0]];
}

function whenOf(net: Net, parents: readonly string[], row: number): Record<string, string> {
  const when: Record<string, string> = {};
  let rest = row;
  for (const parent of parents.toReversed()) {
    const states = net.statesOf(parent);
    when[parent] = states[rest % states.length];
    rest = Math.floor(rest / states.length);
  }
  return when;
}
