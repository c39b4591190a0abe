/** Ids in ascending order, found by bisection: a feed asks for those past its cursor in every poll. */
export class AscendingIds {
  readonly #ids: number[] = [];

  add(id: number): void {
    const at = this.#firstPast(id - 1);
    if (this.#ids[at] !== id) this.#ids.splice(at, 0, id);
  }

  delete(id: number): void {
    const at = this.#firstPast(id - 1);
    if (this.#ids[at] === id) this.#ids.splice(at, 1);
  }

  /** Those greater than `after`, one by one, since mostly only the first few are looked at. */
  *past(after: number, descending: boolean): Iterable<number> {
    const from = this.#firstPast(after);
    const ids = this.#ids;
    if (descending) for (let at = ids.length - 1; at >= from; at -= 1) yield ids[at] ?? 0;
    else for (let at = from; at < ids.length; at += 1) yield ids[at] ?? 0;
  }

  #firstPast(id: number): number {
    let [low, high] = [0, this.#ids.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#ids[middle] ?? 0) <= id) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
