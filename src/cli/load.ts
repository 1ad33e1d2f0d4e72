/** What `import` means in an input: this package by its own name, all else as seen from the folder where the user stands. */
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

export function loader(folder: string): (specifier: string) => Promise<unknown> {
  const require = createRequire(join(folder, "prompt.js"));
  return (specifier) => {
    // One copy of the library, whatever the user's folder holds: tensors of two copies do not mix.
    if (/^nabla(\/|$)/.test(specifier) || /^(node|data|https?|file):/.test(specifier)) return import(specifier);
    if (/^\.{0,2}\//.test(specifier)) return import(new URL(specifier, pathToFileURL(join(folder, "/"))).href);
    return import(pathToFileURL(require.resolve(specifier)).href);
  };
}
