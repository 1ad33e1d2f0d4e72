/** `example`: runs the examples of the documentation. */
import { fail, show } from "../base/errors.ts";
import { isTensor } from "../core/tensor.ts";
import { withTexts } from "./catalog.ts";
import { codeBlock, heading, paragraph } from "./block.ts";
import { Document } from "./document.ts";
import type { Statement } from "./entry.ts";
import { code, plain } from "./inline.ts";
import { lookup } from "./lookup.ts";
import { remark } from "./page.ts";
import { shortText } from "./shortText.ts";
import { loadModule, publicValues } from "./values.ts";

/**
 * Runs the examples of a function, class or method, with all public names in scope, and shows what they print.
 * @param target - a function, class or method, or a name as for `help`
 * @returns a document of the statements, each with what it printed just now
 * @throws TensorError "value" where code cannot be made of text, as in a page whose policy forbids it
 * @example String(await example(sum)).includes("Tensor [4, 6]") // => true
 * @keywords demo, run, try
 * @source R's `example`
 */
export async function example(target: unknown): Promise<Document> {
  const entries = lookup(target)
    .entries.map(withTexts)
    .filter(({ examples = [] }) => examples.length > 0);
  if (entries.length === 0) {
    const title = heading(
      1,
      `No examples of ${plain(typeof target === "string" ? target.slice(0, 80) : shortText(target))}`,
    );
    return new Document([title, paragraph(`${code("help(x)")} says what there is to say of it.`)]);
  }
  const [entry] = entries;
  const texts: string[] = [];
  for (const statements of entry.examples ?? []) texts.push(await runExample(statements, entry.modules[0]));
  return new Document([heading(1, `examples of ${code(entry.name)}`), codeBlock(texts.join("\n\n"))], [entry.name]);
}

type AsyncFunction = (...args: readonly unknown[]) => Promise<unknown>;

const AsyncFunction = /*@__PURE__*/ Object.getPrototypeOf(async () => {}).constructor as new (
  ...parts: readonly string[]
) => AsyncFunction;

/** The statements with what each of them prints. @param module - whose names come first */
async function runExample(statements: readonly Statement[], module = "nabla"): Promise<string> {
  const outputs = statements.map((): string[] => []);
  let at = 0;
  const write = (...values: readonly unknown[]): void => {
    outputs[at].push(values.map((value) => (typeof value === "string" ? value : display(value))).join(" "));
  };
  const session = {
    at: (i: number) => void (at = i),
    value: (i: number, value: unknown) => {
      const isAsked = statements[i].prints !== undefined || (i === statements.length - 1 && value !== undefined);
      if (isAsked && !statements[i].throws && (value !== undefined || outputs[i].length === 0))
        outputs[i].push(display(value));
    },
    load: loadModule,
    thrown: (i: number, error: unknown) => void outputs[i].push(messageOf(error)),
  };
  const print = Object.fromEntries(
    ["log", "info", "warn", "error", "debug", "table", "dir"].map((name) => [name, write]),
  );
  const names = await publicValues(module);
  names.set("console", print).set("$session", session);
  const run = compile([...names.keys()].filter(isIdentifier), bodyOf(statements));
  let failed: number | undefined;
  try {
    await run(...[...names].flatMap(([name, value]) => (isIdentifier(name) ? [value] : [])));
  } catch (error) {
    failed = at;
    outputs[at].push(messageOf(error));
  }
  return statements
    .slice(0, failed === undefined ? undefined : failed + 1)
    .map(({ code: text, throws }, i) => {
      const line = statements.length === 1 || /[;}]$/.test(text) ? text : `${text};`;
      const output = outputs[i].join("\n");
      return output === "" ? line : line + remark(output, throws === true || i === failed, line);
    })
    .join("\n");
}

/** One function, so that declarations carry over; inside of another, so that examples may declare public names anew. */
function bodyOf(statements: readonly Statement[]): string {
  const lines = statements.map(({ code: text, throws }, i) => {
    const script = plainScript(text).replace(/;\s*$/, "");
    const line = isExpression(script) ? `$session.value(${i}, (${script}\n));` : `${script};`;
    return `$session.at(${i});\n${throws ? `try { ${line} } catch (error) { $session.thrown(${i}, error); }` : line}`;
  });
  return `return await (async () => {\n${lines.join("\n")}\n})();`;
}

/** In a function there is no `import`, and before Node 24 no `using`. */
const plainScript = (text: string): string =>
  text
    .replace(/^using /gm, "const ")
    .replace(/^import (\{[^}]*\}) from ("nabla[\w/]*")/gm, (_, clause: string, module: string) => {
      return `const ${clause.replaceAll(" as ", ": ")} = await $session.load(${module})`;
    });

function isExpression(text: string): boolean {
  if (/^(?:(?:async\s+)?function|class|let|const|import)\b/.test(text)) return false;
  try {
    compile([], `return (${text}\n);`);
    return true;
  } catch (error) {
    if (error instanceof SyntaxError) return false;
    throw error;
  }
}

function compile(parameters: readonly string[], body: string): AsyncFunction {
  try {
    return new AsyncFunction(...parameters, body);
  } catch (error) {
    if (error instanceof SyntaxError) throw error;
    fail("value", {
      op: "example",
      argument: "the page's policy",
      problem: "this page or program forbids to make code of text, which running an example needs",
      got: messageOf(error),
      expects: "a policy that allows 'unsafe-eval'",
      fix: "help(x) shows the examples with what they print; run them in Node or in a page without such a policy",
    });
  }
}

/** Names of methods only, such as `var`, cannot be parameters. */
const isIdentifier = (name: string): boolean => !/^(?:var|with|delete|default|in|new|switch|case)$/.test(name);

const messageOf = (error: unknown): string =>
  error instanceof Error ? error.message.split("\n")[0] : shortText(error);

/** As the console shows it. */
function display(value: unknown): string {
  const { process } = globalThis as {
    readonly process?: {
      readonly getBuiltinModule?: (name: string) => { readonly inspect: (value: unknown) => string };
    };
  };
  const inspect = process?.getBuiltinModule?.("node:util").inspect;
  if (inspect !== undefined) return inspect(value);
  if (isTensor(value)) return String(value);
  return typeof value === "string" ? `'${value}'` : show(value);
}
