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
 * Creates the preparation of a sweep's report. It loads the modules of reports and writes the report of the best trial so far, which takes
 * longer than that of the sweep. Its errors are told when the report of the sweep is written.
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
