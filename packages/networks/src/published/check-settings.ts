import { TweedieError } from "@tweedie/core";
import type { z } from "zod";

/**
 * Checks settings from a file.
 *
 * @throws TweedieError naming the first setting that is unknown or has an unsupported value.
 */
export function checkSettings<T extends z.ZodType>(schema: T, settings: unknown, where: string): z.output<T> {
  const { success, data, error } = schema.safeParse(settings);
  if (success) return data;
  const issue = error.issues[0]!;
  const path = issue.path.join(".");
  const found = issue.path.reduce<unknown>(
    (value, key) => (value as Record<PropertyKey, unknown> | undefined)?.[key],
    settings,
  );
  const problem = () => {
    if (issue.code === "unrecognized_keys") return `the setting ${issue.keys.join(", ")} is not known`;
    if (found === undefined) return `the setting \`${path}\` is missing`;
    return `the setting \`${path}\` is ${JSON.stringify(found)}, which is not supported: ${issue.message}`;
  };
  throw new TweedieError({ where, what: problem() });
}

/**
 * True if a network with these numbers of channels also outputs a variance of each element.
 *
 * @throws TweedieError if the outputs are neither the inputs nor twice as many.
 */
export function learnsVariance(inputs: number, outputs: number, where: string): boolean {
  if (outputs !== inputs && outputs !== 2 * inputs) {
    const what = `the setting \`out_channels\` is ${outputs}, which is neither \`in_channels\` (${inputs}) nor, with variances, twice as much`;
    throw new TweedieError({ where, what });
  }
  return outputs !== inputs;
}
