/** Names of symbols and unknown functions in text and LaTeX. */
import type { Dimensions } from "../expression.ts";

const GREEK: ReadonlyMap<string, string> = /*@__PURE__*/ (() => {
  const names =
    "alpha α beta β gamma γ delta δ epsilon ε zeta ζ eta η theta θ iota ι kappa κ lambda λ mu μ nu ν xi ξ pi π rho ρ sigma σ tau τ upsilon υ phi φ chi χ psi ψ omega ω Gamma Γ Delta Δ Theta Θ Lambda Λ Xi Ξ Pi Π Sigma Σ Upsilon Υ Phi Φ Psi Ψ Omega Ω".split(
      " ",
    );
  return new Map(names.flatMap((name, at) => (at % 2 === 0 ? [[name, names[at + 1]] as const] : [])));
})();

const fromLetter: ReadonlyMap<string, string> = /*@__PURE__*/ (() =>
  new Map([...GREEK].map(([name, letter]) => [letter, name])))();

/** Characters that LaTeX takes for its own. */
const escaped = (text: string): string => text.replace(/[#$%&{}_]/g, "\\$&").replace(/[\\^~](?![#$%&{}_])/g, " ");

/** The letter itself and what stands below it: x_1, x1 and theta_max. */
export function partsOf(name: string): readonly [letter: string, below: string] {
  const match = /^([^_]+)_(.+)$/u.exec(name) ?? /^(\p{L}+)(\d+)$/u.exec(name);
  if (match === null) return [name, ""];
  // Words may have digits of their own: Gamma1 is Γ₁, layer1 a name.
  const isLetter = match[1].length === 1 || GREEK.has(match[1]) || name.includes("_");
  return isLetter ? [match[1], match[2]] : [name, ""];
}

function letterLatex(letter: string, dimensions: Dimensions): string {
  const greek = GREEK.has(letter) ? letter : fromLetter.get(letter);
  if (greek !== undefined) return dimensions.length === 1 ? `\\boldsymbol{\\${greek}}` : `\\${greek}`;
  const single = [...letter].length === 1;
  if (dimensions.length === 1) return `\\mathbf{${escaped(letter)}}`;
  return single ? escaped(letter) : `\\mathrm{${escaped(letter)}}`;
}

function belowLatex(below: string): string {
  if (GREEK.has(below)) return `\\${below}`;
  return /^(?:\d+|\p{L}{1,2}|\p{L}\d+|\d+\p{L})$/u.test(below) ? below : `\\mathrm{${escaped(below)}}`;
}

/** x_{1}, \alpha, \mathrm{loss}; vectors bold, matrices as they are. */
export function nameLatex(name: string, dimensions: Dimensions = []): string {
  const [letter, below] = partsOf(name);
  const written = letterLatex(letter, dimensions);
  return below === "" ? written : `${written}_{${belowLatex(below)}}`;
}

/** x_1, x_{max}; with Greek letters in place of their names where Unicode is wanted. */
export function nameText(name: string, unicode: boolean): string {
  const [letter, below] = partsOf(name);
  const written = (unicode ? GREEK.get(letter) : undefined) ?? letter;
  if (below === "") return written;
  // The text parser takes one letter or a number without braces.
  if (!name.includes("_") && written === letter) return name;
  return /^(?:\d+|\p{L})$/u.test(below) ? `${written}_${below}` : `${written}_{${below}}`;
}
