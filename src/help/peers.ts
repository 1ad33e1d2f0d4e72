/** Names of other libraries: `torch.cumsum`, `tf.reduce_sum`, `np.random.choice`, as users import them. */
import { allEntries, catalog, lastOf, plainName } from "./catalog.ts";
import type { Entry } from "./entry.ts";

/** What users call the modules, and the full names. */
const IMPORTED_AS: ReadonlyMap<string, string> = /*@__PURE__*/ new Map([
  ["np", "numpy"],
  ["jnp", "jax.numpy"],
  ["lax", "jax.lax"],
  ["jsp", "jax.scipy"],
  ["onp", "numpy"],
  ["tensorflow", "tf"],
  ["keras", "tf.keras"],
  ["tensorflow_probability", "tfp"],
  ["tfd", "tfp.distributions"],
  ["tfb", "tfp.bijectors"],
  ["mx", "mxnet"],
  ["npx", "mxnet.npx"],
  ["gluon", "mxnet.gluon"],
  ["F", "torch.nn.functional"],
  ["nn", "torch.nn"],
  ["sp", "scipy"],
  ["stats", "scipy.stats"],
]);

const LIBRARIES = /^(?:numpy|jax|tf|tfp|mxnet|torch|scipy|numpyro|sympy|pandas|sklearn)(?=\.)/;
const LIBRARY_NAMES: Readonly<Record<string, string>> = {
  numpy: "NumPy",
  jax: "JAX",
  tf: "TensorFlow",
  tfp: "TensorFlow Probability",
  mxnet: "MXNet",
  torch: "PyTorch",
  scipy: "SciPy",
  numpyro: "NumPyro",
  sympy: "SymPy",
  pandas: "pandas",
  sklearn: "scikit-learn",
};

/** The full name; undefined for what is of no library that we know. */
export function fullPeerName(name: string): string | undefined {
  const [, root, rest] = /^([A-Za-z_]\w*)(\..+)$/.exec(name.trim().replace(/\(.*$/s, "")) ?? [];
  if (root === undefined) return undefined;
  const full = (IMPORTED_AS.get(root) ?? root) + rest;
  return LIBRARIES.test(full) ? full : undefined;
}

/** "PyTorch" of `torch.cumsum`. */
export const libraryOf = (fullName: string): string => LIBRARY_NAMES[rootOf(fullName)] ?? rootOf(fullName);

const rootOf = (name: string): string => name.slice(0, name.indexOf("."));

/** Entries by the full names of their peers, made on first use. */
let byPeer: Map<string, Entry[]> | undefined;

function peers(): Map<string, Entry[]> {
  if (byPeer === undefined) {
    byPeer = new Map();
    for (const entry of allEntries) {
      for (const peer of entry.peers ?? []) {
        const key = fullPeerName(peer) ?? peer;
        const group = byPeer.get(key);
        if (group === undefined) byPeer.set(key, [entry]);
        else group.push(entry);
      }
    }
  }
  return byPeer;
}

export interface PeerMatch {
  readonly entries: readonly Entry[];
  /** The documentation says so; else the name alone is the same. */
  readonly sure: boolean;
}

/**
 * What stands for it here: what names it as its peer, or the same name elsewhere in its library (`tf.reduce_sum` is
 * `tf.math.reduce_sum`), or our own function of that name.
 */
export function findPeer(fullName: string): PeerMatch {
  const exact = peers().get(fullName);
  if (exact !== undefined) return { entries: exact, sure: true };
  const last = plainName(lastOf(fullName));
  const same = [...peers()].filter(([peer]) => rootOf(peer) === rootOf(fullName) && plainName(lastOf(peer)) === last);
  if (same.length > 0) return { entries: [...new Set(same.flatMap(([, entries]) => entries))], sure: true };
  const named = (catalog().byLast.get(last) ?? []).filter(({ kind, of }) => kind !== "member" && of === undefined);
  const path = fullName.split(".").map(plainName);
  const nearness = ({ name }: Entry): number => name.split(".").filter((part) => path.includes(plainName(part))).length;
  return { entries: named.toSorted((a, b) => nearness(b) - nearness(a)), sure: false };
}
