import { closeSync, mkdirSync, openSync } from "node:fs";
import { join } from "node:path";
import type { StudyState, SweepPlan } from "@tweedie/study";
import { endedTrials, sweepHeadline } from "../sweep/sweep-table.ts";
import { numberText } from "../terminal/format.ts";
import { createMessenger } from "./messenger.ts";
import { reasonOf } from "./notifier.ts";
import type { NotifyFlags } from "./notify-options.ts";

/** Tells targets of a sweep. Nothing of it throws, and only `settled` waits. */
export interface SweepNotifier {
  /** Tells of what is new in a state: failed trials, a better configuration, the end. */
  update(state: StudyState): void;
  /** Tells that no trial runs any more, though some are left. */
  interrupt(state: StudyState): void;
  /** Tells of an error that ended the sweep. */
  fail(error: unknown): void;
  /** Resolves when all is delivered, or after the time limit. Returns what was not delivered, a sentence each. */
  settled(): Promise<readonly string[]>;
}

interface SweepNotifierOptions extends NotifyFlags {
  readonly plan: Pick<SweepPlan, "name" | "metric">;
  readonly folder: string;
}

const withoutColors = { bold: String };

/** Creates a notifier of a sweep. Of several agents of the sweep, one tells of each thing. */
export function createSweepNotifier({ plan, folder, ...flags }: SweepNotifierOptions): SweepNotifier {
  const { name, metric } = plan;
  const { tell, settled } = createMessenger({ ...flags, run: name, folder });
  const known = new Set<string>();
  const once = (topic: string, action: () => void) => {
    if (known.has(topic)) return;
    known.add(topic);
    if (claim(folder, topic)) action();
  };
  return {
    update(state) {
      const { trials, counts, configurations, status } = state;
      for (const { trial, status, reason, failures } of trials) {
        if (status !== "failed") continue;
        const message = `${name}: trial ${trial} failed${reason === undefined ? "" : `, ${reasonOf(reason)}`}`;
        once(`trial-${trial}-${failures}`, () => tell("failure", message, { status, reason }));
      }
      const best = state.best === undefined ? undefined : configurations[state.best];
      if (best?.value !== undefined && configurations.filter(({ value }) => value !== undefined).length > 1) {
        const message = `${name}: best ${metric.name} ${numberText(best.value)}, configuration ${best.configuration}`;
        once(`best-${best.configuration}`, () => tell("best", message, { metrics: { [metric.name]: best.value! } }));
      }
      if (status !== "finished") return;
      const metrics = best?.value === undefined ? {} : { [metric.name]: best.value };
      const kind = counts.failed > 0 || best === undefined ? "failure" : "end";
      once(`end-${endedTrials(counts)}-${counts.complete}`, () =>
        tell(kind, sweepHeadline(state, plan, withoutColors), { status, metrics }),
      );
    },
    interrupt: (state) =>
      tell("end", `${sweepHeadline(state, plan, withoutColors)}; interrupted`, { status: "interrupted" }),
    fail: (error) =>
      tell("failure", `${name}: failed, ${reasonOf(error)}`, { status: "failed", reason: reasonOf(error) }),
    settled,
  };
}

/** True for the first of all processes that tells of a topic. A folder that cannot be written is no reason to tell nothing. */
function claim(folder: string, topic: string): boolean {
  try {
    mkdirSync(join(folder, "trackers", "told"), { recursive: true });
    closeSync(openSync(join(folder, "trackers", "told", topic), "wx"));
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== "EEXIST";
  }
}
