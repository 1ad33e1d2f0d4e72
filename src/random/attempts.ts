/** Samplers that may reject: where the numbers of an element's attempts come from. */
import { threefryBlock } from "./threefry.ts";

// What the pair of an element is the key of: its further attempts, and more digits of what an attempt is compared with. A sampler
// that needs other numbers besides counts on from here.
const FURTHER = 0;
const DIGITS = 1;
export const OTHERS = 2;

const spare: Uint32Array = /*@__PURE__*/ new Uint32Array(2);

/** A fraction of 52 bits from a pair as a key. */
export function fractionFrom(x: number, y: number, purpose: number, count: number): number {
  threefryBlock(x | 0, y | 0, purpose, count, spare, 0);
  return spare[0] * 2 ** -32 + (spare[1] >>> 12) * 2 ** -52;
}

/**
 * The attempts of one element after the other. An attempt has a pair of words: the element's own first, then those that this pair
 * gives as a key; so all depends on the element's pair only. 52 bits of it are a fraction, the 12 that are left the first digits of
 * a uniform number, which are enough in most cases; more digits are another block.
 */
export class Attempts {
  private x = 0;
  private y = 0;
  private count = 0;
  high = 0;
  low = 0;

  /** The first attempt of the element with this pair. */
  start(x: number, y: number): void {
    this.x = this.high = x;
    this.y = this.low = y;
    this.count = 1;
  }

  next(): void {
    threefryBlock(this.x | 0, this.y | 0, FURTHER, this.count++, spare, 0);
    this.high = spare[0];
    this.low = spare[1];
  }

  /** In [0, 1). */
  get fraction(): number {
    return this.high * 2 ** -32 + (this.low >>> 12) * 2 ** -52;
  }

  /** The uniform number is at least this, and less than this plus 2^-12. */
  get least(): number {
    return (this.low & 4095) * 2 ** -12;
  }

  /** A uniform number in [0, 1) that has nothing to do with the fraction. */
  get uniform(): number {
    return this.least + fractionFrom(this.x, this.y, DIGITS, this.count) * 2 ** -12;
  }
}
