/** Formulas as MathML Core, which browsers draw without help. */
import { escapeHtml } from "./escape.ts";
import { readLatex, type Tree } from "./latex.ts";

export function latexToMathML(latex: string, display: boolean): string {
  const attributes = display ? ' display="block"' : "";
  return `<math${attributes}><semantics>${group(readLatex(latex))}<annotation encoding="application/x-tex">${escapeHtml(latex)}</annotation></semantics></math>`;
}

function write(tree: Tree): string {
  switch (tree.kind) {
    case "atom":
      return writeAtom(tree);
    case "row":
      return tree.items.map((item, at) => write(item) + gap(item, tree.items[at + 1])).join("");
    case "fraction":
      return `<mfrac${tree.bar ? "" : ' linethickness="0"'}>${group(tree.top)}${group(tree.bottom)}</mfrac>`;
    case "root":
      return tree.index === undefined
        ? `<msqrt>${write(tree.body)}</msqrt>`
        : `<mroot>${group(tree.body)}${group(tree.index)}</mroot>`;
    case "scripts":
      return writeScripts(tree);
    case "accent":
      return `<mover accent="true">${group(tree.body)}<mo>${ACCENTS[tree.mark] ?? tree.mark}</mo></mover>`;
    case "grid": {
      const rows = tree.rows.map((row) => `<mtr>${row.map((cell) => `<mtd>${write(cell)}</mtd>`).join("")}</mtr>`);
      return `<mrow>${fence(tree.open)}<mtable>${rows.join("")}</mtable>${fence(tree.close)}</mrow>`;
    }
  }
}

/** A thin space beside the name of a function, unless a bracket or an operator stands there: ln x, x ln y, but ln(x). */
function gap(left: Tree, right: Tree | undefined): string {
  if (right === undefined) return "";
  const behind = isName(left) && !/^[([{|‖⟨⌊⌈,]/u.test(beginOf(right)) && classOf(right) !== "space";
  const before = isName(right) && !isName(left) && (classOf(left) === "ord" || left.kind !== "atom");
  return behind || before ? '<mspace width="0.1667em"></mspace>' : "";
}

const classOf = (tree: Tree): string | undefined => (tree.kind === "atom" ? tree.class : undefined);
const isName = (tree: Tree): boolean => classOf(tree) === "name" || (tree.kind === "scripts" && isName(tree.base));

function beginOf(tree: Tree): string {
  if (tree.kind === "scripts") return beginOf(tree.base);
  if (tree.kind === "row") return tree.items.length === 0 ? "" : beginOf(tree.items[0]);
  return tree.kind === "atom" ? tree.text : tree.kind === "grid" ? tree.open : "";
}

/** Combining marks as the operators that MathML puts above. */
const ACCENTS: Readonly<Record<string, string>> = {
  "\u0302": "^",
  "\u0303": "~",
  "\u0304": "¯",
  "\u0307": "˙",
  "\u0308": "¨",
  "\u20d7": "→",
  "\u0301": "´",
  "\u030c": "ˇ",
  "\u0306": "˘",
};

const group = (tree: Tree): string => `<mrow>${write(tree)}</mrow>`;
const fence = (text: string): string => (text === "" ? "" : `<mo>${escapeHtml(text)}</mo>`);

function writeAtom({ text, class: kind, upright, tall }: Tree & { kind: "atom" }): string {
  const content = escapeHtml(text);
  if (kind === "space") return text === "" ? "" : `<mspace width="${[...text].length * 0.25}em"></mspace>`;
  if (kind === "name") return `<mi>${content}</mi><mo>&#x2061;</mo>`;
  if (upright) return `<mtext>${content}</mtext>`;
  if (/^[\d.]+$/.test(text)) return `<mn>${content}</mn>`;
  if (!tall && /^[()[\]|‖{}⟨⟩⌊⌋⌈⌉]$/u.test(text)) return `<mo stretchy="false">${content}</mo>`;
  return kind === "ord" && /^[\p{L}∞∂∇…⋯]/u.test(text) ? `<mi>${content}</mi>` : `<mo>${content}</mo>`;
}

/** Limits of sums stand below and above. */
function writeScripts({ base, sub, sup }: Tree & { kind: "scripts" }): string {
  const isLimit =
    base.kind === "atom" && ((base.class === "big" && !/[∫∬∮]/.test(base.text)) || LIMITS.test(base.text));
  const [below, above, both] = isLimit ? ["munder", "mover", "munderover"] : ["msub", "msup", "msubsup"];
  const name = sub === undefined ? above : sup === undefined ? below : both;
  const inner = [base, sub, sup].map((part) => (part === undefined ? "" : group(part))).join("");
  return `<${name}>${inner}</${name}>`;
}

const LIMITS = /^(?:lim|max|min|sup|inf|limsup|liminf|argmax|argmin)$/;
