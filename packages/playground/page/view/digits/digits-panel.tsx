import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import { Choice, CopyButton, NumberInput, Slider } from "../inputs.tsx";
import {
  animating,
  columns,
  digitsProblem,
  digitsView,
  rows,
  sampleDigits,
  samples,
  setDigits,
  toggleAnimation,
} from "./digits-state.ts";
import { drawDigits } from "./draw-digits.ts";

const commands =
  "tweedie run experiments/digits/lora-14x14.yaml --out runs/digits\ntweedie sample runs/digits -n 40 -o digits.png\n";

/** Samples of the committed one-step student of digits, and those between two latents. */
export function Digits() {
  useEffect(() => {
    if (!samples.value) sampleDigits();
    return () => {
      if (animating.value) toggleAnimation();
    };
  }, []);
  return (
    <main class="digits">
      <div class="stage">
        <DigitControls />
        <Samples />
      </div>
      <div class="side">
        <Facts />
      </div>
    </main>
  );
}

function DigitControls() {
  const { label, seeds, fraction } = digitsView.value;
  const [from, to] = seeds;
  return (
    <div class="transport" role="toolbar" aria-label="Samples">
      <Choice
        label="class"
        value={String(label ?? "")}
        choices={[["", "each in turn"], ...Array.from({ length: 10 }, (_, each) => [`${each}`, `${each}`] as const)]}
        onChange={(value) => setDigits({ label: value === "" ? undefined : Number(value) })}
      />
      <NumberInput label="seed" min={0} value={from} onChange={(seed) => setDigits({ seeds: [seed, to] })} />
      <NumberInput label="other seed" min={0} value={to} onChange={(seed) => setDigits({ seeds: [from, seed] })} />
      <Slider
        label="between the seeds"
        shown={fraction.toFixed(2)}
        value={fraction}
        range={[0, 1, 0.01]}
        onInput={(value) => {
          if (animating.value) toggleAnimation();
          setDigits({ fraction: value });
        }}
      />
      <button aria-pressed={animating.value} onClick={toggleAnimation}>
        {animating.value ? "Stop" : "Animate"}
      </button>
    </div>
  );
}

function Samples() {
  const canvas = useRef<HTMLCanvasElement>(null);
  const shown = samples.value;
  // Before the next frame, so that picture and caption agree.
  useLayoutEffect(() => {
    const draw = () => shown && canvas.current && drawDigits(canvas.current, shown.pixels, columns);
    draw();
    const scheme = matchMedia("(prefers-color-scheme: dark)");
    scheme.addEventListener("change", draw);
    return () => scheme.removeEventListener("change", draw);
  }, [shown]);
  const { label } = digitsView.value;
  const of = label === undefined ? "each class in turn" : `the class ${label}`;
  return (
    <figure>
      <canvas ref={canvas} role="img" aria-label={`${columns * rows} samples of the student, ${of}`} />
      <figcaption>
        {shown && `${columns * rows} samples in ${shown.milliseconds.toFixed(0)} ms, one network evaluation each`}
        {!shown && !digitsProblem.value && "loading the student, 0.9 MB …"}
      </figcaption>
      {digitsProblem.value && <pre class="problem">{digitsProblem.value.text}</pre>}
    </figure>
  );
}

function Facts() {
  return (
    <section>
      <h2>Digits in one step</h2>
      <p>
        The student generates handwritten digits of 14×14 pixels in one network evaluation. It is an adapter of rank 8
        (44,000 weights) of a class-conditional DDPM++ (189,000 weights), distilled by SiD in 500 iterations.
      </p>
      <p>
        The slider moves each latent on the arc to that of the other seed (spherical interpolation), which keeps the
        norm of normal latents.
      </p>
      <table>
        <thead>
          <tr>
            <th scope="col">samples</th>
            <th scope="col">network evaluations</th>
            <th scope="col">unbiased Fréchet distance</th>
          </tr>
        </thead>
        <tbody>
          {distances.map(([name, evaluations, distance]) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td>{evaluations}</td>
              <td>{distance}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p>
        Digits are not distilled in the page: an iteration of 32 samples takes 0.9 s in Chromium on one thread of an AMD
        EPYC processor, and a training that one watches may take 0.2 s. The 500 iterations would take 8 minutes; the
        command takes 6, in a clone of the repository:
      </p>
      <pre>{commands}</pre>
      <CopyButton label="Copy the commands" text={() => commands} />
    </section>
  );
}

/** Measured in features of `extractors/digits`, 492 samples, seed 0. */
const distances = [
  ["student", "1", "48 ± 20"],
  ["teacher", "63", "36 ± 20"],
  ["real digits", "", "0 ± 10"],
] as const;
