import { brokenDatasets, brokenEvaluation, brokenNoise } from "./broken-evaluation.ts";
import { brokenDiscriminators, brokenFeatures } from "./broken-features.ts";
import { brokenLosses, brokenWeightings } from "./broken-losses.ts";
import { brokenDenoisers, brokenNetworks, brokenStudents } from "./broken-models.ts";
import type { Broken } from "./broken-plugin.ts";
import { brokenSweeps } from "./broken-sweeps.ts";
import { brokenTrackers } from "./broken-trackers.ts";

/** Plugins that violate their contracts: at least one for each check of each role. */
export const brokenPlugins: readonly Broken[] = [
  ...brokenNoise,
  ...brokenDatasets,
  ...brokenNetworks,
  ...brokenFeatures,
  ...brokenDenoisers,
  ...brokenDiscriminators,
  ...brokenStudents,
  ...brokenLosses,
  ...brokenWeightings,
  ...brokenEvaluation,
  ...brokenTrackers,
  ...brokenSweeps,
];

/** One of them for each role. */
export const brokenOfEachRole: readonly Broken[] = [
  ...new Map(brokenPlugins.map((broken) => [broken.role, broken])).values(),
];
