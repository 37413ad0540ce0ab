import { readdirSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join } from "node:path";
import { TweedieError } from "@tweedie/core";

/** A page that is served. */
export interface Playground {
  /** Its address. */
  readonly url: string;
  close(): Promise<void>;
}

const types: Readonly<Record<string, string>> = {
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".mjs": "text/javascript; charset=utf-8",
  ".txt": "text/plain; charset=utf-8",
  ".wasm": "application/wasm",
};

/** Headers of all files. Those of the origin isolate the page from others, without which a browser gives it no shared memory for threads. */
const headers: Readonly<Record<string, string>> = {
  "x-content-type-options": "nosniff",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-embedder-policy": "require-corp",
  "cross-origin-resource-policy": "same-origin",
};

/**
 * Serves the files of a folder to this machine alone.
 *
 * @param port 0 for a free one.
 * @throws TweedieError if the port is taken
 */
export async function servePage(folder: string, port: number): Promise<Playground> {
  const files = filesOf(folder);
  const server = createServer((request, response) => void answer(files, request, response));
  await new Promise<void>((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => reject(listenError(error, port)));
    server.listen(port, "127.0.0.1", resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Files by their addresses. A request selects one of them, and never names a path on the disk. */
function filesOf(folder: string): ReadonlyMap<string, string> {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = entries.map(({ parentPath, name }) => join(parentPath, name));
  const files = new Map(
    paths.map((path) => [path.slice(folder.length).replaceAll("\\", "/").replace(/^\/*/, "/"), path]),
  );
  const index = files.get("/index.html");
  if (index !== undefined) files.set("/", index);
  return files;
}

async function answer(
  files: ReadonlyMap<string, string>,
  { method, url = "/" }: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const path = files.get(url.split("?")[0]!);
  if (path === undefined || (method !== "GET" && method !== "HEAD")) {
    response.writeHead(path === undefined ? 404 : 405).end();
    return;
  }
  try {
    const bytes = await readFile(path);
    const type = types[extname(path)] ?? "application/octet-stream";
    response.writeHead(200, { ...headers, "content-type": type, "content-length": bytes.length });
    response.end(method === "HEAD" ? undefined : bytes);
  } catch {
    response.writeHead(404).end();
  }
}

function listenError(error: NodeJS.ErrnoException, port: number): Error {
  const fix = "leave out --port for a free one";
  if (error.code === "EADDRINUSE") return new TweedieError({ where: "--port", what: `port ${port} is in use`, fix });
  if (error.code === "EACCES") return new TweedieError({ where: "--port", what: `port ${port} needs root`, fix });
  return error;
}
