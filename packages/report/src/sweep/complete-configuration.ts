import type { ConfigurationState } from "@tweedie/study";

/** A complete configuration with a finite metric. */
export type CompleteConfiguration = ConfigurationState & { readonly value: number };

export const isComplete = (configuration: ConfigurationState): configuration is CompleteConfiguration =>
  configuration.status === "complete" && Number.isFinite(configuration.value);
