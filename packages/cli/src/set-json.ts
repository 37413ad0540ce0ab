import { TweedieError } from "@tweedie/core";

/**
 * The overrides that a JSON object stands for: `{"loss.lambda": 1}` is `loss.lambda=1`. Types are kept, which is why W&B's agent
 * gives its parameters so. What it adds for itself (`_wandb`) is left out.
 */
export function overridesOf(json: string): readonly string[] {
  const refuse = (what: string) =>
    new TweedieError({ where: "--set-json", what, fix: `write --set-json '{"loss.lambda": 1}'` });
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch (error) {
    throw refuse(`not JSON: ${(error as Error).message}`);
  }
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw refuse(`expected an object, got ${json}`);
  return Object.entries(value).flatMap(([key, each]) => (key === "_wandb" ? [] : [`${key}=${JSON.stringify(each)}`]));
}
