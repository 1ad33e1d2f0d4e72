/** Finds the examples inside sources and guides, each as a module on the lines where it stands: all else of its file is blank. */
import { globSync, readFileSync } from "node:fs";
import { root } from "../entries.ts";

export interface Example {
  /** Relative to the root. */
  readonly file: string;
  /** First line of its code. */
  readonly line: number;
  readonly text: string;
}

/** Every `@example` of src/ and every block fenced as exactly `ts` of README.md and docs/. */
export function findExamples(): Example[] {
  const find = (pattern: string, blocksOf: (text: string) => Block[]): Example[] =>
    globSync(pattern, { cwd: root })
      .toSorted()
      .flatMap((file) => {
        const text = readFileSync(root + file, "utf8");
        return blocksOf(text)
          .filter(({ code }) => code.length > 0)
          .map((block) => mask(file, text, block));
      });
  return [...find("src/**/*.ts", docBlocks), ...find("{README.md,docs/**/*.md}", fencedBlocks)];
}

/** Code with the line of each of its lines, counted from 0. */
interface Block {
  readonly code: readonly (readonly [line: number, text: string])[];
}

function mask(file: string, text: string, { code }: Block): Example {
  const lines = text.split("\n").map(() => "");
  for (const [line, content] of code) lines[line] = content;
  return { file, line: code[0][0] + 1, text: lines.join("\n") };
}

export function docBlocks(text: string): Block[] {
  return [...text.matchAll(/\/\*\*.*?\*\//gs)].flatMap(({ 0: comment, index }) => {
    const above = text.slice(0, index).split("\n").length - 1;
    const lines = comment
      .slice("/**".length, -"*/".length)
      .split("\n")
      .flatMap((line, offset) => {
        const parts = line.replace(/^\s*\* ?/, "").split(/\s(?=@example\b)/);
        return parts.map((part) => [above + offset, part] as const);
      });
    const tags = lines.flatMap(([, part], at) => (/^\s*@\w/.test(part) ? [at] : []));
    const examples = tags.map((at, tag) => lines.slice(at, tags[tag + 1])).filter(([[, part]]) => EXAMPLE.test(part));
    return examples.map(([[line, part], ...rest]) => ({ code: codeOf([[line, part.replace(EXAMPLE, "")], ...rest]) }));
  });
}

const EXAMPLE = /^\s*@example\b/;

/** Where there are fences, the code is what they enclose. */
function codeOf(lines: Block["code"]): Block["code"] {
  const isFence = lines.map(([, line]) => line.trim().startsWith("```"));
  let inside = !isFence.includes(true);
  return lines.filter(([, line], index) => {
    if (isFence[index]) inside = !inside;
    return inside && !isFence[index] && line.trim() !== "";
  });
}

export function fencedBlocks(text: string): Block[] {
  return [...text.matchAll(/^```ts\n(.*?)^```$/gms)].map(({ 1: code, index }) => {
    const first = text.slice(0, index).split("\n").length;
    return {
      code: code
        .trimEnd()
        .split("\n")
        .map((line, offset) => [first + offset, line] as const),
    };
  });
}
