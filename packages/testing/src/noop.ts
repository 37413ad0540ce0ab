import type { Plugin, Role } from "@tweedie/core";
import { extractor, metric, tracker } from "./noop/evaluation.ts";
import { data, fakeScore, network, schedule, student, teacher } from "./noop/models.ts";
import { loss, timeLaw, weighting } from "./noop/objectives.ts";
import { launcher, pruner, sampler } from "./noop/sweeps.ts";

/**
 * The smallest plugin of every role that satisfies its contract: a starting point for a new plugin, and a default for roles
 * that a test does not examine. Data and student are standard normal, so the teacher is exact and training changes nothing.
 */
export const noop = {
  data,
  schedule,
  network,
  teacher,
  student,
  fakeScore,
  loss,
  timeLaw,
  weighting,
  extractor,
  metric,
  tracker,
  sampler,
  pruner,
  launcher,
} satisfies { readonly [R in Role]: Plugin<R> };
