/** As much of XML as network files have: elements with text, entities, comments, declarations. */
import type { Scanner } from "./scanner.ts";

/** An element. */
export interface Element {
  /** In capital letters. */
  readonly tag: string;
  readonly children: readonly Element[];
  /** What stands in it outside of other elements, without blanks around it. */
  readonly text: string;
  /** Where it begins. */
  readonly at: number;
}

/** Reads the outermost elements of a text. */
export function readElements(scanner: Scanner): readonly Element[] {
  const { text } = scanner;
  const top: Open = { tag: "", children: [], text: "", at: 0 };
  const stack = [top];
  let at = 0;
  while (at < text.length) {
    const open = text.indexOf("<", at);
    const end = open < 0 ? text.length : open;
    stack[stack.length - 1].text += text.slice(at, end);
    if (open < 0) break;
    at = readTag(scanner, open, stack);
  }
  if (stack.length > 1) scanner.fail(`</${stack.at(-1)?.tag}>`, undefined, text.length);
  return top.children.map(closed);
}

interface Open {
  readonly tag: string;
  readonly children: Open[];
  text: string;
  readonly at: number;
}

const closed = ({ tag, children, text, at }: Open): Element => ({
  tag,
  children: children.map(closed),
  text: decode(text.trim()),
  at,
});

/** Reads what begins with "<", and returns where it ends. */
function readTag(scanner: Scanner, open: number, stack: Open[]): number {
  const { text } = scanner;
  const past = (mark: string): number => {
    const end = text.indexOf(mark, open);
    return end < 0 ? scanner.fail(`"${mark}"`, undefined, open) : end + mark.length;
  };
  if (text.startsWith("<!--", open)) return past("-->");
  if (text.startsWith("<![CDATA[", open)) {
    const end = past("]]>");
    stack[stack.length - 1].text += text.slice(open + 9, end - 3);
    return end;
  }
  if (text.startsWith("<?", open)) return past("?>");
  if (text.startsWith("<!", open)) {
    const [bracket, close] = [text.indexOf("[", open), text.indexOf(">", open)];
    if (bracket < 0 || bracket > close) return past(">");
    const end = text.indexOf("]", bracket);
    return end < 0 ? scanner.fail('"]"', undefined, open) : text.indexOf(">", end) + 1;
  }
  const end = past(">");
  const inner = text.slice(open + 1, end - 1);
  const tag = (inner.match(/^\/?\s*([^\s/>]*)/)?.[1] ?? "").toUpperCase();
  if (inner.startsWith("/")) {
    const top = stack.pop();
    if (top?.tag !== tag || stack.length === 0) scanner.fail(`</${top?.tag}>`, `</${tag}>`, open);
    return end;
  }
  const element: Open = { tag, children: [], text: "", at: open };
  stack[stack.length - 1].children.push(element);
  if (!inner.endsWith("/")) stack.push(element);
  return end;
}

const ENTITIES: Readonly<Record<string, string>> = { lt: "<", gt: ">", amp: "&", quot: '"', apos: "'" };

function decode(text: string): string {
  return text.replace(/&(#x[0-9a-f]+|#\d+|\w+);/gi, (whole, name: string) => {
    if (name.startsWith("#x") || name.startsWith("#X")) return String.fromCodePoint(Number.parseInt(name.slice(2), 16));
    if (name.startsWith("#")) return String.fromCodePoint(Number(name.slice(1)));
    return ENTITIES[name] ?? whole;
  });
}

/** Text that XML takes as it is. */
export const encode = (text: string): string =>
  text.replace(/[<>&"']/g, (c) => `&${Object.keys(ENTITIES).find((name) => ENTITIES[name] === c)};`);
