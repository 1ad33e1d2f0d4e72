/** `npm run test:browser`: the built package, bundled, in Chromium. CHROMIUM names another executable than /usr/bin/chromium. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { build } from "esbuild";
import { chromium } from "playwright-core";
import { root } from "../../tools/entries.ts";
import { cases } from "./cases.ts";

/** Opens the page with the bundle and returns what it computed. */
async function computeInBrowser(): Promise<Record<string, string>> {
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
    await page.waitForFunction("globalThis.results", undefined, { timeout: 10_000 });
    return (await page.evaluate("globalThis.results")) as Record<string, string>;
  } finally {
    await browser.close();
    server.close();
  }
}

const inBrowser = await computeInBrowser();
const names = Object.keys(cases);
const wrong = names.filter((name) => {
  const inNode = JSON.stringify(cases[name]());
  const same = inBrowser[name] === inNode;
  console.log(`${same ? "ok  " : "FAIL"}  ${name}  ${inBrowser[name]}${same ? "" : `  but in Node ${inNode}`}`);
  return !same;
});
console.log(`${names.length - wrong.length} passed, ${wrong.length} failed`);
process.exitCode = wrong.length === 0 ? 0 : 1;
