/** Formulas as text in one line, with the letters that Unicode has for them. */
import { readLatex, type Tree } from "./latex.ts";
import type { Class } from "./latexSymbols.ts";

/** `\frac{\partial f}{\partial x_i}` is `∂f/∂xᵢ`. */
export function latexToText(latex: string): string {
  return print(readLatex(latex), false).trim();
}

const SUPERSCRIPTS = /*@__PURE__*/ letters(
  "0123456789+−-=()abcdefghijklmnoprstuvwxyzABDEGHIJKLMNOPRTUVW′⊤βγδθφχ",
  "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻᴬᴮᴰᴱᴳᴴᴵᴶᴷᴸᴹᴺᴼᴾᴿᵀᵁⱽᵂ′ᵀᵝᵞᵟᶿᵠᵡ",
);
const SUBSCRIPTS = /*@__PURE__*/ letters(
  "0123456789+−-=()aehijklmnoprstuvxβγρφχ",
  "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓᵦᵧᵨᵩᵪ",
);

function letters(from: string, to: string): ReadonlyMap<string, string> {
  const targets = [...to];
  return new Map([...from].map((letter, i) => [letter, targets[i]]));
}

/** @param dense - without spaces, as in scripts */
function print(tree: Tree, dense: boolean): string {
  switch (tree.kind) {
    case "atom":
      return tree.text;
    case "row":
      return printRow(tree.items, dense);
    case "fraction":
      return tree.bar
        ? `${factor(tree.top)}/${factor(tree.bottom, true)}`
        : `${print(tree.top, dense)} over ${print(tree.bottom, dense)}`;
    case "root": {
      const index = tree.index === undefined ? "" : raised(print(tree.index, true), SUPERSCRIPTS, "^");
      return `${index.startsWith("^") ? `${index} ` : index}√${factor(tree.body, true)}`;
    }
    case "scripts": {
      const base =
        tree.base.kind === "row" && tree.base.items.length > 1
          ? `(${print(tree.base, dense)})`
          : print(tree.base, dense);
      const sub = tree.sub === undefined ? "" : raised(print(tree.sub, true), SUBSCRIPTS, "_");
      const sup = tree.sup === undefined ? "" : raised(print(tree.sup, true), SUPERSCRIPTS, "^");
      return base + sub + sup;
    }
    case "accent":
      return accented(print(tree.body, true), tree.mark);
    case "grid":
      return printGrid(tree, dense);
  }
}

/** As it stands where all letters can be raised, in brackets where not. */
function raised(text: string, table: ReadonlyMap<string, string>, mark: string): string {
  const found = [...text].map((letter) => table.get(letter));
  if (text !== "" && !found.includes(undefined)) return found.join("");
  return [...text].length < 2 ? mark + text : `${mark}(${text})`;
}

const accented = (text: string, mark: string): string => ([...text].length === 1 ? text + mark : `${text}${mark}`);

/** In brackets where it is more than one factor. @param strict - also products */
function factor(tree: Tree, strict = false): string {
  const text = print(tree, false);
  return isOneThing(tree) || (!strict && isProduct(tree)) ? text : `(${text})`;
}

/** A symbol, a differential such as ∂x, or what has brackets already. */
function isOneThing(tree: Tree): boolean {
  if (tree.kind !== "row") return tree.kind !== "fraction";
  const { items } = tree;
  if (items.length === 2 && items[0].kind === "atom" && /^[∂d]$/.test(items[0].text)) return isOneThing(items[1]);
  const inner = items.slice(1, -1).map(classOf);
  const brackets = items.length > 1 && classOf(items[0]) === "open" && classOf(items[items.length - 1]) === "close";
  return items.length === 0 || (brackets && !inner.includes("open"));
}

const isProduct = (tree: Tree): boolean =>
  tree.kind === "row" &&
  tree.items.every((item) => item.kind !== "fraction" && !/^(?:bin|rel|punct|big|name)$/.test(classOf(item)));

function printRow(items: readonly Tree[], dense: boolean): string {
  let text = "";
  let before: Class | undefined;
  for (const item of items) {
    const part = print(item, dense);
    if (part === "" && item.kind !== "row") continue;
    let now = classOf(item);
    const unary = now === "bin" && (before === undefined || /bin|rel|open|punct|big|space/.test(before));
    if (unary) now = "open";
    text += (dense ? denseGap(before, now, text, part) : gap(before, now, text, part)) + part;
    before = now;
  }
  return text;
}

function gap(before: Class | undefined, now: Class, text: string, part: string): string {
  if (before === undefined || before === "space" || now === "space" || text.endsWith(" ")) return "";
  if (/bin|rel/.test(before) || /bin|rel/.test(now)) return " ";
  if (before === "open" || now === "close" || now === "punct") return "";
  if (before === "punct") return " ";
  if (before === "name" && text.endsWith(")")) return " "; // as in lim_(h→0) (…)
  if (before === "name") return part.startsWith("(") ? "" : " ";
  if (now === "name" || now === "big" || before === "big") return " ";
  return /\p{L}\p{L}$/u.test(text) && /^\p{L}/u.test(part) && /^\p{L}\p{L}/u.test(part) ? " " : "";
}

const denseGap = (before: Class | undefined, now: Class, text: string, part: string): string =>
  before !== undefined && (before === "name" || now === "name") ? gap(before, now, text, part) : "";

function classOf(tree: Tree): Class {
  switch (tree.kind) {
    case "atom":
      return tree.class;
    case "scripts":
      return classOf(tree.base);
    default:
      return "ord";
  }
}

function printGrid({ open, close, rows }: Tree & { kind: "grid" }, dense: boolean): string {
  if (open === "" && close === "") return rows.map((row) => row.map((cell) => print(cell, dense)).join(" ")).join("; ");
  const separator = open === "{" ? ", " : " ";
  const text = rows.map((row) => row.map((cell) => print(cell, dense).replace(/,$/, "")).join(separator)).join("; ");
  return `${open}${open === "{" ? " " : ""}${text}${close}`;
}
