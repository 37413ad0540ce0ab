import type { Study, StudyState } from "@tweedie/study";
import { endedTrials } from "./sweep-table.ts";

/** Prepares the report of a sweep while its last trials run, so that the sweep ends earlier. */
export interface ReportPreparation {
  /** Begins when all trials have begun. */
  update(state: StudyState): void;
  /** Waits for the end of a preparation that has begun. */
  end(): Promise<void>;
}

/**
 * Creates the preparation of a sweep's report: its modules are loaded, and the report of the best trial so far is written, which takes
 * most of the time of both. Errors are told when the sweep's report is written.
 */
export function createReportPreparation(study: Pick<Study, "plan" | "state">): ReportPreparation {
  let preparing: Promise<void> | undefined;
  const prepare = async (): Promise<void> => {
    const { loadRenderer, writeBestTrialReport } = await import("@tweedie/report");
    await loadRenderer();
    await writeBestTrialReport(study);
  };
  return {
    update: ({ total, counts }) => {
      if (total === undefined || endedTrials(counts) + counts.running < total) return;
      preparing ??= prepare().catch(() => undefined);
    },
    end: async () => preparing,
  };
}
