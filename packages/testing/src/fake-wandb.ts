import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";

/** A run as a server of W&B's would have it. */
export interface FakeRun {
  /** The variables of the requests that made it, the later over the earlier. */
  readonly variables: Record<string, unknown>;
  /** Lines of its files, by the files' names. */
  readonly files: Record<string, string[]>;
  /** How it ended, once it has. */
  end?: { readonly exitcode: number; readonly preempting?: boolean };
}

export interface FakeWandb {
  readonly url: string;
  readonly runs: Map<string, FakeRun>;
  /** The `Authorization` of every request. */
  readonly keys: Set<string | undefined>;
  /** Refuses so many of the next requests with rows, with HTTP 502. */
  failNext(count: number): void;
  /** How many it has still to refuse. */
  failing(): number;
  close(): Promise<void>;
}

interface StreamBody {
  readonly files?: Readonly<Record<string, { readonly offset: number; readonly content: readonly string[] }>>;
  readonly complete?: boolean;
  readonly exitcode?: number;
  readonly preempting?: boolean;
}

/** A server on this machine that understands as much of W&B's protocol as clients need to show a run. */
export async function fakeWandb(): Promise<FakeWandb> {
  const runs = new Map<string, FakeRun>();
  const keys = new Set<string | undefined>();
  let failures = 0;

  const graphql = ({ query, variables = {} }: { query: string; variables?: Record<string, unknown> }): object => {
    if (query.includes("query Viewer"))
      return { viewer: { id: "1", entity: "ada", flags: "{}", teams: { edges: [] } } };
    const name = String(variables["name"]);
    if (query.includes("upsertBucket")) {
      const run = runs.get(name) ?? { variables: {}, files: {} };
      Object.assign(run.variables, variables);
      const inserted = !runs.has(name);
      runs.set(name, run);
      const entity = { id: "2", name: String(run.variables["entity"] ?? "ada") };
      const project = { id: "3", name: String(run.variables["project"] ?? "uncategorized"), entity };
      const bucket = { id: "4", name, displayName: run.variables["displayName"] ?? name, project };
      return { upsertBucket: { bucket, inserted } };
    }
    const run = runs.get(name);
    const historyLineCount = run?.files["wandb-history.jsonl"]?.length ?? 0;
    return { model: { id: "3", bucket: run ? { id: "4", name, historyLineCount } : null } };
  };
  const stream = (name: string, { files = {}, complete, exitcode = 0, preempting }: StreamBody): void => {
    const run = runs.get(name)!;
    for (const [file, { offset, content }] of Object.entries(files)) {
      const lines = (run.files[file] ??= []);
      content.forEach((line, i) => (lines[offset + i] = line));
    }
    if (complete) run.end = { exitcode, ...(preempting && { preempting }) };
  };

  const server = createServer((request, response) => {
    void bodyOf(request).then((body) => {
      keys.add(request.headers.authorization);
      const answer = (status: number, value: object) =>
        response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(value));
      if (request.url === "/graphql") return answer(200, { data: graphql(body as Parameters<typeof graphql>[0]) });
      const [, name] = /^\/files\/[^/]+\/[^/]+\/([^/]+)\/file_stream$/.exec(request.url ?? "") ?? [];
      if (name === undefined || !runs.has(name)) return answer(404, {});
      if ((body as StreamBody).files?.["wandb-history.jsonl"] && failures > 0) {
        failures--;
        return answer(502, {});
      }
      stream(name, body as StreamBody);
      return answer(200, { limits: {} });
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    runs,
    keys,
    failNext: (count) => (failures = count),
    failing: () => failures,
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
