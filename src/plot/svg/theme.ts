/** Light and dark: figures are drawn in the colours of the book, on white; in the dark each colour has a counterpart. */
import { channels, mix } from "../colormap.ts";
import { Element } from "./element.ts";

/** "auto" follows the reader's system. */
export type Theme = "light" | "dark" | "auto";

export const INK = "#000000";
export const PAPER = "#ffffff";
/** @source matplotlib rcParams grid.color and legend.edgecolor */
export const GRID = "#b0b0b0";
export const EDGE = "#cccccc";

const DARK_PAPER = "#1b1b1f";
const COUNTERPARTS: Readonly<Record<string, string>> = {
  [INK]: "#e6e6e6",
  [PAPER]: DARK_PAPER,
  [GRID]: "#4b4b52",
  [EDGE]: "#5c5c66",
};

/** Contrast with the paper that lines get in the dark. @source WCAG 2.2, 1.4.3: 4.5 for text */
const CONTRAST = 4.5;

/** The counterpart of a colour: as much white is mixed in as makes it easy to see. */
export function inDark(color: string): string {
  const known = COUNTERPARTS[color];
  if (known !== undefined) return known;
  for (let white = 0; white < 1; white += 0.05) {
    const mixed = mix(color, PAPER, white);
    if (contrast(mixed, DARK_PAPER) >= CONTRAST) return mixed;
  }
  return PAPER;
}

/** @source WCAG 2.2, contrast ratio and relative luminance */
function contrast(a: string, b: string): number {
  const [bright, dim] = [luminance(a), luminance(b)].toSorted((p, q) => q - p);
  return (bright + 0.05) / (dim + 0.05);
}

function luminance(color: string): number {
  const [red, green, blue] = channels(color).map((value) => {
    const share = value / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

const PAINTED = ["fill", "stroke"] as const;

/** Every colour of a drawing with the attribute that holds it: `fill="#1f77b4"`. */
function eachColor(root: Element, visit: (at: Element, attribute: string, color: string) => void): void {
  for (const attribute of PAINTED) {
    const color = root.getAttribute(attribute);
    if (color?.startsWith("#")) visit(root, attribute, color);
  }
  for (const child of root.children) if (child instanceof Element) eachColor(child, visit);
}

/** Exchanges the colours of a drawing for their counterparts. */
export function darken(root: Element): void {
  eachColor(root, (at, attribute, color) => at.setAttribute(attribute, inDark(color)));
}

/** Rules that do the same where the reader's system is dark. @param id - of the drawing */
export function darkRules(root: Element, id: string): string {
  const rules = new Set<string>();
  eachColor(root, (_, attribute, color) => {
    rules.add(`#${id} [${attribute}="${color}"]{${attribute}:${inDark(color)}}`);
  });
  return `@media (prefers-color-scheme:dark){${[...rules].join("")}}`;
}
