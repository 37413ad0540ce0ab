import { TweedieError, type Network, type TrainableModel, type Teacher } from "@tweedie/core";
import { z } from "zod";

/** `init` in the options of a student or a fake score. */
export const initOption = z
  .union([
    z.enum(["teacher", "random"]),
    z.strictObject({
      run: z
        .string()
        .min(1)
        .meta({ format: "run" })
        .describe("Folder of the run, or of one of its checkpoints: RUN/checkpoints/distill-000002000.")
        .meta({ example: "runs/sid-1a2b3c4d" }),
    }),
  ])
  .default("teacher")
  .describe("Initial weights: the teacher's, random, or the final ones of the same model in another run.");

export type InitialWeights = z.output<typeof initOption>;

/**
 * Initialises a student or a fake score with a copy of the teacher's weights, with the weights of another run, or randomly.
 *
 * @param where Path of the `init` option, for messages.
 * @throws TweedieError for `init: teacher` with a closed-form teacher.
 */
export function initialWeights(
  init: InitialWeights,
  { network, teacher, where }: { readonly network: Network; readonly teacher: Teacher; readonly where: string },
): Pick<TrainableModel, "init" | "weightsOfRun"> {
  if (typeof init === "object") return { init: (random) => network.init(random), weightsOfRun: init.run };
  if (init === "random") return { init: (random) => network.init(random) };
  requireNetwork(teacher, where);
  return { init: (_, weights) => weights };
}

/** @throws TweedieError if the teacher is a closed form */
export function requireNetwork(teacher: Teacher, where: string): void {
  if (teacher.weights !== "closed-form") return;
  throw new TweedieError({
    where,
    what: "the teacher is a closed form, which has no network weights to copy",
    fix: "write `init: random`",
  });
}
