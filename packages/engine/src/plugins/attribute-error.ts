import { exitCodes, TweedieError } from "@tweedie/core";
import type { FilledSlot } from "../experiment/experiment.ts";
import { errorSummary, positionIn } from "./error-text.ts";

/** Converts an error thrown by a plugin to one that names the plugin and the line. Any other error is returned unchanged. */
export function attributeError(thrown: unknown, slots: readonly FilledSlot[]): unknown {
  if (thrown instanceof TweedieError || !(thrown instanceof Error)) return thrown;
  const [first] = slots
    .flatMap(({ use, file }) => {
      const position = positionIn(file, thrown);
      return position === undefined ? [] : [{ use, position, at: thrown.stack!.indexOf(file) }];
    })
    .sort((a, b) => a.at - b.at);
  if (!first) return thrown;
  const problem = { where: first.position, what: `\`${first.use}\` fails: ${errorSummary(thrown)}` };
  return new TweedieError(problem, { cause: thrown, exitCode: exitCodes.failed });
}
