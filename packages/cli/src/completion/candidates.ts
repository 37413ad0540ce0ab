import { backends, buildableBackends } from "@tweedie/graph";
import { packagedPlugins } from "../plugin-pages/local-plugins.ts";
import { runsFolder } from "../run-list/run-entry.ts";
import { completionShells } from "./shell-scripts.ts";

/** Candidates for the operand after `before`. They need not match `current`: the caller filters by prefix. */
type OperandCandidates = (before: readonly string[], current: string) => Promise<readonly string[]>;

const runs: OperandCandidates = async () => {
  const { findRuns } = await import("@tweedie/engine");
  return findRuns(runsFolder);
};

/** The name of a sweep as the first operand. */
const sweep: OperandCandidates = async (before) =>
  before.length > 0 ? [] : (await import("../sweep/find-sweep.ts")).sweepNames();

const rolesAndPlugins: OperandCandidates = async () => {
  const all = (await packagedPlugins()).plugins;
  return [...new Set(all.map(({ plugin }) => plugin.role)), ...all.map(({ use }) => use)];
};

/** A file, which the shell completes, and then overrides. */
const experiment: OperandCandidates = async ([file, ...overrides], current) =>
  file === undefined ? [] : (await import("./override-candidates.ts")).overrideCandidates(current, { file, overrides });

/** A run, and then overrides of its experiment. */
const extended: OperandCandidates = async ([run, ...overrides], current) => {
  if (run === undefined) return runs([], current);
  const [{ runFolder }, { findRun }] = await Promise.all([
    import("@tweedie/engine"),
    import("../run-list/run-entry.ts"),
  ]);
  return experiment([runFolder(await findRun(run)).config, ...overrides], current);
};

/** Keys one segment at a time, options, plugins, roles and families. */
const explained: OperandCandidates = async (_, current) => {
  const { namesIn, readCatalogue } = await import("../explain/catalogue.ts");
  const { nextSegments } = await import("./override-candidates.ts");
  return nextSegments(current, namesIn(await readCatalogue()));
};

/** Operands by command. A command that is not listed takes files only. */
const operands: Readonly<Record<string, OperandCandidates>> = {
  "tweedie run": experiment,
  "tweedie extend": extended,
  "tweedie fork": extended,
  "tweedie evaluate": runs,
  "tweedie sweep status": sweep,
  "tweedie sweep resume": sweep,
  "tweedie sweep retry": sweep,
  "tweedie sweep stop": sweep,
  "tweedie sweep best": sweep,
  "tweedie agent": sweep,
  "tweedie validate": experiment,
  "tweedie config show": experiment,
  "tweedie plugins": rolesAndPlugins,
  "tweedie explain": explained,
  "tweedie show": runs,
  "tweedie compare": runs,
  "tweedie sample": runs,
  "tweedie export": runs,
  "tweedie report": async (...line) => [...(await runs(...line)), ...(await sweep(...line))],
  "tweedie rm": runs,
  "tweedie backend build": () => Promise.resolve(buildableBackends),
  "tweedie backend remove": () => Promise.resolve(buildableBackends),
  "tweedie completion": () => Promise.resolve(completionShells),
};

export const operandCandidates = async (command: string, before: readonly string[], current: string) =>
  (await operands[command]?.(before, current)) ?? [];

/** Candidates for the value of an option. */
export const optionValues = (option: string): readonly string[] => (option === "--backend" ? backends : []);
