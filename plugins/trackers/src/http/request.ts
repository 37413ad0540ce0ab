/** Address of a server, and the credentials of its user. */
export interface ServerAccess {
  /** Name of the service in messages. */
  readonly service: string;
  readonly baseUrl: string;
  /** Header `authorization`; none if it is undefined. */
  readonly authorization: string | undefined;
  /** Time limit of a request, in milliseconds. */
  readonly timeout: number;
  /** Aborts requests. */
  readonly signal: AbortSignal;
}

/** Longest answer that is read, in bytes. */
const longestAnswer = 2 ** 23;

/** A failure of a server that may pass. */
export class Outage extends Error {
  /** Seconds that the server asks to wait. */
  readonly retryAfter: number | undefined;

  constructor(message: string, options: { cause?: unknown; retryAfter?: number | undefined } = {}) {
    super(message, { cause: options.cause });
    this.retryAfter = options.retryAfter;
  }
}

/** A request that would fail again if repeated. */
export class Refusal extends Error {
  /** HTTP status, 200 for an error of GraphQL. */
  readonly status: number;
  /** Body of the answer, at most its first 2,000 characters. */
  readonly answer: string;

  constructor(message: string, status: number, answer = "") {
    super(message);
    this.status = status;
    this.answer = answer;
  }
}

interface JsonRequest {
  readonly method: "GET" | "POST";
  readonly path: string;
  readonly body?: unknown;
}

/**
 * Sends JSON. Returns the parsed body of the answer, undefined if it is empty.
 *
 * @throws Refusal for statuses that would come again; Outage for the others, for network errors, time limits and answers that are not JSON.
 */
export async function requestJson(access: ServerAccess, { method, path, body }: JsonRequest): Promise<unknown> {
  const { service, baseUrl, authorization, timeout, signal } = access;
  // Not AbortSignal.any with AbortSignal.timeout: Node 20 may garbage-collect them before they fire.
  const controller = new AbortController();
  const abort = () => controller.abort();
  const timer = setTimeout(abort, timeout);
  signal.addEventListener("abort", abort);
  if (signal.aborted) abort();
  try {
    const response = await fetch(baseUrl + path, {
      method,
      headers: {
        ...(authorization !== undefined && { authorization }),
        "content-type": "application/json",
        "user-agent": "tweedie",
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      // The login page of a network answers with a redirection.
      redirect: "manual",
      signal: controller.signal,
    });
    if (!response.ok) throw await statusError(service, path, response);
    return parse(await textOf(service, response), service, path);
  } catch (error) {
    if (error instanceof Refusal || error instanceof Outage) throw error;
    if (controller.signal.aborted) throw new Outage(`${baseUrl} does not answer`, { cause: error });
    const { cause, message } = error as { cause?: { code?: string }; message: string };
    throw new Outage(`${baseUrl} cannot be reached (${cause?.code ?? message})`, { cause: error });
  } finally {
    clearTimeout(timer);
    signal.removeEventListener("abort", abort);
    // Closes the connection of an answer that was not read to its end.
    abort();
  }
}

/** Body of an answer, up to the limit. */
async function textOf(service: string, { body }: Response): Promise<string> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of (body ?? []) as AsyncIterable<Uint8Array>) {
    size += part.length;
    if (size > longestAnswer) throw new Outage(`an answer of ${service} exceeds ${longestAnswer} bytes`);
    parts.push(part);
  }
  return Buffer.concat(parts).toString();
}

function parse(text: string, service: string, path: string): unknown {
  if (text.trim() === "") return undefined;
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new Outage(`the answer to ${path} is not ${service}'s: it is not JSON`, { cause });
  }
}

/** Statuses below 500 that pass. All others below 500 are final, as in W&B's own client. */
const passing = [408, 425, 429];

async function statusError(service: string, path: string, response: Response): Promise<Error> {
  const { status, headers } = response;
  const message = `${service} answers ${path} with HTTP ${status}`;
  const isFinal = (status >= 400 && status < 500 && !passing.includes(status)) || status === 501;
  if (isFinal) {
    const answer = (await textOf(service, response).catch(() => "")).slice(0, 2_000);
    return new Refusal(status === 401 ? `${service} refuses the API key (HTTP 401)` : message, status, answer);
  }
  return new Outage(message, { retryAfter: secondsUntil(headers.get("retry-after")) });
}

/** Seconds of a `Retry-After` header, a number or a date; undefined if it has neither. */
function secondsUntil(header: string | null): number | undefined {
  if (header === null) return undefined;
  const seconds = /^\s*\d+\s*$/.test(header) ? Number(header) : (Date.parse(header) - Date.now()) / 1_000;
  return Number.isFinite(seconds) ? Math.max(0, seconds) : undefined;
}
