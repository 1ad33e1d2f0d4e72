/** A heap: the largest comes first. */

export class Queue<T> {
  readonly #items: { readonly item: T; readonly size: number }[] = [];

  get length(): number {
    return this.#items.length;
  }

  /** The size of the largest; -Infinity for none. */
  get most(): number {
    return this.#items[0]?.size ?? -Infinity;
  }

  push(item: T, size: number): void {
    const items = this.#items;
    let at = items.length;
    items.push({ item, size });
    while (at > 0) {
      const above = (at - 1) >> 1;
      if (items[above].size >= items[at].size) break;
      [items[above], items[at]] = [items[at], items[above]];
      at = above;
    }
  }

  pop(): T | undefined {
    const items = this.#items;
    const first = items[0];
    const last = items.pop();
    if (first === undefined || last === undefined) return undefined;
    if (items.length > 0) {
      items[0] = last;
      this.#sink();
    }
    return first.item;
  }

  #sink(): void {
    const items = this.#items;
    for (let at = 0; ; ) {
      const [left, right] = [2 * at + 1, 2 * at + 2];
      let best = at;
      if (left < items.length && items[left].size > items[best].size) best = left;
      if (right < items.length && items[right].size > items[best].size) best = right;
      if (best === at) return;
      [items[best], items[at]] = [items[at], items[best]];
      at = best;
    }
  }
}
