import { setTimeout as wait } from "node:timers/promises";

/** Address of a W&B server, and the credentials of its user. */
export interface ServerAccess {
  readonly baseUrl: string;
  readonly apiKey: string;
  /** Aborts requests. */
  readonly signal: AbortSignal;
}

/** Timeout of a request, in milliseconds. */
const timeout = 8_000;

/** An error of a request that would fail again if repeated. */
export class Refusal extends Error {}

/**
 * Posts JSON. Returns the parsed body of the answer, undefined if it is empty.
 *
 * @throws Refusal for HTTP statuses below 500 other than 429; Error for the others, for network errors and timeouts.
 */
export async function postJson(
  { baseUrl, apiKey, signal }: ServerAccess,
  path: string,
  body: unknown,
): Promise<unknown> {
  // Not AbortSignal.any with AbortSignal.timeout: Node 20 may garbage-collect them before they fire.
  const controller = new AbortController();
  const abort = () => controller.abort();
  const timer = setTimeout(abort, timeout);
  signal.addEventListener("abort", abort);
  try {
    const response = await fetch(baseUrl + path, {
      method: "POST",
      headers: {
        authorization: `Basic ${Buffer.from(`api:${apiKey}`).toString("base64")}`,
        "content-type": "application/json",
        "user-agent": "tweedie",
      },
      body: JSON.stringify(body),
      signal: controller.signal,
    });
    const text = await response.text();
    if (response.ok) return text === "" ? undefined : JSON.parse(text);
    throw statusError(path, response.status);
  } catch (error) {
    if (controller.signal.aborted) throw new Error(`${baseUrl} does not answer`, { cause: error });
    if (!(error instanceof TypeError)) throw error;
    const { cause } = error as { cause?: { code?: string } };
    throw new Error(`${baseUrl} cannot be reached (${cause?.code ?? error.message})`, { cause: error });
  } finally {
    clearTimeout(timer);
    signal.removeEventListener("abort", abort);
  }
}

function statusError(path: string, status: number): Error {
  if (status === 401 || status === 403) return new Refusal(`W&B refuses the API key (HTTP ${status})`);
  const message = `W&B answers ${path} with HTTP ${status}`;
  return status === 429 || status >= 500 ? new Error(message) : new Refusal(message);
}

/**
 * Repeats a failing call with exponential backoff, from 0.5 s, until it succeeds or `time` milliseconds have passed.
 *
 * @throws the last error; a Refusal at once.
 */
export async function retry<T>(call: () => Promise<T>, time: number, signal: AbortSignal): Promise<T> {
  const end = performance.now() + time;
  for (let pause = 500; ; pause *= 2) {
    try {
      return await call();
    } catch (error) {
      if (error instanceof Refusal || signal.aborted || performance.now() + pause > end) throw error;
      await wait(pause, undefined, { signal });
    }
  }
}
