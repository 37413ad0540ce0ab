import { relative } from "node:path";
import { exitCodes, shellWord } from "@tweedie/core";
import type { Study, StudyState } from "@tweedie/study";
import { table } from "../table.ts";
import type { Output } from "../terminal.ts";
import { headline, sweepTable, valueOf } from "./sweep-table.ts";

/** The command that runs the best configuration again, or nothing where none is complete. */
export function bestCommand({ plan }: Study, { best, configurations }: StudyState): string | undefined {
  if (best === undefined) return undefined;
  const set = { ...plan.constants, ...configurations[best]!.values };
  const values = Object.entries(set).map(([path, value]) => `${path}=${wordOf(value)}`);
  const words = ["tweedie", "run", relative("", plan.experiment.file), ...plan.experiment.overrides, ...values];
  return words.map(shellWord).join(" ");
}

/** A value as YAML reads it back, in as few signs as possible. */
const wordOf = (value: unknown): string =>
  typeof value === "string" && /^[a-z][\w./-]*$/i.test(value) && !/^(true|false|null|yes|no|on|off)$/i.test(value)
    ? value
    : JSON.stringify(value);

/** The table of a sweep, and what can be done next. */
export function sweepEnding(study: Study, state: StudyState, report: string | undefined, output: Output): string {
  const { plan } = study;
  const { colors } = output;
  const word = shellWord(plan.name);
  const best = state.best === undefined ? undefined : state.configurations[state.best]!;
  const failed = state.trials.filter(({ status }) => status === "failed");
  const next = [
    ...(best === undefined ? [] : [["best", `${plan.metric.name} ${valueOf(best)}: ${bestCommand(study, state)!}`]]),
    ...(failed.length > 0 ? [["retry", `tweedie sweep retry ${word}`]] : []),
    ...(state.status === "finished" ? [] : [["continue", `tweedie sweep resume ${word}`]]),
    ...(report === undefined ? [] : [["report", report]]),
  ];
  return [
    headline(state, plan, colors),
    "",
    ...sweepTable(state, plan, { colors, width: output.live ? output.columns : Infinity }).map((line) => `  ${line}`),
    ...(failed.length > 0 ? ["", ...failed.map(({ trial, reason = "" }) => `trial ${trial} failed: ${reason}`)] : []),
    "",
    ...table(next),
    "",
  ].join("\n");
}

/** A sweep is good where something came of it and nothing failed. */
export function exitCodeOfSweep({ status, counts, best }: StudyState): number {
  if (counts.failed > 0) return exitCodes.failed;
  return status === "finished" && best === undefined ? exitCodes.diverged : 0;
}
