import { nest } from "@tweedie/core";
import type { MetricValues } from "../evaluate/metric-values.ts";
import { bandMeans, meanOf } from "./noise-bands.ts";

/** Effective number of samples from which a kernel estimate and its error are trusted. */
const minEffectiveSamples = 32;

/** Names of the values that are also summarised by noise band. */
const banded = ["V", "L1", "L2"] as const;

/** Summarises the outputs of `diagnosticsStep`, `[n]` each, as means over all draws and over each noise band. */
export function summarizeDiagnostics(
  outputs: Readonly<Record<string, Float32Array>>,
  bands: readonly number[],
): MetricValues {
  const { gap, effective, ...rest } = outputs;
  const means = Object.fromEntries(Object.entries(rest).map(([name, values]) => [name, meanOf(values)]));
  const hasOneBand = new Set(bands).size === 1;
  const byBand = hasOneBand
    ? []
    : banded.flatMap((name) => (rest[name] ? [nest(name, bandMeans(rest[name], bands))] : []));
  const known = gap?.filter((_, i) => effective![i]! >= minEffectiveSamples);
  return {
    ...means,
    ...(Object.assign({}, ...byBand) as MetricValues),
    ...(known && { "psiGap.coverage": known.length / gap!.length }),
    ...(known && known.length > 0 && { psiGap: meanOf(known) }),
  };
}
