import { createHash } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { TweedieError } from "@tweedie/core";

/** Headers of every answer. Scripts, styles and requests are those of this server alone, and no page may embed it. */
const headers = {
  "content-security-policy":
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "cache-control": "no-store",
} as const;

/** Sends bytes. */
export function sendBytes(response: ServerResponse, code: number, type: string, bytes: Uint8Array): void {
  response.writeHead(code, { ...headers, "content-type": type, "content-length": bytes.length });
  response.end(bytes);
}

/** Sends a JSON value. Non-finite numbers become null. */
export const sendJson = (response: ServerResponse, code: number, content: unknown): void =>
  sendBytes(response, code, "application/json", Buffer.from(JSON.stringify(content)));

/** Sends a JSON value, or only that it is what the client already has. */
export function sendIfNew(request: IncomingMessage, response: ServerResponse, content: unknown): void {
  const bytes = Buffer.from(JSON.stringify(content));
  const etag = `"${createHash("sha256").update(bytes).digest("base64url").slice(0, 22)}"`;
  response.setHeader("etag", etag);
  if (request.headers["if-none-match"] !== etag) return sendBytes(response, 200, "application/json", bytes);
  response.writeHead(304, headers);
  response.end();
}

/** Begins a stream of server-sent events. Returns the function that sends one. */
export function beginEvents(response: ServerResponse): (name: string, content: unknown) => void {
  response.writeHead(200, { ...headers, "content-type": "text/event-stream" });
  response.flushHeaders();
  return (name, content) => void response.write(`event: ${name}\ndata: ${JSON.stringify(content)}\n\n`);
}

/** An error whose code and text the client receives. */
export class RequestError extends Error {
  readonly code: number;

  constructor(code: number, message: string) {
    super(message);
    this.code = code;
  }
}

/** Sends an error. The text of an unexpected one stays on the server. */
export function sendError(response: ServerResponse, error: unknown, onUnexpected: (error: unknown) => void): void {
  if (response.headersSent) return void response.end();
  if (error instanceof RequestError) return sendJson(response, error.code, { error: error.message });
  if (error instanceof TweedieError) {
    return sendJson(response, 422, { error: `${error.where}: ${error.what}`, fix: error.fix });
  }
  onUnexpected(error);
  sendJson(response, 500, { error: "the server failed; its terminal has the error" });
}
