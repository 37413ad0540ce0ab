import { lstat, readdir } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { lockHolder, readNonDefaults, runFolder } from "@tweedie/engine";
import { readRun, type RunEntry } from "@tweedie/report/run-entry";
import type { Metric, RunDetails, Setting } from "../../api/run-details.ts";
import { RequestError } from "../http/answer.ts";
import { plannedSteps } from "./list-runs.ts";
import { listSamples } from "./run-samples.ts";

/** Reads a run as a whole. @throws RequestError if the folder is no run any more */
export async function readEntry(run: string): Promise<RunEntry> {
  const entry = await readRun(run);
  if (!entry) throw new RequestError(404, "there is no such run");
  return entry;
}

/** Reads everything of a run but its log and its samples. */
export async function readRunDetails(run: string, sweep: RunDetails["sweep"]): Promise<RunDetails> {
  const entry = await readEntry(run);
  const { status, problems } = entry;
  const holder = lockHolder(runFolder(run).lock);
  const batch = entry.config.get(`${status.phase}.batch`);
  return {
    id: run,
    name: status.name,
    ...{ status: status.status, reason: status.reason, phase: status.phase, step: status.step },
    planned: plannedSteps(entry),
    batch: typeof batch === "number" ? batch : undefined,
    ...{ seconds: status.seconds, started: status.started, backend: status.backend, seed: status.seed },
    metrics: entry.results.map(metricOf),
    evaluations: entry.evaluations.map(({ step, halfLife, samples, metrics, spreads }) => ({
      ...{ step, halfLife, samples },
      metrics: Object.entries(metrics).map(([name, value]) => ({ name, value, spread: spreads[name] })),
    })),
    settings: await settingsOf(run, entry),
    warnings: [...problems, ...status.warnings],
    samples: await listSamples(run),
    memory: status.memory && {
      teacher: status.memory.teacher,
      models: Object.values(status.memory.models).reduce(
        (sum, { own }) => sum + own.weights + own.moments + own.average,
        0,
      ),
      peak: status.memory.peak,
    },
    provenance: Object.fromEntries(
      Object.entries(status.provenance ?? {}).map(([name, value]) => [name, textOf(value)]),
    ),
    extensions: (status.extensions ?? []).map(({ step, overrides }) => ({ step, overrides })),
    files: await filesOf(run),
    sweep,
    writer: holder && { pid: holder.pid, host: holder.host, local: holder.state === "alive" },
  };
}

const textOf = (value: unknown): string => (typeof value === "string" ? value : JSON.stringify(value));

const metricOf = ({ spreads, baseline, ...result }: RunEntry["results"][0]): Metric => ({
  ...{ name: result.name, goal: result.goal, description: result.description },
  ...{ value: result.value, floor: result.floor, teacher: result.teacher },
  spread: spreads?.value,
  gaussian: baseline,
});

/** Configuration values in their order, each with the source of its value. */
async function settingsOf(run: string, { config }: RunEntry): Promise<readonly Setting[]> {
  const recorded = await readNonDefaults(runFolder(run));
  const set = new Map(recorded?.map((each) => [each.path, each]));
  return [...config].map(([path, value]): Setting => {
    if (!recorded) return { path, value };
    const own = set.get(path);
    return own ? { path, value, origin: "set", default: own.default } : { path, value, origin: "default" };
  });
}

/** Files directly in a run folder; links are left out. */
async function filesOf(run: string): Promise<RunDetails["files"]> {
  const entries = await readdir(run, { withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  const sizes = files.map(async ({ name }) => ({ name, size: (await lstat(join(run, name))).size }));
  return (await Promise.all(sizes)).sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** Folder of the sweep to which a run belongs by its path, `SWEEP/trials/RUN`. */
export const sweepFolderOf = (run: string): string | undefined =>
  basename(dirname(run)) === "trials" ? dirname(dirname(run)) : undefined;
