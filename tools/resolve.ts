/** Importing this file lets any module of the process, wherever it lies, `import "nabla"` from src/ without a build. */
import { registerHooks } from "node:module";
import { pathToFileURL } from "node:url";
import { entries, root } from "./entries.ts";

const sources = new Map(entries.map(({ name, source }) => [name, pathToFileURL(root + source).href]));

registerHooks({
  resolve: (specifier, context, nextResolve) => nextResolve(sources.get(specifier) ?? specifier, context),
});
