/** What stands behind a prompt: runs one input after the other in the global scope of its thread. */
import { transform } from "sucrase";
import { isOpen } from "./open.ts";
import { DECLARE, IMPORT, type Rewritten, rewrite } from "./rewrite.ts";

/** Public names by module: what an input may use without importing it. */
export type Library = Readonly<Record<string, unknown>>;

export interface SessionOptions {
  /** Names in scope besides the global ones. They are not made global, since code of others uses `isNaN` and its like. */
  readonly library: Library;
  /** Loads what an `import` of an input names. */
  readonly load: (specifier: string) => Promise<unknown>;
  /** Calls a function so that the host can interrupt it. */
  readonly guard?: <T>(run: () => T) => T;
}

/** The input ends too early: more lines may complete it. */
export class Incomplete extends SyntaxError {
  override readonly name = "SyntaxError";
}

/** The input is no TypeScript; `line` and `column` count from 1. */
export class Malformed extends SyntaxError {
  override readonly name = "SyntaxError";
  readonly line: number;
  readonly column: number;
  constructor(message: string, line: number, column: number) {
    super(message);
    this.line = line;
    this.column = column;
  }
}

/** What stack traces call the code of an input. */
export const FRAME = "$input";

type Body = (
  library: Library,
  load: SessionOptions["load"],
  declare: (name: string, value: unknown) => void,
) => unknown;

/**
 * One conversation. Names that inputs declare live in the global object and can be declared again. An input sees them before
 * the names of the library, and those before all other globals.
 */
export class Session {
  private readonly options: SessionOptions;
  private readonly own = new Set<string>();
  private inputs = 0;

  constructor(options: SessionOptions) {
    this.options = options;
  }

  /** Names declared so far. */
  get declared(): readonly string[] {
    return [...this.own];
  }

  /** Value of a name as an input would see it; undefined for one that does not exist. */
  lookup(name: string): unknown {
    if (this.own.has(name)) return Reflect.get(globalThis, name);
    return Object.hasOwn(this.options.library, name) ? this.options.library[name] : Reflect.get(globalThis, name);
  }

  /** Makes a name as a declaration does. */
  declare(name: string, value: unknown): void {
    this.own.add(name);
    Object.defineProperty(globalThis, name, { value, writable: true, configurable: true, enumerable: true });
  }

  /** Runs an input, called `name` in stack traces; the value of a last expression, or a promise of it where the input awaits. Throws what the input throws. */
  evaluate(source: string, name?: string): unknown {
    const run = this.compile(source, name);
    return this.options.guard ? this.options.guard(run) : run();
  }

  /** Throws {@link Incomplete} or {@link Malformed} where that is so of an input. */
  check(source: string): void {
    readInput(source);
  }

  /** Makes an input ready to run. Throws {@link Incomplete} or {@link Malformed}. */
  compile(source: string, name = `input-${++this.inputs}`): () => unknown {
    const rewritten = readInput(source);
    const { library, load } = this.options;
    for (const name of rewritten.declared) if (!this.own.has(name)) this.declare(name, undefined);
    const borrowed = [...rewritten.used].filter((name) => Object.hasOwn(library, name) && !this.own.has(name));
    const body = toFunction(rewritten, borrowed, name);
    return () => body(library, load, (name, value) => this.hand(name, value));
  }

  private hand(name: string, value: unknown): void {
    Object.defineProperty(value as object, "name", { value: name, configurable: true });
    this.declare(name, value);
  }
}

function toFunction({ body, isAsync }: Rewritten, borrowed: readonly string[], name: string): Body {
  const names = borrowed.length === 0 ? "" : `const { ${borrowed.join(", ")} } = $library; `;
  const inner = `return (${isAsync ? "async " : ""}function ${FRAME}() { ${body}\n})();`;
  const text = `(function ($library, ${IMPORT}, ${DECLARE}) { "use strict"; ${names}${inner} })`;
  // Called indirectly it runs in the global scope, and adds no lines of its own as `new Function` would.
  // oxlint-disable-next-line no-eval -- this is what a prompt is for
  return (0, eval)(`${text}\n//# sourceURL=${name}`) as Body;
}

/** An object literal looks like a block at the beginning of a statement; it is meant as a value where it reads as one. */
function readInput(source: string): Rewritten {
  if (/^\s*\{/.test(source) && !/;\s*$/.test(source)) {
    try {
      return readModule(`(${source}\n)`);
    } catch {
      // Then it is a block.
    }
  }
  return readModule(source);
}

function readModule(source: string): Rewritten {
  try {
    return rewrite(stripTypes(source));
  } catch (error) {
    throw explained(error, source);
  }
}

/** TypeScript to JavaScript, every statement on its line. */
export function stripTypes(source: string): string {
  return transform(source, {
    transforms: ["typescript"],
    disableESTransforms: true,
    keepUnusedImports: true,
  }).code;
}

function explained(error: unknown, source: string): unknown {
  if (!(error instanceof SyntaxError)) return error;
  const { message, pos, loc } = error as SyntaxError & Where;
  const said = message.replace(/^Error transforming .*?: /, "").replace(/ \(\d+:\d+\)$/, "");
  if (isOpen(source) || (pos !== undefined && pos >= source.trimEnd().length)) return new Incomplete(said);
  return new Malformed(said, loc?.line ?? 1, loc?.column ?? 1);
}

interface Where {
  readonly pos?: number;
  readonly loc?: { readonly line: number; readonly column: number };
}
