import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { RunDetails, SampleSet } from "../../api/run-details.ts";
import { formatCount } from "../parts/format.ts";
import { SampleView } from "./sample-view.tsx";

/** Milliseconds of a frame. */
const frameTime = 700;

/** Samples of data and teacher, those of the student by training step, and of the teacher by network evaluations. */
export function SamplesSection({ run }: { readonly run: RunDetails }): JSX.Element | null {
  const { samples, id } = run;
  const named = (name: string) => samples.find((set) => set.name === name);
  const [data, teacher, interpolation] = [named("data"), named("teacher"), named("interpolation")];
  const costs = samples.filter(({ evaluations }) => evaluations !== undefined);
  const steps = [...samples.filter(({ step }) => step !== undefined), ...(named("student") ? [named("student")!] : [])];
  if (samples.length === 0) return <p class="empty">No samples yet: an evaluation saves them.</p>;
  return (
    <>
      <div class="panels">
        {data && <SampleView run={id} set={data} caption="data" />}
        {teacher && <SampleView run={id} set={teacher} caption="teacher" data={data} />}
        {steps.length > 0 && <StudentFrames run={id} sets={steps} data={data} />}
      </div>
      {interpolation && <SampleView run={id} set={interpolation} caption="interpolations between latents" />}
      {costs.length > 0 && (
        <details>
          <summary>Teacher by network evaluations</summary>
          <div class="panels">
            {costs.map((set) => (
              <SampleView
                key={set.name}
                run={id}
                set={set}
                data={data}
                caption={`${formatCount(set.evaluations!)} evaluations`}
              />
            ))}
          </div>
        </details>
      )}
    </>
  );
}

interface FramesProps {
  readonly run: string;
  readonly sets: readonly SampleSet[];
  readonly data: SampleSet | undefined;
}

/** The student's samples at a training step, which a slider selects. The newest is shown until another is selected. */
function StudentFrames({ run, sets, data }: FramesProps): JSX.Element {
  const [selected, setSelected] = useState<number>();
  const [isPlaying, setPlaying] = useState(false);
  const last = sets.length - 1;
  const index = Math.min(selected ?? last, last);
  useEffect(() => {
    if (!isPlaying) return;
    if (index >= last) return setPlaying(false);
    const timer = setTimeout(() => setSelected(index + 1), frameTime);
    return () => clearTimeout(timer);
  }, [isPlaying, index, last]);
  const play = () => {
    if (!isPlaying && index >= last) setSelected(0);
    setPlaying(!isPlaying);
  };
  const set = sets[index]!;
  const caption = set.step === undefined ? "student at the end" : `student at step ${formatCount(set.step)}`;
  return (
    <div class="frames">
      <SampleView run={run} set={set} caption={caption} data={data} />
      {last > 0 && (
        <div class="slider">
          <button type="button" onClick={play} aria-label={isPlaying ? "stop" : "play the training steps"}>
            {isPlaying ? "❚❚" : "▶"}
          </button>
          <input
            type="range"
            min={0}
            max={last}
            value={index}
            aria-label="training step of the student's samples"
            aria-valuetext={caption}
            onInput={({ currentTarget }) => setSelected(Number(currentTarget.value))}
          />
        </div>
      )}
    </div>
  );
}
