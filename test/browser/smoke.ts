/** `npm run test:browser`: the built package, bundled, in Chromium. CHROMIUM names another executable than /usr/bin/chromium. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { build } from "esbuild";
import { chromium } from "playwright-core";
import { root } from "../../tools/entries.ts";
import { cases } from "./cases.ts";

/** What the page says about threads. */
interface Threads {
  readonly isolated: boolean;
  readonly possible: number;
  readonly tasks: number;
}

interface Computed {
  readonly results: Readonly<Record<string, string>>;
  readonly threads: Threads;
}

/** With these a page may share memory with its workers. */
const ISOLATION = { "Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Embedder-Policy": "require-corp" };

/** Opens the page with the bundle and returns what it computed. */
async function computeInBrowser(headers: Readonly<Record<string, string>>): Promise<Computed> {
  const { outputFiles } = await build({
    entryPoints: [`${root}test/browser/page.ts`],
    bundle: true,
    format: "esm",
    write: false,
    tsconfigRaw: {}, // without its paths "nabla" is the built package
  });
  const server = createServer(({ url }, response) => {
    const isScript = url === "/page.js";
    response.setHeader("content-type", isScript ? "text/javascript" : "text/html");
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
    response.end(
      isScript
        ? outputFiles[0].text
        : '<!doctype html><link rel="icon" href="data:,"><script type="module" src="/page.js"></script>',
    );
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const executablePath = process.env.CHROMIUM ?? "/usr/bin/chromium";
  const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
  try {
    const page = await browser.newPage();
    page.on("pageerror", (error) => console.log(`error in the page: ${error.message}`));
    await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
    await page.waitForFunction("globalThis.results", undefined, { timeout: 30_000 });
    return (await page.evaluate("({ results, threads })")) as Computed;
  } finally {
    await browser.close();
    server.close();
  }
}

let [passed, failed] = [0, 0];
function report(right: boolean, text: string): void {
  console.log(`${right ? "ok  " : "FAIL"}  ${text}`);
  if (right) passed++;
  else failed++;
}

const inNode: Record<string, string> = {};
for (const [name, compute] of Object.entries(cases)) inNode[name] = JSON.stringify(await compute());

/** Where pages are allowed no workers, there is one thread and all else is the same. */
const pages = {
  "": {},
  "isolated: ": ISOLATION,
  "isolated, no workers: ": { ...ISOLATION, "Content-Security-Policy": "worker-src 'none'" },
};
for (const [kind, headers] of Object.entries(pages)) {
  const { results, threads } = await computeInBrowser(headers);
  for (const [name, want] of Object.entries(inNode)) {
    const same = results[name] === want;
    report(same, `${kind}${name}  ${results[name]}${same ? "" : `  but in Node ${want}`}`);
  }
  const { isolated, possible, tasks } = threads;
  const divides = kind === "isolated: ";
  const right = isolated === (kind !== "") && possible === (divides ? 2 : 1) && tasks > 0 === divides;
  report(right, `${kind}threads  ${possible} possible, ${tasks} tasks for workers`);
}
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
