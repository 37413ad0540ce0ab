import { constants } from "node:fs";
import { access, stat, statfs } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { sizeText } from "../terminal/format.ts";
import type { HealthCheck } from "./health-check.ts";

/** Bytes that a run with images may need. */
const minFreeSpace = 1e9;

/** Checks that a folder is writable or can be created. `what` is reported if so, `fix` if not. */
export async function checkFolder(
  name: string,
  path: string,
  { what, fix }: { readonly what: string; readonly fix: string },
): Promise<HealthCheck> {
  try {
    const nearest = await nearestExisting(resolve(path));
    await access(nearest, constants.W_OK);
    if ((await stat(nearest)).isDirectory()) return { name, state: "ok", what };
    return { name, state: "wrong", what: `${path}: ${nearest} is not a folder`, fix };
  } catch (error) {
    return { name, state: "wrong", what: `${path} is not writable: ${(error as Error).message}`, fix };
  }
}

/** The path itself if it exists, otherwise its nearest parent that does. */
const nearestExisting = (path: string): Promise<string> =>
  access(path).then(
    () => path,
    () => nearestExisting(dirname(path)),
  );

/** Checks the free disk space in the current folder. */
export async function checkFreeSpace(): Promise<HealthCheck> {
  const { bavail, bsize } = await statfs(".");
  const free = bavail * bsize;
  const what = `${sizeText(free)} free in this folder`;
  return free < minFreeSpace
    ? { name: "space", state: "wrong", what, fix: "delete runs with `tweedie rm`" }
    : { name: "space", state: "ok", what };
}
