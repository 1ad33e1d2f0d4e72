/** Results that show themselves: as text in consoles, as LaTeX in notebooks where they have it. */

/** Something with a text, and perhaps LaTeX. */
interface Shown {
  toString(): string;
  latex?(): string;
}

/** Lets an object show itself by its own `toString` and `latex`, wherever it is printed. */
export function showsItself(object: Shown): void {
  const text = (): string => object.toString();
  const rich = (): Readonly<Record<string, string>> => ({
    "text/plain": text(),
    ...(object.latex === undefined ? {} : { "text/latex": `$\\displaystyle ${object.latex()}$` }),
  });
  for (const [name, value] of [
    ["nodejs.util.inspect.custom", text],
    ["Deno.customInspect", text],
    ["Jupyter.display", rich],
  ] as const) {
    Object.defineProperty(object, Symbol.for(name), { value, configurable: true });
  }
}
