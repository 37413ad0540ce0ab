import { existsSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { TweedieError } from "@tweedie/core";
import { fileLimits, readRegularText } from "@tweedie/core/files";
import { isYamlIntact } from "../checksums/sealed-text.ts";

/** Checks that a file, if it is the `config.yaml` of a run, is as its run wrote it. @throws TweedieError if it was changed */
export async function checkRunConfig(file: string): Promise<void> {
  if (basename(file) !== "config.yaml" || !existsSync(join(dirname(file), "status.json"))) return;
  const text = await readRegularText(file, fileLimits.json).catch(() => "");
  if (isYamlIntact(text)) return;
  throw new TweedieError({
    where: file,
    what: "was changed since its run wrote it: it does not match its checksum",
    fix: "edit a copy in another folder; running the experiment's own file with --out restores this one",
  });
}
