/** Letters and signs, by name. */

/** Greek letters by name; the forms var… of LaTeX are the same letters. */
export const GREEK: ReadonlyMap<string, string> = /*@__PURE__*/ (() =>
  new Map([
    ["alpha", "α"],
    ["beta", "β"],
    ["gamma", "γ"],
    ["delta", "δ"],
    ["epsilon", "ε"],
    ["zeta", "ζ"],
    ["eta", "η"],
    ["theta", "θ"],
    ["iota", "ι"],
    ["kappa", "κ"],
    ["lambda", "λ"],
    ["mu", "μ"],
    ["nu", "ν"],
    ["xi", "ξ"],
    ["omicron", "ο"],
    ["pi", "π"],
    ["rho", "ρ"],
    ["sigma", "σ"],
    ["tau", "τ"],
    ["upsilon", "υ"],
    ["phi", "φ"],
    ["chi", "χ"],
    ["psi", "ψ"],
    ["omega", "ω"],
    ["Gamma", "Γ"],
    ["Delta", "Δ"],
    ["Theta", "Θ"],
    ["Lambda", "Λ"],
    ["Xi", "Ξ"],
    ["Pi", "Π"],
    ["Sigma", "Σ"],
    ["Upsilon", "Υ"],
    ["Phi", "Φ"],
    ["Psi", "Ψ"],
    ["Omega", "Ω"],
  ]))();

/** Names of Greek letters by sign, with other signs of the same letters. */
export const GREEK_NAMES: ReadonlyMap<string, string> = /*@__PURE__*/ (() =>
  new Map([
    ...[...GREEK].map(([name, letter]) => [letter, name] as const),
    ["ϵ", "epsilon"],
    ["ϑ", "theta"],
    ["ϰ", "kappa"],
    ["ϱ", "rho"],
    ["ς", "sigma"],
    ["ϕ", "phi"],
    ["µ", "mu"],
    ["∑", "sum"],
    ["∏", "prod"],
    ["∫", "int"],
    ["√", "√"],
    ["∛", "∛"],
    ["∞", "infinity"],
    ["ℯ", "e"],
    ["∇", "nabla"],
    ["∂", "∂"],
  ]))();

/** What small raised and lowered characters stand for. */
export const SUPERSCRIPTS: ReadonlyMap<string, string> = /*@__PURE__*/ (() =>
  paired("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁽⁾ⁿⁱˣʸᵃᵇᵏᵐᵗᵀ", "0123456789+-()nixyabkmtT"))();
export const SUBSCRIPTS: ReadonlyMap<string, string> = /*@__PURE__*/ (() =>
  paired("₀₁₂₃₄₅₆₇₈₉ₐₑᵢⱼₖₘₙₓ", "0123456789aeijkmnx"))();

function paired(small: string, plain: string): Map<string, string> {
  return new Map([...small].map((character, at) => [character, plain[at]]));
}

/** Signs that are operators, as the parser calls them. */
export const OPERATORS: ReadonlyMap<string, string> = /*@__PURE__*/ (() =>
  new Map([
    ["+", "+"],
    ["-", "-"],
    ["−", "-"],
    ["–", "-"],
    ["*", "*"],
    ["×", "×"],
    ["·", "·"],
    ["⋅", "·"],
    ["∗", "*"],
    ["/", "/"],
    ["÷", "/"],
    ["∕", "/"],
    ["^", "^"],
    ["_", "_"],
    ["!", "!"],
    ["'", "'"],
    ["′", "'"],
    ["’", "'"],
    ["=", "="],
    ["≠", "≠"],
    ["<", "<"],
    [">", ">"],
    ["≤", "≤"],
    ["≥", "≥"],
    ["⩽", "≤"],
    ["⩾", "≥"],
    ["⊙", "⊙"],
    ["∘", "⊙"],
    ["⊗", "⊗"],
    ["⊤", "⊤"],
    ["→", "→"],
    ["†", "†"],
  ]))();
