/** What the prompt shows of a function while its arguments are typed. */
import { signature } from "nabla/help";
import { resolve } from "../repl/complete.ts";
import type { Session } from "../repl/session.ts";

/** Behind `f(` with nothing else, Tab shows how `f` is called. */
export function signatureAt(line: string, session: Session): string | undefined {
  const path = /((?:[\p{ID_Start}$_][\p{ID_Continue}$]*\.)*[\p{ID_Start}$_][\p{ID_Continue}$]*)\($/u.exec(line)?.[1];
  if (path === undefined) return undefined;
  const value = resolve(path.split("."), session);
  return typeof value === "function" ? String(signature(value)) : undefined;
}
