import { readFile } from "node:fs/promises";
import { samplerNames } from "@tweedie/diffusion";
import { TweedieError } from "@tweedie/core";
import { z } from "zod";
import { writeDurably } from "./durable.ts";
import { jsonFile, numbers } from "./json-numbers.ts";

const teacherCurve = z.object({
  /** Of each point, and of what it is held against. */
  samples: z.int(),
  /** The student's metrics, at one evaluation. */
  student: numbers,
  floors: numbers,
  points: z.array(z.object({ sampler: z.enum(samplerNames), steps: z.int(), evaluations: z.int(), metrics: numbers })),
});

/** Metrics of a teacher by what its samples cost in network evaluations. */
export type TeacherCurve = z.output<typeof teacherCurve>;

export const writeTeacherCurve = (path: string, curve: TeacherCurve): Promise<void> =>
  writeDurably(path, jsonFile(curve));

/** @throws TweedieError where the file is something else, and the error of `node:fs` where it cannot be read. */
export async function readTeacherCurve(path: string): Promise<TeacherCurve> {
  const text = await readFile(path, "utf8");
  try {
    return teacherCurve.parse(JSON.parse(text));
  } catch (cause) {
    throw new TweedieError({ where: path, what: "is not the curve of a teacher" }, { cause });
  }
}
