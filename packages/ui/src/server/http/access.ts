import { createHash, timingSafeEqual } from "node:crypto";
import type { IncomingMessage } from "node:http";

/** Right to use a server: its port, and the token that it printed. */
export interface Access {
  readonly port: number;
  readonly token: string;
}

/** Refusal of a request. */
export interface Refusal {
  readonly code: number;
  readonly error: string;
}

/**
 * Checks that a request is for this server by its own name. A page of another site can make its domain resolve to 127.0.0.1 (DNS
 * rebinding), but its requests then have the host and the origin of that domain.
 */
export function refuseForeign(request: IncomingMessage, { port }: Access): Refusal | undefined {
  const { host, origin } = request.headers;
  const isOwn = host !== undefined && [`127.0.0.1:${port}`, `localhost:${port}`].includes(host);
  if (!isOwn) return { code: 421, error: "the request is for another host" };
  if (origin !== undefined && origin !== `http://${host}`)
    return { code: 403, error: "the request comes from the page of another origin" };
  if (request.method === "GET") return undefined;
  if (request.method !== "POST") return { code: 405, error: "only GET and POST are allowed" };
  if (origin === undefined) return { code: 403, error: "a POST request must name its origin" };
  const isJson = /^application\/json(;|$)/.test(request.headers["content-type"] ?? "");
  return isJson ? undefined : { code: 415, error: "the body must be JSON" };
}

/** Checks the token of a request to the API, and that no page of another origin caused it. */
export function refuseStranger(request: IncomingMessage, { token }: Access): Refusal | undefined {
  const site = request.headers["sec-fetch-site"];
  if (site !== undefined && site !== "same-origin" && site !== "none")
    return { code: 403, error: "the request comes from the page of another origin" };
  const given = /^Bearer (.+)$/.exec(request.headers.authorization ?? "")?.[1];
  if (given !== undefined && timingSafeEqual(digest(given), digest(token))) return undefined;
  return { code: 401, error: "the token is missing or wrong: open the address that `tweedie ui` printed" };
}

/** Digests have one length, as a comparison in constant time needs. */
const digest = (text: string): Buffer => createHash("sha256").update(text).digest();
