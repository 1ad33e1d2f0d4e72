/** `signature`: how something is called. */
import { codeBlock, paragraph } from "./block.ts";
import { Document } from "./document.ts";
import { plain } from "./inline.ts";
import { lookup, nearNames } from "./lookup.ts";
import { withTexts } from "./catalog.ts";
import { shortText } from "./shortText.ts";
import { writtenSignature } from "./userFunctions.ts";

/**
 * How a function, class or method is called: parameters with their types, one line for each overload.
 * @param target - a function, class or method, or a name as for `help`
 * @returns a document of the lines; of a function of yours, the parameters as they are written
 * @example String(signature(cumsum)) // => 'cumsum(x: TensorLike, axis?: number | null): Tensor'
 * @keywords arguments, parameters, overloads, type
 * @source Python's `inspect.signature`
 */
export function signature(target: unknown): Document {
  const { entries } = lookup(target);
  const lines = entries.flatMap((entry) => withTexts(entry).signatures ?? []);
  if (lines.length > 0) {
    return new Document(
      [codeBlock(lines.join("\n"))],
      entries.map(({ name }) => name),
    );
  }
  if (typeof target === "function") return new Document([codeBlock(writtenSignature(target))]);
  const near = typeof target === "string" ? nearNames(target, 3).map(({ name }) => name) : [];
  const hint = near.length === 0 ? "" : ` Near it: ${near.join(", ")}.`;
  return new Document([paragraph(plain(`${shortText(target)} has no signature.${hint}`))], near);
}
