import { TweedieError, type Network, type TrainableModel, type Teacher } from "@tweedie/core";

/**
 * Initialises a student or a fake score with a copy of the teacher's weights, or randomly.
 *
 * @param where Path of the `init` option, for messages.
 * @throws TweedieError for `init: teacher` with a teacher that has no trained weights.
 */
export function initialWeights(
  init: "teacher" | "random",
  { network, teacher, where }: { readonly network: Network; readonly teacher: Teacher; readonly where: string },
): TrainableModel["init"] {
  if (init === "random") return (random) => network.init(random);
  if (!teacher.trained) {
    throw new TweedieError({
      where,
      what: "the teacher is a closed form, which has no network weights to copy",
      fix: "write `init: random`",
    });
  }
  return (_, weights) => weights;
}
