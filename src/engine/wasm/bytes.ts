/** Bytes that grow, and the numbers of WebAssembly in them. */

/** Byte by byte and without lists between: in a fresh process V8 interprets this, some ten thousand times for a program. */
export class Bytes {
  length = 0;
  private bytes: Uint8Array<ArrayBuffer> = new Uint8Array(256);

  put(byte: number): void {
    if (this.length === this.bytes.length) this.reserve(1);
    this.bytes[this.length++] = byte;
  }

  putAll(bytes: ArrayLike<number>): void {
    for (let i = 0; i < bytes.length; i++) this.put(bytes[i]);
  }

  append({ bytes, length }: Bytes): void {
    this.reserve(length);
    this.bytes.set(bytes.subarray(0, length), this.length);
    this.length += length;
  }

  private reserve(more: number): void {
    const needed = this.length + more;
    if (needed <= this.bytes.length) return;
    const longer = new Uint8Array(2 * needed);
    longer.set(this.bytes);
    this.bytes = longer;
  }

  /** LEB128. */
  unsigned(value: number): void {
    let rest = value;
    for (; rest > 127; rest >>>= 7) this.put((rest & 127) | 128);
    this.put(rest);
  }

  /** LEB128 of a 32-bit number. */
  signed(value: number): void {
    let rest = value | 0;
    for (; rest < -64 || rest > 63; rest >>= 7) this.put((rest & 127) | 128);
    this.put(rest & 127);
  }

  /** LEB128 of a 64-bit number. */
  signed64(value: bigint): void {
    let rest = BigInt.asIntN(64, value);
    for (; rest < -64n || rest > 63n; rest >>= 7n) this.put(Number(rest & 127n) | 128);
    this.put(Number(rest & 127n));
  }

  /** A name, in ASCII, behind its length. */
  text(name: string): void {
    this.unsigned(name.length);
    for (let i = 0; i < name.length; i++) this.put(name.charCodeAt(i));
  }

  finish(): Uint8Array<ArrayBuffer> {
    return this.bytes.slice(0, this.length);
  }
}
