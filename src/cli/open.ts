/** Shows a value in the browser: as a page of its own in the folder for temporary files. */
import { spawn } from "node:child_process";
import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

const OPENERS: Readonly<Record<string, readonly [command: string, ...args: string[]]>> = {
  darwin: ["open"],
  win32: ["cmd", "/c", "start", ""],
};

/** Writes the page and starts the browser on it. @returns what to tell the user */
export async function openInBrowser(value: unknown): Promise<string> {
  const html = htmlOf(value);
  if (html === undefined) return "nothing to open: the last value is neither a figure nor a document";
  const file = join(await mkdtemp(join(tmpdir(), "nabla-")), "value.html");
  await writeFile(file, page(html));
  const [command, ...args] = OPENERS[process.platform] ?? ["xdg-open"];
  const isOpen = await new Promise<boolean>((resolve) => {
    const child = spawn(command, [...args, file], { stdio: "ignore", detached: true });
    child.on("error", () => resolve(false)).on("spawn", () => resolve(true));
    child.unref();
  });
  return isOpen ? `opened ${file}` : `open this in a browser: ${file}`;
}

function htmlOf(value: unknown): string | undefined {
  const method: unknown = typeof value === "object" && value !== null ? Reflect.get(value, "toHTML") : undefined;
  return typeof method === "function" ? String(Reflect.apply(method, value, [])) : undefined;
}

function page(html: string): string {
  const head = '<meta charset="utf-8"><meta name="color-scheme" content="light dark"><title>Nabla</title>';
  const style = "body { font: 16px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 60rem }";
  return `<!doctype html><html lang="en"><head>${head}<style>${style}</style></head><body>${html}</body></html>\n`;
}
