/** Runs asynchronous pieces of work one after another, in the order in which they are given. */
export type Mutex = <T>(work: () => Promise<T>) => Promise<T>;

export function createMutex(): Mutex {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const turn = last.then(work);
    last = turn.catch(() => undefined); // a failure belongs to who gave the work, not to who comes next
    return turn;
  };
}
