import type { Command } from "commander";
import { detachOption, jsonOption, leaseOption, parallelOption, trustOption } from "../../command-line/options.ts";
import { notifyOnOption, notifyOption } from "../../notifications/notify-options.ts";

/** Adds the argument that names an existing sweep. */
export const withSweepArgument = (command: Command): Command =>
  command.argument("<name>", "the sweep: its name below sweeps/, or its folder");

/** Adds the options of a command that runs the trials of an existing sweep. */
export const withRunOptions = (command: Command): Command =>
  [
    parallelOption(),
    detachOption(),
    leaseOption(),
    notifyOption(),
    notifyOnOption(),
    trustOption(),
    jsonOption(),
  ].reduce((extended, option) => extended.addOption(option), command);
