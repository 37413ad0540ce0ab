import {
  definePlugin,
  type FakeScoreBatch,
  type LossStrategy,
  mapParams,
  nest,
  type PerSample,
  type ScoredBatch,
  under,
} from "@tweedie/core";
import { squaredNorm } from "@tweedie/diffusion";
import type { Tensor } from "@tensorflow/tfjs-core";
import { z } from "zod";
import { coefficientsOf } from "./terms/coefficients.ts";
import { checkTerms, outputOf, pairsOf } from "./terms/check-terms.ts";
import { containsNoise, isIdentity, type Term, term, type Terms } from "./terms/term.ts";
import { weightDraws, weighted } from "./terms/weight.ts";

const options = z.strictObject({
  terms: z
    .record(z.string().regex(/^[A-Za-z][\w-]*$/, "a term's name begins with a letter, and has no dot"), term)
    .refine((terms) => Object.keys(terms).length > 0, { error: "a sum has at least one term" })
    .describe("Terms by names of your choice: losses with their options, and with `weight` and `weighting`.")
    .meta({ example: { score: { use: "sid/l2" }, divergence: { use: "divergences/reverse-kl", weight: 0.1 } } }),
});

/** Prefixes of the draws of the terms, of the weights in the student's loss, and of those in the fake score's. */
const [ofTerms, ofStudent, ofFakeScore] = ["terms", "weights", "fakeScoreWeights"] as const;

/**
 * A weighted sum of losses, for the student and for the fake score:
 *
 *     student       Σ_i  c_i(n) w_i L_i
 *     fake score    w |ε_ψ - ε|²  +  Σ_j  d_j(n) v_j M_j
 *
 * with weights c and d that may depend on the iteration n, and weights w and v of the samples. The second sum is over the terms that have a
 * loss M of the fake score, such as a discriminator's; denoising score matching, with the experiment's weighting, is left out if all have
 * one. The gradient is the sum of those of the terms. The coefficients of terms of the identity family add up, so a sum of sound losses with
 * positive weights is sound, as `sid/l1` and `sid/l2` with `c_1 = -λ c_2`.
 */
export default definePlugin({
  role: "loss",
  summary: "Weighted sum of losses, with a weight and a weighting of samples for each term",
  options,
  create({ terms }): LossStrategy {
    checkTerms(terms);
    const all = Object.values(terms);
    const coefficients = coefficientsOf(all);
    const fakeScoreOutput = outputOf(terms);
    const pairs = pairsOf(terms);
    const studentTerms = (batch: ScoredBatch) => mapParams(terms, (each, name) => studentTerm(each, name, batch));
    return {
      appliesWeighting: true,
      batchStatistics: all.some((term) => partsOf(term).some(({ batchStatistics }) => batchStatistics)),
      readsLogits: all.some(({ object }) => object.readsLogits),
      usesIdentity: all.some(({ object, weighting }) => object.usesIdentity && !weighting),
      identityWeightings: identityWeightings(terms),
      readsFakeScore: all.some(({ object }) => object.readsFakeScore !== false),
      ...(pairs && { pairs }),
      ...(coefficients && { coefficients }),
      ...(fakeScoreOutput && { fakeScoreOutput }),
      ...(all.some(({ object }) => object.fakeScore) && { fakeScore: (batch) => fakeScoreLoss(terms, batch) }),
      draws: (random, count, iteration) =>
        Object.assign(
          {},
          ...Object.entries(terms).map(([name, { object, weight, fakeScore }]) => ({
            ...(object.draws && nest(`${ofTerms}.${name}`, object.draws(random.child(name), count, iteration))),
            ...weightDraws(`${ofStudent}.${name}`, weight, iteration),
            ...(object.fakeScore && weightDraws(`${ofFakeScore}.${name}`, fakeScore.weight, iteration)),
          })),
        ) as ReturnType<NonNullable<LossStrategy["draws"]>>,
      studentTerms,
      student: (batch) => Object.values(studentTerms(batch)).reduce((sum, each) => sum.add(each)),
    };
  },
});

/** The loss of a term and the weightings that it has of its own. */
const partsOf = ({ object, weighting, fakeScore }: Term): readonly PerSample[] =>
  [object, weighting?.object, fakeScore.weighting?.object].filter((part) => part !== undefined);

/** The weightings that terms have of their own, of those that contain the noise in place of the optimal prediction of it. */
const identityWeightings = (terms: Terms): NonNullable<LossStrategy["identityWeightings"]> =>
  Object.fromEntries(
    Object.entries(terms).flatMap(([name, { object, weighting }]) =>
      weighting && containsNoise(object) ? [[`terms.${name}.weighting`, weighting.object]] : [],
    ),
  );

/** A term of the student's loss with its weights: `[b]`. */
function studentTerm({ object, weight, weighting }: Term, name: string, batch: ScoredBatch): Tensor {
  const { weights: ofExperiment, ...rest } = batch;
  const own = { ...rest, draws: under(`${ofTerms}.${name}`, batch.draws) };
  const ofTerm = weighting?.object.student;
  const weights = weighting ? ofTerm && (() => ofTerm(own)) : ofExperiment;
  const value = object.student(object.appliesWeighting && weights ? { ...own, weights } : own);
  const isWeightedHere = !object.appliesWeighting && (weighting !== undefined || isIdentity(object));
  const ofSamples = weights && isWeightedHere ? value.mul(weights()) : value;
  return weighted(ofSamples, weight, `${ofStudent}.${name}`, batch.draws);
}

/** The fake score's loss: `[b]`. */
function fakeScoreLoss(terms: Terms, batch: FakeScoreBatch): Tensor {
  const { weights: ofExperiment, xt, eps, level, epsFake } = batch;
  const losses: Tensor[] = [];
  if (Object.values(terms).some(({ object }) => !object.fakeScore)) {
    const matching = squaredNorm(epsFake.sub(eps));
    losses.push(ofExperiment ? matching.mul(ofExperiment()) : matching);
  }
  for (const [name, { object, fakeScore }] of Object.entries(terms)) {
    if (!object.fakeScore) continue;
    const { weights: _, ...rest } = batch;
    const value = object.fakeScore({ ...rest, draws: under(`${ofTerms}.${name}`, batch.draws) });
    const factor = fakeScore.weighting?.object.denoiser?.({ xt, eps, level });
    const scaled = factor ? value.mul(factor) : value;
    losses.push(weighted(scaled, fakeScore.weight, `${ofFakeScore}.${name}`, batch.draws));
  }
  return losses.reduce((sum, each) => sum.add(each));
}
