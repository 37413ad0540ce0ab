import { TweedieError } from "@tweedie/core";

/** Environment of a process. */
type Environment = Readonly<Record<string, string | undefined>>;

/** Server and names of a run. */
export interface MlflowSettings {
  /** Address of the server without a slash at its end. */
  readonly baseUrl: string;
  readonly authorization: string | undefined;
  readonly experiment: string;
  /** Time limit of a request, in milliseconds. */
  readonly timeout: number;
}

/** Options of the tracker in an experiment. */
export interface MlflowOptions {
  readonly server?: string | undefined;
  readonly experiment?: string | undefined;
}

const variable = "MLFLOW_TRACKING_URI";

/**
 * Settings of a run: MLflow's environment variables override the options.
 *
 * @throws TweedieError if there is no server, or its address is not one of HTTP.
 */
export function readMlflowSettings({ server, experiment }: MlflowOptions, env: Environment): MlflowSettings {
  const read = (name: string): string | undefined => env[name]?.trim() || undefined;
  const [token, user] = [read("MLFLOW_TRACKING_TOKEN"), read("MLFLOW_TRACKING_USERNAME")];
  const password = read("MLFLOW_TRACKING_PASSWORD") ?? "";
  const basic = user === undefined ? undefined : `Basic ${Buffer.from(`${user}:${password}`).toString("base64")}`;
  return {
    baseUrl: addressOf(read(variable) ?? server),
    authorization: token === undefined ? basic : `Bearer ${token}`,
    experiment: read("MLFLOW_EXPERIMENT_NAME") ?? experiment ?? "tweedie",
    timeout: 1_000 * (Number(read("MLFLOW_HTTP_REQUEST_TIMEOUT")) || 10),
  };
}

function addressOf(given: string | undefined): string {
  const fix = "start one by `mlflow server`, and set MLFLOW_TRACKING_URI=http://127.0.0.1:5000";
  if (given === undefined) throw new TweedieError({ where: variable, what: "there is no server of MLflow", fix });
  const url = URL.canParse(given) ? new URL(given) : undefined;
  if (!url || !/^https?:$/.test(url.protocol)) {
    throw new TweedieError({ where: variable, what: "is not the address of a server, http://... or https://...", fix });
  }
  if (url.username || url.password) {
    const advice = "set MLFLOW_TRACKING_USERNAME and MLFLOW_TRACKING_PASSWORD";
    throw new TweedieError({ where: variable, what: "contains a user or a password", fix: advice });
  }
  return `${url.origin}${url.pathname}`.replace(/\/+$/, "");
}
