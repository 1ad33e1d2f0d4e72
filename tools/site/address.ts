/** Where each name stands on the site; the pages and the search of the browser share it. */
import { entryOf, lastOf, ownerOf } from "../../src/help/catalog.ts";
import type { Entry, Kind } from "../../src/help/entry.ts";

/** A folder for each kind of page, so that `Tensor` and `tensor` are two files wherever case does not count. */
const FOLDERS: Readonly<Partial<Record<Kind, string>>> = {
  module: "module",
  namespace: "module",
  function: "function",
  class: "class",
  constant: "constant",
  type: "type",
  error: "error",
  topic: "guide",
};

/**
 * From the root of the site: `function/linalg.solve.html`, `class/Tensor.html#sum`. A namespace and the module of its name, which
 * hold the same, share a page.
 */
export function addressOf({ name, kind }: Entry): string {
  const folder = FOLDERS[kind];
  if (folder !== undefined) return `${folder}/${fileName(name, kind)}.html`;
  const owner = entryOf(ownerOf(name));
  if (owner === undefined) throw new Error(`${name} has no owner to stand with`);
  return `${addressOf(owner)}#${lastOf(name)}`;
}

function fileName(name: string, kind: Kind): string {
  if (kind === "error" || kind === "topic") return lastOf(name);
  const file = name.replace(/^nabla\//, "");
  return isTwin(name, kind) ? `${file}-law` : file;
}

/** `Categorical` beside `categorical`: laws have capitals, and files may not count case. */
const isTwin = (name: string, kind: Kind): boolean => {
  const small = name.replace(/[^.]+$/, (word) => word[0].toLowerCase() + word.slice(1));
  return small !== name && entryOf(small)?.kind === kind;
};

/** Has it a page, and not only a place on that of its owner? */
export const hasPage = ({ kind, name }: Entry): boolean =>
  FOLDERS[kind] !== undefined && !(kind === "namespace" && entryOf(`nabla/${name}`) !== undefined);
