import { TweedieError } from "@tweedie/core";

const keys = ["metrics", "extractor", "samples", "generated"] as const;

/** True if a word of the command line is a value, and not the name of a run. */
export const isOverride = (word: string): boolean => /^[\w.]+=/.test(word);

/**
 * Values of `evaluate` as overrides of an experiment: `metrics=metrics/mmd` is `evaluate.metrics=[metrics/mmd]`.
 *
 * @throws TweedieError if a key is no setting of an evaluation
 */
export const evaluationOverrides = (words: readonly string[]): readonly string[] =>
  words.map((word) => {
    const name = word.slice(0, word.indexOf("="));
    const value = word.slice(word.indexOf("=") + 1).trim();
    const path = name.startsWith("evaluate.") ? name.slice("evaluate.".length) : name;
    if (!keys.some((key) => path === key || path.startsWith(`${key}.`))) {
      const what = `\`${name}\` is no setting of an evaluation`;
      throw new TweedieError({ where: word, what, fix: `the settings are ${keys.join(", ")}` });
    }
    const isOne = path === "metrics" && !value.startsWith("[");
    return `evaluate.${path}=${isOne ? `[${value}]` : value}`;
  });
