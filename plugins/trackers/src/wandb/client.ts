import { Outage, Refusal } from "../http/request.ts";
import { postJson, type WandbAccess } from "./http.ts";

/** Path of a run on a W&B server. */
export interface RunPath {
  readonly entity: string;
  readonly project: string;
  readonly id: string;
}

/** Requests that W&B's own clients make and that its JavaScript SDK lacks. */
export interface WandbClient {
  /** Creates or updates a run. Returns its path; the server may fill in the entity. */
  upsert(variables: Readonly<Record<string, unknown>>): Promise<RunPath>;
  /** Number of history rows on the server. */
  lineCount(run: RunPath): Promise<number>;
  /** Sends lines of the run's files, or its end. */
  stream(run: RunPath, body: unknown): Promise<void>;
}

export function wandbClient(access: WandbAccess): WandbClient {
  const query = async <T>(query: string, variables: object): Promise<T> => {
    const { data, errors } = ((await postJson(access, "/graphql", { query, variables })) ?? {}) as {
      data?: T;
      errors?: { message: string }[];
    };
    if (errors?.[0]) throw new Refusal(`W&B: ${errors[0].message}`, 200);
    if (!data) throw noAnswer();
    return data;
  };
  return {
    async upsert(variables) {
      const { upsertBucket } = await query<Upserted>(upsertBucketMutation, variables);
      const { name: id, project } = upsertBucket?.bucket ?? {};
      const entity = project?.entity?.name;
      if (id === undefined || project?.name === undefined || entity === undefined) throw noAnswer();
      return { id, project: project.name, entity };
    },
    async lineCount({ entity, project, id }) {
      const { model } = await query<Resumed>(resumeQuery, { entity, project, name: id });
      // Without the field, the answer is not W&B's, and says nothing about the rows.
      if (model === undefined) throw noAnswer();
      return model?.bucket?.historyLineCount ?? 0;
    },
    async stream({ entity, project, id }, body) {
      const path = `/files/${[entity, project, id].map(encodeURIComponent).join("/")}/file_stream`;
      await postJson(access, path, body);
    },
  };
}

const noAnswer = () => new Outage("the answer to /graphql is not W&B's: fields are missing");

/** Answers, as far as they are what they should be. */
interface Upserted {
  readonly upsertBucket?: {
    readonly bucket?: {
      readonly name?: string;
      readonly project?: { readonly name?: string; readonly entity?: { readonly name?: string } };
    };
  };
}

interface Resumed {
  readonly model?: { readonly bucket?: { readonly historyLineCount?: number } | null } | null;
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
