import type { Plugin, Role } from "@tweedie/core";
import type { PluginCode } from "../plugins/plugin-code.ts";
import type { Settings } from "./settings.ts";

/** A place filled: which plugin, and its options, checked and with their defaults. */
export interface FilledSlot {
  readonly path: string;
  readonly role: Role;
  readonly use: string;
  readonly plugin: Plugin;
  /** The plugin's module. */
  readonly file: string;
  /** Its text, where it is a file of the lab. */
  readonly code?: PluginCode | undefined;
  readonly options: unknown;
}

/** An experiment file that has passed every check. */
export interface Experiment {
  /** The file as it was named. */
  readonly file: string;
  readonly name: string;
  readonly settings: Settings;
  readonly slots: readonly FilledSlot[];
  /** The experiment with the defaults written out: what `config.yaml` of the run holds. */
  readonly resolved: Readonly<Record<string, unknown>>;
  /** Hash of `resolved`, but for the name and the trackers: what a run is called and where it is shown does not make it another. */
  readonly hash: string;
  /** What is allowed and bears thought, a sentence each. */
  readonly warnings: readonly string[];
}
