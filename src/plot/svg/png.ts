/** Pictures of many cells are PNG, which SVG holds as text: a byte for each cell, where rectangles would take twenty. */

/** The lengths of the parts are four bytes, the most significant first. @source RFC 2083 (PNG), 2.1 and 3.2 */
const word = (value: number): number[] => [24, 16, 8, 0].map((shift) => (value >>> shift) & 255);

const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

/**
 * A picture as an address that an image can have.
 * @param pixels - row after row, the number of a colour
 * @param palette - red, green, blue and opacity of each colour, from 0 to 255; 256 at most
 */
export function pngAddress(
  pixels: Uint8Array,
  width: number,
  palette: readonly (readonly [red: number, green: number, blue: number, opacity: number])[],
): string {
  const height = pixels.length / width;
  const bytes = [
    SIGNATURE,
    // 8 bits each, numbers of colours, the usual compression and filters, not interlaced.
    part("IHDR", [...word(width), ...word(height), 8, 3, 0, 0, 0]),
    part(
      "PLTE",
      palette.flatMap(([red, green, blue]) => [red, green, blue]),
    ),
    part(
      "tRNS",
      palette.map(([, , , opacity]) => opacity),
    ),
    part("IDAT", stored(lines(pixels, width, height))),
    part("IEND", []),
  ];
  return `data:image/png;base64,${base64(bytes)}`;
}

/** Each line begins with its filter: none. */
function lines(pixels: Uint8Array, width: number, height: number): Uint8Array {
  const all = new Uint8Array((width + 1) * height);
  for (let row = 0; row < height; row++) {
    all.set(pixels.subarray(row * width, (row + 1) * width), row * (width + 1) + 1);
  }
  return all;
}

/** Bytes as they are, in the form of compressed ones. @source RFC 1950 (zlib), 2.2; RFC 1951 (deflate), 3.2.4 */
function stored(bytes: Uint8Array): Uint8Array {
  const most = 0xffff;
  const blocks = Math.max(1, Math.ceil(bytes.length / most));
  const all = new Uint8Array(2 + bytes.length + 5 * blocks + 4);
  all.set([0x78, 0x01]);
  let at = 2;
  for (let block = 0; block < blocks; block++) {
    const piece = bytes.subarray(block * most, (block + 1) * most);
    const { length } = piece;
    all.set([block === blocks - 1 ? 1 : 0, length & 255, length >> 8, ~length & 255, (~length >> 8) & 255], at);
    all.set(piece, at + 5);
    at += 5 + length;
  }
  all.set(word(adler(bytes)), at);
  return all;
}

/** @source RFC 1950, 8.2 */
function adler(bytes: Uint8Array): number {
  let [a, b] = [1, 0];
  for (const byte of bytes) {
    a = (a + byte) % 65521;
    b = (b + a) % 65521;
  }
  return ((b << 16) | a) >>> 0;
}

function part(name: string, content: ArrayLike<number>): Uint8Array {
  const bytes = new Uint8Array(12 + content.length);
  bytes.set(word(content.length));
  bytes.set(
    [...name].map((letter) => letter.charCodeAt(0)),
    4,
  );
  bytes.set(content, 8);
  bytes.set(word(checksum(bytes.subarray(4, -4))), 8 + content.length);
  return bytes;
}

/** @source RFC 2083, 3.4: CRC-32 */
function checksum(bytes: Uint8Array): number {
  let state = 0xffffffff;
  for (const byte of bytes) {
    state ^= byte;
    for (let bit = 0; bit < 8; bit++) state = (state >>> 1) ^ (0xedb88320 & -(state & 1));
  }
  return ~state >>> 0;
}

function base64(parts: readonly ArrayLike<number>[]): string {
  const { btoa } = globalThis as unknown as { btoa(text: string): string };
  return btoa(parts.map((bytes) => Array.from(bytes, (byte) => String.fromCharCode(byte)).join("")).join(""));
}
