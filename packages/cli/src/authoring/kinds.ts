import type { Role } from "@tweedie/core";

/** What can be begun from a template. */
export interface Kind {
  readonly role: Role;
  /** The family of Tweedie's that one without a family of its own joins. */
  readonly family?: string;
}

export const kinds: Readonly<Record<string, Kind>> = {
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
};
