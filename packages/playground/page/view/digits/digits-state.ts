import { signal } from "@preact/signals";
import type { DigitChoice, Message, TextProblem } from "../../protocol/messages.ts";
import { startWorker } from "../../worker/start-worker.ts";

/** Samples in the picture: each class in turn is a column. */
export const [columns, rows] = [10, 4];

/** Choices of the panel, which a link reproduces. */
export interface DigitsView {
  /** Class of all samples; undefined for each class in turn. */
  readonly label?: number | undefined;
  readonly seeds: readonly [number, number];
  readonly fraction: number;
}

interface Samples {
  /** In [-1, 1], sample by sample. */
  readonly pixels: Float32Array;
  readonly milliseconds: number;
}

export const digitsView = signal<DigitsView>({ seeds: [0, 1], fraction: 0 });
export const samples = signal<Samples | undefined>(undefined);
export const digitsProblem = signal<TextProblem | undefined>(undefined);
export const animating = signal(false);

let worker: Worker | undefined;
/** Choice that the worker samples, and the newest one after it. */
let [isSampling, isOld] = [false, false];
let lastId = 0;

/** Changes the choices and samples anew. */
export function setDigits(change: Partial<DigitsView>): void {
  digitsView.value = { ...digitsView.value, ...change };
  sampleDigits();
}

/** Samples the present choice. The first call starts the worker, which loads the student. */
export function sampleDigits(): void {
  worker ??= startSampling();
  isOld = isSampling;
  if (isSampling) return;
  isSampling = true;
  const { label, seeds, fraction } = digitsView.value;
  const labels = Array.from({ length: columns * rows }, (_, i) => label ?? i % columns);
  worker.postMessage({ type: "digits", id: ++lastId, choice: { seeds, fraction, labels } satisfies DigitChoice });
}

function startSampling(): Worker {
  const started = startWorker();
  started.addEventListener("message", ({ data }: MessageEvent<Message>) => {
    isSampling = false;
    if (data.type === "problem") digitsProblem.value = data.problem;
    if (data.type === "digits") samples.value = data;
    if (isOld) sampleDigits();
    else if (animating.value) nextPicture();
  });
  started.addEventListener("error", ({ message }) => (digitsProblem.value = { text: message, lines: [] }));
  return started;
}

/** Milliseconds from one seed to the other and back. */
const period = 6_000;
let begun = 0;

/** Moves between the seeds and back until it is called again. */
export function toggleAnimation(): void {
  animating.value = !animating.value;
  if (!animating.value) return;
  begun = performance.now() - (digitsView.value.fraction / 2) * period;
  nextPicture();
}

function nextPicture(): void {
  requestAnimationFrame(() => {
    if (!animating.value) return;
    const turn = ((performance.now() - begun) / period) % 1;
    setDigits({ fraction: Number((1 - Math.abs(1 - 2 * turn)).toFixed(3)) });
  });
}
