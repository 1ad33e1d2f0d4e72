/** Whether a text ends inside of something: brackets, a template or a comment that nothing has closed yet. */

const CLOSING: Readonly<Record<string, string>> = { "(": ")", "[": "]", "{": "}" };

/** True where more lines could complete the text; false where a bracket closes nothing, which no line can mend. */
export function isOpen(source: string): boolean {
  const open: string[] = [];
  for (let at = 0; at < source.length; at++) {
    const char = source[at];
    if (open.at(-1) === "`") {
      if (char === "\\") at++;
      else if (char === "`") open.pop();
      else if (char === "$" && source[at + 1] === "{") at = open.push("}") && at + 1;
    } else if (char === '"' || char === "'") {
      at = endOfString(source, at);
    } else if (char === "/" && source[at + 1] === "/") {
      at = indexOr(source, "\n", at) - 1;
    } else if (char === "/" && source[at + 1] === "*") {
      if (!source.includes("*/", at + 2)) return true;
      at = source.indexOf("*/", at + 2) + 1;
    } else if (char === "/" && beginsPattern(source.slice(0, at))) {
      at = endOfPattern(source, at);
    } else if (char === "`") open.push("`");
    else if (char in CLOSING) open.push(CLOSING[char]);
    else if (/[)\]}]/.test(char) && open.pop() !== char) return false;
  }
  return open.length > 0;
}

function indexOr(source: string, text: string, from: number): number {
  const at = source.indexOf(text, from);
  return at < 0 ? source.length : at;
}

/** A string ends at its quote, or with its line. */
function endOfString(source: string, start: number): number {
  for (let at = start + 1; at < source.length; at++) {
    if (source[at] === "\\") at++;
    else if (source[at] === source[start] || source[at] === "\n") return at;
  }
  return source.length;
}

/** A slash divides behind a value and begins a pattern elsewhere. */
function beginsPattern(before: string): boolean {
  return !/(?:[\w$)\]}]|["'`])\s*$/.test(before) || /\b(?:return|typeof|case|in|of|void|await)\s*$/.test(before);
}

function endOfPattern(source: string, start: number): number {
  let inSet = false;
  for (let at = start + 1; at < source.length && source[at] !== "\n"; at++) {
    if (source[at] === "\\") at++;
    else if (source[at] === "[") inSet = true;
    else if (source[at] === "]") inSet = false;
    else if (source[at] === "/" && !inSet) return at;
  }
  return start;
}
