/**
 * Hands out blocks of a range of addresses. The free parts stand in a list ordered by address, and neighbours are joined; a block is
 * cut from the first part that is large enough ("address-ordered first fit", which fragments least of the simple policies).
 * @source Wilson, Johnstone, Neely & Boles, Dynamic storage allocation: a survey and critical review, 1995, section 3.4
 */
import { fail } from "../../base/errors.ts";

/** Blocks begin at multiples of a cache line, which is also wider than any vector. */
export const LINE = 64;

/** So many bytes behind each block are its own, so that a vector load past the last element touches nobody else's. */
export const SLACK = 64;

/** What a block takes. */
const sizeFor = (bytes: number): number => Math.ceil((bytes + SLACK) / LINE) * LINE;

export class Allocator {
  /** Bytes in blocks. */
  used = 0;
  /** Where the range ends. */
  private end: number;
  private readonly starts: number[] = [];
  private readonly ends: number[] = [];
  /** Of the blocks, by address. */
  private readonly sizes = new Map<number, number>();

  /** @param start - above 0, a multiple of LINE; the range is empty until it is extended */
  constructor(start: number) {
    this.end = start;
  }

  /** The address of a new block; 0 where no free part is large enough. */
  allocate(bytes: number): number {
    const { starts, ends } = this;
    const size = sizeFor(bytes);
    for (let i = 0; i < starts.length; i++) {
      const start = starts[i];
      const rest = ends[i] - start - size;
      if (rest < 0) continue;
      if (rest === 0) this.remove(i);
      else starts[i] = start + size;
      this.sizes.set(start, size);
      this.used += size;
      return start;
    }
    return 0;
  }

  /** Takes a block back. */
  free(address: number): void {
    const size = this.sizes.get(address);
    if (size === undefined) fail("internal", { op: "free", problem: `no block begins at ${address}` });
    this.sizes.delete(address);
    this.used -= size;
    this.insert(address, address + size);
  }

  /** More to hand out, up to `end`, a multiple of LINE. */
  extend(end: number): void {
    if (end > this.end) this.insert(this.end, end);
    this.end = end;
  }

  /** By how much the range must be extended for a block that does not fit; what is free at its end counts. */
  missing(bytes: number): number {
    const last = this.ends.length - 1;
    const tail = last >= 0 && this.ends[last] === this.end ? this.end - this.starts[last] : 0;
    return sizeFor(bytes) - tail;
  }

  private insert(start: number, end: number): void {
    const { starts, ends } = this;
    const i = this.placeOf(start);
    const joinsLeft = i > 0 && ends[i - 1] === start;
    const joinsRight = i < starts.length && starts[i] === end;
    if (joinsLeft && joinsRight) {
      ends[i - 1] = ends[i];
      this.remove(i);
    } else if (joinsLeft) ends[i - 1] = end;
    else if (joinsRight) starts[i] = start;
    else {
      starts.splice(i, 0, start);
      ends.splice(i, 0, end);
    }
  }

  private remove(i: number): void {
    this.starts.splice(i, 1);
    this.ends.splice(i, 1);
  }

  /** The number of free parts below an address. */
  private placeOf(address: number): number {
    let [low, high] = [0, this.starts.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.starts[middle] < address) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
