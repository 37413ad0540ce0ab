import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { TweedieError } from "@tweedie/core";
import { type Access, refuseForeign, refuseStranger } from "./access.ts";
import { RequestError, sendBytes, sendError, sendIfNew, sendJson } from "./answer.ts";
import type { PageFile } from "./page-files.ts";

/** Parts of a request that a route reads. */
export interface Exchange {
  readonly query: URLSearchParams;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
}

/** Answers a request. A result is sent as JSON, none means that the route has answered itself. */
export type Route = (exchange: Exchange) => Promise<unknown>;

/** Routes by method and path: `GET /api/runs`. */
export type Routes = Readonly<Record<string, Route>>;

interface ServeOptions {
  /** 0 for a free port. */
  readonly port: number;
  readonly token: string;
  readonly page: ReadonlyMap<string, PageFile>;
  readonly routes: Routes;
  readonly onUnexpected: (error: unknown) => void;
}

/** A server that listens. */
export interface Listening {
  readonly port: number;
  close(): Promise<void>;
}

/** Starts the server on the loopback interface alone. @throws TweedieError if the port is taken */
export async function serve(options: ServeOptions): Promise<Listening> {
  const server = createServer((request, response) => {
    const { port } = server.address() as AddressInfo;
    void answer(request, response, { ...options, port }).catch((error: unknown) =>
      sendError(response, error, options.onUnexpected),
    );
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(options.port, "127.0.0.1", resolve); // throws for a number that is no port
  }).catch((error: NodeJS.ErrnoException) => {
    throw listenError(error, options.port);
  });
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  { page, routes, ...access }: Access & Pick<ServeOptions, "page" | "routes">,
): Promise<void> {
  const { pathname, searchParams: query } = addressOf(request);
  const isApi = pathname.startsWith("/api/");
  const refusal = refuseForeign(request, access) ?? (isApi ? refuseStranger(request, access) : undefined);
  if (refusal) return sendJson(response, refusal.code, { error: refusal.error });
  const file = page.get(pathname);
  if (file && request.method === "GET") return sendBytes(response, 200, file.type, file.bytes);
  const route = new Map(Object.entries(routes)).get(`${request.method ?? ""} ${pathname}`);
  if (!route) throw new RequestError(404, "there is no such address");
  const result = await route({ query, request, response });
  if (result !== undefined) sendIfNew(request, response, result);
}

/** Address of a request. @throws RequestError if it is none */
function addressOf({ url = "/" }: IncomingMessage): URL {
  if (url.startsWith("/") && URL.canParse(`http://localhost${url}`)) return new URL(`http://localhost${url}`);
  throw new RequestError(400, "the address is malformed");
}

function listenError(error: NodeJS.ErrnoException, port: number): Error {
  const fix = "leave out --port for a free one";
  if (error.code === "EADDRINUSE") return new TweedieError({ where: "--port", what: `port ${port} is in use`, fix });
  if (error.code === "EACCES") return new TweedieError({ where: "--port", what: `port ${port} needs root`, fix });
  if (error.code === "ERR_SOCKET_BAD_PORT")
    return new TweedieError({ where: "--port", what: `${port} is no port`, fix });
  return error;
}
