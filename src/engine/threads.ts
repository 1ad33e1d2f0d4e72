/** How many threads compute. */
import { fail } from "../base/errors.ts";
import { pool } from "./wasm/executable.ts";
import { MOST_THREADS } from "./wasm/threads/pool.ts";

/**
 * Lets large computations run on several cores: loops, sums, products, lines that are sorted or scanned and stacks of matrices that take
 * longer than about 0.2 ms are divided among the calling thread and `count - 1` workers. The results are the same to the last bit, whatever the number.
 *
 * There is one thread unless this says otherwise, so that a program takes the cores that it asks for and no others. Workers start when
 * there is first something to divide, compute nothing until they are up, and do not keep a process from ending; `setThreads(1)` ends
 * them. In pages, threads need cross-origin isolation (`Cross-Origin-Opener-Policy: same-origin` and
 * `Cross-Origin-Embedder-Policy: require-corp`); where there are none (also in Node before 20.16 and 22.3) everything runs on one.
 * @param count - an integer from 1 to 64; as many as there are cores is a good choice
 * @throws TensorError "value" for anything else
 * @example
 * setThreads(2);
 * const a = ones([300, 300]);
 * a.matmul(a).at(0, 0) // => Tensor 300
 * setThreads(1);
 * @see threads
 * @keywords parallel, multithreading
 */
export function setThreads(count: number): void {
  if (!Number.isInteger(count) || count < 1 || count > MOST_THREADS) {
    fail("value", { op: "setThreads", argument: "count", got: count, expects: `an integer from 1 to ${MOST_THREADS}` });
  }
  pool.setThreads(count);
}

/**
 * How many threads large computations are divided among.
 * @returns what {@link setThreads} was given, 1 at first; 1 also where there are no threads: in a page that is not isolated
 * @example
 * threads() // => 1
 * @see setThreads
 * @keywords cores, parallel
 */
export function threads(): number {
  return pool.threads;
}
