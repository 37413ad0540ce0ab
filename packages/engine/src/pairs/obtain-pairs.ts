import { rm } from "node:fs/promises";
import { hashOf } from "@tweedie/config";
import { type NDArrays, type PairsPlan, TweedieError } from "@tweedie/core";
import { cachePath } from "@tweedie/core/files";
import { guidanceEvaluations, samplers } from "@tweedie/diffusion";
import { digestOfArrays } from "../checksums/digest.ts";
import { unlessAborted } from "../sampling/unless-aborted.ts";
import { lockCache, notCached } from "../locks/lock-cache.ts";
import type { Tell } from "../progress/run-progress.ts";
import type { RunContext } from "../train/run-context.ts";
import type { Pairs } from "./pairs.ts";
import { loadPairs, savePairs } from "./pairs-store.ts";
import { pairsOf, sampleTeacher } from "./sample-pairs.ts";

/** Version of the sampling of pairs. Increasing it invalidates all cached pairs. */
const format = 1;

/**
 * The pairs that the loss asks for: those of the run, those of the cache, or new ones, which it saves in both. Of concurrent runs with the
 * same pairs, one samples them.
 *
 * @param weights Weights of the teacher.
 * @returns undefined if the run was aborted
 * @throws TweedieError if those of the run are damaged after the student has been trained on them
 */
export async function obtainPairs(context: RunContext, plan: PairsPlan, weights: NDArrays): Promise<Pairs | undefined> {
  const { folder, progress, signal, onEvent, warn } = context;
  const own = await ownSamples(context);
  if (own) {
    progress.expect({ pairs: 0 });
    return await pairsOf(context, plan, own);
  }
  const cache = cachePath("pairs", cacheKey(context, plan, weights));
  const lock = await lockCache(context, cache, cachedWork);
  if (lock === "aborted") return undefined;
  try {
    const cached = cache === undefined ? undefined : await cachedSamples(context, cache);
    const evaluations = samplers[plan.sampler].evaluations(plan.steps) * guidanceEvaluations(guidanceOf(context));
    onEvent({ event: "pairs", count: plan.count, evaluations, source: cached ? "cache" : "sampled" });
    const sample = (tell: Tell) => unlessAborted(signal, () => sampleTeacher(context, plan, weights, tell));
    const x = cached ?? (await progress.during("pairs", "sampling pairs of the teacher", sample));
    if (!x) return undefined;
    progress.expect({ pairs: 0 });
    if (!cached && lock) {
      await savePairs(cache!, x).catch((error: Error) => warn(notCached(cachedWork.subject, error.message)));
    }
    await savePairs(folder.pairs, x);
    return await pairsOf(context, plan, x);
  } finally {
    lock?.();
  }
}

const cachedWork = { subject: "the pairs are", made: "sampled" };

/** Guidance scale of the teacher in the losses, and so of its samples. */
const guidanceOf = ({ experiment }: RunContext) => experiment.settings.distill.guidance?.teacher;

/** Everything that determines the pairs bit for bit. */
const cacheKey = (context: RunContext, plan: PairsPlan, weights: NDArrays): string => {
  const { experiment, executor } = context;
  const { precision, schedule, network, teacher, data } = experiment.resolved;
  const models = { schedule, network, teacher, data, digest: digestOfArrays(weights), guidance: guidanceOf(context) };
  return hashOf({ format, backend: executor.name, precision, ...models, ...plan });
};

/** Samples in the run's folder. Damaged ones are removed if the student has not been trained on them yet. */
async function ownSamples({ checkpoint, folder, warn }: RunContext): Promise<Pairs["x"] | undefined> {
  try {
    return await loadPairs(folder.pairs);
  } catch (error) {
    if (!(error instanceof TweedieError)) throw error;
    if (checkpoint?.phase === "distill") {
      const fix = "restore this folder from a copy, or start the run again in another folder with --out";
      throw new TweedieError({ where: error.where, what: error.what, fix }, { cause: error });
    }
    await rm(folder.pairs, { recursive: true });
    warn(`${error.where}: ${error.what}; they were removed`);
    return undefined;
  }
}

/** Samples in the cache. Damaged ones are removed, so that they are sampled again. */
async function cachedSamples({ warn }: RunContext, cache: string): Promise<Pairs["x"] | undefined> {
  try {
    return await loadPairs(cache);
  } catch (error) {
    if (!(error instanceof TweedieError)) throw error;
    await rm(cache, { recursive: true, force: true }).catch(() => undefined);
    warn(`${error.where}: ${error.what}; they are sampled again`);
    return undefined;
  }
}
