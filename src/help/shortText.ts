/** Any value on one short line. */
import { attempt, classNameOf, isModule, kindOfValue } from "./safe.ts";
import { show } from "../base/errors.ts";

/** As JavaScript writes it; huge values are cut off, and nothing throws. */
export function shortText(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value.length > 60 ? `${value.slice(0, 57)}…` : value);
  if (typeof value === "symbol") return String(value);
  if (typeof value === "function") return `[${kindOfValue(value)}]`;
  if (typeof value === "object" && value !== null && attempt(() => isModule(value), false)) return "[module]";
  const text = attempt(() => show(value), "");
  if (text !== "") return text;
  return typeof value === "object" && value !== null ? `[${classNameOf(value) || "object"}]` : kindOfValue(value);
}
