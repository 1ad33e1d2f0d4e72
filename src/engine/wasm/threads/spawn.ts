/** Starts workers: Node's or a page's, found without an import, so that the package needs neither's types and bundles for both. */
import { type Message, NODE_SCRIPT, PAGE_SCRIPT } from "./script.ts";

export interface Thread {
  post(message: Message): void;
  /** Stops it, soon. */
  terminate(): void;
}

/** The part of `node:worker_threads` that we use. */
interface NodeThreads {
  readonly Worker: new (
    code: string,
    options: { readonly eval: true; readonly execArgv: readonly string[] },
  ) => {
    postMessage(message: Message): void;
    terminate(): unknown;
    unref(): void;
    on(event: "error" | "exit", listener: () => void): void;
  };
}

interface PageWorker {
  onerror: ((event: { preventDefault(): void }) => void) | null;
  postMessage(message: Message): void;
  terminate(): void;
}

/** What there is depends on the runtime. */
interface Surroundings {
  readonly process?: {
    readonly versions?: { readonly node?: string };
    /** Since Node 20.16 and 22.3. */
    readonly getBuiltinModule?: (name: string) => NodeThreads | undefined;
  };
  readonly crossOriginIsolated?: boolean;
  readonly SharedArrayBuffer?: unknown;
  readonly Atomics?: unknown;
  readonly Worker?: new (url: string) => PageWorker;
  readonly Blob?: new (parts: readonly string[], options: { readonly type: string }) => object;
  readonly URL?: { createObjectURL(blob: object): string };
}

const here = globalThis as unknown as Surroundings;

const isNode = (): boolean => here.process?.versions?.node !== undefined;

/** Can memory be shared with workers? In a page that needs the headers of cross-origin isolation. */
export const sharesMemory = (): boolean =>
  here.SharedArrayBuffer !== undefined && here.Atomics !== undefined && here.crossOriginIsolated !== false;

/** Is there a way to start workers, as far as can be told without trying? */
export const hasThreads = (): boolean =>
  sharesMemory() && (isNode() ? here.process?.getBuiltinModule !== undefined : here.Worker !== undefined);

/**
 * A new worker, which never keeps the process from ending.
 * @param onEnd - called when it has ended by itself or could not start
 * @returns undefined where there cannot be one
 */
export function spawn(onEnd: () => void): Thread | undefined {
  try {
    return isNode() ? spawnInNode(onEnd) : spawnInPage(onEnd);
  } catch {
    return undefined;
  }
}

function spawnInNode(onEnd: () => void): Thread | undefined {
  const threads = here.process?.getBuiltinModule?.("node:worker_threads");
  if (threads === undefined) return undefined;
  // What Node was told to load before the program (--import) is not for us.
  const worker = new threads.Worker(NODE_SCRIPT, { eval: true, execArgv: [] });
  worker.on("error", onEnd);
  worker.on("exit", onEnd);
  worker.unref();
  return {
    post: (message) => worker.postMessage(message),
    terminate: () => void worker.terminate(),
  };
}

let pageScript: string | undefined;

function spawnInPage(onEnd: () => void): Thread | undefined {
  const { Worker, Blob, URL } = here;
  if (Worker === undefined || Blob === undefined || URL === undefined) return undefined;
  pageScript ??= URL.createObjectURL(new Blob([PAGE_SCRIPT], { type: "text/javascript" }));
  const worker = new Worker(pageScript);
  worker.onerror = (event) => {
    event.preventDefault();
    onEnd();
  };
  return {
    post: (message) => worker.postMessage(message),
    terminate: () => worker.terminate(),
  };
}
