import { type Extractor, type Features, type NDArray, rows } from "@tweedie/core";
import type { Executor } from "@tweedie/graph";
import { paddedChunk } from "../sampling/chunks.ts";
import { type BatchExtractor, networkBatch, openNetworkExtractor, openOnnxExtractor } from "./batch-extractors.ts";

/** An extractor applied to samples of one shape. */
export interface FeatureExtraction {
  /** Number of samples per call of the extractor. */
  readonly batch: number;
  /** Maps at most `batch` samples `[n, ...shape]` to features `[n, f]`, and to class logits `[n, k]` if the extractor is a classifier. */
  extract(samples: NDArray): Promise<Features<NDArray>>;
  dispose(): Promise<void>;
}

/** Applies an extractor to samples of a shape. It is opened at its first use, because most runs have no metric of features. */
export function createFeatureExtraction(
  executor: Executor,
  extractor: Extractor,
  shape: readonly number[],
  threads?: number,
): FeatureExtraction {
  let opened: Promise<BatchExtractor> | undefined;
  const open = () =>
    "extract" in extractor
      ? openNetworkExtractor(executor, extractor, shape)
      : openOnnxExtractor(executor, extractor, shape, threads);
  const batch = "extract" in extractor ? networkBatch : extractor.batch;
  return {
    batch,
    async extract(samples) {
      const { extract } = await (opened ??= open());
      const count = samples.shape[0]!;
      const { features, classes } = await extract(paddedChunk(samples, 0, count, batch));
      return { features: rows(features, 0, count), ...(classes && { classes: rows(classes, 0, count) }) };
    },
    dispose: async () => (await opened)?.dispose(),
  };
}
