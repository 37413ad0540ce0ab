import { type Extractor, type Features, ndarray, type NDArray, rows, sizeOf, zeros } from "@tweedie/core";
import type { Executor } from "@tweedie/graph";
import { type BatchExtractor, openNetworkExtractor, openOnnxExtractor } from "./batch-extractors.ts";

/** Maps samples `[n, ...shape]` to features `[n, f]`, and to class logits `[n, k]` if the extractor is a classifier. */
export type ExtractFeatures = (samples: NDArray) => Promise<Features<NDArray>>;

/** An extractor applied to samples of one shape. */
export interface FeatureExtraction {
  readonly extract: ExtractFeatures;
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
  return {
    async extract(samples) {
      const { batch, extract } = await (opened ??= open());
      const count = samples.shape[0]!;
      const parts: Features<NDArray>[] = [];
      for (let start = 0; start < count; start += batch) {
        const x = zeros([batch, ...shape]);
        x.data.set(rows(samples, start, Math.min(start + batch, count)).data);
        parts.push(await extract(x));
      }
      const join = (output: keyof Features) =>
        firstRows(
          parts.map((part) => part[output]!),
          count,
        );
      return { features: join("features"), ...(parts[0]!.classes && { classes: join("classes") }) };
    },
    dispose: async () => (await opened)?.dispose(),
  };
}

/** Concatenates batches and keeps the first `count` rows. */
function firstRows(batches: readonly NDArray[], count: number): NDArray {
  const shape = batches[0]!.shape.slice(1);
  const data = new Float32Array(count * sizeOf(shape));
  let end = 0;
  for (const batch of batches) {
    const values = batch.data.subarray(0, data.length - end);
    data.set(values, end);
    end += values.length;
  }
  return ndarray([count, ...shape], data);
}
