import type { StudyState } from "@tweedie/study";
import { endedTrials } from "./sweep-table.ts";

/**
 * Creates a function that loads the modules of reports when all trials have begun. The report of a sweep of short trials would else wait
 * for them. A module that is missing is told when the report is written.
 */
export function createReportLoader(): (state: StudyState) => void {
  let isLoading = false;
  return ({ total, counts }) => {
    if (isLoading || total === undefined || endedTrials(counts) + counts.running < total) return;
    isLoading = true;
    void import("@tweedie/report").then(({ loadRenderer }) => loadRenderer()).catch(() => undefined);
  };
}
