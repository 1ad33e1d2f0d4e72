/** Symbolic derivatives in mathjs, nerdamer and compute-engine. Each gives what it gives: only mathjs has a form without simplification. */
import type { MathNode } from "mathjs";
import { type CalculusContender, way } from "../calculusContender.ts";
import { versionOf } from "./version.ts";

async function mathjs(): Promise<CalculusContender> {
  const { derivative, parse } = await import("mathjs");
  const value = (d: MathNode, x: number): number => Number(d.evaluate({ x }));
  return {
    name: "mathjs",
    version: versionOf("mathjs"),
    ways: [
      way({
        title: "derivative, raw",
        prepare: ({ text }, c): MathNode => parse(text(c)),
        run: (f: MathNode) => derivative(f, "x", { simplify: false }),
        value,
      }),
      way({
        title: "derivative, tidy",
        prepare: ({ text }, c): MathNode => parse(text(c)),
        run: (f: MathNode) => derivative(f, "x"),
        value,
      }),
      way({
        title: "text to text",
        prepare: ({ text }, c) => text(c),
        run: (text: string) => derivative(text, "x").toString(),
        value: (text, x) => value(parse(text), x),
      }),
    ],
  };
}

async function nerdamer(): Promise<CalculusContender> {
  const { default: read } = await import("nerdamer");
  await import("nerdamer/Calculus.js" as string);
  type Node = ReturnType<typeof read>;
  // Numbers go in as text: floats become approximate fractions otherwise.
  const value = (d: Node, x: number): number => Number(d.sub("x", String(x)).evaluate().text("decimals"));
  return {
    name: "nerdamer",
    version: versionOf("nerdamer"),
    ways: [
      way({
        title: "derivative, tidy",
        prepare: ({ text }, c) => read(text(c)),
        run: (f: Node) => read.diff(f, "x"),
        value,
      }),
      way({
        title: "text to text",
        prepare: ({ text }, c) => text(c),
        run: (text: string) => read.diff(text, "x").toString(),
        value: (text, x) => value(read(text), x),
      }),
    ],
  };
}

async function computeEngine(): Promise<CalculusContender> {
  const { ComputeEngine } = await import("@cortex-js/compute-engine");
  const engine = new ComputeEngine();
  type Node = ReturnType<typeof engine.expr>;
  const slope = (f: Node): Node => engine.expr(["D", f, "x"]).evaluate();
  const value = (d: Node, x: number): number => d.subs({ x }).N().re;
  return {
    name: "compute-engine",
    version: versionOf("@cortex-js/compute-engine"),
    ways: [
      way({ title: "derivative, tidy", prepare: ({ latex }, c) => engine.parse(latex(c)), run: slope, value }),
      way({
        title: "text to text",
        prepare: ({ latex }, c) => latex(c),
        run: (latex: string) => slope(engine.parse(latex)).latex,
        value: (latex, x) => value(engine.parse(latex), x),
      }),
    ],
  };
}

/** In the order of the table. */
export const peers: Readonly<Record<string, () => Promise<CalculusContender>>> = {
  mathjs,
  nerdamer,
  "compute-engine": computeEngine,
};
