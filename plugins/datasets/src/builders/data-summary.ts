import type { DataSummary } from "@tweedie/core";
import type { FiniteSet } from "./finite-set.ts";

/** Origin of the samples of a set. */
interface Origin {
  readonly files: number;
  /** Names of the classes, in the order of the labels. */
  readonly classes?: readonly string[] | undefined;
  /** Oddities that reading has found. */
  readonly warnings?: readonly string[];
}

/** Training samples below which a class is called small. */
const fewSamples = 10;

/** Part of the range that values must cover. */
const coveredPart = 0.25;

/** Describes samples that were read from files, and warns of small classes and of values that do not fill the range. */
export function summarize(set: FiniteSet, { files, classes, warnings = [] }: Origin): DataSummary {
  const { values, labels, split } = set;
  const count = (indices: readonly number[]) => {
    const counts = new Array<number>(classes?.length ?? 0).fill(0);
    for (const index of indices) counts[labels![index]!]!++;
    return counts;
  };
  const all = [...split.training, ...split.heldOut];
  const totals = classes && count(all);
  const extent = extentOf(values);
  return {
    files,
    samples: all.length,
    values: extent,
    ...(classes && { classes: classes.map((name, label) => ({ name, samples: totals![label]! })) }),
    warnings: [
      ...warnings,
      ...(classes ? smallClasses(classes, count(split.training)) : []),
      ...(coversRange(extent, set.range) ? [] : [narrowValues(extent, set.range)]),
    ],
  };
}

function extentOf(values: FiniteSet["values"]): [number, number] {
  let [least, most] = [Infinity, -Infinity];
  for (const value of values) {
    least = Math.min(least, value);
    most = Math.max(most, value);
  }
  return [least, most];
}

function smallClasses(names: readonly string[], training: readonly number[]): string[] {
  const small = names
    .map((name, label) => ({ name, samples: training[label]! }))
    .filter(({ samples }) => samples < fewSamples);
  if (small.length === 0) return [];
  const shown = small.slice(0, 5).map(({ name, samples }) => `${name} (${samples})`);
  const more = small.length > shown.length ? ` and ${small.length - shown.length} more` : "";
  return [`data: classes with fewer than ${fewSamples} training samples: ${shown.join(", ")}${more}`];
}

const coversRange = ([least, most]: readonly [number, number], [low, high]: readonly [number, number]): boolean =>
  most - least >= coveredPart * (high - low);

const narrowValues = ([least, most]: readonly [number, number], [low, high]: readonly [number, number]): string =>
  `data: the values, ${least} to ${most}, fill little of the range ${low} to ${high} that is mapped to -1 and 1`;
