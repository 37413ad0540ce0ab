import { exitCodes, TweedieError } from "@tweedie/core";
import type { FilledSlot } from "../experiment/experiment.ts";
import { placeIn, summaryOf } from "./thrown.ts";

/** An error that came out of a plugin, as one that names the plugin and the line; any other as it is. */
export function attributeError(thrown: unknown, slots: readonly FilledSlot[]): unknown {
  if (thrown instanceof TweedieError || !(thrown instanceof Error)) return thrown;
  const [first] = slots
    .flatMap(({ use, file }) => {
      const place = placeIn(file, thrown);
      return place === undefined ? [] : [{ use, place, at: thrown.stack!.indexOf(file) }];
    })
    .sort((a, b) => a.at - b.at);
  if (!first) return thrown;
  const problem = { where: first.place, what: `\`${first.use}\` fails: ${summaryOf(thrown)}` };
  return new TweedieError(problem, { cause: thrown, exitCode: exitCodes.failed });
}
