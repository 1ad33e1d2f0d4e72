/** Inputs that are no TypeScript: `x?`, `x??`, `%time …`. */

/** What an input asks for. */
export type Wish =
  | { readonly kind: "code"; readonly code: string }
  /** `x?` or `?x`: its help; `x??`: also its source. */
  | { readonly kind: "help"; readonly of: string; readonly source: boolean }
  /** `%name rest of the line`. */
  | { readonly kind: "command"; readonly name: string; readonly rest: string };

export function readWish(input: string): Wish {
  const line = input.trim();
  const command = /^%(\w+)(?:\s+([\s\S]*))?$/.exec(line);
  if (command !== null) return { kind: "command", name: command[1], rest: (command[2] ?? "").trim() };
  const asked = /^(\?{1,2})\s*([^?\s][^?]*?)$/.exec(line) ?? /^()([^?\s][^?;\n]*?)\s*(\?{1,2})$/.exec(line);
  if (asked !== null) {
    const marks = asked[1] || asked[3];
    return { kind: "help", of: asked[2].trim(), source: marks === "??" };
  }
  return { kind: "code", code: input };
}
