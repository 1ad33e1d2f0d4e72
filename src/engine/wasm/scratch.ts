/** Space for a while: one block that calls take turns with, so that most of them need not look for one. */
import type { Heap } from "./heap.ts";

/** Longer blocks are given back at once. */
const MOST = 4 * 2 ** 20;

export class Scratch {
  private readonly heap: Heap;
  private address = 0;
  private bytes = 0;
  private taken = false;

  constructor(heap: Heap) {
    this.heap = heap;
  }

  /** The address of a block that is the caller's until it is released; its content is arbitrary. */
  take(bytes: number): number {
    if (this.taken || bytes > MOST) return this.heap.allocate(bytes);
    if (bytes > this.bytes) {
      if (this.address !== 0) this.heap.free(this.address);
      this.address = this.bytes = 0;
      this.address = this.heap.allocate(bytes);
      this.bytes = bytes;
    }
    this.taken = true;
    return this.address;
  }

  release(address: number): void {
    if (address === this.address) this.taken = false;
    else this.heap.free(address);
  }
}
