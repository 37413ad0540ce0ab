import type { RunEntry } from "./run-entry.ts";

/** The paths at which the configurations of runs differ, in their order there. The name says nothing of what ran. */
export function differing(entries: readonly Pick<RunEntry, "config">[]): readonly string[] {
  const paths = new Set(entries.flatMap(({ config }) => [...config.keys()]));
  const isOne = (path: string) => new Set(entries.map(({ config }) => JSON.stringify(config.get(path)))).size === 1;
  return [...paths].filter((path) => path !== "name" && !isOne(path));
}
