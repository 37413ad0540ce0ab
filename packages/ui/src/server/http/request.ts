import type { IncomingMessage } from "node:http";
import type { z } from "zod";
import { RequestError } from "./answer.ts";

/** Largest body of a request in bytes. */
const maxBody = 65_536;

/** Reads the JSON body of a request. @throws RequestError if it is too large or has another form */
export async function readBody<T>(request: IncomingMessage, schema: z.ZodType<T>): Promise<T> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > maxBody) throw new RequestError(413, "the body is too large");
    chunks.push(chunk);
  }
  const parsed = schema.safeParse(parseJson(Buffer.concat(chunks).toString("utf8")));
  if (!parsed.success) throw new RequestError(400, "the body has another form than the API's");
  return parsed.data;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Value of a parameter that a request must have. @throws RequestError if it is missing */
export function required(query: URLSearchParams, name: string): string {
  const value = query.get(name);
  if (value === null || value === "") throw new RequestError(400, `the parameter \`${name}\` is missing`);
  return value;
}
