/** Values that show themselves: as text in consoles, as HTML or LaTeX in notebooks. */

/** The ways to show a value. */
export interface Ways {
  readonly text: () => string;
  /** For a console, where it says more when it stands alone. */
  readonly alone?: () => string;
  readonly latex?: () => string;
  readonly html?: () => string;
}

interface InspectOptions {
  readonly depth?: number | null;
}

/** Gives a value what consoles and notebooks ask for; called by its constructor, so that importing the class does nothing. */
export function showing(value: object, { text, alone = text, latex, html }: Ways): void {
  const ways: readonly (readonly [symbol: string, way: (...args: never[]) => unknown])[] = [
    [
      "nodejs.util.inspect.custom",
      (depth: number, options?: InspectOptions) => (depth === (options?.depth ?? 2) ? alone() : text()),
    ],
    ["Deno.customInspect", alone],
    [
      "Jupyter.display",
      () => ({
        "text/plain": alone(),
        ...(html !== undefined
          ? { "text/html": html() }
          : latex !== undefined && { "text/latex": `$\\displaystyle ${latex()}$` }),
      }),
    ],
  ];
  for (const [symbol, way] of ways)
    Object.defineProperty(value, Symbol.for(symbol), { value: way, configurable: true });
}
