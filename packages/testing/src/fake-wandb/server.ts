import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { answerGraphql, type FakeRun, type GraphqlBody, storeStream, type StreamBody } from "./runs.ts";

export interface FakeWandb {
  readonly url: string;
  readonly runs: Map<string, FakeRun>;
  /** Paths of all requests, in order. */
  readonly requests: string[];
  /** `Authorization` headers of all requests. */
  readonly keys: Set<string | undefined>;
  /** Answers the next `count` requests that have rows with HTTP 502. Resolves after the last of them. */
  failNext(count: number): Promise<void>;
  close(): Promise<void>;
}

/** Starts a server on 127.0.0.1 with the part of W&B's protocol that a client needs to create, resume and finish a run. */
export async function fakeWandb(): Promise<FakeWandb> {
  const runs = new Map<string, FakeRun>();
  const requests: string[] = [];
  const keys = new Set<string | undefined>();
  let failures = 0;
  let failed: () => void = () => undefined;

  const answer = (path: string, body: unknown): { readonly status: number; readonly value: object } => {
    if (path === "/graphql") return { status: 200, value: { data: answerGraphql(runs, body as GraphqlBody) } };
    const [, name] = /^\/files\/[^/]+\/[^/]+\/([^/]+)\/file_stream$/.exec(path) ?? [];
    const run = name === undefined ? undefined : runs.get(name);
    if (!run) return { status: 404, value: {} };
    if ((body as StreamBody).files?.["wandb-history.jsonl"] && failures > 0) {
      if (--failures === 0) failed();
      return { status: 502, value: {} };
    }
    storeStream(run, body as StreamBody);
    return { status: 200, value: { limits: {} } };
  };

  const server = createServer((request, response) => {
    void bodyOf(request).then((body) => {
      const path = request.url ?? "";
      requests.push(path);
      keys.add(request.headers.authorization);
      const { status, value } = answer(path, body);
      response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(value));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    runs,
    requests,
    keys,
    failNext: (count) => {
      failures = count;
      return new Promise((resolve) => (failed = resolve));
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function bodyOf(request: IncomingMessage): Promise<unknown> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return JSON.parse(Buffer.concat(parts).toString() || "{}");
}
