import { existsSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import type { Json } from "@tweedie/config";
import { shellPath, TweedieError, visibleLine } from "@tweedie/core";
import type { Extension } from "@tweedie/engine";
import type { Backend } from "@tweedie/graph";
import { Command } from "commander";
import type { Context } from "../../command-line/context.ts";
import { withExamples } from "../../command-line/help.ts";
import { backendOption, deviceOption, jsonOption, runArgument, trustOption } from "../../command-line/options.ts";
import { valueText } from "../../run-list/fields.ts";
import { findRun } from "../../run-list/run-entry.ts";
import { type NotifyFlags, notifyOnOption, notifyOption } from "../../notifications/notify-options.ts";
import { maxTimeOption } from "../../run-progress/time-limit.ts";
import { runWithView } from "../../run-progress/run-with-view.ts";
import { jsonLine } from "../../terminal/json-line.ts";
import type { Colors } from "../../terminal/terminal.ts";
import { type TrustFlags, withTrust } from "../../trust/with-trust.ts";

interface Flags extends TrustFlags, NotifyFlags {
  readonly backend?: Backend;
  readonly device?: string;
  readonly maxTime?: number;
  readonly dryRun?: boolean;
  readonly json?: boolean;
}

/** `tweedie extend` */
export const extendCommand = (context: Context): Command =>
  withExamples(
    new Command("extend")
      .argument("<run>", runArgument)
      .argument(
        "[key=value...]",
        "distill.steps, distill.images, distill.stop, evaluate.every, evaluate.average, checkpoint, log, alarms",
      )
      .addOption(backendOption())
      .addOption(deviceOption())
      .addOption(maxTimeOption())
      .addOption(notifyOption())
      .addOption(notifyOnOption())
      .option(
        "--dry-run",
        "print the changes, and how the result differs from that of a run which had them from the start",
      )
      .addOption(trustOption())
      .addOption(jsonOption())
      .action((run: string, overrides: string[], flags: Flags) => extend(run, overrides, flags, context)),
    [
      ["tweedie extend runs/ring-sid-864a0d47 distill.steps=6000", "as if it had had 6,000 steps from the start"],
      ["tweedie extend runs/ring-sid-864a0d47", "continue an interrupted run, extended or not"],
    ],
  );

/** A sweep judges its trials by equal lengths, and would read an extended one as another experiment. */
function refuseTrial(run: string): void {
  const trials = dirname(resolve(run));
  const sweep = dirname(trials);
  if (basename(trials) !== "trials" || !existsSync(join(sweep, "journal.jsonl"))) return;
  const what = "is a trial of a sweep, whose trials are compared at equal lengths";
  const config = shellPath(join(run, "config.yaml"));
  const fix = `run its experiment by itself: tweedie run ${config} distill.steps=N -o runs/NAME`;
  throw new TweedieError({ where: run, what, fix });
}

async function extend(name: string, overrides: readonly string[], flags: Flags, context: Context): Promise<void> {
  const { stdout } = context.terminal;
  context.terminal.activity("reading the run", { brief: true });
  const { prepareExtension } = await import("@tweedie/engine");
  refuseTrial(name);
  const out = await findRun(name);
  refuseTrial(out);
  const extension = await withTrust(flags, context.terminal, (consent) => prepareExtension(out, overrides, consent));
  if (flags.dryRun) {
    const { run, changes, differences } = extension;
    stdout.write(flags.json ? jsonLine({ run, changes, differences }) : changesText(extension, stdout.colors));
    return;
  }
  const { experiment } = extension;
  const { backend, device } = flags;
  if (!flags.json) stdout.write(changesText(extension, stdout.colors));
  await runWithView({ experiment, extension, out, backend, device }, flags, context);
}

/** A line for each change, and for each difference to a run that had the changes from the start. */
const changesText = ({ changes, differences }: Extension, { yellow }: Colors): string =>
  [
    ...changes.map(({ path, from, to }) => `${path}: ${settingText(from)} -> ${settingText(to)}`),
    ...differences.map((each) => `${yellow("differs")} ${each}`),
    ...(changes.length > 0 && differences.length === 0
      ? ["the same bytes as of a run that had these settings from the start"]
      : []),
  ]
    .map((line) => `${line}\n`)
    .join("");

const settingText = (value: Json | undefined): string =>
  value === undefined ? "not set" : visibleLine(valueText(value));
