import type { JSX } from "preact";
import type { Samples, SampleSet } from "../../api/run-details.ts";
import { apiPath } from "../api/client.ts";
import { usePolled } from "../api/use-polled.ts";
import { formatCount } from "../parts/format.ts";
import { ErrorNotice } from "../parts/status.tsx";
import { Scatter } from "../plot/scatter.tsx";

/** Samples are files: they change only when their stamp does. */
const never = 3_600_000;

interface SampleViewProps {
  readonly run: string;
  readonly set: SampleSet;
  readonly caption: string;
  /** The data's samples, drawn beneath points. */
  readonly data?: SampleSet | undefined;
}

const useSamples = (run: string, set: SampleSet) =>
  usePolled<Samples>(apiPath("samples", { id: run, name: set.name, stamp: set.stamp }), never);

/** A set of samples: images as a grid, points as a scatter plot. */
export function SampleView({ run, set, caption, data }: SampleViewProps): JSX.Element {
  const { data: samples, error } = useSamples(run, set);
  const { data: beneath } = useSamples(run, data ?? set);
  const below = data && set.source !== "data" && beneath?.kind === "points" ? beneath : undefined;
  return (
    <figure class="samples">
      <figcaption>{caption}</figcaption>
      {samples?.kind === "points" && (
        <Scatter samples={samples} beneath={below} color={`var(--${set.source})`} label={caption} />
      )}
      {samples?.kind === "images" && (
        <img src={samples.png} alt={`${Math.min(64, samples.count)} images of ${caption}`} />
      )}
      {samples?.kind === "other" && <p class="note">shape [{samples.shape.map(formatCount).join(", ")}]: no picture</p>}
      {!samples && <div class="placeholder" />}
      <ErrorNotice error={error} />
    </figure>
  );
}
