import type { Study } from "@tweedie/study";
import type { Terminal } from "../terminal/terminal.ts";
import type { NotifyFlags } from "./notify-options.ts";
import type { SweepNotifier } from "./sweep-notifier.ts";

/** Performs an action with a notifier, if a target is to be told, and warns of what was not delivered. An error of the action is told, too. */
export async function withSweepNotifier<T>(
  { plan, folder }: Pick<Study, "plan" | "folder">,
  flags: NotifyFlags,
  { stderr }: Terminal,
  action: (notifier: SweepNotifier | undefined) => Promise<T>,
): Promise<T> {
  if (!flags.notify?.length) return action(undefined);
  const { createSweepNotifier } = await import("./sweep-notifier.ts");
  const { notify, notifyOn } = flags;
  const notifier = createSweepNotifier({ plan, folder, notify, ...(notifyOn && { notifyOn }) });
  try {
    return await action(notifier);
  } catch (error) {
    notifier.fail(error);
    throw error;
  } finally {
    for (const problem of await notifier.settled()) stderr.write(`${stderr.colors.yellow("warning")} ${problem}\n`);
  }
}
