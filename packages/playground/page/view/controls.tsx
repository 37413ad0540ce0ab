import { Option, PluginControl } from "./options-form.tsx";
import { noised } from "./plane-view.tsx";
import {
  check,
  checked,
  open,
  panes,
  playing,
  setBeside,
  setSpeed,
  setValue,
  setView,
  speed,
  step,
  togglePlay,
  view,
  yaml,
} from "./state.ts";
import { valueAt, withValue } from "./yaml-edits.ts";

/** Play, step, reset, seed and speed. */
export function Transport() {
  const seed = Number(valueAt(yaml.value, ["seed"]) ?? 0);
  return (
    <div class="transport" role="toolbar" aria-label="Training">
      <button class="primary" onClick={togglePlay} aria-pressed={playing.value}>
        {playing.value ? "Pause" : "Play"}
      </button>
      <button onClick={step}>Step</button>
      <button onClick={() => void open()}>Reset</button>
      <label>
        seed
        <input
          type="number"
          min={0}
          step={1}
          value={seed}
          onChange={({ currentTarget }) => setValue(["seed"], Math.max(0, Math.trunc(Number(currentTarget.value))))}
        />
      </label>
      <label>
        speed
        <select value={speed.value} onChange={({ currentTarget }) => setSpeed(Number(currentTarget.value))}>
          <option value={0}>as fast as possible</option>
          {[30, 10, 3, 1].map((rate) => (
            <option key={rate} value={rate}>
              {rate} it/s
            </option>
          ))}
        </select>
      </label>
    </div>
  );
}

/** Noise level and parts of the picture. */
export function ViewControls() {
  const { sigma, field, arrows } = view.value;
  return (
    <div class="view">
      <label class="slider">
        noise level σ <output>{sigma.toPrecision(2)}</output>
        <input
          type="range"
          min={-2}
          max={0.7}
          step={0.02}
          value={Math.log10(sigma)}
          onInput={({ currentTarget }) =>
            setView({ sigma: Number((10 ** Number(currentTarget.value)).toPrecision(3)) })
          }
        />
      </label>
      <label>
        <input
          type="checkbox"
          checked={field}
          onChange={({ currentTarget }) => setView({ field: currentTarget.checked })}
        />
        fields
      </label>
      <label>
        <input
          type="checkbox"
          checked={arrows}
          onChange={({ currentTarget }) => setView({ arrows: currentTarget.checked })}
        />
        gradients of the loss
      </label>
      <label>
        <input
          type="checkbox"
          checked={noised.value}
          onChange={({ currentTarget }) => (noised.value = currentTarget.checked)}
        />
        noised samples
      </label>
    </div>
  );
}

/** Chooses data. Those without a closed form get a teacher that is trained. */
async function chooseData(use: string): Promise<void> {
  const text = withValue(yaml.value, ["data"], { use });
  await check(text);
  const needsTraining = checked.value.problem !== undefined;
  yaml.value = needsTraining
    ? withValue(withValue(text, ["teacher"], "teachers/denoiser"), ["pretrain"], {
        steps: 1_500,
        batch: 256,
        optimizer: { lr: 2e-3 },
      })
    : text;
  await check();
  await open();
}

const networks = ["student", "fakeScore"] as const;
const singleLevel = (sigma: number) => ({ use: "dde/single-level", sigma });

/** One level for student and fake score, or the experiment's time law. */
function LevelControl() {
  const sigma = valueAt(yaml.value, ["distill", "student", "time", "sigma"]);
  const set = (level: number | undefined) => {
    let text = yaml.value;
    for (const name of networks) {
      text = withValue(text, ["distill", name, "time"], level === undefined ? undefined : singleLevel(level));
      text = withValue(text, ["distill", name, "weighting"], level === undefined ? undefined : "weightings/none");
    }
    yaml.value = text;
    void check().then(open);
  };
  return (
    <fieldset>
      <legend>Noise levels</legend>
      <label>
        <input
          type="checkbox"
          checked={sigma !== undefined}
          onChange={({ currentTarget }) => set(currentTarget.checked ? 0.2 : undefined)}
        />
        one level
      </label>
      {sigma !== undefined && (
        <label>
          sigma
          <input
            type="number"
            step="any"
            min={0}
            value={Number(sigma)}
            onChange={({ currentTarget }) => Number(currentTarget.value) > 0 && set(Number(currentTarget.value))}
          />
        </label>
      )}
    </fieldset>
  );
}

const beside = ["sid/l1", "sid/l2", "full-transform/full", "divergences/reverse-kl"];

/** Losses that are trained beside the chosen one, three at most. */
function BesideControl() {
  const chosen = panes.value.flatMap(({ loss }) => (loss === undefined ? [] : [loss]));
  const toggle = (loss: string) =>
    setBeside(chosen.includes(loss) ? chosen.filter((each) => each !== loss) : [...chosen, loss].slice(-3));
  return (
    <fieldset>
      <legend>Side by side, from the same seed</legend>
      {beside.map((loss) => (
        <label key={loss}>
          <input type="checkbox" checked={chosen.includes(loss)} onChange={() => toggle(loss)} />
          {loss}
        </label>
      ))}
    </fieldset>
  );
}

/** Controls of the experiment. Each writes to the YAML. */
export function Controls() {
  return (
    <div class="controls">
      <PluginControl slot="loss" role="loss" label="Loss" />
      <PluginControl slot="data" role="data" label="Data" onChoose={(use) => void chooseData(use)} />
      <fieldset>
        <legend>Training</legend>
        <Option
          path={["distill", "student", "optimizer", "lr"]}
          label="learning rate, student"
          schema={{ type: "number", default: 1e-4 }}
        />
        <Option
          path={["distill", "fakeScore", "optimizer", "lr"]}
          label="learning rate, fake score"
          schema={{ type: "number", default: 1e-4 }}
        />
        <Option
          path={["distill", "fakeScore", "updates"]}
          label="fake-score updates"
          schema={{ type: "integer", default: 1 }}
        />
      </fieldset>
      <LevelControl />
      <BesideControl />
    </div>
  );
}
