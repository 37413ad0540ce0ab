import { ConfigError } from "@tweedie/config/browser";
import { attributeError, type Experiment } from "@tweedie/engine/browser";
import type { TextProblem } from "../protocol/messages.ts";
import { experimentFile } from "./read-experiment.ts";

/** Describes an error for the page: the text of the command, and the lines of the experiment that it marks. */
export function problemOf(thrown: unknown, slots: Experiment["slots"] = []): TextProblem {
  const error = attributeError(thrown, slots);
  const text = error instanceof Error ? error.message : String(error);
  const lines = error instanceof ConfigError ? error.diagnostics.flatMap(({ location }) => linesOf(location)) : [];
  return { text: text.replaceAll(experimentFile, "playground.yaml"), lines };
}

const linesOf = (location: unknown): readonly number[] => {
  const { file, line } = location as { readonly file?: string; readonly line?: number };
  return file === experimentFile && line !== undefined ? [line] : [];
};
