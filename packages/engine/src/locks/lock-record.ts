import { createHash } from "node:crypto";
import { statSync } from "node:fs";
import { readRegularFileSync } from "@tweedie/core/files";
import { z } from "zod";
import type { ProcessIdentity } from "./process-identity.ts";

/** Content of a lock file. */
export interface LockRecord extends ProcessIdentity {
  /** Unique name of this acquisition. */
  readonly token: string;
  /** Milliseconds without a heartbeat after which a holder that cannot be observed loses the lock. */
  readonly lease: number;
}

const recordSchema = z.object({
  host: z.string(),
  boot: z.string(),
  namespace: z.string(),
  pid: z.int(),
  start: z.string(),
  token: z.string().regex(/^[\w-]+$/),
  lease: z.number().positive(),
});

/** Content of a lock file of version 0.1.0. */
const formerSchema = z.object({ pid: z.int(), host: z.string() });

const maxBytes = 10_000;

/** A lock file that exists. */
export interface FoundLock {
  /** `former`: written by version 0.1.0. `incomplete`: being written, or torn by a power failure. */
  readonly format: "current" | "former" | "incomplete";
  /** Unique name of this acquisition. */
  readonly token: string;
  readonly text: string;
  readonly record: LockRecord | undefined;
  /** Process that holds the lock; undefined if the file is incomplete. */
  readonly holder: { readonly pid: number; readonly host: string } | undefined;
  /** Time of the last heartbeat, by the clock of the file system, in milliseconds. */
  readonly beat: number;
}

/** Reads a lock file. Returns undefined if there is none. @throws TweedieError if it is no regular file. */
export function readLock(path: string): FoundLock | undefined {
  let text: string;
  let stats: { readonly mtimeMs: number; readonly ino: number };
  try {
    text = readRegularFileSync(path, maxBytes).toString();
    stats = statSync(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
  const content = parse(text);
  const record = recordSchema.safeParse(content).data;
  const beat = stats.mtimeMs;
  if (record) return { format: "current", token: record.token, text, record, holder: record, beat };
  const holder = formerSchema.safeParse(content).data;
  const token = createHash("sha256").update(`${stats.ino} ${text}`).digest("hex").slice(0, 32);
  return { format: holder ? "former" : "incomplete", token, text, record: undefined, holder, beat };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
