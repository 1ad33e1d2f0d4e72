/** Texts as words that can be compared: without case, endings, British spelling, camelCase and snake_case. */
import { latexToText } from "./latexText.ts";

/** Words that say nothing of what is meant. */
const STOP =
  /^(?:an?|the|of|for|with|without|in|to|by|is|are|be|do|does|how|what|which|i|me|my|its?|and|or|on|from|at|as|that|this|use|using|get|make)$/;

const WORD = /[\p{L}\p{M}][\p{L}\p{M}\p{N}]*|\p{N}+[\p{L}]*|[∇∂∑∏∫√∞≤≥≠∈⊤‖·×]/gu;

/** The stems of a text in order. Formulas in dollars are read as text. */
export function stemsOf(text: string): string[] {
  const words = text.replace(/\$([^$]+)\$/g, (_, latex: string) => ` ${latexToText(latex)} `).match(WORD) ?? [];
  const found: string[] = [];
  for (const word of words) found.push(...stemsOfWord(word));
  return found;
}

const seen = /*@__PURE__*/ new Map<string, readonly string[]>();

/** Texts say the same words again and again. */
function stemsOfWord(word: string): readonly string[] {
  let found = seen.get(word);
  if (found === undefined) {
    const parts = /^(?:\p{Lu}?[\p{Ll}\d]*|\P{L}+)$/u.test(word) ? [word] : splitName(word);
    const own = parts.map(stem).filter((part) => part !== "");
    found = parts.length > 1 ? [...own, word.toLowerCase()] : own;
    seen.set(word, found);
  }
  return found;
}

/** `cumulativeTrapezoid` and `log_softmax` in their parts; `log1p` is one. */
export function splitName(name: string): string[] {
  return name
    .replace(/([\p{Ll}\d])(\p{Lu})/gu, "$1 $2")
    .replace(/(\p{Lu})(\p{Lu}\p{Ll})/gu, "$1 $2")
    .split(/[\s_.\-/]+/)
    .filter((part) => part !== "");
}

/** What is left of a word without its ending; "" for one that says nothing. */
export function stem(word: string): string {
  const lower = word.normalize("NFC").toLowerCase();
  return STOP.test(lower) ? "" : stemmed(lower);
}

/** Plurals that no rule makes. */
const IRREGULAR: ReadonlyMap<string, string> = /*@__PURE__*/ new Map([
  ["matrices", "matrix"],
  ["indices", "index"],
  ["vertices", "vertex"],
  ["axes", "axi"],
  ["axis", "axi"],
  ["bases", "basi"],
  ["basis", "basi"],
  ["maxima", "maximum"],
  ["minima", "minimum"],
  ["extrema", "extremum"],
  ["drawn", "draw"],
  ["inverse", "invert"],
  ["inversion", "invert"],
]);

/** Endings, the longest first; what is left must have three letters. */
const ENDINGS: readonly (readonly [ending: RegExp, instead: string])[] = [
  [/ies$/, "y"],
  [/(?<=x|ch|sh|ss|zz)es$/, ""],
  [/(?<![su])s$/, ""],
  [/(?:iz|is)ation$/, "iz"],
  [/ation$/, "at"],
  [/ing$/, ""],
  [/ed$/, ""],
  [/ly$/, ""],
  [/(?<=[a-z]{3})e$/, ""],
];

/**
 * A light stemmer in the manner of Porter's first steps, and American spelling.
 * @source Porter, An algorithm for suffix stripping, 1980
 */
function stemmed(word: string): string {
  const irregular = IRREGULAR.get(word);
  if (irregular !== undefined) return irregular;
  if (!/^[a-z]{4,}$/.test(word)) return word;
  let result = BRITISH.test(word) ? american(word) : word;
  if (!/[sdgyen]$/.test(result)) return result;
  for (const [ending, instead] of ENDINGS) {
    const shorter = result.replace(ending, instead);
    if (shorter.length < 3 || shorter === result || !/[aeiouy]/.test(shorter)) continue;
    result = shorter;
    if (/^\/(?:ing|ed)/.test(String(ending))) result = result.replace(/([bdgmnprt])\1$/, "$1");
  }
  return result.replace(/(?<=[a-z]{3})e$/, "").replace(/(?<=[a-z]{2})i$/, "y");
}

const BRITISH = /our|is[eai]|tre|ll|ogue|fibre/;

const american = (word: string): string =>
  word
    .replace(/our(?=$|s$|ed$|ing$)/, (ending, at: number) => (at > 2 ? "or" : ending))
    .replace(/is(?=e$|es$|ed$|ing$|ation)/, (ending, at: number) => (at > 3 ? "iz" : ending))
    .replace(/tre(?=s?$)/, "ter")
    .replace(/ll(?=ed$|ing$)/, "l")
    .replace(/ogue(?=s?$)/, "og")
    .replace(/fibre/, "fiber");

/** What people call the symbols. */
export const SYMBOL_NAMES: ReadonlyMap<string, string> = /*@__PURE__*/ new Map([
  ["∇", "gradient"],
  ["∂", "partial derivative"],
  ["∑", "sum"],
  ["∏", "product"],
  ["∫", "integral"],
  ["√", "sqrt"],
  ["‖", "norm"],
  ["⊤", "transpose"],
  ["·", "dot"],
  ["×", "cross"],
  ["α", "alpha"],
  ["β", "beta"],
  ["γ", "gamma"],
  ["δ", "delta"],
  ["ε", "epsilon"],
  ["ζ", "zeta"],
  ["θ", "theta"],
  ["λ", "lambda"],
  ["μ", "mean"],
  ["π", "pi"],
  ["σ", "sigma"],
  ["φ", "phi"],
  ["χ", "chi"],
  ["ψ", "psi"],
  ["ω", "omega"],
]);
