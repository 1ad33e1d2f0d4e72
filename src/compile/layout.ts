/** Places in a workspace for values that live for a time. */

/** Gives out space and takes it back; the lowest that fits. Its size is what was in use at most. */
export class Arena {
  size: number;
  /** Free space below `size`, by offset, in order. */
  private readonly gaps: { offset: number; bytes: number }[] = [];

  /** @param start - the first offset to be given out */
  constructor(start = 0) {
    this.size = start;
  }

  /** @returns the offset, a multiple of 16, with 16 bytes of slack behind what was asked for: vectors may read beyond the end */
  allocate(bytes: number): Space {
    const rounded = Math.ceil((Math.max(bytes, 1) + 16) / 16) * 16;
    const gap = this.gaps.findIndex((g) => g.bytes >= rounded);
    if (gap < 0) {
      const last = this.gaps.at(-1);
      const extends_ = last !== undefined && last.offset + last.bytes === this.size;
      const offset = extends_ ? last.offset : this.size;
      if (extends_) this.gaps.pop();
      this.size = offset + rounded;
      return { offset, bytes: rounded };
    }
    const found = this.gaps[gap];
    const { offset } = found;
    found.offset += rounded;
    found.bytes -= rounded;
    if (found.bytes === 0) this.gaps.splice(gap, 1);
    return { offset, bytes: rounded };
  }

  free({ offset, bytes }: Space): void {
    const at = this.gaps.findIndex((gap) => gap.offset > offset);
    const place = at < 0 ? this.gaps.length : at;
    this.gaps.splice(place, 0, { offset, bytes });
    for (const i of [place, place - 1]) {
      const [gap, next] = [this.gaps[i], this.gaps[i + 1]];
      if (gap !== undefined && next !== undefined && gap.offset + gap.bytes === next.offset) {
        gap.bytes += next.bytes;
        this.gaps.splice(i + 1, 1);
      }
    }
  }
}

export interface Space {
  readonly offset: number;
  readonly bytes: number;
}
