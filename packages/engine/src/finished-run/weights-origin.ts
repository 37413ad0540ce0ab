import { type Experiment, pluginAt } from "../experiment/experiment.ts";

/** The training that weights come from, for the metadata of a file. It has no paths, so that a file can be published. */
export interface WeightsOrigin {
  /** Name of the experiment. */
  readonly experiment: string;
  /** Hash of the experiment; its first eight digits are part of the default name of a run folder. */
  readonly hash: string;
  readonly seed: number;
  /** Plugin of the data. */
  readonly data: string;
  /** Updates of the weights. */
  readonly steps: number;
  /** Samples of an update. */
  readonly batch: number;
}

/** The training of weights in a phase of an experiment. */
export const weightsOrigin = (
  { name, hash, settings, slots }: Experiment,
  { steps, batch }: Pick<WeightsOrigin, "steps" | "batch">,
): WeightsOrigin => ({
  experiment: name,
  hash,
  seed: settings.seed,
  data: pluginAt(slots, "data"),
  steps,
  batch,
});
