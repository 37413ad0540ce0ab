import { backends } from "@tweedie/graph";
import { runsFolder } from "../run-list/run-entry.ts";
import { assignments } from "./assignments.ts";
import { installedPlugins } from "./installed-plugins.ts";
import { shells } from "./shells.ts";

/** What fits behind other operands. */
type Operands = (before: readonly string[], current: string) => Promise<readonly string[]>;

const runs: Operands = async () => {
  const { findRuns } = await import("@tweedie/engine");
  return findRuns(runsFolder);
};

/** The name of a sweep, and nothing behind it. */
const sweep: Operands = async (before) =>
  before.length > 0 ? [] : (await import("../sweep/find-sweep.ts")).sweepNames();

const plugins: Operands = async () => (await installedPlugins()).map(({ use }) => use);

const pluginsAndRoles: Operands = async () => {
  const all = await installedPlugins();
  return [...new Set(all.map(({ plugin }) => plugin.role)), ...all.map(({ use }) => use)];
};

/** A file, and then what is laid over it. */
const experiment: Operands = async ([file, ...overrides], current) =>
  file === undefined ? [] : assignments(current, { file, overrides });

/** Of the commands that take other things than files. */
const operands: Readonly<Record<string, Operands>> = {
  "tweedie run": experiment,
  "tweedie sweep status": sweep,
  "tweedie sweep resume": sweep,
  "tweedie sweep retry": sweep,
  "tweedie sweep stop": sweep,
  "tweedie sweep best": sweep,
  "tweedie agent": sweep,
  "tweedie validate": experiment,
  "tweedie config show": experiment,
  "tweedie plugins": pluginsAndRoles,
  "tweedie plugins show": plugins,
  "tweedie show": runs,
  "tweedie compare": runs,
  "tweedie sample": runs,
  "tweedie export": runs,
  "tweedie report": async (...line) => [...(await runs(...line)), ...(await sweep(...line))],
  "tweedie rm": runs,
  "tweedie completion": () => Promise.resolve(shells),
};

export const operandsFor = async (command: string, before: readonly string[], current: string) =>
  (await operands[command]?.(before, current)) ?? [];

/** What fits as the value of an option. */
export const valuesFor = (option: string): readonly string[] => (option === "--backend" ? backends : []);
