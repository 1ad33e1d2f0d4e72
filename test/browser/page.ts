import { threads, setThreads } from "nabla";
import { cases } from "./cases.ts";

interface Page {
  readonly Worker: {
    readonly prototype: { postMessage(message: { readonly kind: string }, ...rest: unknown[]): void };
  };
  readonly crossOriginIsolated: boolean;
}
const {
  Worker: { prototype },
  crossOriginIsolated: isolated,
} = globalThis as unknown as Page;

/** Tasks that were given to workers. */
let tasks = 0;
const { postMessage } = prototype;
prototype.postMessage = function (message, ...rest) {
  if (message.kind === "task") tasks++;
  postMessage.call(this, message, ...rest);
};

/** What the page hands to the test: each case's result as JSON. */
const results: Record<string, string> = {};
for (const [name, compute] of Object.entries(cases)) results[name] = JSON.stringify(await compute());
setThreads(2);
Object.assign(globalThis, { results, threads: { isolated, possible: threads(), tasks } });
