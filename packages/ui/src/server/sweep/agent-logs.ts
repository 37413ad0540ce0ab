import { lstatSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { fileInParts, ifExists } from "@tweedie/core/files";
import { RequestError } from "../http/answer.ts";
import { staysInside } from "../run/inside.ts";

/** Bytes at the end of a log that are sent. */
const tailBytes = 65_536;

const folderOf = (sweep: string): string => join(sweep, "agents");

/** Lists the logs of a sweep's agents. Links are left out. */
export async function listAgentLogs(
  sweep: string,
): Promise<readonly { readonly name: string; readonly size: number }[]> {
  const entries = (await ifExists(readdir(folderOf(sweep), { withFileTypes: true }))) ?? [];
  const logs = entries.filter((entry) => entry.isFile() && entry.name.endsWith(".log"));
  return logs.map(({ name }) => ({ name, size: lstatSync(join(folderOf(sweep), name)).size }));
}

/** Reads the end of an agent's log. @throws RequestError if the sweep has no log of this name */
export async function readAgentLog(sweep: string, name: string): Promise<{ readonly text: string }> {
  const path = join(folderOf(sweep), name);
  const isListed = (await listAgentLogs(sweep)).some((log) => log.name === name);
  if (!isListed || !staysInside(sweep, path)) throw new RequestError(404, "the sweep has no such log");
  return { text: tailOf(path) };
}

/** The last lines of a text file. */
export function tailOf(path: string): string {
  const file = fileInParts(path, Infinity);
  const length = Math.min(tailBytes, file.size);
  return Buffer.from(file.read(file.size - length, length)).toString("utf8");
}
