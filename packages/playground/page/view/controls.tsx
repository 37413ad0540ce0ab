import { chooseData, choosePlugin, chooseTeacher } from "./choose-plugins.ts";
import { CheckBox, Choice, NumberInput, Slider } from "./inputs.tsx";
import { isDrawn, Option, PluginControl } from "./options-form.tsx";
import { noised } from "./plane-view.tsx";
import {
  check,
  open,
  panes,
  playing,
  plugins,
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
import { pluginOf, valueAt, withValue } from "./yaml-edits.ts";

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
      <NumberInput label="seed" min={0} value={seed} onChange={(value) => setValue(["seed"], value)} />
      <Choice
        label="speed"
        value={String(speed.value)}
        choices={[["0", "as fast as possible"], ...[30, 10, 3, 1].map((rate) => [`${rate}`, `${rate} it/s`] as const)]}
        onChange={(value) => setSpeed(Number(value))}
      />
    </div>
  );
}

/** Noise level and parts of the picture. */
export function ViewControls() {
  const { sigma, field, arrows } = view.value;
  return (
    <div class="view">
      <Slider
        label="noise level σ"
        shown={sigma.toPrecision(2)}
        value={Math.log10(sigma)}
        range={[-2, 0.7, 0.02]}
        onInput={(value) => setView({ sigma: Number((10 ** value).toPrecision(3)) })}
      />
      <CheckBox label="fields" checked={field} onChange={(checked) => setView({ field: checked })} />
      <CheckBox label="gradients of the loss" checked={arrows} onChange={(checked) => setView({ arrows: checked })} />
      <CheckBox label="noised samples" checked={noised.value} onChange={(checked) => (noised.value = checked)} />
    </div>
  );
}

/** Choice of the data, among them those that are drawn. */
function DataControl() {
  const drawn = plugins.value.find(isDrawn);
  const isChosen = drawn?.use === pluginOf(yaml.value, "data");
  return (
    <PluginControl slot="data" role="data" label="Data" onChoose={(use) => void chooseData(use)}>
      {drawn && !isChosen && <button onClick={() => void chooseData(drawn.use)}>Draw your own</button>}
    </PluginControl>
  );
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
      <CheckBox
        label="one level"
        checked={sigma !== undefined}
        onChange={(checked) => set(checked ? 0.2 : undefined)}
      />
      {sigma !== undefined && (
        <NumberInput label="sigma" step="any" value={Number(sigma)} onChange={(value) => value > 0 && set(value)} />
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
        <CheckBox key={loss} label={loss} checked={chosen.includes(loss)} onChange={() => toggle(loss)} />
      ))}
    </fieldset>
  );
}

const alarms = [
  ["collapse", "collapse below", 0.1],
  ["divergence", "divergence above", 10],
  ["patience", "evaluations", 3],
] as const;

/** Limits of the student's spread, relative to the data's, beyond which the training ends. */
function AlarmControl() {
  return (
    <fieldset>
      <legend>Alarms of the spread</legend>
      {alarms.map(([name, label, preset]) => (
        <Option key={name} path={["alarms", name]} label={label} schema={{ type: "number", default: preset }} />
      ))}
    </fieldset>
  );
}

/** Controls of the experiment. Each writes to the YAML. */
export function Controls() {
  return (
    <div class="controls">
      <PluginControl slot="loss" role="loss" label="Loss" />
      <DataControl />
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
      <PluginControl slot="teacher" role="teacher" label="Teacher" onChoose={(use) => void chooseTeacher(use)} />
      {(["student", "fakeScore"] as const).map((slot) => (
        <PluginControl
          key={slot}
          slot={slot}
          role={slot}
          label={slot === "student" ? "Student" : "Fake score"}
          onChoose={(use) => void choosePlugin(slot, use)}
        />
      ))}
      <AlarmControl />
      <BesideControl />
    </div>
  );
}
