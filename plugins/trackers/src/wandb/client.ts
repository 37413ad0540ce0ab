import { setTimeout as wait } from "node:timers/promises";

/** A run of W&B's. */
export interface RunPath {
  readonly entity: string;
  readonly project: string;
  readonly id: string;
}

/** The requests that W&B's own clients make, and that its SDK for JavaScript leaves out. */
export interface WandbClient {
  /** Makes the run, or changes it. Gives its path, in which the server may have filled in the entity. */
  upsert(variables: Readonly<Record<string, unknown>>): Promise<RunPath>;
  /** How many rows of its history the server has. */
  lineCount(run: RunPath): Promise<number>;
  /** Sends lines of the run's files, or its end. */
  stream(run: RunPath, body: unknown): Promise<void>;
}

/** How long a request may take, in milliseconds. */
const timeout = 8_000;

export function wandbClient({
  baseUrl,
  apiKey,
  signal,
}: {
  baseUrl: string;
  apiKey: string;
  signal: AbortSignal;
}): WandbClient {
  const post = async (path: string, body: unknown): Promise<unknown> => {
    // Not AbortSignal.any with AbortSignal.timeout: Node 20 may collect them before their time.
    const late = new AbortController();
    const abort = () => late.abort();
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
        signal: late.signal,
      });
      const text = await response.text();
      if (response.ok) return text === "" ? undefined : JSON.parse(text);
      throw refusalOf(path, response.status);
    } catch (error) {
      if (late.signal.aborted) throw new Error(`${baseUrl} does not answer`, { cause: error });
      if (!(error instanceof TypeError)) throw error;
      const { cause } = error as { cause?: { code?: string } };
      throw new Error(`${baseUrl} cannot be reached (${cause?.code ?? error.message})`, { cause: error });
    } finally {
      clearTimeout(timer);
      signal.removeEventListener("abort", abort);
    }
  };
  const query = async <T>(query: string, variables: object): Promise<T> => {
    const { data, errors } = (await post("/graphql", { query, variables })) as {
      data?: T;
      errors?: { message: string }[];
    };
    if (errors?.[0]) throw new Refusal(`W&B: ${errors[0].message}`);
    return data!;
  };
  return {
    async upsert(variables) {
      const { upsertBucket } = await query<Upserted>(upsertBucketMutation, variables);
      const { name, project } = upsertBucket.bucket;
      return { id: name, project: project.name, entity: project.entity.name };
    },
    async lineCount({ entity, project, id }) {
      const { model } = await query<Resumed>(resumeQuery, { entity, project, name: id });
      return model?.bucket?.historyLineCount ?? 0;
    },
    async stream({ entity, project, id }, body) {
      await post(`/files/${[entity, project, id].map(encodeURIComponent).join("/")}/file_stream`, body);
    },
  };
}

/** An answer that will be the same the next time. */
class Refusal extends Error {}

function refusalOf(path: string, status: number): Error {
  if (status === 401 || status === 403) return new Refusal(`W&B refuses the API key (HTTP ${status})`);
  const message = `W&B answers ${path} with HTTP ${status}`;
  return status === 429 || status >= 500 ? new Error(message) : new Refusal(message);
}

/** Tries again what failed by the network or by the server, less and less often, until it succeeds or a time in milliseconds is over. */
export async function patiently<T>(call: () => Promise<T>, time: number, signal: AbortSignal): Promise<T> {
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

interface Upserted {
  readonly upsertBucket: {
    readonly bucket: {
      readonly name: string;
      readonly project: { readonly name: string; readonly entity: { readonly name: string } };
    };
  };
}

interface Resumed {
  readonly model?: { readonly bucket?: { readonly historyLineCount?: number } };
}

const upsertBucketMutation = `mutation UpsertBucket(
  $name: String, $project: String, $entity: String, $groupName: String, $displayName: String, $notes: String,
  $config: JSONString, $host: String, $jobType: String, $sweep: String, $tags: [String!]
) {
  upsertBucket(input: {
    name: $name, modelName: $project, entityName: $entity, groupName: $groupName, displayName: $displayName, notes: $notes,
    config: $config, host: $host, jobType: $jobType, sweep: $sweep, tags: $tags
  }) {
    bucket { id name displayName project { id name entity { id name } } }
    inserted
  }
}`;

const resumeQuery = `query RunResumeStatus($project: String, $entity: String, $name: String!) {
  model(name: $project, entityName: $entity) {
    id
    bucket(name: $name, missingOk: true) { id name historyLineCount }
  }
}`;
