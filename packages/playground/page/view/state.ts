import { effect, signal } from "@preact/signals";
import type { BackendChoice, PluginInfo, TextProblem } from "../protocol/messages.ts";
import { fromHash, type PageState, toHash } from "./address.ts";
import { measureBackends } from "./backends.ts";
import { digitsView } from "./digits/digits-state.ts";
import { type Checked, createPane, type Pane } from "./pane.ts";
import { ownLoss, type Preset, start, tour } from "./presets.ts";
import { withValue } from "./yaml-edits.ts";

/** File of the loss that the user writes. */
const ownFile = "my-loss.ts";

const shown = fromHash(location.hash) ?? stateOf(start, tour.indexOf(start));
if (shown.digits) digitsView.value = shown.digits;

export const yaml = signal(shown.yaml);
export const view = signal({ sigma: shown.sigma, field: shown.field, arrows: shown.arrows });
export const stop = signal<number | undefined>(shown.stop);
export const own = signal(shown.own ?? ownLoss);
/** Part of the page that is shown. */
export const tab = signal<"plane" | "digits">(shown.digits ? "digits" : "plane");
export const panes = signal<readonly Pane[]>([undefined, ...shown.beside].map((loss) => createPane(loss)));
export const plugins = signal<readonly PluginInfo[]>([]);
export const playing = signal(false);
/** Most iterations a second; 0 is no limit. */
export const speed = signal(0);
export const backend = signal<BackendChoice>("auto");
export const checked = signal<Checked>({ problem: undefined, notes: [] });
export const ownChecked = signal<Checked | undefined>(undefined);

function stateOf({ yaml, beside = [], view = {} }: Preset, index: number): PageState {
  const { sigma = 0.3, field = true, arrows = false } = view;
  return { yaml, beside, sigma, field, arrows, stop: index < 0 ? undefined : index };
}

/** State of the page as its address has it. */
const state = (): PageState => ({
  yaml: yaml.value,
  beside: panes.value.flatMap(({ loss }) => (loss === undefined ? [] : [loss])),
  ...view.value,
  own: yaml.value.includes(ownFile) ? own.value : undefined,
  stop: stop.value,
  digits: tab.value === "digits" ? digitsView.value : undefined,
});

const all = (send: (pane: Pane) => void): void => panes.value.forEach(send);

/** The experiment of a pane. */
const yamlOf = ({ loss }: Pane): string => (loss === undefined ? yaml.value : withValue(yaml.value, ["loss"], loss));

/** Begins all runs, and continues to play if they were. */
export async function open(): Promise<void> {
  await Promise.all(panes.value.map((pane) => openPane(pane)));
  if (playing.value) all(playWhenOpened);
}

async function openPane(pane: Pane, choice = backend.value): Promise<void> {
  if (yaml.value.includes(ownFile)) await pane.compile(ownFile, own.value);
  pane.send({ type: "backend", choice });
  pane.send({ type: "view", view: view.value });
  pane.send({ type: "open", yaml: yamlOf(pane) });
}

/** Begins all runs on another backend. */
export function setBackend(choice: BackendChoice): void {
  backend.value = choice;
  void open();
}

/** Pauses, measures all backends and begins the runs on the fastest one. */
export async function chooseFastest(): Promise<void> {
  if (playing.value) togglePlay();
  setBackend(await measureBackends(openPane));
}

/** Plays a pane once its run has been opened. */
function playWhenOpened(pane: Pane): void {
  const stopWaiting = effect(() => {
    if (!pane.scene.value?.ready && pane.problem.value === undefined) return;
    queueMicrotask(() => stopWaiting());
    if (playing.peek() && pane.problem.value === undefined) pane.send({ type: "play", rate: speed.peek() });
  });
}

export function togglePlay(): void {
  playing.value = !playing.value;
  all((pane) => (playing.value ? playWhenOpened(pane) : pane.send({ type: "pause" })));
}

/** Shows a part of the page. The training pauses while it is not shown. */
export function showTab(name: "plane" | "digits"): void {
  if (name !== "plane" && playing.value) togglePlay();
  tab.value = name;
}

export function step(): void {
  playing.value = false;
  all((pane) => pane.send({ type: "step" }));
}

export function setSpeed(rate: number): void {
  speed.value = rate;
  if (playing.value) all((pane) => pane.send({ type: "play", rate }));
}

export function setView(change: Partial<PageState>): void {
  view.value = { ...view.value, ...change };
  all((pane) => pane.send({ type: "view", view: view.value }));
}

/** Sets a value of the experiment. Settings of the losses, the training and the alarms apply to the runs as they are; all others begin them again. */
export function setValue(path: readonly string[], value: unknown): void {
  yaml.value = withValue(yaml.value, path, value);
  stop.value = undefined;
  if (["loss", "distill", "alarms"].includes(path[0]!) && path.length > 1) {
    all((pane) => pane.send({ type: "change", yaml: yamlOf(pane) }));
    void check();
  } else void check().then(open);
}

/** Replaces the text of the experiment and begins the runs, if it is valid. */
export async function setYaml(text: string): Promise<void> {
  yaml.value = text;
  await check();
  if (checked.value.problem === undefined) await open();
}

export async function check(text = yaml.value): Promise<void> {
  const result = await panes.value[0]!.check(text);
  checked.value = result;
}

/** Problem of another experiment than that of the page. */
export async function problemOf(text: string): Promise<TextProblem | undefined> {
  return (await panes.value[0]!.check(text)).problem;
}

/** Trains these losses beside that of the experiment. */
export function setBeside(losses: readonly string[]): void {
  panes.value.slice(1).forEach((pane) => pane.close());
  panes.value = [panes.value[0]!, ...losses.map((loss) => createPane(loss))];
  void open();
}

export function show(index: number): void {
  const { yaml: text, beside, ...shown } = stateOf(tour[index]!, index);
  yaml.value = text;
  stop.value = index;
  view.value = { sigma: shown.sigma, field: shown.field, arrows: shown.arrows };
  void check();
  setBeside(beside);
}

/** Compiles the own loss, and trains with it if it has no problem. */
export async function useOwn(): Promise<void> {
  const [first, ...rest] = await Promise.all(panes.value.map((pane) => pane.compile(ownFile, own.value)));
  void rest;
  ownChecked.value = first;
  if (first!.problem === undefined) await setYaml(withValue(yaml.value, ["loss"], `./${ownFile}`));
}

// Nothing plays once all runs have ended, of which each says why.
effect(() => {
  if (panes.value.every(({ ended }) => ended.value !== undefined)) playing.value = false;
});

effect(() => {
  history.replaceState(undefined, "", toHash(state()));
});

void open();
void check();
// The list loads all plugins, so it waits for the first picture.
const stopWaiting = effect(() => {
  const [pane] = panes.value as readonly [Pane];
  if (!pane.scene.value && !pane.problem.value) return;
  queueMicrotask(() => stopWaiting());
  void pane.plugins().then((list) => (plugins.value = list));
});
