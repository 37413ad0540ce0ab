import { type ChosenPlugin, type LossStrategy, pluginOption } from "@tweedie/core";
import { z } from "zod";
import { weight } from "./weight.ts";

const beside = {
  weight: weight
    .default(1)
    .describe("Factor of the term in the student's loss: a number, or a schedule over the iterations.")
    .meta({ example: { value: 0.01, start: 10_000, ramp: 1_000 } }),
  weighting: pluginOption("weighting")
    .optional()
    .describe(
      "Weight of each sample in the term. Default: `distill.student.weighting` if the score identity derives the term, else none.",
    )
    .meta({ example: "weightings/none" }),
  fakeScore: z
    .strictObject({
      weight: weight
        .default(1)
        .describe("Factor of the term's own loss of the fake score: a number, or a schedule over the iterations."),
      weighting: pluginOption("weighting")
        .optional()
        .describe("Weight of each sample in the term's own loss of the fake score. Default: none.")
        .meta({ example: "weightings/edm" }),
    })
    .prefault({})
    .describe("Loss of the fake score that belongs to the term, such as a discriminator's."),
};

/** Schema of a term: a loss with its options, its weights and weightings. */
export const term = pluginOption("loss", beside).describe(
  "Loss with its options, and with the keys of the sum: `weight`, `weighting` and `fakeScore`.",
);

/** A term of a sum. */
export type Term = ChosenPlugin<"loss", z.output<z.ZodObject<typeof beside>>>;

/** The terms of a sum by their names. */
export type Terms = Readonly<Record<string, Term>>;

/** True if the score identity derives a loss, so that it has the experiment's weighting. */
export const isIdentity = ({ coefficients, usesIdentity = false }: LossStrategy): boolean =>
  coefficients !== undefined || usesIdentity;

/**
 * True if a loss contains the noise in place of the optimal prediction of it, so that weights which depend on the noise bias it.
 *
 * Coefficients by level count as containing it: the levels of the training are not known here.
 */
export const containsNoise = ({ coefficients, usesIdentity = false }: LossStrategy): boolean =>
  usesIdentity ||
  typeof coefficients === "function" ||
  (coefficients !== undefined && (coefficients.ae !== 0 || coefficients.be !== 0));
