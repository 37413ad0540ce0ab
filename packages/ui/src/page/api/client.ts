import type { ApiError } from "../../api/action.ts";
import { authorization } from "./token.ts";

/** An answer of the server that is not a success. */
export class ServerError extends Error {
  readonly status: number;
  readonly fix: string | undefined;

  constructor(status: number, { error, fix }: ApiError) {
    super(error);
    this.status = status;
    this.fix = fix;
  }
}

/** Most answers that are kept for comparison by their tags. */
const keptAnswers = 30;

const answers = new Map<string, { readonly etag: string; readonly content: unknown }>();

/** Address of the API with its parameters; those that are undefined are left out. */
export function apiPath(
  name: string,
  parameters: Readonly<Record<string, string | readonly string[] | undefined>> = {},
): string {
  const query = new URLSearchParams();
  for (const [key, value] of Object.entries(parameters))
    for (const each of value === undefined ? [] : [value].flat()) query.append(key, each as string);
  return `/api/${name}${query.size > 0 ? `?${query.toString()}` : ""}`;
}

/** Requests JSON. An answer that has not changed is the same object as before. @throws ServerError */
export async function getJson<T>(path: string, signal?: AbortSignal): Promise<T> {
  const known = answers.get(path);
  const headers = { ...authorization(), ...(known && { "if-none-match": known.etag }) };
  const response = await fetch(path, { headers, cache: "no-store", ...(signal && { signal }) });
  if (response.status === 304 && known) return known.content as T;
  const content: unknown = await response.json();
  if (!response.ok) throw new ServerError(response.status, content as ApiError);
  const etag = response.headers.get("etag");
  answers.delete(path);
  if (etag !== null) answers.set(path, { etag, content });
  if (answers.size > keptAnswers) answers.delete(answers.keys().next().value!);
  return content as T;
}

/** Sends JSON. @throws ServerError */
export async function postJson<T>(path: string, body: unknown): Promise<T> {
  const headers = { ...authorization(), "content-type": "application/json" };
  const response = await fetch(path, { method: "POST", headers, body: JSON.stringify(body) });
  const content: unknown = await response.json();
  if (!response.ok) throw new ServerError(response.status, content as ApiError);
  return content as T;
}
