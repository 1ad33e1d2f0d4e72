/** The commands of LaTeX that formulas are made of, as data. */
import { GREEK } from "./names.ts";
import type { TokenKind } from "./token.ts";

const SPACES = ", ; : ! / > quad qquad enspace thinspace hfill";
const SIZES = "big Big bigg Bigg bigl bigr Bigl Bigr biggl biggr Biggl Biggr bigm strut mathstrut";
const STYLES = "displaystyle textstyle scriptstyle limits nolimits nonumber mathopen mathclose mathbin mathrel mathop";

/** Spaces, sizes and styles, which mean nothing. */
export const IGNORED: ReadonlySet<string> = /*@__PURE__*/ (() =>
  new Set([" ", ...SPACES.split(" "), ...SIZES.split(" "), ...STYLES.split(" ")]))();

/** Commands that set a letter in another font; true for bold ones. The letter means the same. */
export const FONTS: ReadonlyMap<string, boolean> = /*@__PURE__*/ (() =>
  new Map([
    ["mathbf", true],
    ["boldsymbol", true],
    ["bm", true],
    ["pmb", true],
    ["vec", true],
    ["mathbb", true],
    ["mathit", false],
    ["mathsf", false],
    ["mathnormal", false],
  ]))();

/** Letters by command. */
export const LETTERS: ReadonlyMap<string, string> = /*@__PURE__*/ (() =>
  new Map([
    ...[...GREEK.keys()].map((name) => [name, name] as const),
    ...["epsilon", "theta", "kappa", "rho", "sigma", "phi", "pi"].map((name) => [`var${name}`, name] as const),
    ["infty", "infinity"],
    ["ell", "l"],
    ["imath", "i"],
    ["partial", "∂"],
    ["nabla", "nabla"],
    ["Delta", "Delta"],
  ]))();

/** Signs by command: what token they are. */
export const SIGNS: Readonly<Record<string, readonly [kind: TokenKind, text: string]>> = {
  cdot: ["operator", "·"],
  times: ["operator", "×"],
  ast: ["operator", "*"],
  div: ["operator", "/"],
  odot: ["operator", "⊙"],
  circ: ["operator", "⊙"],
  otimes: ["operator", "⊗"],
  le: ["operator", "≤"],
  leq: ["operator", "≤"],
  leqslant: ["operator", "≤"],
  ge: ["operator", "≥"],
  geq: ["operator", "≥"],
  geqslant: ["operator", "≥"],
  ne: ["operator", "≠"],
  neq: ["operator", "≠"],
  lt: ["operator", "<"],
  gt: ["operator", ">"],
  to: ["operator", "→"],
  rightarrow: ["operator", "→"],
  prime: ["operator", "'"],
  top: ["operator", "⊤"],
  intercal: ["operator", "⊤"],
  dagger: ["operator", "†"],
  "|": ["bar", "‖"],
  Vert: ["bar", "‖"],
  vert: ["bar", "|"],
  mid: ["bar", "|"],
  "{": ["open", "("],
  "}": ["close", ")"],
  lbrace: ["open", "("],
  rbrace: ["close", ")"],
  lparen: ["open", "("],
  rparen: ["close", ")"],
  lbrack: ["open", "["],
  rbrack: ["close", "]"],
  lvert: ["open", "left|"],
  rvert: ["close", "right|"],
  lVert: ["open", "left‖"],
  rVert: ["close", "right‖"],
  lfloor: ["open", "⌊"],
  rfloor: ["close", "⌋"],
  lceil: ["open", "⌈"],
  rceil: ["close", "⌉"],
  langle: ["open", "⟨"],
  rangle: ["close", "⟩"],
};

/** Brackets that \left and \right may be followed by. */
export const BRACKETS: Readonly<Record<string, string>> = {
  "{": "(",
  "}": ")",
  lbrace: "(",
  rbrace: ")",
  "|": "‖",
  vert: "|",
  Vert: "‖",
  lvert: "|",
  rvert: "|",
  lVert: "‖",
  rVert: "‖",
  lfloor: "⌊",
  rfloor: "⌋",
  lceil: "⌈",
  rceil: "⌉",
  langle: "⟨",
  rangle: "⟩",
  lbrack: "[",
  rbrack: "]",
};

/** Commands that the parser has a rule for. */
export const STRUCTURES: Readonly<Record<string, string>> = {
  frac: "frac",
  dfrac: "frac",
  tfrac: "frac",
  cfrac: "frac",
  sqrt: "sqrt",
  binom: "binom",
  dbinom: "binom",
  tbinom: "binom",
  dot: "dot",
  ddot: "ddot",
  dddot: "dddot",
  sum: "sum",
  prod: "prod",
  int: "int",
  lim: "lim",
};
