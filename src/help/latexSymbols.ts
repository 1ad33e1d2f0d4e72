/** What the commands of LaTeX look like, and how they behave in a formula. */

/** How a symbol behaves among its neighbours, as in TeX. */
export type Class = "ord" | "name" | "big" | "bin" | "rel" | "open" | "close" | "punct" | "space";

export type Names = ReadonlyMap<string, string>;

/** Names, each with its symbol behind it. */
function table(text: string): Names {
  const words = text.split(/\s+/);
  return new Map(words.flatMap((name, i) => (i % 2 === 0 ? [[name, words[i + 1]] as const] : [])));
}

const ORDINARY: Names =
  /*@__PURE__*/ table(`alpha α beta β gamma γ delta δ epsilon ϵ varepsilon ε zeta ζ eta η theta θ vartheta ϑ iota ι kappa κ
   lambda λ mu μ nu ν xi ξ pi π rho ρ sigma σ tau τ upsilon υ phi φ varphi φ chi χ psi ψ omega ω Gamma Γ
   Delta Δ Theta Θ Lambda Λ Xi Ξ Pi Π Sigma Σ Upsilon Υ Phi Φ Psi Ψ Omega Ω nabla ∇ partial ∂ infty ∞ ell ℓ
   hbar ℏ emptyset ∅ varnothing ∅ forall ∀ exists ∃ neg ¬ top ⊤ bot ⊥ Re ℜ Im ℑ aleph ℵ ldots … dots … cdots ⋯
   vdots ⋮ ddots ⋱ prime ′ degree ° % % $ $ & & # # _ _ backslash \\ imath ı jmath ȷ angle ∠ triangle △`);
const BINARY: Names =
  /*@__PURE__*/ table(`cdot · times × div ÷ pm ± mp ∓ ast ∗ star ⋆ circ ∘ bullet • oplus ⊕ otimes ⊗ odot ⊙ cap ∩ cup ∪ setminus ∖
   land ∧ wedge ∧ lor ∨ vee ∨ bmod mod`);
const RELATION: Names =
  /*@__PURE__*/ table(`le ≤ leq ≤ ge ≥ geq ≥ ne ≠ neq ≠ lt < gt > ll ≪ gg ≫ approx ≈ equiv ≡ sim ∼ simeq ≃ cong ≅ propto ∝ in ∈
   notin ∉ ni ∋ subset ⊂ subseteq ⊆ supset ⊃ to → rightarrow → leftarrow ← mapsto ↦ Rightarrow ⇒
   Leftrightarrow ⇔ iff ⇔ implies ⇒ mid | perp ⊥ parallel ∥ coloneqq ≔ triangleq ≜ leftrightarrow ↔
   longrightarrow ⟶`);
const BIG: Names = /*@__PURE__*/ table(`sum ∑ prod ∏ int ∫ iint ∬ oint ∮ bigcup ⋃ bigcap ⋂ bigoplus ⨁ bigotimes ⨂`);
const OPEN: Names = /*@__PURE__*/ table(`langle ⟨ lfloor ⌊ lceil ⌈ { { lbrace { lvert | lVert ‖`);
const CLOSE: Names = /*@__PURE__*/ table(`rangle ⟩ rfloor ⌋ rceil ⌉ } } rbrace } rvert | rVert ‖`);
const SPACE: Names = /*@__PURE__*/ new Map([
  [",", " "],
  [":", " "],
  [";", " "],
  [" ", " "],
  ["\\", " "],
  ["quad", "  "],
  ["qquad", "   "],
  ["!", ""],
  ["displaystyle", ""],
  ["textstyle", ""],
  ["limits", ""],
  ["nolimits", ""],
]);
const FUNCTIONS =
  /^(?:a?(?:sin|cos|tan)h?|arc(?:sin|cos|tan)|cot|sec|csc|coth|exp|log|ln|lg|det|dim|ker|deg|gcd|arg|max|min|sup|inf|lim|limsup|liminf|Pr)$/;
/** Combining marks. */
export const ACCENTS: Names = /*@__PURE__*/ new Map([
  ["hat", "\u0302"],
  ["widehat", "\u0302"],
  ["tilde", "\u0303"],
  ["widetilde", "\u0303"],
  ["bar", "\u0304"],
  ["overline", "\u0304"],
  ["dot", "\u0307"],
  ["ddot", "\u0308"],
  ["vec", "\u20d7"],
]);
export const BRACKETS: Names = /*@__PURE__*/ table("pmatrix () bmatrix [] vmatrix || Vmatrix ‖‖ cases {");
export const BLACKBOARD: Names = /*@__PURE__*/ table(`R ℝ N ℕ Z ℤ Q ℚ C ℂ E 𝔼 P ℙ 1 𝟙 I 𝕀 V 𝕍 H ℍ`);
export const SCRIPT: Names = /*@__PURE__*/ table(`L ℒ N 𝒩 O 𝒪 D 𝒟 F ℱ H ℋ B ℬ X 𝒳 U 𝒰 M ℳ R ℛ J 𝒥`);

const SYMBOLS: readonly (readonly [names: Names, kind: Class])[] = [
  [ORDINARY, "ord"],
  [BINARY, "bin"],
  [RELATION, "rel"],
  [BIG, "big"],
  [OPEN, "open"],
  [CLOSE, "close"],
  [SPACE, "space"],
];

/** The symbol of a command; undefined where there is none. */
export function symbolOf(name: string): { readonly text: string; readonly class: Class } | undefined {
  for (const [names, kind] of SYMBOLS) {
    const text = names.get(name);
    if (text !== undefined) return { text, class: kind };
  }
  return FUNCTIONS.test(name) ? { text: name, class: "name" } : undefined;
}

/** How a character behaves that stands for itself. */
export function classOfCharacter(character: string): Class {
  if ("+-*".includes(character)) return "bin";
  if ("=<>:".includes(character)) return "rel";
  if ("([".includes(character)) return "open";
  if (")]".includes(character)) return "close";
  if (",;".includes(character)) return "punct";
  return character === "~" ? "space" : "ord";
}
