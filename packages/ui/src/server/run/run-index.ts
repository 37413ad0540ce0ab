import { findRuns } from "@tweedie/engine";
import { ifExists } from "@tweedie/core/files";
import { RequestError } from "../http/answer.ts";
import { staysInside } from "./inside.ts";
import { type KnownRun, readRestOfRun, refreshRun, unknownRun } from "./known-run.ts";

/** The runs below some folders. Each refresh reads only the files that have changed. */
export interface RunIndex {
  /** Finds new and removed runs, reads changed statuses, and configurations and logs for at most `readTime`. Returns the runs by id. */
  refresh(): Promise<readonly KnownRun[]>;
  /** Returns the folder of a run by its id. @throws RequestError if no run below the folders has it */
  folderOf(id: string): Promise<string>;
}

/** Milliseconds of a refresh for configurations and logs. The rest is read in the background. */
const readTime = 150;

/** Runs that are read at a time. */
const concurrency = 16;

/** Creates the index of the runs below some folders. A refresh within `freshness` milliseconds of another has its result. */
export function createRunIndex(roots: readonly string[], freshness = 300): RunIndex {
  const known = new Map<string, KnownRun>();
  let last: { readonly at: number; readonly result: Promise<readonly KnownRun[]> } | undefined;
  let background: Promise<void> | undefined;

  const scan = async (): Promise<void> => {
    const found = (await Promise.all(roots.map(async (root) => (await ifExists(findRuns(root))) ?? []))).flat();
    const ids = new Set(found);
    for (const id of known.keys()) if (!ids.has(id)) known.delete(id);
    for (const id of ids) if (!known.has(id)) known.set(id, unknownRun(id));
  };
  const readPartial = () =>
    inParallel(
      [...known.values()].filter(({ isPartial }) => isPartial),
      readRestOfRun,
    );
  const refreshAll = async (): Promise<readonly KnownRun[]> => {
    await scan();
    await inParallel([...known.values()], refreshRun);
    background ??= readPartial().finally(() => (background = undefined));
    await Promise.race([background, new Promise((resolve) => setTimeout(resolve, readTime))]);
    return [...known.values()];
  };
  return {
    refresh: () => {
      if (!last || performance.now() - last.at > freshness) last = { at: performance.now(), result: refreshAll() };
      return last.result;
    },
    folderOf: async (id) => {
      if (!known.has(id)) await scan();
      const root = roots.find((each) => known.has(id) && staysInside(each, id));
      if (root === undefined) throw new RequestError(404, "there is no such run");
      return id;
    },
  };
}

/** Applies a function to all items, several at a time. */
async function inParallel<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  let next = 0;
  const slot = async () => {
    while (next < items.length) await work(items[next++]!);
  };
  await Promise.all(Array.from({ length: concurrency }, slot));
}
