import { TweedieError } from "@tweedie/core";

/**
 * Overrides of a JSON object: `{"loss.lambda": 1}` becomes `loss.lambda=1`. Types are kept, unlike in the other forms in which a W&B
 * agent passes parameters. The agent's own key `_wandb` is dropped.
 *
 * @throws TweedieError unless the text is a JSON object.
 */
export function overridesFromJson(json: string): readonly string[] {
  const fail = (what: string) =>
    new TweedieError({ where: "--set-json", what, fix: `write --set-json '{"loss.lambda": 1}'` });
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch (error) {
    throw fail(`not valid JSON: ${(error as Error).message}`);
  }
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw fail(`expected a JSON object, got ${json}`);
  return Object.entries(value).flatMap(([key, each]) => (key === "_wandb" ? [] : [`${key}=${JSON.stringify(each)}`]));
}
