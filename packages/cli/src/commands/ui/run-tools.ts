import type { RunTools } from "@tweedie/ui";
import { compareRuns } from "../../run-list/comparison.ts";
import { differingPaths } from "../../run-list/differing-paths.ts";
import { fieldNames, findField } from "../../run-list/fields.ts";
import { mostUsefulFirst } from "../../run-list/most-useful-first.ts";
import { checkFieldName, parseRunFilter } from "../../run-list/run-filter.ts";
import { mainMetric, metricGoal, newestFirst, sortRuns } from "../../run-list/sort-runs.ts";

/** The functions of `ls` and `compare` with which the dashboard lists and compares runs. */
export const runTools: RunTools = {
  parseFilter: parseRunFilter,
  checkField: checkFieldName,
  findField,
  fieldNames,
  sort: sortRuns,
  newestFirst,
  metricGoal,
  mainMetric,
  differingPaths: (entries) => mostUsefulFirst(differingPaths(entries), entries),
  compare: compareRuns,
};
