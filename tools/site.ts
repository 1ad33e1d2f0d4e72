/** `npm run site` writes the reference to `site/`: static pages that open from the disk. `-- FOLDER` writes elsewhere. */
import { resolve } from "node:path";
import { root } from "./entries.ts";
import { buildSite, writeSite } from "./site/build.ts";

const folder = resolve(process.argv[2] ?? `${root}site`);
const site = await buildSite();
writeSite(site, folder);

const sizes = [...site].map(([address, text]) => ({ address, size: Buffer.byteLength(text) }));
const pages = sizes.filter(({ address }) => address.endsWith(".html"));
const largest = pages.reduce((a, b) => (b.size > a.size ? b : a));
const kB = (bytes: number): string => `${(bytes / 1000).toFixed(0)} kB`;
const total = sizes.reduce((sum, { size }) => sum + size, 0);
const search = sizes.find(({ address }) => address === "search.js")?.size ?? 0;
console.log(
  `${pages.length} pages, ${kB(total)}; the largest, ${largest.address}, ${kB(largest.size)}; search ${kB(search)}`,
);
console.log(`${folder}/index.html  ${(performance.now() / 1000).toFixed(1)} s`);
