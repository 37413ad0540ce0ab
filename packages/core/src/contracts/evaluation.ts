import type { Tensor } from "@tensorflow/tfjs-core";
import type { NDArray } from "../ndarray.ts";
import type { Params } from "../params.ts";
import type { Random } from "../random.ts";

/**
 * Input of a metric: the samples, `[n, ...shape]`; an extractor's features of them, `[n, f]`; or a classifier's logits, `[n, k]`
 * (logarithms of unnormalised probabilities).
 */
export type MetricInput = "samples" | "features" | "classes";

/** An extractor's outputs for a batch of samples. */
export interface Features<T = Tensor> {
  readonly features: T; // [b, f]
  /** Logits. Omitted if the extractor is not a classifier. */
  readonly classes?: T; // [b, k]
}

/** A frozen function of samples, on whose features metrics compare them: weights and a function, or an ONNX file. */
export type Extractor = NetworkExtractor | OnnxExtractor;

export interface NetworkExtractor {
  /** Number of classes, if it is a classifier. */
  readonly classes?: number;
  /** Reads its weights. Called only when an evaluation needs them. */
  weights(): Params<NDArray>;
  /** Maps `x: [b, ...shape]` to its features. */
  extract(params: Params, x: Tensor): Features;
}

export interface OnnxExtractor {
  /** Number of classes, if it is a classifier. */
  readonly classes?: number;
  /** Reads the bytes of the file. Called only when an evaluation needs them. */
  model(): Uint8Array;
  /** Converts samples `x: [b, ...shape]` to the file's only input, `[b, ...]`. */
  prepare(x: Tensor): Tensor;
  /** Samples per call of the file. */
  readonly batch: number;
  /** Names of the file's outputs; `features` defaults to the first one. All axes but the first are flattened. */
  readonly outputs: Partial<Features<string>>;
}

/** A value of a metric for readers of reports. */
export interface ValueDescription {
  /** Its name in full: `sliced Wasserstein distance`. */
  readonly title: string;
  /** Its unit, or the set that it is a fraction of: `units of the data`, `fraction of the samples`. Omitted: a number without unit. */
  readonly unit?: string;
}

/** Compares samples `[n, ...]` with a reference `[m, ...]`, both in the form of its `input`. */
export interface Metric {
  /** Its input. Omitted: the samples themselves. */
  readonly input?: MetricInput;
  /** Names of its values, each with the direction of improvement. */
  readonly goals: Readonly<Record<string, "minimize" | "maximize">>;
  /** Descriptions of these values in reports. A value without one is shown by its name. */
  readonly descriptions?: Readonly<Record<string, ValueDescription>>;
  /** Maximum number of samples on each side that it reads, the first ones; no others are held. Omitted: all. */
  readonly limit?: number;
  /** The same values from summaries, so that no samples are held. `summaryMetric` defines a metric by them. */
  readonly summaries?: Summaries;
  /** Measures the samples. `label: [n]` are the classes they were generated for, if the distillation is class-conditional. */
  measure(samples: NDArray, reference: NDArray, random: Random, label?: NDArray): Readonly<Record<string, number>>;
}

/** Measures sets of any number of samples by summaries whose size does not depend on that number. */
export interface Summaries<S extends Summary = Summary> {
  /** Starts the summary of a set of `count` samples. */
  start(count: number): S;
  /** Compares the summaries of whole sets. */
  compare(samples: S, reference: S): Readonly<Record<string, number>>;
}

/** A metric's summary of a set of samples, which it receives in order and in batches of any size. */
export interface Summary {
  /** Adds samples `[b, ...]`, and the classes they were generated for, `[b]`, if the distillation is class-conditional. */
  add(batch: NDArray, label?: NDArray): void;
}
