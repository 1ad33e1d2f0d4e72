import { parse } from "acorn";

/** Can a variable of a module have this name? `var`, `delete` and `await` cannot. */
export function isBindable(name: string): boolean {
  try {
    parse(`const ${name} = 0;`, { ecmaVersion: "latest", sourceType: "module" });
    return true;
  } catch {
    return false;
  }
}
