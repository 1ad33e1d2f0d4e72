import { cases } from "./cases.ts";

/** What the page hands to the test: each case's result as JSON. */
export const results: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(cases).map(([name, compute]) => [name, JSON.stringify(compute())]),
);
Object.assign(globalThis, { results });
