import { workerData } from "node:worker_threads";
import { createComponents } from "../components.ts";
import type { FilledSlot } from "../experiment/experiment.ts";
import type { Settings } from "../experiment/settings.ts";
import { loadPlugin } from "../plugins/load-plugin.ts";
import { trustAll } from "../plugins/trust.ts";
import type { Phase } from "../run/phase.ts";
import { type DrawBuffer, fillDrawBuffer } from "./draw-buffer.ts";
import { phaseDraws } from "./phase-draws.ts";

/** Data that the thread receives: an experiment and the steps to draw. */
export interface DrawTask {
  readonly settings: Settings;
  /** Slots with the paths of their plugins' modules, which the thread loads itself. */
  readonly slots: readonly Omit<FilledSlot, "plugin" | "code">[];
  readonly phase: Phase;
  readonly steps: number;
  readonly buffer: DrawBuffer;
}

/** Main function of the thread: creates the plugins of the experiment again and draws until the last step. */
export async function runDrawThread(): Promise<void> {
  const { settings, slots, phase, steps, buffer } = workerData as DrawTask;
  const filled = await Promise.all(slots.map(fillSlot));
  const components = await createComponents({ slots: filled, settings });
  fillDrawBuffer(buffer, steps, phaseDraws(phase, components, settings.seed));
}

/** Loads the plugin of a slot again: the thread that started this one has loaded it, with the consent of its user. */
async function fillSlot(slot: DrawTask["slots"][number]): Promise<FilledSlot> {
  const plugin = await loadPlugin({ ...slot, origin: "file", project: undefined }, trustAll);
  if ("message" in plugin) throw new Error(plugin.message);
  return { ...slot, plugin };
}
