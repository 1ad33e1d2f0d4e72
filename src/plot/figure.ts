/** A figure: marks and axes, a value that shows itself. */
import { fail } from "../base/errors.ts";
import {
  checkBoolean,
  checkFinite,
  type Checks,
  checkedLater,
  integerFrom,
  numberFrom,
  oneOf,
  readOptions,
} from "../ops/arguments.ts";
import type { Mark } from "./mark.ts";
import { ruleOf } from "./marks/rule.ts";
import type { Axes } from "./options.ts";
import { writeFile } from "./save.ts";
import { type Scene, sceneOf } from "./scene.ts";
import { readFormat } from "./style.ts";
import { escapeXml } from "./svg/element.ts";
import { renderSVG } from "./svg/render.ts";
import { renderText } from "./terminal/render.ts";
import { terminalWidth } from "./terminal/width.ts";

/** Options of {@link Figure.toSVG} and {@link Figure.toHTML}. */
export interface SvgOptions {
  /** "light" on white, "dark", or "auto" as the reader's system has it. Default "auto". */
  readonly theme?: "light" | "dark" | "auto";
}

/** Options of {@link Figure.toText}. */
export interface FigureTextOptions {
  /** Characters of a line; the figure is no wider. Default 80. */
  readonly width?: number;
  /** Lines of the drawing itself. Default: as `figsize` has it. */
  readonly height?: number;
  /** With ANSI escape sequences. Default false. */
  readonly colors?: boolean;
}

/** Options of {@link Figure.hline} and {@link Figure.vline}. */
export interface RuleOptions {
  /** Line and colour, as in `plot`. Default "k--": black, dashed. */
  readonly fmt?: string;
  /** Its line in the legend. Default none. */
  readonly label?: string;
}

const SVG_CHECKS: Checks<SvgOptions> = { theme: /*@__PURE__*/ oneOf("light", "dark", "auto") };
const TEXT_CHECKS: Checks<FigureTextOptions> = {
  width: /*@__PURE__*/ numberFrom(1),
  height: /*@__PURE__*/ integerFrom(1, 1000),
  colors: checkBoolean,
};
const RULE_CHECKS: Checks<RuleOptions> = {
  fmt: checkedLater,
  label: (op, argument, value) => {
    if (typeof value !== "string") fail("value", { op, argument, got: value, expects: "a text" });
  },
};

/** What consoles hand over. */
interface InspectOptions {
  readonly colors?: boolean;
}

/**
 * A figure, made by `plot` and its kin. It is a value: what adds to it returns another one.
 *
 * `console.log(figure)` draws it in the terminal, notebooks show it as SVG, and `save` writes it to a file.
 * @example
 * const figure = plot([1, 2, 4]);
 * figure.toSVG().startsWith("<svg"); // => true
 */
export class Figure {
  /** What is drawn, from the back to the front. @internal */
  readonly marks: readonly Mark[];
  /** Labels, limits and scales, as they were given. @internal */
  readonly axes: Axes;

  /** @internal */
  constructor(marks: readonly Mark[], axes: Axes) {
    this.marks = marks;
    this.axes = axes;
    // Not methods by a computed name, which bundlers would have to keep.
    const inspect = (options?: InspectOptions): string =>
      this.toText({ colors: options?.colors === true, width: terminalWidth() });
    const shown: readonly (readonly [symbol: string, show: (...args: never[]) => unknown])[] = [
      ["nodejs.util.inspect.custom", (_depth: number, options?: InspectOptions) => inspect(options)],
      ["Deno.customInspect", (_inspect: unknown, options?: InspectOptions) => inspect(options)],
      ["Jupyter.display", () => ({ "image/svg+xml": this.toSVG(), "text/plain": this.toText() })],
    ];
    for (const [symbol, value] of shown) Object.defineProperty(this, Symbol.for(symbol), { value });
    Object.freeze(this);
  }

  /**
   * What the figure shows, in words; SVG has it for those who cannot see. It is the option `description`, or made from the data.
   * @example bars([3, 1]).description // => 'Figure of bars. bars: 2 bars, from 1 to 3.'
   */
  get description(): string {
    return this.scene().summary.description;
  }

  /**
   * Both figures in one: the marks of the other are in front; labels and limits are those of this figure, and of the other where this
   * one has none.
   * @param other - another figure
   * @returns a new figure
   * @throws TensorError "value" when `other` is no figure
   * @example plot([1, 2]).add(scatter([0], [1])).description // => 'Figure of a curve and points. curve: 2 points, from 1 to 2. points: 1 point, at 1.'
   */
  add(other: Figure): Figure {
    if (!(other instanceof Figure)) {
      const fix = "draw the data first, e.g. figure.add(scatter(x, y))";
      fail("value", { op: "add", argument: "other", got: other, expects: "a figure", fix });
    }
    return new Figure([...this.marks, ...other.marks], { ...other.axes, ...this.axes });
  }

  /**
   * The figure with a horizontal line from side to side.
   * @param y - where it crosses the y axis
   * @param options - `fmt`: line and colour, default "k--" (black, dashed); `label`: its line in the legend, default none
   * @returns a new figure
   * @throws TensorError "value" when y is no finite number or the format is unknown
   * @example plot([0.1, 0.2]).hline(0.167).description // => 'Figure of a curve and a line. curve: 2 points, from 0.1 to 0.2. line: horizontal, at 0.167.'
   * @peers matplotlib.pyplot.axhline
   */
  hline(y: number, options?: RuleOptions): Figure {
    return this.rule("hline", "y", y, options);
  }

  /**
   * The figure with a vertical line from bottom to top.
   * @param x - where it crosses the x axis
   * @param options - `fmt`: line and colour, default "k--" (black, dashed); `label`: its line in the legend, default none
   * @returns a new figure
   * @throws TensorError "value" when x is no finite number or the format is unknown
   * @example plot([1, 2]).vline(1, { fmt: "r:", label: "x = 1" }).toText().includes("x = 1") // => true
   * @peers matplotlib.pyplot.axvline
   */
  vline(x: number, options?: RuleOptions): Figure {
    return this.rule("vline", "x", x, options);
  }

  private rule(op: string, axis: "x" | "y", at: number, options: RuleOptions | undefined): Figure {
    checkFinite(op, axis, at);
    const { fmt = "k--", label } = readOptions(op, options, RULE_CHECKS);
    const style = { ...readFormat(op, "fmt", fmt), marker: undefined, label };
    return new Figure([...this.marks, ruleOf({ axis, at }, style)], this.axes);
  }

  /**
   * The figure as SVG. The text is complete and the same on every machine: no fonts, scripts or files from elsewhere, and a title and a
   * description for screen readers.
   * @param options - `theme`: "light", "dark" or "auto" (as the reader's system has it), default "auto"
   * @returns an `<svg>` element as text
   * @throws TensorError "value" for an unknown theme
   * @cost about 5 ms; of curves with very many points, those that can be told apart are drawn
   * @example plot([1, 2, 4]).toSVG({ theme: "dark" }).includes('role="img"') // => true
   */
  toSVG(options?: SvgOptions): string {
    const { theme = "auto" } = readOptions("toSVG", options, SVG_CHECKS);
    return renderSVG(this.scene(), theme);
  }

  /**
   * The figure as text, drawn with braille characters.
   * @param options - `width`: characters of a line, default 80; `height`: lines of the drawing, default as `figsize` has it; `colors`:
   * with ANSI escape sequences, default false
   * @returns lines
   * @throws TensorError "value" for a width or height that is no positive number
   * @example plot([1, 2, 4], { xlabel: "step" }).toText().includes("step") // => true
   */
  toText(options?: FigureTextOptions): string {
    return renderText(this.scene(), readOptions("toText", options, TEXT_CHECKS));
  }

  /** The drawing for terminals, without colours, 80 characters wide. @example String(plot([1, 2])).includes("⠊") // => true */
  toString(): string {
    return this.toText();
  }

  /**
   * The figure for a page: a `<figure>` with the SVG in it.
   * @param options - `theme`: "light", "dark" or "auto" (as the reader's system has it), default "auto"
   * @returns an element as text
   * @throws TensorError "value" for an unknown theme
   * @example plot([1, 2, 4]).toHTML().startsWith("<figure") // => true
   */
  toHTML(options?: SvgOptions): string {
    return `<figure class="nabla-plot" style="margin:0">${this.toSVG(options)}</figure>`;
  }

  /**
   * Writes the figure to a file, in Node and in what is like it.
   * @param path - its name ends in .svg, .html (a page) or .txt (the drawing for terminals); a file of that name is replaced
   * @param options - `theme`: "light", "dark" or "auto" (as the reader's system has it), default "auto"
   * @throws TensorError "value" when the name ends otherwise, the file cannot be written, or there are no files
   * @example plot([1, 2, 4]).save("figure.png") // => throws save: "path" is "figure.png"
   */
  save(path: string, options?: SvgOptions): void {
    const { theme = "auto" } = readOptions("save", options, SVG_CHECKS);
    const end = typeof path === "string" ? (/\.[^./\\]*$/.exec(path)?.[0].toLowerCase() ?? "") : "";
    const write = Object.hasOwn(FORMATS, end) ? FORMATS[end] : undefined;
    if (write === undefined) {
      const fix = end === ".png" ? "save it as .svg, which every browser opens" : 'e.g. save("figure.svg")';
      fail("value", {
        op: "save",
        argument: "path",
        got: path,
        expects: "a name that ends in .svg, .html or .txt",
        fix,
      });
    }
    writeFile(path, write(this, theme));
  }

  private scene(): Scene {
    return sceneOf(this.marks, this.axes);
  }
}

/** How the endings of file names are written. */
const FORMATS: Readonly<Record<string, (figure: Figure, theme: SvgOptions["theme"]) => string>> = {
  ".svg": (figure, theme) => `${figure.toSVG({ theme })}\n`,
  ".html": (figure, theme) => page(figure, theme),
  ".txt": (figure) => `${figure}\n`,
};

const page = (figure: Figure, theme: SvgOptions["theme"] = "auto"): string => `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="${theme === "auto" ? "light dark" : theme}">
<title>${escapeXml(sceneOf(figure.marks, figure.axes).summary.title)}</title>
${figure.toHTML({ theme })}
</html>
`;
