/** Results that are data show themselves: as text in consoles, as LaTeX in notebooks. */

import { showing } from "../../base/showing.ts";

/** What every result of several parts can do. */
export interface Presented {
  /** The result as text. */
  toString(): string;
  /** The result in LaTeX. */
  latex(): string;
}

/** Adds to a result how it is shown; the data stay as they are. */
export function present<T extends object>(result: T, text: () => string, latex: () => string): T & Presented {
  for (const [name, value] of Object.entries({ toString: text, latex }))
    Object.defineProperty(result, name, { value, configurable: true });
  showing(result, { text, latex });
  return result as T & Presented;
}
