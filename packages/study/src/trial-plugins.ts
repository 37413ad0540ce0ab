import { dirname } from "node:path";
import { ConfigError, type Json } from "@tweedie/config";
import { type PluginModule, readExperimentPart, type Trust, UntrustedCodeError } from "@tweedie/engine";
import { type SweepPlan, trialOverrides, type Values } from "./plan.ts";
import { relocatePluginPaths } from "./sweep-file/plugin-paths.ts";
import { formatOverrides } from "./trial-values.ts";

/**
 * Checks that every plugin is trusted that the trials of a sweep can use, and imports none of them. An experiment with errors is left to
 * its trials.
 *
 * @throws UntrustedCodeError with all plugins that are not trusted
 */
export async function checkTrialPlugins(
  { experiment, parameters, constants, repeat }: SweepPlan,
  trust: Trust,
): Promise<void> {
  const { file } = experiment;
  const overrides = trialOverrides(experiment);
  const untrusted: PluginModule[] = [];
  const importNothing: Trust = (module) => {
    if (!trust(module)) untrusted.push(module);
    return false;
  };
  const choices = parameters.flatMap((parameter) => (parameter.kind === "choice" ? [parameter] : []));
  const first = Object.fromEntries(choices.map(({ path, values }) => [path, values[0]!]));
  const others = choices.flatMap(({ path, values }) => values.slice(1).map((value) => ({ [path]: value })));
  for (const set of [{}, ...[...others, ...repeat].filter(canNamePlugins)]) {
    const values = relocatePluginPaths({ ...constants, ...first, ...set }, dirname(file), process.cwd());
    try {
      await readExperimentPart({ file, overrides: [...overrides, ...formatOverrides(values)] }, importNothing);
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
    }
  }
  if (untrusted.length > 0) throw new UntrustedCodeError(untrusted);
}

/** A plugin is named by a text, alone or in a block. */
const canNamePlugins = (values: Values): boolean =>
  Object.values<Json>(values).some(
    (value) => typeof value === "string" || (typeof value === "object" && value !== null),
  );
