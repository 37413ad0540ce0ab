import { readFile } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";

/** Options of the tracker in an experiment. */
export interface WandbOptions {
  readonly project: string;
  readonly entity?: string | undefined;
  readonly group?: string | undefined;
  readonly jobType?: string | undefined;
  readonly notes?: string | undefined;
  readonly tags: readonly string[];
}

/** Server, project and names of a run. */
export interface WandbSettings extends WandbOptions {
  readonly baseUrl: string;
  /** Id of the run; chosen by the tracker if undefined. */
  readonly id?: string | undefined;
  readonly name?: string | undefined;
  readonly sweep?: string | undefined;
}

export type Environment = Readonly<Record<string, string | undefined>>;

/** Settings of a run: W&B's environment variables override the options. W&B's sweep agents set them. */
export const settingsOf = (options: WandbOptions, env: Environment): WandbSettings => ({
  baseUrl: (env["WANDB_BASE_URL"] || "https://api.wandb.ai").replace(/\/+$/, ""),
  project: env["WANDB_PROJECT"] || options.project,
  entity: env["WANDB_ENTITY"] || options.entity,
  id: env["WANDB_RUN_ID"] || undefined,
  name: env["WANDB_NAME"] || undefined,
  sweep: env["WANDB_SWEEP_ID"] || undefined,
  group: env["WANDB_RUN_GROUP"] || options.group,
  jobType: env["WANDB_JOB_TYPE"] || options.jobType,
  notes: env["WANDB_NOTES"] || options.notes,
  tags: env["WANDB_TAGS"] ? env["WANDB_TAGS"].split(",").map((tag) => tag.trim()) : options.tags,
});

/**
 * API key of a server: WANDB_API_KEY, or the one that `wandb login` stored in ~/.netrc.
 *
 * @throws Error if there is none.
 */
export async function apiKeyFor(baseUrl: string, env: Environment): Promise<string> {
  const key = env["WANDB_API_KEY"] || (await netrcPassword(new URL(baseUrl).hostname, env));
  if (key) return key;
  throw new Error("there is no API key: set WANDB_API_KEY, or WANDB_MODE=disabled");
}

/** Password of a host in ~/.netrc; undefined if there is none. */
async function netrcPassword(host: string, env: Environment): Promise<string | undefined> {
  const text = await readFile(env["NETRC"] || join(homedir(), ".netrc"), "utf8").catch(() => "");
  const words = text.split(/\s+/);
  const at = words.findIndex((word, i) => word === "machine" && words[i + 1] === host);
  if (at < 0) return undefined;
  const next = words.indexOf("machine", at + 1);
  const entry = words.slice(at, next < 0 ? undefined : next);
  const password = entry.indexOf("password");
  return password < 0 ? undefined : entry[password + 1];
}
