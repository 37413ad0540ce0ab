import { workerData } from "node:worker_threads";
import type { FilledSlot } from "../experiment/experiment.ts";
import type { Settings } from "../experiment/settings.ts";
import { createComponents } from "../components.ts";
import { loadPlugin } from "../plugins/load-plugin.ts";
import type { Phase } from "../run/phase.ts";
import { phaseDraws } from "./phase-draws.ts";
import { fill, type Ring } from "./ring.ts";

/** What a thread is told: an experiment as data, and the steps to draw. */
export interface DrawTask {
  readonly settings: Settings;
  /** The places with the plugins' modules, which every thread loads for itself. */
  readonly slots: readonly Omit<FilledSlot, "plugin" | "code">[];
  readonly phase: Phase;
  readonly steps: number;
  readonly ring: Ring;
}

/** The life of the thread: it makes the experiment's plugins again, and draws until all steps are drawn. */
export async function drawAsTold(): Promise<void> {
  const { settings, slots, phase, steps, ring } = workerData as DrawTask;
  const filled = await Promise.all(slots.map(fillSlot));
  fill(ring, steps, phaseDraws(phase, createComponents({ slots: filled, settings }), settings.seed));
}

async function fillSlot(slot: DrawTask["slots"][number]): Promise<FilledSlot> {
  const plugin = await loadPlugin(slot.file, slot.use);
  if ("message" in plugin) throw new Error(plugin.message);
  return { ...slot, plugin };
}
