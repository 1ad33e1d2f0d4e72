/** Stacks of errors: where the user's code ends and Nabla begins. */

/** One line of a stack. */
interface Frame {
  /** Which line of the stack. */
  readonly place: number;
  readonly file: string;
  /** Line and column. */
  readonly at: string;
}

/** A line of a stack, in V8's, Firefox's and Safari's way of writing it, with file, line and column at its end. */
const FRAME = /^(?:\s*at |[^@\s]*@).*?([^\s(@]+):(\d+):(\d+)\)?$/;

const framesOf = (lines: readonly string[]): Frame[] =>
  lines.flatMap((line, place) => {
    const found = FRAME.exec(line);
    return found === null ? [] : [{ place, file: found[1].replace(/[?#].*$/, ""), at: `${found[2]}:${found[3]}` }];
  });

/** The first frame that is not in the folder of all rooms of Nabla, where that of the first frame is one. */
function firstOfUser(frames: readonly Frame[]): number {
  const root = frames[0]?.file.replace(/[^/]*\/[^/]*$/, "") ?? "";
  return frames.findIndex(({ file }) => !file.startsWith(root) && !file.startsWith("node:"));
}

interface Limited {
  stackTraceLimit?: number;
}

/** V8 keeps ten frames, and all ten may be ours. */
export function withFrames<T>(count: number, body: () => T): T {
  const engine = Error as Limited;
  const before = engine.stackTraceLimit;
  engine.stackTraceLimit = count;
  try {
    return body();
  } finally {
    engine.stackTraceLimit = before;
  }
}

/** The nearest call from outside of Nabla, as file:line:column. To be called in a file of a room. */
export function placeInUserCode(): string {
  const { stack = "" } = withFrames(Number.POSITIVE_INFINITY, () => new Error());
  const frames = framesOf(stack.split("\n"));
  const user = frames[firstOfUser(frames)];
  return user === undefined ? "an unknown place" : `${user.file.replace(/^file:\/\//, "")}:${user.at}`;
}

/** V8's own choice of how many frames there are. */
const USUAL = 10;

/** As many frames are searched for the user's call. */
const SEARCHED = 100;

/**
 * Makes the stack of an error begin in the public function that was called: under a transformation dozens of frames of ours hide
 * the user's line otherwise. Who has set `Error.stackTraceLimit` keeps all.
 * @param make - a function of base/errors.ts
 */
export function beginAtUser<E extends Error>(make: () => E): E {
  if ((Error as Limited).stackTraceLimit !== USUAL) return make();
  const error = withFrames(SEARCHED, make);
  const lines = (error.stack ?? "").split("\n");
  const frames = framesOf(lines);
  const user = firstOfUser(frames);
  // In a bundle all files are one, and nothing can be told apart.
  if (user < 1 || !/\/base\/errors\.[jt]s$/.test(frames[0].file)) return error;
  const shown = lines.slice(frames[user - 1].place, frames[user].place + USUAL);
  error.stack = [...lines.slice(0, frames[0].place), ...shown].join("\n");
  return error;
}
