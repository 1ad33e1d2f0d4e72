/** Results that are data show themselves: as text in consoles, as LaTeX in notebooks. */

/** What every result of several parts can do. */
export interface Presented {
  /** The result as text. */
  toString(): string;
  /** The result in LaTeX. */
  latex(): string;
}

/** Adds to a result how it is shown; the data stay as they are. */
export function present<T extends object>(result: T, text: () => string, latex: () => string): T & Presented {
  const ways: readonly (readonly [name: string | symbol, way: (...args: never[]) => unknown])[] = [
    ["toString", text],
    ["latex", latex],
    [Symbol.for("nodejs.util.inspect.custom"), text],
    [Symbol.for("Deno.customInspect"), text],
    [Symbol.for("Jupyter.display"), () => ({ "text/plain": text(), "text/latex": `$\\displaystyle ${latex()}$` })],
  ];
  for (const [name, value] of ways) Object.defineProperty(result, name, { value, configurable: true });
  return result as T & Presented;
}
