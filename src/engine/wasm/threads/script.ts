/**
 * What a worker runs, as text: so there is no file that a bundler or a server would have to find. It is plain JavaScript and knows
 * nothing of this package but the layout below.
 *
 * The thread that calls and its workers share the memory of compiled programs, and in it a board of 32-bit words. A task is a function
 * (…arguments, from, to) of a compiled module and a range of indices, cut into pieces. Who is free takes the next piece, the caller
 * too, so nobody ever waits for a worker that has not begun: one that sleeps, starts or died takes no piece.
 */

/** Pieces of a task at most. */
export const MOST_PIECES = 256;

/** Of the word that pieces are taken from: the task's number above these bits, the next piece in them. */
export const PIECE_BITS = 9;

/** Words of the board. */
export const BOARD: { readonly next: number; readonly done: number; readonly length: number } = {
  /** The number of the task and its next piece. */
  next: 0,
  /** From here on, for each piece: the number of the last task whose piece with this number a worker completed. */
  done: 16,
  length: 16 + MOST_PIECES,
};

/** Words of a worker. */
export const OWN: { readonly ready: number; readonly task: number; readonly length: number } = {
  /** 1 when the worker listens. */
  ready: 0,
  /** The number of the task that the worker takes pieces of; 0 for none. */
  task: 1,
  length: 16,
};

/** To a worker; in order. */
export type Message =
  /** The first. Addresses are in bytes. */
  | { readonly kind: "memory"; readonly memory: object; readonly board: number; readonly own: number }
  | {
      readonly kind: "module";
      readonly module: object;
      readonly id: number;
      /** What it imports of modules that were sent before. */
      readonly links: readonly (readonly [name: string, id: number, exported: string])[];
    }
  /** Nobody will ask for a module any more. */
  | { readonly kind: "forget"; readonly id: number }
  | TaskMessage;

export interface TaskMessage {
  readonly kind: "task";
  /** Of the module. */
  readonly id: number;
  readonly name: string;
  readonly args: readonly number[];
  readonly task: number;
  readonly size: number;
  /** Indices of a piece; the last may have fewer. */
  readonly piece: number;
}

const BODY = `
let memory, words, board, own;
const instances = new Map();
function instantiate({ module, links }) {
  const env = { memory };
  for (const { name, kind } of WebAssembly.Module.imports(module)) {
    if (kind === "function") env[name] = Math[name] ?? (() => { throw new Error(name + " runs on the thread that calls"); });
  }
  for (const [name, id, exported] of links) env[name] = instances.get(id).exports[exported];
  return new WebAssembly.Instance(module, { env });
}
function run({ id, name, args, task, size, piece }) {
  const compute = instances.get(id)?.exports[name];
  if (compute === undefined) return;
  const count = Math.ceil(size / piece);
  Atomics.store(words, own + ${OWN.task}, task);
  try {
    for (;;) {
      const next = Atomics.load(words, board + ${BOARD.next});
      const i = next & ${2 ** PIECE_BITS - 1};
      if (next >> ${PIECE_BITS} !== task || i >= count) break;
      if (Atomics.compareExchange(words, board + ${BOARD.next}, next, next + 1) !== next) continue;
      compute(...args, i * piece, Math.min(size, (i + 1) * piece));
      Atomics.store(words, board + ${BOARD.done} + i, task);
    }
  } catch {
    // The piece is not done, which the caller sees; it also takes those that are left.
  }
  Atomics.store(words, own + ${OWN.task}, 0);
  Atomics.notify(words, own + ${OWN.task});
}
function receive(message) {
  if (message.kind === "task") run(message);
  else if (message.kind === "module") {
    try { instances.set(message.id, instantiate(message)); } catch {}
  } else if (message.kind === "forget") instances.delete(message.id);
  else {
    memory = message.memory;
    words = new Int32Array(memory.buffer);
    [board, own] = [message.board / 4, message.own / 4];
    Atomics.store(words, own + ${OWN.ready}, 1);
  }
}
`;

/** For Node's `worker_threads`. */
export const NODE_SCRIPT: string = `"use strict";${BODY}require("node:worker_threads").parentPort.on("message", receive);`;

/** For a Web Worker. */
export const PAGE_SCRIPT: string = `"use strict";${BODY}onmessage = ({ data }) => receive(data);`;
