/** Markdown inside of a line, which all texts of documents are. */

export interface Span {
  readonly style: "plain" | "code" | "math" | "strong" | "emphasis" | "link";
  readonly text: string;
  /** Of a link. */
  readonly url?: string;
}

const SPAN =
  /\\([\\`*_$[\]<|])|(`+)(.+?)\2(?!`)|\$([^$\s](?:[^$\n]*[^$\s\\])?)\$(?!\d)|\*\*(\S(?:.*?\S)?)\*\*|(?<![\w*])\*([^\s*](?:[^*\n]*[^\s*])?)\*(?![\w*])|\[([^\][]+)\]\(([^()\s]+)\)/gs;

/** The text in pieces, each of one style. */
export function spansOf(text: string): Span[] {
  const spans: Span[] = [];
  let end = 0;
  let plain = "";
  for (const match of text.matchAll(SPAN)) {
    plain += text.slice(end, match.index);
    end = match.index + match[0].length;
    if (match[1] !== undefined) {
      plain += match[1];
      continue;
    }
    if (plain !== "") spans.push({ style: "plain", text: plain });
    plain = "";
    spans.push(spanOf(match));
  }
  plain += text.slice(end);
  if (plain !== "") spans.push({ style: "plain", text: plain });
  return spans;
}

function spanOf([, , ticks, code, math, strong, emphasis, label, url]: RegExpMatchArray): Span {
  if (ticks !== undefined) return { style: "code", text: code.length > 2 ? code.replace(/^ (.*) $/s, "$1") : code };
  if (math !== undefined) return { style: "math", text: math };
  if (strong !== undefined) return { style: "strong", text: unescape(strong) };
  if (emphasis !== undefined) return { style: "emphasis", text: unescape(emphasis) };
  return { style: "link", text: unescape(label).replaceAll("`", ""), url };
}

const unescape = (text: string): string => text.replace(/\\([\\`*_$[\]<|])/g, "$1");

/** A text that may hold anything as Markdown that shows it. */
export const plain = (text: string): string => text.replace(/[\\`*_$[\]<|]/g, "\\$&");

/** Code as Markdown, also code with backticks. */
export function code(text: string): string {
  if (text === "") return "";
  if (!text.includes("`")) return `\`${text}\``;
  const longest = Math.max(...(text.match(/`+/g) ?? []).map((run) => run.length));
  const ticks = "`".repeat(longest + 1);
  return `${ticks} ${text} ${ticks}`;
}
