import type { RunEvent, RunStatus } from "@tweedie/engine";
import { createMessenger, type MessengerOptions } from "./messenger.ts";

/** Tells targets of a run. Nothing of it throws, and only `settled` waits. */
export interface Notifier {
  /** Tells of a new best value among the evaluations. */
  show(event: RunEvent): void;
  /** Tells of the end of the run. */
  end(status: Pick<RunStatus, "status" | "reason" | "metrics">): void;
  /** Tells of an error that ended the run. */
  fail(error: unknown): void;
  /** Resolves when all is delivered, or after the time limit. Returns what was not delivered, a sentence each. */
  settled(): Promise<readonly string[]>;
}

interface NotifierOptions extends MessengerOptions {
  /** The metric that `best` is about, and its direction. */
  readonly primary?: readonly [name: string, goal: "minimize" | "maximize"] | undefined;
}

const failures = ["failed", "diverged", "collapsed"];

/** Creates a notifier of a run. */
export function createNotifier({ primary, ...options }: NotifierOptions): Notifier {
  const { run } = options;
  const { tell, settled } = createMessenger(options);
  let best: number | undefined;
  return {
    show(event) {
      if (event.event !== "metrics" || event.phase !== "distill" || primary === undefined) return;
      const [name, goal] = primary;
      const value = event.values[name];
      if (value === undefined || !Number.isFinite(value)) return;
      const isBetter = best === undefined || (goal === "minimize" ? value < best : value > best);
      const isFirst = best === undefined;
      if (!isBetter) return;
      best = value;
      if (!isFirst) tell("best", `${run}: best ${name} ${Number(value.toPrecision(4))} at step ${event.step}`);
    },
    end({ status, reason, metrics }) {
      const kind = failures.includes(status) ? "failure" : "end";
      tell(kind, `${run}: ${status}${reason === undefined ? "" : `, ${reason}`}`, { status, reason, metrics });
    },
    fail(error) {
      tell("failure", `${run}: failed, ${reasonOf(error)}`, { status: "failed", reason: reasonOf(error) });
    },
    settled,
  };
}

/** The first line of an error. */
export const reasonOf = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).split("\n", 1)[0]!;
