import { createHash } from "node:crypto";
import type { NDArrays } from "@tweedie/core";
import { z } from "zod";

/** SHA-256 of bytes or text, in hexadecimal. */
export const sha256 = (content: Uint8Array | string): string => createHash("sha256").update(content).digest("hex");

/** SHA-256 of arrays: of their names, shapes and numbers. */
export function digestOfArrays(arrays: NDArrays): string {
  const hash = createHash("sha256");
  for (const name of Object.keys(arrays).sort()) {
    const { shape, data } = arrays[name]!;
    hash.update(JSON.stringify([name, shape])).update(data);
  }
  return hash.digest("hex");
}

/** Length and SHA-256 of a file. */
export const fileDigestSchema = z.strictObject({ bytes: z.int().nonnegative(), sha256: z.string() });
export type FileDigest = z.output<typeof fileDigestSchema>;

export const digestOf = (content: Uint8Array | string): FileDigest => ({
  bytes: Buffer.byteLength(content),
  sha256: sha256(content),
});

/** Describes how content differs from its digest; undefined if it does not. */
export function mismatchOf(content: Uint8Array, expected: FileDigest): string | undefined {
  if (content.length !== expected.bytes) return `has ${content.length} bytes instead of ${expected.bytes}`;
  return sha256(content) === expected.sha256 ? undefined : "does not match its checksum";
}
