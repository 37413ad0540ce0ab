import { TweedieError } from "@tweedie/core";
import { Option } from "commander";

/** Kinds of notifications. */
export const notificationKinds = ["end", "failure", "best"] as const;
export type NotificationKind = (typeof notificationKinds)[number];

/** Flags of a command whose runs are told of. */
export interface NotifyFlags {
  readonly notify?: readonly string[];
  readonly notifyOn?: readonly NotificationKind[];
}

/** Variable of the environment that names one target for all runs and sweeps. */
export const notifyVariable = "TWEEDIE_NOTIFY";

/**
 * `--notify`. A command is an option and never a key of an experiment, because an experiment from someone else must not run one.
 */
export const notifyOption = (): Option =>
  new Option("--notify <target>", "command or http(s) address that is told of the end; repeatable")
    .env(notifyVariable)
    .argParser((text, given: readonly string[] = []) => [...given, text]);

export const notifyOnOption = (): Option =>
  new Option("--notify-on <kinds>", "what --notify tells: end, failure, best (default: end,failure)").argParser(
    parseKinds,
  );

function parseKinds(text: string): readonly NotificationKind[] {
  const words = text.split(",").map((word) => word.trim());
  const unknown = words.find((word) => !(notificationKinds as readonly string[]).includes(word));
  if (unknown === undefined) return words as NotificationKind[];
  const fix = `write some of ${notificationKinds.join(", ")}`;
  throw new TweedieError({ where: "--notify-on", what: `there is no kind \`${unknown}\``, fix });
}
