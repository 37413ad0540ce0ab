import { samplerNames } from "@tweedie/diffusion";
import { TweedieError } from "@tweedie/core";
import { fileLimits, readRegularText } from "@tweedie/core/files";
import { z } from "zod";
import { parseSealedJson, sealJson } from "../checksums/sealed-text.ts";
import type { MetricValues } from "../evaluate/metric-values.ts";
import { writeDurably } from "./write-durably.ts";
import { jsonFile, jsonNumber, numbersSchema } from "./json-file.ts";

const measuredPlan = z.object({
  sampler: z.enum(samplerNames),
  steps: z.int(),
  evaluations: z.int(),
  /** Lowest and highest noise level in standard deviations of the data. */
  range: z.object({ min: z.number(), max: z.number() }),
});
/** Version 0.1.0 used the range from 0.004 to 160, and did not record it. */
const planSchema = measuredPlan.partial({ range: true });

/** The part of a curve that does not depend on the student. */
export const measuredCurveSchema = z.object({
  points: z.array(measuredPlan.extend({ metrics: numbersSchema, spreads: numbersSchema })),
  choice: z
    .object({
      metric: z.string(),
      samples: z.int(),
      candidates: z.array(measuredPlan.extend({ value: jsonNumber })),
    })
    .optional(),
});

export type MeasuredCurve = z.output<typeof measuredCurveSchema>;

const teacherCurveSchema = z.object({
  /** Number of samples of each point, of the student and of the reference. */
  samples: z.int(),
  /** Metrics of the student. */
  student: numbersSchema,
  /** Network evaluations of a sample of the student, if more than one. */
  studentEvaluations: z.int().optional(),
  /** Metrics between two sets of real samples. */
  floors: numbersSchema,
  /** Standard deviations of these metrics over sets of samples. Version 0.1.0 did not estimate them. */
  spreads: z.object({ student: numbersSchema, floors: numbersSchema }).optional(),
  /** The best plan for each budget. Version 0.1.0 recorded those of each sampler. */
  points: z.array(planSchema.extend({ metrics: numbersSchema, spreads: numbersSchema.optional() })),
  /** Choice of the plans: by a metric, from a number of other samples. Undefined without a metric, and in version 0.1.0. */
  choice: z
    .object({
      metric: z.string(),
      samples: z.int(),
      candidates: z.array(planSchema.extend({ value: jsonNumber })),
    })
    .optional(),
});

/** The first metric of a teacher curve, in the status of a run. */
export const curveSummarySchema = z.object({
  metric: z.string(),
  /** Number of samples of each point and of the student. */
  samples: z.int(),
  student: z.object({ value: jsonNumber, spread: jsonNumber.optional() }),
  /** Network evaluations of a sample of the student, if more than one. */
  studentEvaluations: z.int().optional(),
  points: z.array(planSchema.extend({ value: jsonNumber, spread: jsonNumber.optional() })),
});

export type CurveSummary = z.output<typeof curveSummarySchema>;

/** Returns the part of a curve that is the metric by which it was chosen; undefined without one. */
export function summaryOfCurve({
  samples,
  student,
  studentEvaluations,
  spreads,
  points,
  choice,
}: TeacherCurve): CurveSummary | undefined {
  if (!choice) return undefined;
  const { metric } = choice;
  const valueIn = (values: MetricValues, deviations: MetricValues = {}) => ({
    value: values[metric]!,
    ...(metric in deviations && { spread: deviations[metric]! }),
  });
  return {
    metric,
    samples,
    student: valueIn(student, spreads?.student),
    ...(studentEvaluations !== undefined && { studentEvaluations }),
    points: points.map(({ metrics, spreads, ...plan }) => ({ ...plan, ...valueIn(metrics, spreads) })),
  };
}

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
