import { z } from "zod";
import type { ActionKind, ActionRequest, ServerFacts } from "../api/action.ts";
import type { RunDetails } from "../api/run-details.ts";
import type { Actions } from "./action/actions.ts";
import { RequestError } from "./http/answer.ts";
import { readBody, required } from "./http/request.ts";
import type { Routes } from "./http/serve.ts";
import { compareRuns } from "./run/compare-runs.ts";
import { followRun } from "./run/follow-run.ts";
import { createRunLister, listQueryOf } from "./run/list-runs.ts";
import { readRunDetails, sweepFolderOf } from "./run/run-details.ts";
import type { RunIndex } from "./run/run-index.ts";
import { readSamples } from "./run/run-samples.ts";
import type { RunTools } from "./run/run-tools.ts";
import { readAgentLog } from "./sweep/agent-logs.ts";
import { describeSweep } from "./sweep/sweep-details.ts";
import type { SweepIndex } from "./sweep/sweep-index.ts";

interface Sources {
  /** Runs, and trials of sweeps. */
  readonly index: RunIndex;
  readonly trials: RunIndex;
  readonly sweepIndex: SweepIndex;
  readonly started: Actions;
  readonly tools: RunTools;
  readonly version: string;
  readonly actions: readonly ActionKind[];
}

/** Most runs of a comparison. */
const maxCompared = 12;

const requestSchema: z.ZodType<ActionRequest> = z.strictObject({
  kind: z.enum([
    ...(["stop", "continue", "extend", "evaluate", "export", "report"] as const),
    ...(["stop-sweep", "resume-sweep", "prune"] as const),
  ]),
  target: z.string(),
  overrides: z.array(z.string()).max(20).optional(),
  checkpoint: z.enum(["best", "all"]).optional(),
  format: z.enum(["onnx", "safetensors", "web"]).optional(),
  trial: z.int().min(0).optional(),
});

/** Routes of the API. Runs and sweeps are named by ids that a search of the folders has found, never by other paths. */
export function routesOf(sources: Sources): Routes {
  const { index, trials, sweepIndex, started, tools, version, actions } = sources;
  const listRuns = createRunLister(tools);
  const runOf = (id: string) => index.folderOf(id).catch(() => trials.folderOf(id));
  return {
    "GET /api/server": async (): Promise<ServerFacts> => {
      const { diagnosticPanels } = await import("@tweedie/report");
      return { version, folder: process.cwd(), actions, panels: diagnosticPanels };
    },
    "GET /api/runs": async ({ query }) => {
      const lists = [index, ...(query.get("trials") === "1" ? [trials] : [])].map((each) => each.refresh());
      return listRuns((await Promise.all(lists)).flat(), listQueryOf(query));
    },
    "GET /api/run": async ({ query }) => {
      const run = await runOf(required(query, "id"));
      return readRunDetails(run, await trialOf(run, sweepIndex));
    },
    "GET /api/follow": async ({ query, response }) => followRun(await runOf(required(query, "id")), { response }),
    "GET /api/samples": async ({ query }) => readSamples(await runOf(required(query, "id")), required(query, "name")),
    "GET /api/compare": async ({ query }) => {
      const ids = query.getAll("id");
      if (ids.length > maxCompared) throw new RequestError(400, `at most ${maxCompared} runs are compared`);
      return compareRuns(await Promise.all(ids.map(runOf)), tools);
    },
    "GET /api/sweeps": () => sweepIndex.list(),
    "GET /api/sweep": async ({ query }) => {
      const id = required(query, "id");
      return describeSweep(id, await sweepIndex.open(id));
    },
    "GET /api/agent-log": async ({ query }) => {
      const { study } = await sweepIndex.open(required(query, "id"));
      return readAgentLog(study.folder, required(query, "name"));
    },
    "GET /api/actions": async ({ query }) => started.list(query.get("target") ?? undefined),
    "POST /api/actions": async ({ request }) => {
      const action = await readBody(request, requestSchema);
      if (!actions.includes(action.kind)) throw new RequestError(404, "this server has no such action");
      const isOfSweep = ["stop-sweep", "resume-sweep", "prune"].includes(action.kind);
      await (isOfSweep ? sweepIndex.open(action.target) : runOf(action.target));
      return started.start(action);
    },
  };
}

/** The sweep and the trial to which a run belongs. */
async function trialOf(run: string, sweeps: SweepIndex): Promise<RunDetails["sweep"]> {
  const id = sweepFolderOf(run);
  const sweep = id === undefined ? undefined : await sweeps.open(id).catch(() => undefined);
  const trial = sweep?.state.trials.find(({ folder }) => folder === run);
  return id === undefined || !trial ? undefined : { id, trial: trial.trial };
}
