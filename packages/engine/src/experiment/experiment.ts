import type { Plugin, Role } from "@tweedie/core";
import { MissingPart } from "../consistency/missing-part.ts";
import type { PluginCode } from "../plugins/plugin-code.ts";
import type { Settings } from "./settings.ts";

/** A slot with its plugin and options, which are checked and have their defaults. */
export interface FilledSlot {
  readonly path: string;
  readonly role: Role;
  /** Name of the plugin. */
  readonly use: string;
  readonly plugin: Plugin;
  /** File of the plugin's module. */
  readonly file: string;
  /** The plugin's source, if it is a file of the project. */
  readonly code?: PluginCode | undefined;
  readonly options: unknown;
  /** Path of the slot whose plugin has this one among its options. Omitted: the experiment has it. */
  readonly host?: string | undefined;
  /** Keys of that plugin in the block. */
  readonly beside?: Readonly<Record<string, unknown>> | undefined;
  /** Paths of options that have a default in place of what is wrong. Such an experiment is refused, after all checks. */
  readonly wrong?: readonly string[] | undefined;
  /** True if the name is the one that the message on a wrong name suggests. Its own errors are not told. */
  readonly isMeant?: boolean | undefined;
}

/** An experiment whose file has been read and checked. */
export interface Experiment {
  /** The file as the user named it. */
  readonly file: string;
  readonly name: string;
  readonly settings: Settings;
  readonly slots: readonly FilledSlot[];
  /** The experiment with all defaults, as in the run's `config.yaml`. */
  readonly resolved: Readonly<Record<string, unknown>>;
  /** Hash of `resolved` without name and trackers, which do not change the result of a run. */
  readonly hash: string;
  /** Warnings, one sentence each. */
  readonly warnings: readonly string[];
}

/** Slots and settings, as the checks of their combination read them. */
export type Combination = Pick<Experiment, "slots" | "settings">;

/**
 * Name of the plugin at the path of a slot.
 *
 * @throws MissingPart if the slot has no plugin because of a mistake, which is told by itself
 */
export function pluginAt(slots: readonly FilledSlot[], path: string): string {
  const slot = slots.find((each) => each.path === path);
  if (!slot) throw new MissingPart(path);
  return slot.use;
}
