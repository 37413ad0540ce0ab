/** A set of trial numbers, taken in increasing order. */
export interface WaitingQueue {
  /** The least number; undefined if the queue is empty. */
  readonly first: number | undefined;
  add(item: number): void;
  remove(item: number): void;
}

/** A sorted array with a moving head: nearly all items are added at the end and removed at the beginning. */
export function waitingQueue(): WaitingQueue {
  let items: number[] = [];
  let head = 0;

  /** Index of the first item that is not less, by bisection. */
  const lowerBound = (item: number): number => {
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
      const at = lowerBound(item);
      if (items[at] !== item) items.splice(at, 0, item);
    },
    remove: (item) => {
      const at = lowerBound(item);
      if (items[at] !== item) return;
      if (at > head) items.splice(at, 1);
      else head++;
      if (head > 1_000 && 2 * head > items.length) [items, head] = [items.slice(head), 0];
    },
  };
}
