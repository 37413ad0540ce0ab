import { requestJson } from "../http/request.ts";

/** Address of a W&B server, and the key of its user. */
export interface WandbAccess {
  readonly baseUrl: string;
  readonly apiKey: string;
  /** Time limit of a request, in milliseconds. */
  readonly timeout: number;
  /** Aborts requests. */
  readonly signal: AbortSignal;
}

/** Posts JSON to W&B. Returns the parsed body of the answer, undefined if it is empty. @throws Refusal and Outage */
export const postJson = ({ apiKey, ...access }: WandbAccess, path: string, body: unknown): Promise<unknown> =>
  requestJson(
    { service: "W&B", authorization: `Basic ${Buffer.from(`api:${apiKey}`).toString("base64")}`, ...access },
    { method: "POST", path, body },
  );
