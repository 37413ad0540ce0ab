import { pluginBlock } from "@tweedie/config";
import { samplerNames } from "@tweedie/diffusion";
import { z } from "zod";
import { samplingGuidance } from "../guidance/guidance-settings.ts";

/** Lowest and highest noise level of a sampler, in standard deviations of the data. */
const sigmaRange = z
  .strictObject({
    min: z.number().positive().describe("Lowest noise level.").meta({ example: 0.02 }),
    max: z.number().positive().describe("Highest noise level.").meta({ example: 10 }),
  })
  .refine(({ min, max }) => max > min, { path: ["max"], message: "expected a number above `min`" });

const teacherCurve = z
  .strictObject({
    evaluations: z
      .array(z.int().positive().max(10_000))
      .min(1)
      .default([1, 2, 4, 8, 16, 32])
      .describe("Numbers of network evaluations per sample."),
    samplers: z
      .array(z.enum(samplerNames))
      .min(1)
      .default(["euler", "heun-euler", "dpmpp-2m"])
      .describe("Samplers that are tried for each number of evaluations."),
    ranges: z
      .array(sigmaRange)
      .min(1)
      .optional()
      .describe(
        "Ranges of noise levels that are tried with each sampler, in standard deviations of the data. Default: EDM's, 0.004 to 160, and 0.02 to 10.",
      )
      .meta({ example: [{ min: 0.004, max: 160 }] }),
    samples: z
      .int()
      .min(16)
      .optional()
      .describe(
        "Samples with which sampler and range are chosen, by the first metric; others measure the best. Default: 1024, at most `evaluate.samples`.",
      )
      .meta({ example: 256 }),
  })
  .nullable()
  .describe(
    "Metrics of the teacher against the number of network evaluations, with the best sampler and range for each, measured at the end of the run; null: not measured. A sweep measures it only if it is set.",
  );

/** `evaluate` of an experiment. */
export const evaluate = z
  .strictObject({
    every: z
      .int()
      .positive()
      .default(1_000)
      .describe("Iterations between evaluations; the last one is always evaluated."),
    average: z
      .int()
      .min(2)
      .max(10_000)
      .optional()
      .describe(
        "Number of last evaluations whose mean is the result of the run, with a spread that contains the variation between them. Default: only the last one.",
      )
      .meta({ example: 5 }),
    samples: z
      .int()
      .min(16)
      .max(2 ** 22)
      .default(8_192)
      .describe("Samples per evaluation, at most half of the held-out data."),
    generated: z
      .int()
      .positive()
      .max(2 ** 22)
      .optional()
      .describe("Samples that student and teacher generate per evaluation, if more than real ones. Default: as many.")
      .meta({ example: 50_000 }),
    extractor: pluginBlock.prefault("extractors/identity").describe("Extractor for metrics of features and classes."),
    metrics: z
      .array(pluginBlock)
      .default([])
      .describe("Metrics. The first one determines if the run has converged.")
      .meta({ example: ["metrics/sliced-wasserstein"], aliases: ["fid", "eval_metrics"] }),
    draws: z
      .int()
      .positive()
      .max(2 ** 22)
      .default(2_048)
      .describe("Noised samples per diagnosis of the distillation, rounded up to whole batches."),
    teacherSteps: z
      .int()
      .positive()
      .max(10_000)
      .default(32)
      .describe("Heun steps of the teacher's samples; n steps are 2n - 1 network evaluations."),
    steps: z
      .array(z.int().positive().max(1_000))
      .min(1)
      .optional()
      .describe(
        "Numbers of steps in which a student of several steps is also measured, as `steps.N.METRIC` in the log.",
      )
      .meta({ example: [1, 2, 4] }),
    guidance: samplingGuidance,
    teacherCurve: teacherCurve.prefault({}),
  })
  .describe("Evaluation of student and teacher.")
  .meta({ aliases: ["eval", "evaluation", "validation"] });
