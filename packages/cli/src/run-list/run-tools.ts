import type { RunTools } from "@tweedie/ui";
import { compareRuns } from "./comparison.ts";
import { differingPaths } from "./differing-paths.ts";
import { fieldNames, findField } from "./fields.ts";
import { mostTellingFirst } from "./most-telling-first.ts";
import { checkFieldName, parseRunFilter } from "./run-filter.ts";
import { mainMetric, metricGoal, newestFirst, sortRuns } from "./sort-runs.ts";

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
  differingPaths: (entries) => mostTellingFirst(differingPaths(entries)),
  compare: compareRuns,
};
