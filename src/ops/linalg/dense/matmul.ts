/** Element storage that {@link matmul} multiplies; both operands and the result are of one kind. */
export type MatmulArray = Float64Array | Float32Array | Int32Array | Uint32Array;

/** Which operands are stored transposed. */
export interface MatmulOptions {
  /** `a` is stored k x m. */
  readonly transposeA?: boolean;
  /** `b` is stored n x k. */
  readonly transposeB?: boolean;
}

/** An operand with its strides: element (i, j) at i * row + j * column. */
interface Strided<T> {
  readonly data: T;
  readonly row: number;
  readonly column: number;
}

/** Rows of `a` in a register tile: with 2 columns, 8 accumulators and 6 operands fit 16 vector registers of x86-64. */
const TILE_ROWS = 4;
const TILE_COLUMNS = 2;

/** Depth of a packed panel of `b`: 256 x 64 float64 is 128 KiB, inside a second-level cache. */
const DEPTH = 256;
const WIDTH = 64;

/** Below this number of multiplications packing costs more than it saves. */
const SMALL_WORK = 2048;

/**
 * Matrix product a b, m x k times k x n, row-major.
 *
 * Panels of `b` and strips of `a` are packed into Float64Array and multiplied by a 4 x 2 register tile (the outline of
 * Goto & van de Geijn, "Anatomy of high-performance matrix multiplication", ACM TOMS 34 (2008); Golub & Van Loan, 4th
 * ed., §1.5.4). Packing makes transposed operands free and leaves one loop for V8 to compile for both float types.
 * Each element is summed in the order of k, so the float64 result is bit for bit that of the textbook loop; float32 is
 * accumulated in float64 and rounded once. Integers wrap modulo 2^32.
 */
export function matmul<T extends MatmulArray>(
  a: T,
  b: T,
  m: number,
  k: number,
  n: number,
  options: MatmulOptions = {},
): T {
  const left: Strided<T> = options.transposeA ? { data: a, row: 1, column: m } : { data: a, row: k, column: 1 };
  const right: Strided<T> = options.transposeB ? { data: b, row: 1, column: k } : { data: b, row: n, column: 1 };
  if (a instanceof Int32Array) return multiplyIntegers(left, right, new Int32Array(m * n), m, k, n) as T;
  if (a instanceof Uint32Array) return multiplyIntegers(left, right, new Uint32Array(m * n), m, k, n) as T;
  const product = multiplyFloats(left, right, m, k, n);
  return (a instanceof Float32Array ? new Float32Array(product) : product) as T;
}

function multiplyFloats(
  a: Strided<MatmulArray>,
  b: Strided<MatmulArray>,
  m: number,
  k: number,
  n: number,
): Float64Array {
  if (m * n * k <= SMALL_WORK) return multiplySmall(a, b, m, k, n);
  if (n === 1) return multiplyVector(b.data, b.row, a.data, a.row, a.column, k, m);
  if (m === 1) return multiplyVector(a.data, a.column, b.data, b.column, b.row, k, n);
  return multiplyPacked(a, b, m, k, n);
}

function multiplyIntegers<T extends MatmulArray>(
  a: Strided<MatmulArray>,
  b: Strided<MatmulArray>,
  out: T,
  m: number,
  k: number,
  n: number,
): T {
  for (let i = 0; i < m; i++) {
    for (let l = 0; l < k; l++) {
      const factor = a.data[i * a.row + l * a.column];
      // The typed array reduces the sum modulo 2^32; each sum of two 32-bit numbers is exact in float64.
      for (let j = 0; j < n; j++) out[i * n + j] += Math.imul(factor, b.data[l * b.row + j * b.column]);
    }
  }
  return out;
}

function multiplySmall(
  a: Strided<MatmulArray>,
  b: Strided<MatmulArray>,
  m: number,
  k: number,
  n: number,
): Float64Array {
  const out = new Float64Array(m * n);
  for (let i = 0; i < m; i++) {
    for (let j = 0; j < n; j++) {
      let sum = 0;
      for (let l = 0; l < k; l++) sum += a.data[i * a.row + l * a.column] * b.data[l * b.row + j * b.column];
      out[i * n + j] = sum;
    }
  }
  return out;
}

/**
 * out[j] = sum over l of v[l] matrix[l, j]: four lines at once where they are contiguous (the four sums do not wait for
 * each other), whole rows otherwise.
 */
function multiplyVector(
  v: MatmulArray,
  vStride: number,
  matrix: MatmulArray,
  lineStride: number,
  stride: number,
  k: number,
  lines: number,
): Float64Array {
  const out = new Float64Array(lines);
  const grouped = stride === 1 ? lines - (lines % 4) : 0;
  for (let j = 0; j < grouped; j += 4) {
    const r0 = j * lineStride;
    const r1 = r0 + lineStride;
    const r2 = r1 + lineStride;
    const r3 = r2 + lineStride;
    let s0 = 0;
    let s1 = 0;
    let s2 = 0;
    let s3 = 0;
    for (let l = 0; l < k; l++) {
      const factor = v[l * vStride];
      s0 += factor * matrix[r0 + l];
      s1 += factor * matrix[r1 + l];
      s2 += factor * matrix[r2 + l];
      s3 += factor * matrix[r3 + l];
    }
    out[j] = s0;
    out[j + 1] = s1;
    out[j + 2] = s2;
    out[j + 3] = s3;
  }
  for (let l = 0; l < k; l++) {
    const factor = v[l * vStride];
    for (let j = grouped; j < lines; j++) out[j] += factor * matrix[l * stride + j * lineStride];
  }
  return out;
}

function multiplyPacked(
  a: Strided<MatmulArray>,
  b: Strided<MatmulArray>,
  m: number,
  k: number,
  n: number,
): Float64Array {
  const out = new Float64Array(m * n);
  const deepest = Math.min(DEPTH, k);
  const panel = new Float64Array(deepest * Math.min(WIDTH, n + (n % TILE_COLUMNS)));
  const strip = new Float64Array(deepest * TILE_ROWS);
  for (let l0 = 0; l0 < k; l0 += DEPTH) {
    const depth = Math.min(DEPTH, k - l0);
    for (let j0 = 0; j0 < n; j0 += WIDTH) {
      const width = Math.min(WIDTH, n - j0);
      packTiles(b.data, l0 * b.row + j0 * b.column, b.column, b.row, width, depth, TILE_COLUMNS, panel);
      for (let i0 = 0; i0 < m; i0 += TILE_ROWS) {
        const height = Math.min(TILE_ROWS, m - i0);
        packTiles(a.data, i0 * a.row + l0 * a.column, a.row, a.column, height, depth, TILE_ROWS, strip);
        for (let j = 0; j < width; j += TILE_COLUMNS) {
          const columns = Math.min(TILE_COLUMNS, width - j);
          accumulateTile(strip, panel, j * depth, depth, out, i0 * n + j0 + j, n, height, columns);
        }
      }
    }
  }
  return out;
}

/**
 * Copies `lines` lines of `depth` elements into tiles of `tile` lines, interleaved: line t of a tile at [d * tile + t].
 * Lines missing from the last tile are zero; their products are never stored.
 */
function packTiles(
  source: MatmulArray,
  from: number,
  lineStride: number,
  stride: number,
  lines: number,
  depth: number,
  tile: number,
  target: Float64Array,
): void {
  for (let first = 0; first < lines; first += tile) {
    for (let t = 0; t < tile; t++) {
      const present = first + t < lines;
      let at = first * depth + t;
      let read = from + (first + t) * lineStride;
      for (let d = 0; d < depth; d++, at += tile, read += stride) target[at] = present ? source[read] : 0;
    }
  }
}

/** out tile += strip (4 x depth) panel (depth x 2); rows and columns say how much of the tile exists. */
function accumulateTile(
  a: Float64Array,
  b: Float64Array,
  bo: number,
  depth: number,
  out: Float64Array,
  at: number,
  stride: number,
  rows: number,
  columns: number,
): void {
  const at1 = at + stride;
  const at2 = at1 + stride;
  const at3 = at2 + stride;
  const wide = columns > 1;
  let c00 = out[at];
  let c01 = wide ? out[at + 1] : 0;
  let c10 = rows > 1 ? out[at1] : 0;
  let c11 = rows > 1 && wide ? out[at1 + 1] : 0;
  let c20 = rows > 2 ? out[at2] : 0;
  let c21 = rows > 2 && wide ? out[at2 + 1] : 0;
  let c30 = rows > 3 ? out[at3] : 0;
  let c31 = rows > 3 && wide ? out[at3 + 1] : 0;
  for (let l = 0, ai = 0, bi = bo; l < depth; l++, ai += 4, bi += 2) {
    const b0 = b[bi];
    const b1 = b[bi + 1];
    const a0 = a[ai];
    c00 += a0 * b0;
    c01 += a0 * b1;
    const a1 = a[ai + 1];
    c10 += a1 * b0;
    c11 += a1 * b1;
    const a2 = a[ai + 2];
    c20 += a2 * b0;
    c21 += a2 * b1;
    const a3 = a[ai + 3];
    c30 += a3 * b0;
    c31 += a3 * b1;
  }
  storePair(out, at, c00, c01, wide);
  if (rows > 1) storePair(out, at1, c10, c11, wide);
  if (rows > 2) storePair(out, at2, c20, c21, wide);
  if (rows > 3) storePair(out, at3, c30, c31, wide);
}

function storePair(out: Float64Array, at: number, first: number, second: number, both: boolean): void {
  out[at] = first;
  if (both) out[at + 1] = second;
}
