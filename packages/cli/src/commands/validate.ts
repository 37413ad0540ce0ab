import { exitCodes } from "@tweedie/core";
import { Command } from "commander";
import type { Context } from "../context.ts";
import { describeError } from "../describe-error.ts";
import { withExamples } from "../help.ts";
import { jsonLine } from "../json-line.ts";
import { configOption, jsonOption } from "../options.ts";

interface Flags {
  readonly config?: readonly string[];
  readonly json?: boolean;
}

/** `tweedie validate` */
export const validateCommand = (context: Context): Command =>
  withExamples(
    new Command("validate")
      .argument("<file...>", "experiments or sweeps, in YAML; key=value is laid over each")
      .addOption(configOption())
      .addOption(jsonOption())
      .action((words: string[], flags: Flags) => validate(words, flags, context)),
    [
      ["tweedie validate experiments/mixture/sid.yaml", "one experiment"],
      ["tweedie validate experiments/*/*.yaml", "all of them"],
      ["tweedie validate experiments/mixture/sid.yaml loss.lambda=2", "with another value"],
      ["tweedie validate experiments/sweeps/lambda.yaml", "a sweep, with every value that it tries"],
    ],
  );

async function validate(words: readonly string[], flags: Flags, { terminal, exit }: Context): Promise<void> {
  const { stdout, stderr } = terminal;
  const { validateExperiment } = await import("@tweedie/engine");
  const overrides = words.filter((word) => word.includes("="));
  for (const file of words.filter((word) => !word.includes("="))) {
    try {
      if (await isSweepFile(file)) {
        await validateSweep(file, overrides, { stdout, json: flags.json ?? false });
        continue;
      }
      const { name, hash, slots, warnings } = await validateExperiment({ file, extra: flags.config ?? [], overrides });
      const plugins = slots.map(({ path, use }) => [path, use]);
      if (flags.json)
        stdout.write(
          jsonLine({ file, ok: true, name, hash, plugins: Object.fromEntries(plugins) as unknown, warnings }),
        );
      else {
        stdout.write(`${stdout.colors.green("ok")} ${file}  ${name} ${hash.slice(0, 8)}\n`);
        for (const warning of warnings) stdout.write(`${stdout.colors.yellow("warning")} ${warning}\n`);
      }
    } catch (error) {
      const { text, data } = await describeError(error, stderr.colors);
      if (data.exitCode !== exitCodes.usage) throw error;
      if (flags.json) stdout.write(jsonLine({ file, ok: false, diagnostics: data.diagnostics ?? [], ...data }));
      stderr.write(`${text}\n\n`);
      exit(exitCodes.usage);
    }
  }
}

/** Whether a file is a sweep. One that cannot be read is told as an experiment would be. */
async function isSweepFile(file: string): Promise<boolean> {
  const { compose } = await import("@tweedie/config");
  const { isSweep } = await import("@tweedie/study/is-sweep");
  return compose({ file }).then(
    ({ value }) => isSweep(value),
    () => false,
  );
}

/** Checks a sweep and every value that it tries. */
async function validateSweep(
  file: string,
  words: readonly string[],
  { stdout, json }: { readonly stdout: Context["terminal"]["stdout"]; readonly json: boolean },
): Promise<void> {
  const { readSweep } = await import("@tweedie/study");
  const { plan, size, warnings } = await readSweep(file, words);
  const trials = size * Math.max(1, plan.repeat.length);
  if (json) {
    const { name, method, metric } = plan;
    stdout.write(
      jsonLine({ file, ok: true, name, configurations: size, trials, method: method.use, metric, warnings }),
    );
    return;
  }
  const count = plan.repeat.length > 1 ? `${size} configurations, ${trials} trials` : `${trials} trials`;
  stdout.write(`${stdout.colors.green("ok")} ${file}  ${plan.name}: ${count} by ${plan.method.use}\n`);
  for (const warning of warnings) stdout.write(`${stdout.colors.yellow("warning")} ${warning}\n`);
}
