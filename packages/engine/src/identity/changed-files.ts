import type { FileDigests } from "./file-digests.ts";

/** Number of files that a message names. */
const maxNamed = 3;

/** Describes how files differ from those of before: `/data/d.npy has changed`; undefined if they do not. */
export function describeChanges(before: FileDigests, now: FileDigests): string | undefined {
  const changes = [...new Set([...Object.keys(before), ...Object.keys(now)])].sort().flatMap((path) => {
    const [old, current] = [before[path], now[path]];
    if (!current) return [`${path} is missing`];
    if (!old) return [`${path} is new`];
    if (old.files !== current.files) return [`${path} has ${current.files ?? 1} files instead of ${old.files ?? 1}`];
    return old.sha256 === current.sha256
      ? []
      : [`${path} has ${old.files === undefined ? "" : "files that have "}changed`];
  });
  if (changes.length === 0) return undefined;
  const rest = changes.length - maxNamed;
  return [...changes.slice(0, maxNamed), ...(rest > 0 ? [`${rest} more files differ`] : [])].join(", ");
}
