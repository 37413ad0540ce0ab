import { homedir } from "node:os";
import { join } from "node:path";

export type Environment = Readonly<Record<string, string | undefined>>;

/** A path with `~` replaced by the home folder; undefined for none, and if the home folder is unknown. */
export function expandHome(path: string | undefined): string | undefined {
  const trimmed = path?.trim();
  if (!trimmed) return undefined;
  if (!/^~(?=$|[/\\])/.test(trimmed)) return trimmed;
  try {
    return join(homedir(), trimmed.slice(1));
  } catch {
    return undefined;
  }
}
