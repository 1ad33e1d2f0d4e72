/** TypeScript in pieces, as far as colours and links need it. */

export type TokenKind = "space" | "comment" | "string" | "number" | "keyword" | "type" | "name" | "mark";

export interface Token {
  readonly kind: TokenKind;
  readonly text: string;
}

const PATTERNS: readonly (readonly [TokenKind, RegExp])[] = [
  ["space", /\s+/y],
  ["comment", /\/\/[^\n]*|\/\*[\s\S]*?\*\//y],
  ["string", /"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'/y],
  ["string", /`(?:\\[\s\S]|\$\{(?:[^{}`]|\{[^{}]*\}|`[^`]*`)*\}|[^`\\])*`/y],
  ["number", /(?:0[xX][\da-fA-F_]+|\d[\d_]*(?:\.(?!\.)\d*)?(?:[eE][-+]?\d+)?|\.\d+(?:[eE][-+]?\d+)?)n?/y],
  ["name", /[\p{L}_$#@][\p{L}\p{N}_$]*/uy],
  ["mark", /\.\.\.|=>|[^\s]/uy],
];
const EXPRESSION = /\/(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n[])+\/[a-z]*/y;

const KEYWORDS =
  /^(?:abstract|as|asserts|async|await|break|case|catch|class|const|continue|declare|default|delete|do|else|export|extends|finally|for|from|function|if|implements|import|in|infer|instanceof|interface|is|keyof|let|new|of|override|private|protected|public|readonly|return|satisfies|static|super|switch|this|throw|try|type|typeof|unique|using|var|while|yield)$/;
const LITERALS = /^(?:true|false|null|undefined|NaN|Infinity)$/;
const TYPES = /^(?:\p{Lu}|(?:any|bigint|boolean|never|number|object|string|symbol|unknown|void)$)/u;

export function tokensOf(code: string): Token[] {
  const tokens: Token[] = [];
  let before: Token | undefined;
  for (let at = 0; at < code.length; ) {
    const token = tokenAt(code, at, before);
    tokens.push(token);
    if (token.kind !== "space" && token.kind !== "comment") before = token;
    at += token.text.length;
  }
  return tokens;
}

function tokenAt(code: string, at: number, before: Token | undefined): Token {
  if (code[at] === "/" && !/[/*]/.test(code[at + 1] ?? "") && mayBeginExpression(before)) {
    const text = matchAt(EXPRESSION, code, at);
    if (text !== undefined) return { kind: "string", text };
  }
  for (const [kind, pattern] of PATTERNS) {
    const text = matchAt(pattern, code, at);
    if (text !== undefined) return { kind: kind === "name" ? kindOfName(text, before) : kind, text };
  }
  return { kind: "mark", text: code[at] };
}

/** A slash behind a value divides. */
const mayBeginExpression = (before: Token | undefined): boolean =>
  before === undefined || before.kind === "keyword" || (before.kind === "mark" && !/[)\]}]/.test(before.text));

function matchAt(pattern: RegExp, code: string, at: number): string | undefined {
  pattern.lastIndex = at;
  return pattern.exec(code)?.[0];
}

function kindOfName(text: string, before: Token | undefined): TokenKind {
  if (before?.text === ".") return TYPES.test(text) ? "type" : "name";
  if (LITERALS.test(text)) return "number";
  if (KEYWORDS.test(text)) return "keyword";
  return TYPES.test(text) ? "type" : "name";
}
