/** A drawing of characters: each braille character holds 2 by 4 dots; other characters and colours stand in the same cells. */

/** Bit of the dot in column x, row y of a braille character. @source The Unicode Standard, Braille Patterns */
const BITS = [0x01, 0x02, 0x04, 0x40, 0x08, 0x10, 0x20, 0x80] as const;
const EMPTY = 0x2800;

export class Canvas {
  /** Characters. */
  readonly columns: number;
  readonly rows: number;
  readonly hasColors: boolean;
  private readonly dots: Uint8Array;
  private readonly signs: (string | undefined)[];
  private readonly colors: (string | undefined)[];

  constructor(columns: number, rows: number, hasColors: boolean) {
    this.columns = columns;
    this.rows = rows;
    this.hasColors = hasColors;
    this.dots = new Uint8Array(columns * rows);
    this.signs = new Array<string | undefined>(columns * rows);
    this.colors = new Array<string | undefined>(columns * rows);
  }

  /** Dots. */
  get width(): number {
    return 2 * this.columns;
  }

  get height(): number {
    return 4 * this.rows;
  }

  /** A dot; y counts from the bottom. Outside, nothing happens. */
  dot(x: number, y: number, color: string): void {
    if (!(x >= 0 && x < this.width && y >= 0 && y < this.height)) return;
    const down = this.height - 1 - y;
    const cell = (down >> 2) * this.columns + (x >> 1);
    this.dots[cell] |= BITS[4 * (x & 1) + (down & 3)];
    this.colors[cell] = color;
  }

  /** A character in place of the dots of a cell; the row counts from the top. */
  sign(column: number, row: number, sign: string, color: string): void {
    if (column < 0 || column >= this.columns || row < 0 || row >= this.rows) return;
    this.signs[row * this.columns + column] = sign;
    this.colors[row * this.columns + column] = color;
  }

  /** The rows from top to bottom. @param paint - gives a text its colour; without it there are none */
  lines(paint: (text: string, color: string) => string): string[] {
    return Array.from({ length: this.rows }, (_, row) => {
      let [line, run, color] = ["", "", undefined as string | undefined];
      const flush = (): void => {
        line += color === undefined ? run : paint(run, color);
        run = "";
      };
      for (let column = 0; column < this.endOf(row); column++) {
        const cell = row * this.columns + column;
        const bits = this.dots[cell];
        const sign = this.signs[cell] ?? (bits === 0 ? " " : String.fromCharCode(EMPTY + bits));
        if (sign !== " " && this.colors[cell] !== color) {
          flush();
          color = this.colors[cell];
        }
        run += sign;
      }
      flush();
      return line;
    });
  }

  /** Behind its last character that is not empty. */
  private endOf(row: number): number {
    let end = this.columns;
    const isEmpty = (cell: number): boolean => this.dots[cell] === 0 && this.signs[cell] === undefined;
    while (end > 0 && isEmpty(row * this.columns + end - 1)) end--;
    return end;
  }
}

/** Draws connected lines, with dashes that go on from one to the next. */
export class Pen {
  private readonly canvas: Canvas;
  private readonly color: string;
  private readonly dashes: readonly number[];
  private travelled = 0;

  /** @param dashes - lengths drawn and left out, in dots; none for an unbroken line */
  constructor(canvas: Canvas, color: string, dashes: readonly number[]) {
    this.canvas = canvas;
    this.color = color;
    this.dashes = dashes;
  }

  /** From (x0, y0) to (x1, y1), where it is on the canvas. */
  line(x0: number, y0: number, x1: number, y1: number): void {
    const inside = clip(x0, y0, x1, y1, this.canvas.width - 1, this.canvas.height - 1);
    if (inside === undefined) return;
    const [ax, ay, bx, by] = inside;
    const steps = Math.max(1, Math.ceil(Math.max(Math.abs(bx - ax), Math.abs(by - ay))));
    for (let i = 0; i <= steps; i++) {
      if (this.isDown()) {
        this.canvas.dot(Math.round(ax + ((bx - ax) * i) / steps), Math.round(ay + ((by - ay) * i) / steps), this.color);
      }
      if (i < steps) this.travelled++;
    }
  }

  private isDown(): boolean {
    if (this.dashes.length === 0) return true;
    let rest = this.travelled % this.dashes.reduce((sum, length) => sum + length, 0);
    const part = this.dashes.findIndex((length) => (rest -= length) < 0);
    return part % 2 === 0;
  }
}

type Segment = readonly [number, number, number, number];

/** The part of a segment inside [0, width] × [0, height]. @source Y. Liang and B. Barsky, ACM TOG 3, 1984 */
function clip(x0: number, y0: number, x1: number, y1: number, width: number, height: number): Segment | undefined {
  const [dx, dy] = [x1 - x0, y1 - y0];
  let [from, to] = [0, 1];
  for (const [step, distance] of [
    [-dx, x0],
    [dx, width - x0],
    [-dy, y0],
    [dy, height - y0],
  ]) {
    if (step === 0 && distance < 0) return undefined;
    if (step < 0) from = Math.max(from, distance / step);
    if (step > 0) to = Math.min(to, distance / step);
  }
  return from > to ? undefined : [x0 + from * dx, y0 + from * dy, x0 + to * dx, y0 + to * dy];
}
