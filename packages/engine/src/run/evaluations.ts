import { TweedieError } from "@tweedie/core";
import { fileLimits, ifExists, readRegularText } from "@tweedie/core/files";
import { z } from "zod";
import { parseSealedJson, sealJson } from "../checksums/sealed-text.ts";
import { descriptionsSchema, jsonFile, numbersSchema } from "./json-file.ts";
import type { RunFolder } from "./run-folder.ts";
import { writeDurably } from "./write-durably.ts";

const evaluationSchema = z.object({
  /** Step of the checkpoint. */
  step: z.int(),
  /** Half-life of the average of the weights, if it is not that of the run. */
  halfLife: z.number().optional(),
  /** Settings of the evaluation, as in `evaluate` of an experiment. */
  settings: z.object({
    samples: z.int(),
    generated: z.int().optional(),
    extractor: z.json(),
    metrics: z.array(z.json()),
  }),
  /** Number of real samples on either side of the floors. */
  samples: z.int(),
  /** Number of samples of the student, if more. */
  generated: z.int().optional(),
  metrics: numbersSchema,
  /** Standard deviations of the metrics over sets of samples. */
  spreads: numbersSchema,
  /** The same metrics between two sets of real samples. */
  floors: numbersSchema,
  floorSpreads: numbersSchema,
  /** The same metrics of the teacher, and their standard deviations, if it was measured. */
  teacher: numbersSchema.optional(),
  teacherSpreads: numbersSchema.optional(),
  /** The same metrics of a Gaussian with the data's mean and covariance. */
  baselines: numbersSchema,
  goals: z.record(z.string(), z.enum(["minimize", "maximize"])),
  descriptions: descriptionsSchema.optional(),
  backend: z.string(),
  version: z.string(),
});

/** An evaluation of a checkpoint that was made after the run, by `tweedie evaluate`. */
export type FurtherEvaluation = z.output<typeof evaluationSchema>;

const fileSchema = z.object({ evaluations: z.array(evaluationSchema) });

/** Reads the further evaluations of a run, in the order in which they were made. @throws TweedieError if the file is damaged */
export async function readEvaluations({
  evaluations,
}: Pick<RunFolder, "evaluations">): Promise<readonly FurtherEvaluation[]> {
  const text = await ifExists(readRegularText(evaluations, fileLimits.json));
  if (text === undefined) return [];
  try {
    return fileSchema.parse(parseSealedJson(text)).evaluations;
  } catch (cause) {
    const what = cause instanceof z.ZodError ? "is no list of evaluations" : `is damaged: ${(cause as Error).message}`;
    const fix = "delete it, and evaluate again; the results of the run itself are in other files";
    throw new TweedieError({ where: evaluations, what, fix }, { cause });
  }
}

/** Writes the further evaluations of a run. */
export const writeEvaluations = (
  { evaluations: path }: Pick<RunFolder, "evaluations">,
  evaluations: readonly FurtherEvaluation[],
): Promise<void> => writeDurably(path, sealJson(jsonFile({ evaluations })));
