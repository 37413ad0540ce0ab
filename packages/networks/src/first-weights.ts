import { TweedieError, type Network, type TrainableModel, type Teacher } from "@tweedie/core";

/**
 * First weights of a denoiser that plays against the teacher: a copy of the teacher's, or drawn anew.
 *
 * `where` is the option that chooses, for the error that a teacher with no trained weights gets.
 */
export function firstWeights(
  init: "teacher" | "random",
  { network, teacher, where }: { readonly network: Network; readonly teacher: Teacher; readonly where: string },
): TrainableModel["init"] {
  if (init === "random") return (random) => network.init(random);
  if (!teacher.trained) {
    throw new TweedieError({
      where,
      what: "the teacher is a closed form and has no network's weights to begin with",
      fix: "write `init: random`",
    });
  }
  return (_, weights) => weights;
}
