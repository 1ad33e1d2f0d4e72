/** What `import` means in an input: this package by its own name, all else as seen from its file, or the folder where the user stands. */
import { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

/** @returns a function of what is imported and of the program file that does so, undefined for what is typed */
export function loader(folder: string): (specifier: string, file?: string) => Promise<unknown> {
  return (specifier, file) => {
    // One copy of the library, whatever the user's folder holds: tensors of two copies do not mix.
    if (/^nabla(\/|$)/.test(specifier) || /^(node|data|https?):/.test(specifier)) return import(specifier);
    const from = file === undefined ? folder : dirname(resolve(folder, file));
    const isPlace = /^(\.{0,2}\/|file:)/.test(specifier);
    const { href } = isPlace
      ? new URL(specifier, pathToFileURL(join(from, "/")))
      : pathToFileURL(createRequire(join(from, "prompt.js")).resolve(specifier));
    return href.endsWith(".json") ? import(href, { with: { type: "json" } }) : import(href);
  };
}
