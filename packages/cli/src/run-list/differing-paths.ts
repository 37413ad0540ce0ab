import type { RunEntry } from "./run-entry.ts";

/** Configuration paths whose values differ between runs, in the order of the configuration. The name is left out. */
export function differingPaths(entries: readonly Pick<RunEntry, "config">[]): readonly string[] {
  const paths = new Set(entries.flatMap(({ config }) => [...config.keys()]));
  const isSame = (path: string) => new Set(entries.map(({ config }) => JSON.stringify(config.get(path)))).size === 1;
  return [...paths].filter((path) => path !== "name" && !isSame(path));
}
