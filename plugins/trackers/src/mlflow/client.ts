import { Outage, Refusal, requestJson, type ServerAccess } from "../http/request.ts";
import type { MlflowMetric, MlflowPair } from "./rows.ts";

/** A run on a server. */
export interface MlflowRun {
  readonly id: string;
  readonly experiment: string;
  readonly params: readonly MlflowPair[];
  readonly tags: readonly MlflowPair[];
}

/** Requests of MLflow's REST API, version 2.0. */
export interface MlflowClient {
  /** Id of an experiment, which is created if there is none of the name. */
  experiment(name: string): Promise<string>;
  create(experiment: string, name: string, startTime: number): Promise<MlflowRun>;
  /** A run; undefined if the server has none of the id. */
  run(id: string): Promise<MlflowRun | undefined>;
  log(
    id: string,
    batch: { metrics?: readonly MlflowMetric[]; params?: readonly MlflowPair[]; tags?: readonly MlflowPair[] },
  ): Promise<void>;
  update(id: string, status: "RUNNING" | "FINISHED" | "FAILED" | "KILLED", endTime?: number): Promise<void>;
}

interface RunAnswer {
  readonly run?: {
    readonly info?: { readonly run_id?: string; readonly experiment_id?: string; readonly lifecycle_stage?: string };
    readonly data?: { readonly params?: readonly MlflowPair[]; readonly tags?: readonly MlflowPair[] };
  };
}

const absent = "RESOURCE_DOES_NOT_EXIST";
const present = "RESOURCE_ALREADY_EXISTS";

/** Name of an error in MLflow's answer. */
const errorCode = ({ answer }: Refusal): string | undefined => {
  try {
    return (JSON.parse(answer) as { error_code?: string }).error_code;
  } catch {
    return undefined;
  }
};

/** The result of a request; undefined if the server answers with this error. */
const unless = <T>(code: string, result: Promise<T>): Promise<T | undefined> =>
  result.catch((error: unknown) => {
    if (error instanceof Refusal && errorCode(error) === code) return undefined;
    throw error;
  });

export function mlflowClient(access: ServerAccess): MlflowClient {
  const api = "/api/2.0/mlflow";
  const get = (path: string) => requestJson(access, { method: "GET", path: api + path });
  const post = (path: string, body: unknown) => requestJson(access, { method: "POST", path: api + path, body });
  const named = async (name: string): Promise<string | undefined> => {
    const answer = await unless(absent, get(`/experiments/get-by-name?experiment_name=${encodeURIComponent(name)}`));
    return (answer as { experiment?: { experiment_id?: string } } | undefined)?.experiment?.experiment_id;
  };
  return {
    async experiment(name) {
      const found = await named(name);
      if (found !== undefined) return found;
      const created = await unless(present, post("/experiments/create", { name }));
      const id = (created as { experiment_id?: string } | undefined)?.experiment_id ?? (await named(name));
      return id ?? noAnswer("/experiments/create");
    },
    create: async (experiment_id, run_name, start_time) =>
      runOf(await post("/runs/create", { experiment_id, run_name, start_time })) ?? noAnswer("/runs/create"),
    run: async (id) => runOf(await unless(absent, get(`/runs/get?run_id=${encodeURIComponent(id)}`))),
    log: async (run_id, batch) => void (await post("/runs/log-batch", { run_id, ...batch })),
    update: async (run_id, status, end_time) => void (await post("/runs/update", { run_id, status, end_time })),
  };
}

function noAnswer(path: string): never {
  throw new Outage(`the answer to ${path} is not MLflow's: fields are missing`);
}

/** The run of an answer; undefined for none and for a deleted one. */
function runOf(answer: unknown): MlflowRun | undefined {
  const { info, data } = (answer as RunAnswer | undefined)?.run ?? {};
  if (info?.run_id === undefined || info.experiment_id === undefined || info.lifecycle_stage === "deleted") {
    return undefined;
  }
  return { id: info.run_id, experiment: info.experiment_id, params: data?.params ?? [], tags: data?.tags ?? [] };
}
