import type { TrackedRow } from "@tweedie/core";

/** Rows of a log that a tracker has not received yet. Those in memory are forgotten while it fails, and read from the log again. */
export interface RowQueue {
  /** Number of rows of the log. */
  size(): number;
  /** Index of the next row. */
  position(): number;
  add(row: TrackedRow): void;
  /** Continues at a row. */
  seek(index: number): void;
  /** Forgets the rows in memory, and keeps none until `seek`. */
  forget(): void;
  /** Returns the next rows, at most `count`; none if the tracker has all. */
  next(count: number): Promise<readonly TrackedRow[]>;
}

/**
 * Creates the queue of one tracker.
 *
 * @param size Number of rows that the log already has.
 * @param log Reads all rows of the log.
 */
export function rowQueue(size: number, log: () => Promise<readonly TrackedRow[]>): RowQueue {
  let position = 0;
  /** Rows from `first` to the end of the log. */
  let memory: TrackedRow[] = [];
  let first = size;
  let keeps = false;
  const forget = () => {
    memory = [];
    first = size;
  };
  return {
    size: () => size,
    position: () => position,
    add(row) {
      size++;
      // A copy, so that a tracker that changes its rows does not change the run's.
      if (keeps) memory.push(structuredClone(row));
      else first = size;
    },
    seek(index) {
      position = index;
      keeps = true;
    },
    forget() {
      keeps = false;
      forget();
    },
    async next(count) {
      if (position >= size) {
        forget();
        return [];
      }
      if (position < first) {
        const rows = await log();
        memory = rows.slice(position, size);
        first = position;
      }
      const rows = memory.slice(position - first, position - first + count);
      if (rows.length === 0) throw new Error(`the log has no row ${position}`);
      position += rows.length;
      memory = memory.slice(position - first);
      first = position;
      return rows;
    },
  };
}
