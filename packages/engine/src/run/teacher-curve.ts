import { samplerNames } from "@tweedie/diffusion";
import { TweedieError } from "@tweedie/core";
import { fileLimits, readRegularText } from "@tweedie/core/files";
import { z } from "zod";
import { parseSealedJson, sealJson } from "../checksums/sealed-text.ts";
import { writeDurably } from "./write-durably.ts";
import { jsonFile, numbersSchema } from "./json-file.ts";

const teacherCurveSchema = z.object({
  /** Number of samples of each point, of the student and of the reference. */
  samples: z.int(),
  /** Metrics of the student, which needs one network evaluation. */
  student: numbersSchema,
  /** Metrics between two sets of real samples. */
  floors: numbersSchema,
  points: z.array(
    z.object({ sampler: z.enum(samplerNames), steps: z.int(), evaluations: z.int(), metrics: numbersSchema }),
  ),
});

/** Metrics of a teacher by the number of network evaluations per sample. */
export type TeacherCurve = z.output<typeof teacherCurveSchema>;

export const writeTeacherCurve = (path: string, curve: TeacherCurve): Promise<void> =>
  writeDurably(path, sealJson(jsonFile(curve)));

/** Reads a teacher curve. @throws TweedieError if the file has another content; the error of `node:fs` if it cannot be read. */
export async function readTeacherCurve(path: string): Promise<TeacherCurve> {
  const text = await readRegularText(path, fileLimits.json);
  try {
    return teacherCurveSchema.parse(parseSealedJson(text));
  } catch (cause) {
    throw new TweedieError({ where: path, what: problemOf(cause) }, { cause });
  }
}

const problemOf = (cause: unknown): string =>
  cause instanceof z.ZodError ? "is not the curve of a teacher" : `is damaged: ${(cause as Error).message}`;
