/** Values and errors as the terminal shows them. */
import { FRAME } from "../repl/session.ts";
import { inspect, stripVTControlCharacters } from "node:util";

export interface Screen {
  readonly colors: boolean;
  readonly columns: number;
}

/** The screen of a stream; piped output gets no colours, and NO_COLOR and FORCE_COLOR are respected. */
export function screenOf(stream: NodeJS.WriteStream): Screen {
  const colors = stream.isTTY ? stream.hasColors() : stream.hasColors?.() === true;
  return { colors, columns: stream.columns ?? 88 };
}

export function showValue(value: unknown, { colors, columns }: Screen): string {
  try {
    return inspect(value, { colors, breakLength: columns, depth: 4, maxArrayLength: 100, maxStringLength: 10_000 });
  } catch (error) {
    return `a ${typeof value} that cannot be shown: ${String(error)}`;
  }
}

/** An error: its text, and where in the inputs it arose. */
export function showError(error: unknown, { colors, columns }: Screen): string {
  const red = (text: string): string => (colors ? `\x1b[31m${text}\x1b[39m` : text);
  if (!(error instanceof Error)) return red(`thrown: ${showValue(error, { colors: false, columns })}`);
  const [first, ...others] = stripVTControlCharacters(String(error)).split("\n");
  return [red(first), ...others, ...placesOf(error)].join("\n");
}

/** Lines of inputs and program files that the error passed through, innermost first. */
function placesOf({ stack = "" }: Error): string[] {
  const frames = [
    ...stack.matchAll(/^\s+at (?:(?:async )?(\S+) \()?((?:input-\d+|stdin|[^\s():]+\.ts)):(\d+):\d+\)?$/gm),
  ];
  // Each input is called by a function of ours, which is no place of the user's.
  const own = frames.filter(([, name]) => name !== "eval");
  return own.slice(0, MOST).map(([, name, file, line]) => `  at ${file}:${line}${name === FRAME ? "" : ` in ${name}`}`);
}

/** More frames than this tell nothing new. */
const MOST = 4;
