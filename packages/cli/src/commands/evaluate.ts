import { existsSync } from "node:fs";
import { TweedieError, visibleLine } from "@tweedie/core";
import type { FurtherEvaluation } from "@tweedie/engine";
import type { Backend } from "@tweedie/graph";
import { Command, Option } from "commander";
import type { Context } from "../command-line/context.ts";
import { withExamples } from "../command-line/help.ts";
import {
  backendOption,
  deviceOption,
  halfLifeOption,
  integer,
  jsonOption,
  trustOption,
} from "../command-line/options.ts";
import { evaluationOverrides, isOverride } from "../evaluate/evaluation-overrides.ts";
import { evaluationsTable } from "../run-list/evaluations-table.ts";
import { findRun } from "../run-list/run-entry.ts";
import { jsonLine } from "../terminal/json-line.ts";
import { tableRoom, type Terminal } from "../terminal/terminal.ts";
import { consentOfCommand, type TrustFlags } from "../trust/with-trust.ts";

interface Flags extends TrustFlags {
  readonly checkpoint?: number | "best" | "all";
  readonly samples?: number;
  readonly halfLife?: number;
  readonly backend?: Backend;
  readonly device?: string;
  /** False by `--no-teacher`. */
  readonly teacher?: boolean;
  readonly json?: boolean;
}

/** `tweedie evaluate` */
export const evaluateCommand = (context: Context): Command =>
  withExamples(
    new Command("evaluate")
      .argument("<run...>", "folders, names below runs/ or SWEEP/best; and values: metrics=..., extractor=...")
      .addOption(checkpointsOption())
      .option("--samples <n>", "samples of an evaluation (default: as in the run); same as samples=N", (text) =>
        integer("--samples", text, 16),
      )
      .option("--no-teacher", "do not measure the teacher, which needs many network evaluations a sample")
      .addOption(halfLifeOption())
      .addOption(backendOption())
      .addOption(deviceOption())
      .addOption(trustOption())
      .addOption(jsonOption())
      .action((words: string[], flags: Flags) => evaluate(words, flags, context)),
    [
      ["tweedie evaluate runs/ring-sid-864a0d47 metrics=metrics/mmd --checkpoint all", "a metric that it did not have"],
      ["tweedie evaluate runs/ring-* --samples 50000", "their own metrics, with more samples"],
      ["tweedie evaluate lambda/best metrics=[metrics/mmd,metrics/modes]", "the best trial of a sweep"],
    ],
  );

const checkpointsOption = (): Option =>
  new Option(
    "--checkpoint <step>",
    "a kept checkpoint by its step, `best` by the log, or `all` (default: the newest)",
  ).argParser((text) => (text === "best" || text === "all" ? text : integer("--checkpoint", text, 1)));

async function evaluate(words: readonly string[], flags: Flags, { terminal }: Context): Promise<void> {
  const names = words.filter((word) => !isOverride(word));
  if (names.length === 0) {
    throw new TweedieError({ where: "tweedie evaluate", what: "no run given", fix: "`tweedie ls` lists the runs" });
  }
  const samples = flags.samples === undefined ? [] : [`samples=${flags.samples}`];
  const overrides = evaluationOverrides([...words.filter(isOverride), ...samples]);
  const runs = await Promise.all(names.map(findRun));
  terminal.activity("loading the evaluation", { brief: true });
  const { evaluateRun } = await import("@tweedie/engine/finished-run");
  const withConsent = consentOfCommand(flags, terminal);
  const { stderr, stdout } = terminal;
  const { checkpoint, halfLife, backend, device, json } = flags;
  for (const run of runs) {
    const evaluations = await withConsent(({ trust }) =>
      evaluateRun({
        ...{ run, overrides, checkpoint, halfLife, backend, device, trust },
        teacher: flags.teacher === false ? false : undefined,
        onProgress: (text) => terminal.activity(`${visibleLine(run)}: ${text}`),
        onWarning: (message) => stderr.write(`${stderr.colors.yellow("warning")} ${visibleLine(message)}\n`),
      }),
    );
    stdout.write(json ? jsonLine({ run, evaluations }) : resultText(run, evaluations, terminal));
    await updateReport(run, terminal);
  }
}

const resultText = (run: string, evaluations: readonly FurtherEvaluation[], { stdout }: Terminal): string =>
  [
    stdout.colors.bold(visibleLine(run)),
    ...evaluationsTable(evaluations, tableRoom(stdout) - 2).map((line) => line && `  ${line}`),
    "",
  ].join("\n");

/** Writes the report of a run again if it has one. A failure is a warning: the evaluation is stored. */
async function updateReport(run: string, { activity, stderr }: Terminal): Promise<void> {
  try {
    activity("writing the report");
    const { runFolder } = await import("@tweedie/engine");
    if (existsSync(runFolder(run).report)) await (await import("@tweedie/report")).writeReport(run);
  } catch (error) {
    stderr.write(`${stderr.colors.yellow("warning")} the report was not written: ${(error as Error).message}\n`);
  }
}
