import { acquireMutex } from "../run/mutex.ts";
import type { RunContext } from "../train/run-context.ts";

/** Words about the contents of a cache folder, for messages. */
interface CachedWork {
  /** Noun phrase with its verb, such as `the teacher is`. */
  readonly subject: string;
  /** Participle of the work that makes it, such as `trained`. */
  readonly made: string;
}

/**
 * Acquires the right to make the contents of a cache folder.
 *
 * @returns a function that releases it; `aborted` if the run was aborted meanwhile; undefined, with a warning, if the cache cannot be used
 */
export async function lockCache(
  { signal, onEvent, warn }: Pick<RunContext, "signal" | "onEvent" | "warn">,
  cache: string | undefined,
  { subject, made }: CachedWork,
): Promise<(() => void) | "aborted" | undefined> {
  if (cache === undefined) {
    warn(notCached(subject, "there is no home folder"));
    return undefined;
  }
  const onWait = (holder: string) => onEvent({ event: "wait", reason: `${subject} being ${made} by ${holder}` });
  try {
    return (await acquireMutex(`${cache}.lock`, { signal, onWait })) ?? "aborted";
  } catch (error) {
    warn(notCached(subject, (error as Error).message));
    return undefined;
  }
}

/** Warning about a cache that cannot be written. The run has what it needs. */
export const notCached = (subject: string, problem: string): string =>
  `${subject} not cached for other runs: ${problem}; set TWEEDIE_CACHE to a folder that can be written`;
