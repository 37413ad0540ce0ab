import { appendFile } from "node:fs/promises";
import { join } from "node:path";
import { createFolder } from "@tweedie/core/files";
import { deliver, type Notification, publicName } from "./deliver.ts";
import type { NotificationKind, NotifyFlags } from "./notify-options.ts";

/** Delivers notifications of a run or a sweep. Nothing of it throws, and only `settled` waits. */
export interface Messenger {
  tell(kind: NotificationKind, message: string, more?: Partial<Notification>): void;
  /** Resolves when all is delivered, or after the time limit. Returns what was not delivered, a sentence each. */
  settled(): Promise<readonly string[]>;
}

export interface MessengerOptions extends NotifyFlags {
  /** Name of the run or the sweep, for messages. */
  readonly run: string;
  readonly folder: string;
  /** Longest time of a delivery, in milliseconds. */
  readonly timeout?: number | undefined;
}

/** Creates a messenger, which records each delivery as a line of `trackers/notifications.jsonl` in the folder. */
export function createMessenger({
  notify = [],
  notifyOn = ["end", "failure"],
  run,
  folder,
  timeout = 10_000,
}: MessengerOptions): Messenger {
  const problems: string[] = [];
  const pending = new Set<Promise<void>>();
  const record = async (line: object): Promise<void> => {
    await createFolder(join(folder, "trackers"));
    await appendFile(join(folder, "trackers", "notifications.jsonl"), `${JSON.stringify(line)}\n`);
  };
  return {
    tell(kind, message, more = {}) {
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
    },
    async settled() {
      await Promise.all(pending);
      return [...new Set(problems)];
    },
  };
}
