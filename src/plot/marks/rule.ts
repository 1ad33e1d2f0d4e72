/** Straight lines across the whole figure. */
import { place } from "../axis.ts";
import type { Mark, MarkKind } from "../mark.ts";
import type { Style } from "../style.ts";
import { Pen } from "../terminal/canvas.ts";
import { numberText } from "../ticks.ts";

export interface RuleData {
  /** The axis on which the number stands: lines at a y are horizontal. */
  readonly axis: "x" | "y";
  readonly at: number;
}

export function ruleOf(data: RuleData, style: Style): Mark<RuleData> {
  return { kind: rule, data, style };
}

const rule: MarkKind<RuleData> = {
  name: () => ({ one: "a line", many: "lines", alone: "line" }),
  values: (data, axis) => (data.axis === axis ? [[data.at]] : []),
  sticky: () => [],
  points: () => ({ x: [], y: [] }),
  describe: ({ axis, at }) => `${axis === "y" ? "horizontal" : "vertical"}, at ${numberText(at)}`,
  toSVG: ({ axis, at }, { color, dash, opacity }, space, library) => {
    if (!isInside(place(space[axis], at))) return [];
    const draw = axis === "x" ? library.ruleX : library.ruleY;
    const strokeDasharray = dash?.pixels.join(" ") || undefined;
    return [draw([at], { stroke: color, strokeWidth: 1.5, strokeDasharray, strokeOpacity: opacity })];
  },
  toTerminal: ({ axis, at }, { color, dash }, canvas, space) => {
    const fraction = place(space[axis], at);
    if (!isInside(fraction)) return;
    const pen = new Pen(canvas, color, dash?.dots ?? []);
    const [right, top] = [canvas.width - 1, canvas.height - 1];
    const where = Math.round(fraction * (axis === "x" ? right : top));
    if (axis === "x") pen.line(where, 0, where, top);
    else pen.line(0, where, right, where);
  },
};

const isInside = (fraction: number): boolean => fraction >= 0 && fraction <= 1;
