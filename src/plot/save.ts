/** Files, where there are any: in Node and in what is like it. */
import { fail } from "../base/errors.ts";

interface FileSystem {
  writeFileSync(path: string, text: string): void;
}

interface Surroundings {
  readonly process?: { readonly getBuiltinModule?: (name: string) => FileSystem | undefined };
}

export function writeFile(path: string, text: string): void {
  const { process } = globalThis as unknown as Surroundings;
  const files = process?.getBuiltinModule?.("node:fs");
  if (files === undefined) {
    const problem = "there are no files here";
    const fix = "take the text itself: fig.toSVG()";
    fail("value", { op: "save", argument: "path", got: path, expects: "Node 20.16 or newer", problem, fix });
  }
  try {
    files.writeFileSync(path, text);
  } catch (error) {
    const problem = `the file cannot be written: ${error instanceof Error ? error.message : String(error)}`;
    const fix = "does its folder exist, and may you write there?";
    fail("value", { op: "save", argument: "path", got: path, expects: "a file that can be written", problem, fix });
  }
}
