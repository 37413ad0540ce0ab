import { appendFile } from "node:fs/promises";
import { join } from "node:path";
import { createFolder } from "@tweedie/core/files";
import type { RunEvent, RunStatus } from "@tweedie/engine";
import { deliver, type Notification, publicName } from "./deliver.ts";
import type { NotificationKind, NotifyFlags } from "./notify-options.ts";

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

interface NotifierOptions extends NotifyFlags {
  readonly run: string;
  readonly folder: string;
  /** The metric that `best` is about, and its direction. */
  readonly primary?: readonly [name: string, goal: "minimize" | "maximize"] | undefined;
  /** Longest time of a delivery, in milliseconds. */
  readonly timeout?: number;
}

const failures = ["failed", "diverged", "collapsed"];

/** Creates a notifier, which records each delivery as a line of `trackers/notifications.jsonl` in the run's folder. */
export function createNotifier({
  notify = [],
  notifyOn = ["end", "failure"],
  run,
  folder,
  primary,
  timeout = 10_000,
}: NotifierOptions): Notifier {
  const problems: string[] = [];
  const pending = new Set<Promise<void>>();
  let best: number | undefined;
  const record = async (line: object): Promise<void> => {
    await createFolder(join(folder, "trackers"));
    await appendFile(join(folder, "trackers", "notifications.jsonl"), `${JSON.stringify(line)}\n`);
  };
  const tell = (kind: NotificationKind, message: string, more: Partial<Notification> = {}) => {
    if (!notifyOn.includes(kind)) return;
    for (const target of notify) {
      const name = publicName(target);
      const delivery = deliver(target, { kind, message, run, folder, ...more }, timeout)
        .then(
          () => ({ ok: true }),
          (error: unknown) => {
            const reason = (error as Error).message;
            problems.push(`${name} was not told of the ${kind}: ${reason}`);
            return { ok: false, reason };
          },
        )
        .then((outcome) => record({ time: new Date().toISOString(), kind, target: name, ...outcome }))
        .catch(() => undefined)
        .finally(() => pending.delete(delivery));
      pending.add(delivery);
    }
  };
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
      const reason = error instanceof Error ? error.message.split("\n", 1)[0] : String(error);
      tell("failure", `${run}: failed, ${reason}`, { status: "failed", reason });
    },
    async settled() {
      await Promise.all(pending);
      return [...new Set(problems)];
    },
  };
}
