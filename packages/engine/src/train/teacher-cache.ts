import { acquireMutex } from "../run/mutex.ts";
import { saveTeacher, type TrainedTeacher } from "../weights/teacher-store.ts";
import type { RunContext } from "./run-context.ts";

/**
 * Acquires the right to train the teacher of a cache folder.
 *
 * @returns a function that releases it; `aborted` if the run was aborted meanwhile; undefined, with a warning, if the cache cannot be used
 */
export async function lockCachedTeacher(
  { signal, onEvent, warn }: RunContext,
  cache: string | undefined,
): Promise<(() => void) | "aborted" | undefined> {
  if (cache === undefined) {
    warn(withoutCache("there is no home folder"));
    return undefined;
  }
  const onWait = (holder: string) => onEvent({ event: "wait", reason: `the teacher is being trained by ${holder}` });
  try {
    return (await acquireMutex(`${cache}.lock`, { signal, onWait })) ?? "aborted";
  } catch (error) {
    warn(withoutCache((error as Error).message));
    return undefined;
  }
}

/** Saves a teacher in the cache. A failure is a warning: the run has the teacher. */
export async function cacheTeacher({ warn }: RunContext, cache: string, teacher: TrainedTeacher): Promise<void> {
  try {
    await saveTeacher(cache, teacher);
  } catch (error) {
    warn(withoutCache((error as Error).message));
  }
}

const withoutCache = (problem: string): string =>
  `the teacher is not cached for other runs: ${problem}; set TWEEDIE_CACHE to a folder that can be written`;
