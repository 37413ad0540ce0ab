import { TweedieError } from "@tweedie/core";
import { type Environment, expandHome } from "./environment.ts";
import { netrcPassword } from "./netrc.ts";
import { type FileSettings, readSettingsFiles } from "./settings-file.ts";

/** Options of the tracker in an experiment. */
export interface WandbOptions {
  readonly project?: string | undefined;
  readonly entity?: string | undefined;
  readonly group?: string | undefined;
  readonly jobType?: string | undefined;
  readonly notes?: string | undefined;
  readonly tags: readonly string[];
}

/** Mode, server, project and names of a run. */
export interface WandbSettings extends WandbOptions {
  readonly mode: "online" | "offline" | "disabled";
  /** True if nothing is printed. */
  readonly silent: boolean;
  readonly baseUrl: string;
  readonly project: string;
  /** Time limit of a request, in milliseconds. */
  readonly timeout: number;
  /** Id of the run; chosen by the tracker if undefined. */
  readonly id?: string | undefined;
  readonly name?: string | undefined;
  readonly sweep?: string | undefined;
  /** Folder for the folder `wandb` of offline runs; that of the tracker if undefined. */
  readonly folder?: string | undefined;
  /** API key of the environment or a settings file, not checked. */
  readonly apiKey?: string | undefined;
}

/**
 * Settings of a run: W&B's environment variables override the options, and those override W&B's settings files.
 *
 * @throws TweedieError for a value that W&B does not have.
 */
export async function readSettings(options: WandbOptions, env: Environment): Promise<WandbSettings> {
  const files = await readSettingsFiles(env);
  const read = (name: string, key: string, option?: string): string | undefined =>
    env[`WANDB_${name}`]?.trim() || option || files[key]?.trim() || undefined;
  const tags = env["WANDB_TAGS"]?.trim()
    ? env["WANDB_TAGS"].split(",").flatMap((tag) => tag.trim() || [])
    : options.tags;
  return {
    mode: modeOf(env, files),
    silent: isTrue(read("SILENT", "silent")),
    baseUrl: baseUrlOf(read("BASE_URL", "base_url")),
    timeout: 1_000 * (Number(read("HTTP_TIMEOUT", "http_timeout")) || 10),
    project: checkName("WANDB_PROJECT", /[/\\#?%:]/, read("PROJECT", "project", options.project)) ?? "tweedie",
    entity: read("ENTITY", "entity", options.entity),
    id: checkName("WANDB_RUN_ID", /[:;,#?/']/, read("RUN_ID", "run_id")),
    name: read("NAME", "run_name"),
    sweep: read("SWEEP_ID", "sweep_id"),
    group: read("RUN_GROUP", "run_group", options.group),
    jobType: read("JOB_TYPE", "run_job_type", options.jobType),
    notes: read("NOTES", "run_notes", options.notes),
    tags,
    folder: expandHome(read("DIR", "root_dir")),
    apiKey: read("API_KEY", "api_key"),
  };
}

/** W&B's modes. `dryrun` and `run` are former names. */
const modes = { online: "online", run: "online", offline: "offline", dryrun: "offline", disabled: "disabled" } as const;

function modeOf(env: Environment, files: FileSettings): WandbSettings["mode"] {
  if (isTrue(env["WANDB_DISABLED"]?.trim() ?? files["disabled"])) return "disabled";
  const given = (env["WANDB_MODE"]?.trim() || files["mode"]?.trim() || "online").toLowerCase();
  if (Object.hasOwn(modes, given)) return modes[given as keyof typeof modes];
  throw new TweedieError({
    where: "WANDB_MODE",
    what: given === "shared" ? "`shared` is not supported" : `is not a mode of W&B: \`${given}\``,
    fix: "use online, offline or disabled",
  });
}

const isTrue = (text: string | undefined): boolean => /^(1|true|yes|on|y|t)$/i.test(text ?? "");

function baseUrlOf(given = "https://api.wandb.ai"): string {
  const fail = (what: string) =>
    new TweedieError({ where: "WANDB_BASE_URL", what, fix: "W&B's cloud is https://api.wandb.ai" });
  const url = URL.canParse(given) ? new URL(given) : undefined;
  if (!url || !/^https?:$/.test(url.protocol)) throw fail("is not the address of a server, http://... or https://...");
  if (url.username || url.password) throw fail("contains a user or a password");
  const isCloud = /(^|\.)wandb\.ai$/.test(url.hostname);
  if (isCloud && (url.protocol !== "https:" || !url.hostname.includes("api."))) throw fail("is not W&B's API");
  return `${url.origin}${url.pathname}`.replace(/\/+$/, "");
}

/** Checks a name for characters that W&B refuses, and its length. */
function checkName(where: string, refused: RegExp, name: string | undefined): string | undefined {
  const [character] = refused.exec(name ?? "") ?? [];
  const what =
    character === undefined ? "has more than 128 characters" : `has a character that W&B refuses: \`${character}\``;
  if (character !== undefined || (name?.length ?? 0) > 128) throw new TweedieError({ where, what });
  return name;
}

/** Variables of W&B that would change where or how a run is sent, and have no effect. */
const unsupported = ["RESUME", "RESUME_FROM", "FORK_FROM", "IDENTITY_TOKEN_FILE", "INSECURE_DISABLE_SSL"]
  .concat(["HTTP_PROXY", "HTTPS_PROXY", "X_EXTRA_HTTP_HEADERS", "_EXTRA_HTTP_HEADERS"])
  .map((name) => `WANDB_${name}`);

/** Names of variables that are set and have no effect. */
export const unsupportedIn = (env: Environment): readonly string[] => unsupported.filter((name) => env[name]);

/**
 * API key of a server: that of the environment or a settings file, or the one that `wandb login` stored in ~/.netrc.
 *
 * @throws TweedieError, without the key, if there is none or it is not a key.
 */
export async function apiKeyFor({ baseUrl, apiKey }: WandbSettings, env: Environment): Promise<string> {
  const key = apiKey ?? (await netrcPassword(new URL(baseUrl), env))?.trim();
  const where = "WANDB_API_KEY";
  if (!key) throw new TweedieError({ where, what: "there is no API key", fix: "set it, or WANDB_MODE=disabled" });
  if (!/["'`\s]/.test(key)) return key;
  const what = "contains a quotation mark, a blank or a line break";
  throw new TweedieError({ where, what, fix: "set it to the key alone" });
}
