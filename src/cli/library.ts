/** The names that a prompt or a program run by `nabla` has without importing them. */
import type { Library } from "../repl/session.ts";

/** Modules whose exports are in scope; where two export the same name, the first has it. */
const modules = {
  nabla: () => import("nabla"),
  "nabla/help": () => import("nabla/help"),
  "nabla/plot": () => import("nabla/plot"),
  "nabla/calculus": () => import("nabla/calculus"),
  "nabla/probability": () => import("nabla/probability"),
} satisfies Record<string, () => Promise<object>>;

export async function loadLibrary(): Promise<Library> {
  const loaded = await Promise.all(Object.values(modules).map((load) => load()));
  return Object.assign({}, ...loaded.toReversed()) as Library;
}

/** The module that gives each name, for the import clauses of saved sessions. */
export async function modulesByName(): Promise<ReadonlyMap<string, string>> {
  const byName = new Map<string, string>();
  for (const [module, load] of Object.entries(modules)) {
    for (const name of Object.keys(await load())) if (!byName.has(name)) byName.set(name, module);
  }
  return byName;
}
