import { basename, dirname, resolve } from "node:path";
import { toFileName } from "@tweedie/core";
import type { FilledSlot } from "./experiment.ts";
import type { Settings } from "./settings.ts";

/** Returns the settings with the options of every plugin and all defaults. */
export function resolveSettings(settings: Settings, slots: readonly FilledSlot[]): Settings {
  const tree = structuredClone(settings);
  for (const { path, use, code, options, beside } of slots) {
    const keys = path.split(".");
    const last = keys.pop()!;
    const parent = keys.reduce((node, key) => (node as Record<string, unknown>)[key], tree as unknown);
    (parent as Record<string, unknown>)[last] = structuredClone({
      use: code?.use ?? use,
      ...beside,
      ...(options as object),
    });
  }
  return tree;
}

/** Default name of an experiment, from folder and file: `experiments/mixture/sid.yaml` is `mixture-sid`. */
export function defaultName(file: string): string {
  const stem = basename(file).replace(/\.ya?ml$/, "");
  const folder = basename(dirname(resolve(file)));
  return toFileName(`${folder}-${stem}`);
}
