import type { Role } from "@tweedie/core";

/** A kind of plugin for which there is a template. */
export interface PluginKind {
  readonly role: Role;
  /** The family that a new plugin joins in Tweedie's own repository, if none is named. */
  readonly family?: string;
  /** True for plugins of a sweep, which no experiment names. */
  readonly inSweep?: boolean;
}

export const pluginKinds: Readonly<Record<string, PluginKind>> = {
  loss: { role: "loss" },
  teacher: { role: "teacher", family: "teachers" },
  student: { role: "student", family: "students" },
  "fake-score": { role: "fakeScore", family: "fake-scores" },
  dataset: { role: "data", family: "datasets" },
  metric: { role: "metric", family: "metrics" },
  tracker: { role: "tracker", family: "trackers" },
  network: { role: "network", family: "networks" },
  schedule: { role: "schedule", family: "schedules" },
  "time-law": { role: "timeLaw", family: "time-laws" },
  weighting: { role: "weighting", family: "weightings" },
  extractor: { role: "extractor", family: "extractors" },
  sampler: { role: "sampler", family: "samplers", inSweep: true },
  pruner: { role: "pruner", family: "pruners", inSweep: true },
  launcher: { role: "launcher", family: "launchers", inSweep: true },
};
