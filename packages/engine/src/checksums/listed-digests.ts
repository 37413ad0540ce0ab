import { rm } from "node:fs/promises";
import { join } from "node:path";
import { TweedieError } from "@tweedie/core";
import { fileLimits, ifExists, readRegularFile, readRegularText } from "@tweedie/core/files";
import { z } from "zod";
import { jsonFile } from "../run/json-file.ts";
import { writeDurably } from "../run/write-durably.ts";
import { sha256 } from "./digest.ts";
import { parseSealedJson, sealJson } from "./sealed-text.ts";

/** SHA-256 of the files of a folder, by name: of the file as it is, and while it is being replaced also as it will be. */
const listSchema = z.record(z.string(), z.array(z.string()));
type DigestList = z.output<typeof listSchema>;

const listFile = "checksums.json";

/** Reads the list of a folder; undefined if it has none. @throws TweedieError if it is damaged */
async function readList(folder: string): Promise<DigestList | undefined> {
  const text = await ifExists(readRegularText(join(folder, listFile), fileLimits.json));
  if (text === undefined) return undefined;
  try {
    return listSchema.parse(parseSealedJson(text));
  } catch (cause) {
    throw new TweedieError({ where: join(folder, listFile), what: "is damaged" }, { cause });
  }
}

/** Writes a file that may replace another, durably, with its digest in the list of its folder. After a crash, the list has the digest of the file that is there. */
export async function writeListed(folder: string, name: string, content: Uint8Array): Promise<void> {
  const list = await readList(folder).catch(() => undefined);
  const digest = sha256(content);
  const replaced = await ifExists(readRegularFile(join(folder, name), fileLimits.arrays));
  const accepted = new Set([digest, ...(replaced ? [sha256(replaced)] : [])]);
  await writeDurably(join(folder, listFile), sealJson(jsonFile({ ...list, [name]: [...accepted] })));
  await writeDurably(join(folder, name), content);
}

/** Deletes a file of a folder, and then its digest from the list. A file that does not exist is no error. */
export async function removeListed(folder: string, name: string): Promise<void> {
  await rm(join(folder, name), { force: true });
  const { [name]: removed, ...list } = (await readList(folder).catch(() => undefined)) ?? {};
  if (removed) await writeDurably(join(folder, listFile), sealJson(jsonFile(list)));
}

/** Reads a file and compares it with the list of its folder. A file that is not listed is accepted: version 0.1.0 wrote no list. @throws TweedieError if it differs */
export async function readListed(folder: string, name: string): Promise<Buffer> {
  const path = join(folder, name);
  const content = await readRegularFile(path, fileLimits.arrays);
  const accepted = (await readList(folder))?.[name];
  if (!accepted || accepted.includes(sha256(content))) return content;
  throw new TweedieError({ where: path, what: "is damaged: it does not match its checksum" });
}
