import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { answerFaulty, type Fault, type FaultyRequest, isProcessed } from "./faults.ts";
import { answerGraphql, type FakeRun, type GraphqlBody, storeStream, type StreamBody } from "./runs.ts";

export interface FakeWandb {
  readonly url: string;
  readonly runs: Map<string, FakeRun>;
  /** Paths of all requests, in order. */
  readonly requests: string[];
  /** `Authorization` headers of all requests. */
  readonly keys: Set<string | undefined>;
  /** Sets the faults of all later requests; none if left out. */
  setFaults(faultAt?: (request: FaultyRequest) => Fault | undefined): void;
  /** Stops listening and resets all connections, until `listen`. */
  refuse(): Promise<void>;
  listen(): Promise<void>;
  close(): Promise<void>;
}

/** Starts a server on 127.0.0.1 with the part of W&B's protocol that a client needs to create, resume and finish a run. */
export async function fakeWandb(): Promise<FakeWandb> {
  const runs = new Map<string, FakeRun>();
  const requests: string[] = [];
  const keys = new Set<string | undefined>();
  let faultAt: (request: FaultyRequest) => Fault | undefined = () => undefined;
  let index = 0;

  const answer = (path: string, body: unknown): { readonly status: number; readonly value: object } => {
    if (path === "/graphql") return { status: 200, value: { data: answerGraphql(runs, body as GraphqlBody) } };
    const [, name] = /^\/files\/[^/]+\/[^/]+\/([^/]+)\/file_stream$/.exec(path) ?? [];
    const run = name === undefined ? undefined : runs.get(name);
    if (!run) return { status: 404, value: {} };
    storeStream(run, body as StreamBody);
    return { status: 200, value: { limits: {} } };
  };

  const server = createServer((request, response) => {
    void bodyOf(request).then((body) => {
      const path = request.url ?? "";
      requests.push(path);
      keys.add(request.headers.authorization);
      const fault = faultAt({ index: index++, kind: kindOf(body) });
      const { status, value } = isProcessed(fault) ? answer(path, body) : { status: 0, value: {} };
      const text = JSON.stringify(value);
      if (fault) answerFaulty(response, fault, text);
      else response.writeHead(status, { "content-type": "application/json" }).end(text);
    });
  });
  const listen = (port: number) => new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  const stop = () => {
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    server.closeAllConnections();
    return closed;
  };
  await listen(0);
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    runs,
    requests,
    keys,
    setFaults: (given = () => undefined) => {
      index = 0;
      faultAt = given;
    },
    refuse: stop,
    listen: () => listen(port),
    close: stop,
  };
}

function kindOf(body: GraphqlBody | StreamBody): FaultyRequest["kind"] {
  if ("query" in body) {
    if (body.query.includes("upsertBucket")) return "upsert";
    return body.query.includes("query Viewer") ? "user" : "count";
  }
  if (body.files?.["wandb-history.jsonl"]) return "rows";
  return body.complete ? "end" : "heartbeat";
}

async function bodyOf(request: IncomingMessage): Promise<GraphqlBody | StreamBody> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return JSON.parse(Buffer.concat(parts).toString() || "{}") as GraphqlBody | StreamBody;
}
