import { readFile } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";

/** What an experiment says of W&B. */
export interface WandbOptions {
  readonly project: string;
  readonly entity?: string | undefined;
  readonly group?: string | undefined;
  readonly jobType?: string | undefined;
  readonly notes?: string | undefined;
  readonly tags: readonly string[];
}

/** Where a run goes, and as what. */
export interface WandbSettings extends WandbOptions {
  readonly baseUrl: string;
  /** Left out: chosen by the tracker. */
  readonly id?: string | undefined;
  readonly name?: string | undefined;
  readonly sweep?: string | undefined;
}

export type Environment = Readonly<Record<string, string | undefined>>;

/** The options, under what the environment says: an agent of W&B sets it, and a person who is in a hurry. */
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

/** The key, from the environment or from where `wandb login` puts it. */
export async function apiKeyFor(baseUrl: string, env: Environment): Promise<string> {
  const key = env["WANDB_API_KEY"] || (await netrcPassword(new URL(baseUrl).hostname, env));
  if (key) return key;
  throw new Error("there is no API key: set WANDB_API_KEY, or WANDB_MODE=disabled");
}

/** The password of a machine in ~/.netrc. */
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
