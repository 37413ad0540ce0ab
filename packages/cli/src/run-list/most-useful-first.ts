import type { RunEntry } from "./run-entry.ts";

/** Parts of a configuration, from those that tell most of a run to those that tell least. */
const parts = [
  "loss",
  "student",
  "distill.student",
  "fakeScore",
  "distill.fakeScore",
  "distill",
  "data",
  "teacher",
  "network",
  "schedule",
  "pretrain",
  "seed",
];

/**
 * Orders configuration paths by how well they tell runs apart: those that split them into few groups of equal size first, and those whose
 * value is another in each run last. At equal use the order is that of `parts`; settings of no part are never among the first. A path that splits the runs as an earlier one does comes
 * after those that split them otherwise.
 */
export function mostUsefulFirst(
  paths: readonly string[],
  entries: readonly Pick<RunEntry, "config">[],
): readonly string[] {
  const ranked = paths
    .map((path) => ({ path, groups: groupsOf(path, entries) }))
    .map((each) => ({ ...each, part: partOf(each.path) }))
    // Evaluation, log and checkpoints are not what the runs compare.
    .map((each) => ({ ...each, use: Math.min(useOf(each.groups), each.part < parts.length ? 2 : 1) }))
    .toSorted((a, b) => b.use - a.use || a.part - b.part);
  const seen = new Set<string>();
  const isRepeated = ranked.map(({ groups }) => {
    const split = groups.join();
    const repeated = seen.has(split);
    seen.add(split);
    return repeated;
  });
  const place = (index: number): number => (ranked[index]!.use === 0 ? 2 : isRepeated[index] ? 1 : 0);
  return ranked
    .map(({ path }, index) => ({ path, place: place(index) }))
    .toSorted((a, b) => a.place - b.place)
    .map(({ path }) => path);
}

/** For each run, the index of the first run with the same value. */
function groupsOf(path: string, entries: readonly Pick<RunEntry, "config">[]): readonly number[] {
  const values = entries.map(({ config }) => JSON.stringify(config.get(path)));
  return values.map((value) => values.indexOf(value));
}

/**
 * Use of a split, in levels: 2 for few groups of about equal size, 1 for many or one run that stands alone, 0 for as many groups as runs.
 * It is the entropy of the groups in that of equal ones, times the share of runs that are not in groups of their own.
 */
function useOf(groups: readonly number[]): number {
  const sizes = new Map<number, number>();
  for (const group of groups) sizes.set(group, (sizes.get(group) ?? 0) + 1);
  const [runs, count] = [groups.length, sizes.size];
  if (count < 2 || count === runs) return 0;
  const entropy = [...sizes.values()].reduce((sum, size) => sum - (size / runs) * Math.log(size / runs), 0);
  return (entropy / Math.log(count)) * (1 - (count - 1) / (runs - 1)) > 0.55 ? 2 : 1;
}

/** Place of the longest part that a path belongs to. */
function partOf(path: string): number {
  const plain = path.replaceAll(/\[\d+\]/g, "");
  const own = parts.filter((part) => `${plain}.`.startsWith(`${part}.`)).toSorted((a, b) => b.length - a.length);
  return own[0] === undefined ? parts.length : parts.indexOf(own[0]);
}
