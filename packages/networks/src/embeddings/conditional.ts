import { type Dataset, TweedieError } from "@tweedie/core";
import { z } from "zod";

/** `conditional` in the options of a network. */
export const conditionalOption = z.boolean().optional().describe("Class-conditional; the data must have classes.");

/**
 * Number of classes of a class-conditional network; undefined if it is not `conditional`.
 *
 * @throws TweedieError if the data have no labels.
 */
export function classesOf(conditional: boolean | undefined, data: Dataset): number | undefined {
  if (!conditional) return undefined;
  if (data.labelled) return data.labelled.classes;
  throw new TweedieError({
    where: "network.conditional",
    what: "the data have no classes to condition on",
    fix: "remove `conditional`, or use data with labels, such as datasets/mnist",
  });
}
