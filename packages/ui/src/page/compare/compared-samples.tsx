import type { JSX } from "preact";
import { useState } from "preact/hooks";
import type { ComparedRun } from "../../api/comparison.ts";
import { formatCount } from "../parts/format.ts";
import { SampleView } from "../run/sample-view.tsx";

/** The students' samples at one training step. Runs with the same seed draw them from the same latents, in the same order. */
export function ComparedSamples({ runs }: { readonly runs: readonly ComparedRun[] }): JSX.Element {
  const steps = [...new Set(runs.flatMap(({ samples }) => samples.flatMap(({ step }) => step ?? [])))].sort(
    (a, b) => a - b,
  );
  const [selected, setSelected] = useState<number>();
  const index = Math.min(selected ?? steps.length - 1, steps.length - 1);
  const step = steps[index];
  if (step === undefined) return <p class="empty">These runs have no samples yet.</p>;
  const hasOneSeed = new Set(runs.map(({ seed }) => seed)).size === 1;
  return (
    <>
      <div class="slider wide">
        <label for="compared-step">step {formatCount(step)}</label>
        <input
          id="compared-step"
          type="range"
          min={0}
          max={steps.length - 1}
          value={index}
          aria-valuetext={`step ${formatCount(step)}`}
          onInput={({ currentTarget }) => setSelected(Number(currentTarget.value))}
        />
      </div>
      <p class="note">
        {hasOneSeed
          ? "All runs have one seed: the samples at one position come from the same latent."
          : "The runs have different seeds, so their samples come from different latents."}
      </p>
      <div class="panels">
        {runs.map(({ id, samples }) => {
          const set = samples.findLast((each) => each.step !== undefined && each.step <= step);
          return (
            set && (
              <SampleView
                key={id}
                run={id}
                set={set}
                caption={`${id.split("/").at(-1)!} at ${formatCount(set.step!)}`}
              />
            )
          );
        })}
      </div>
    </>
  );
}
