import { rm } from "node:fs/promises";
import { TweedieError } from "@tweedie/core";
import { loadTeacher, saveTeacher, type TrainedTeacher, weightDigests } from "../weights/teacher-store.ts";
import type { RunContext } from "./run-context.ts";

/**
 * Loads the run's own teacher, if it has one. A damaged one is replaced by the same teacher from the cache; if the student has not been
 * trained against it yet, it is removed.
 *
 * @throws TweedieError if a damaged teacher cannot be replaced
 */
export async function loadOwnTeacher(
  { checkpoint, folder, warn }: RunContext,
  cache: string | undefined,
): Promise<TrainedTeacher | undefined> {
  try {
    return await loadTeacher(folder.teacher, warn);
  } catch (error) {
    if (!(error instanceof TweedieError)) throw error;
    const cached = cache === undefined ? undefined : await loadTeacher(cache, () => undefined).catch(() => undefined);
    const [own, others] = [await weightDigests(folder.teacher), cached ? await weightDigests(cache!) : []];
    const isSame = others.some((digest) => own.includes(digest));
    if (!isSame && checkpoint?.phase === "distill") {
      const fix = "restore this folder from a copy, or start the run again in another folder with --out";
      throw new TweedieError(
        { where: error.where, what: `${error.what}; the cache has no copy`, fix },
        { cause: error },
      );
    }
    await rm(folder.teacher, { recursive: true });
    warn(`${error.where}: ${error.what}; ${isSame ? "it was restored from the cache" : "it was removed"}`);
    if (!cached || !isSame) return undefined;
    await saveTeacher(folder.teacher, cached);
    return cached;
  }
}

/** Loads the teacher of a cache folder, if there is one. A damaged one is removed, so that it is trained again. */
export async function loadCachedTeacher(
  { warn }: Pick<RunContext, "warn">,
  cache: string,
): Promise<TrainedTeacher | undefined> {
  try {
    return await loadTeacher(cache, warn);
  } catch (error) {
    if (!(error instanceof TweedieError)) throw error;
    const isRemoved = await rm(cache, { recursive: true, force: true }).then(
      () => true,
      () => false,
    );
    warn(`${error.where}: ${error.what}; ${isRemoved ? "it was removed from the cache and" : "it"} is trained again`);
    return undefined;
  }
}
