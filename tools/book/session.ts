import { inspect, stripVTControlCharacters } from "node:util";
import { meets } from "./expect.ts";
import { renderCell } from "./render.ts";
import type { Sheet, Statement } from "./sheet.ts";

export type Write = (text: string) => void;

/** A statement does not do what its comment says. */
export class Mismatch extends Error {
  override readonly name = "Mismatch";
}

/** One run of a sheet: the code made by `instrument` calls these methods, which show what happens and check what was expected. */
export class Session {
  readonly sheet: Sheet;
  readonly write: Write;
  /** Cells entered and expectations met so far. */
  cells = 0;
  checked = 0;
  /** The statement that runs, what it has printed and whether it has thrown. */
  private index = 0;
  private printed = "";
  private thrown = false;

  constructor(sheet: Sheet, write: Write) {
    this.sheet = sheet;
    this.write = write;
  }

  get statement(): Statement | undefined {
    return this.sheet.statements[this.index];
  }

  enter(cell: number): void {
    this.cells++;
    this.write(renderCell(this.sheet.cells[cell]));
  }

  begin(index: number): void {
    this.index = index;
    this.printed = "";
    this.thrown = false;
  }

  print(text: string): void {
    this.printed += stripVTControlCharacters(text);
    this.write(text);
  }

  value<T>(value: T): T {
    if (value !== undefined) {
      this.printed += inspect(value);
      if (this.statement?.isResult) this.write(`${inspect(value, { colors: process.stdout.isTTY })}\n`);
    }
    this.done();
    return value;
  }

  threw(error: unknown): void {
    this.thrown = true;
    this.print(`${String(error)}\n`);
  }

  done(): void {
    const expectation = this.statement?.note?.expectation;
    if (expectation === undefined) return;
    if (expectation.throws && !this.thrown) throw new Mismatch("expected an error, but nothing was thrown");
    if (!meets(this.printed, expectation)) throw new Mismatch(compare(expectation.text, this.printed));
    this.checked++;
  }
}

function compare(expected: string, printed: string): string {
  const got = printed.trimEnd() || "nothing";
  const isShort = !`${expected}${got}`.includes("\n");
  return isShort ? `expected  ${expected}\ngot       ${got}` : `expected\n${expected}\ngot\n${got}`;
}
