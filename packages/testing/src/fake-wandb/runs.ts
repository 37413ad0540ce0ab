/** A run as a W&B server stores it. */
export interface FakeRun {
  /** Variables of the requests that created or updated it; later values override earlier ones. */
  readonly variables: Record<string, unknown>;
  /** Lines of its files, by file name. */
  readonly files: Record<string, string[]>;
  /** The exit code of a finished run. */
  end?: { readonly exitcode: number; readonly preempting?: boolean };
}

/** Body of a GraphQL request. */
export interface GraphqlBody {
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>>;
}

/** Body of a `file_stream` request. */
export interface StreamBody {
  readonly files?: Readonly<Record<string, { readonly offset: number; readonly content: readonly string[] }>>;
  readonly complete?: boolean;
  readonly exitcode?: number;
  readonly preempting?: boolean;
}

/** The data of the answer to a GraphQL request: of the user, of a run that is created or updated, or of a run that is resumed. */
export function answerGraphql(runs: Map<string, FakeRun>, { query, variables = {} }: GraphqlBody): object {
  if (query.includes("query Viewer")) return { viewer: { id: "1", entity: "ada", flags: "{}", teams: { edges: [] } } };
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
}

/** Stores the lines of a `file_stream` request, and the exit code if it completes the run. */
export function storeStream(run: FakeRun, { files = {}, complete, exitcode = 0, preempting }: StreamBody): void {
  for (const [file, { offset, content }] of Object.entries(files)) {
    const lines = (run.files[file] ??= []);
    content.forEach((line, i) => (lines[offset + i] = line));
  }
  if (complete) run.end = { exitcode, ...(preempting && { preempting }) };
}
