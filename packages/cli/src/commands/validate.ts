import { exitCodes, visibleLine } from "@tweedie/core";
import { Command } from "commander";
import type { Context } from "../command-line/context.ts";
import { refuseResultFolder } from "../command-line/result-folder.ts";
import { withExamples } from "../command-line/help.ts";
import { configOption, jsonOption, trustOption } from "../command-line/options.ts";
import { describeError } from "../errors/describe-error.ts";
import { memoryText } from "../run-list/memory-text.ts";
import { jsonLine } from "../terminal/json-line.ts";
import type { Output } from "../terminal/terminal.ts";
import { consentOfCommand, type TrustFlags, type WithConsent } from "../trust/with-trust.ts";

interface Flags extends TrustFlags {
  readonly config?: readonly string[];
  readonly json?: boolean;
}

/** The parts of a command that the checks of all its files share. */
interface Validation {
  readonly flags: Flags;
  readonly stdout: Output;
  readonly withConsent: WithConsent;
}

/** `tweedie validate` */
export const validateCommand = (context: Context): Command =>
  withExamples(
    new Command("validate")
      .argument("<file...>", "experiments or sweeps, YAML files; each key=value overrides all of them")
      .addOption(configOption())
      .addOption(trustOption())
      .addOption(jsonOption())
      .action((words: string[], flags: Flags) => validate(words, flags, context)),
    [
      ["tweedie validate experiments/mixture/sid.yaml", "one experiment"],
      ["tweedie validate experiments/*/*.yaml", "all experiments and sweeps"],
      ["tweedie validate experiments/mixture/sid.yaml loss.lambda=2", "with one value overridden"],
      ["tweedie validate experiments/sweeps/lambda.yaml", "a sweep, with every value that it tries"],
    ],
  );

async function validate(words: readonly string[], flags: Flags, { terminal, exit }: Context): Promise<void> {
  const { stdout, stderr } = terminal;
  const validation = { flags, stdout, withConsent: consentOfCommand(flags, terminal) };
  const overrides = words.filter((word) => word.includes("="));
  for (const file of words.filter((word) => !word.includes("="))) {
    terminal.activity(`checking ${visibleLine(file)}`, { brief: true });
    try {
      await refuseResultFolder(file, overrides);
      if (await isSweepFile(file)) await validateSweep(file, overrides, validation);
      else await validateExperimentFile(file, overrides, validation);
    } catch (error) {
      const { text, data } = await describeError(error, stderr.colors);
      if (data.exitCode !== exitCodes.usage) throw error;
      if (flags.json) stdout.write(jsonLine({ file, ok: false, diagnostics: data.diagnostics ?? [], ...data }));
      stderr.write(`${text}\n\n`);
      exit(exitCodes.usage);
    }
  }
}

/** True if a file is a sweep. A file that cannot be read is validated as an experiment, which reports the error. */
async function isSweepFile(file: string): Promise<boolean> {
  const { compose } = await import("@tweedie/config");
  const { isSweep } = await import("@tweedie/study/is-sweep");
  return compose({ file }).then(
    ({ value }) => isSweep(value),
    () => false,
  );
}

async function validateExperimentFile(
  file: string,
  overrides: readonly string[],
  { flags: { config: extra = [], json }, stdout, withConsent }: Validation,
): Promise<void> {
  const { validateWithMemory } = await import("@tweedie/engine");
  const { trackerWarnings } = await import("@tweedie/engine/tracking");
  const validated = withConsent((consent) => validateWithMemory({ file, extra, overrides }, consent));
  const { experiment, memory, warnings: memoryWarnings } = await validated;
  const { name, hash, slots } = experiment;
  const warnings = [...experiment.warnings, ...memoryWarnings, ...(await trackerWarnings(experiment))];
  if (json) {
    const plugins = Object.fromEntries(slots.map(({ path, use }) => [path, use]));
    return stdout.write(jsonLine({ file, ok: true, name, hash, plugins, memory, warnings }));
  }
  writeOk(stdout, `${file}  ${name} ${hash.slice(0, 8)}`, warnings);
  if (memory) stdout.write(`memory: ${memoryText(memory)}\n`);
}

/** Checks a sweep with every value that it tries. */
async function validateSweep(
  file: string,
  overrides: readonly string[],
  { flags, stdout, withConsent }: Validation,
): Promise<void> {
  const { readSweep } = await import("@tweedie/study");
  const { trackerWarnings } = await import("@tweedie/engine/tracking");
  const sweep = await withConsent((consent) => readSweep(file, overrides, consent));
  const { plan, size, memory, experiment } = sweep;
  const warnings = [...sweep.warnings, ...(await trackerWarnings(experiment))];
  const { name, method, metric, repeat } = plan;
  const trials = size * Math.max(1, repeat.length);
  if (flags.json) {
    const counts = { configurations: size, trials };
    return stdout.write(jsonLine({ file, ok: true, name, ...counts, method: method.use, metric, memory, warnings }));
  }
  const counts = repeat.length > 1 ? `${size} configurations, ${trials} trials` : `${trials} trials`;
  writeOk(stdout, `${file}  ${name}: ${counts} by ${method.use}`, warnings);
  if (memory) stdout.write(`memory of the largest trial: ${memoryText(memory)}\n`);
}

function writeOk({ write, colors }: Output, text: string, warnings: readonly string[]): void {
  write(`${colors.green("ok")} ${text}\n`);
  for (const warning of warnings) write(`${colors.yellow("warning")} ${warning}\n`);
}
