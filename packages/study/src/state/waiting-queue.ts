/** Numbers in order, of which the least is taken first. */
export interface WaitingQueue {
  readonly first: number | undefined;
  add(item: number): void;
  remove(item: number): void;
}

/** A sorted list with a head that moves: nearly all items come at the end and go at the beginning. */
export function waitingQueue(): WaitingQueue {
  let items: number[] = [];
  let head = 0;

  /** Where an item stands, or would. */
  const place = (item: number): number => {
    let [low, high] = [head, items.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (items[middle]! < item) low = middle + 1;
      else high = middle;
    }
    return low;
  };

  return {
    get first() {
      return items[head];
    },
    add: (item) => {
      const at = place(item);
      if (items[at] !== item) items.splice(at, 0, item);
    },
    remove: (item) => {
      const at = place(item);
      if (items[at] !== item) return;
      if (at > head) items.splice(at, 1);
      else head++;
      if (head > 1_000 && 2 * head > items.length) [items, head] = [items.slice(head), 0];
    },
  };
}
