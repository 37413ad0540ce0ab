import { existsSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { TweedieError } from "@tweedie/core";
import { fileLimits, readRegularText } from "@tweedie/core/files";
import { isYamlIntact } from "../checksums/sealed-text.ts";

/** Experiments that runs and sweeps write, and a file that is beside each. */
const companions: Readonly<Record<string, string>> = { "config.yaml": "status.json", "experiment.yaml": "inputs.json" };

/** Checks that a file, if it is the experiment in the folder of a run or sweep, is as it was written. @throws TweedieError if it was changed */
export async function checkRunConfig(file: string): Promise<void> {
  const companion = companions[basename(file)];
  if (companion === undefined || !existsSync(join(dirname(file), companion))) return;
  const text = await readRegularText(file, fileLimits.json).catch(() => "");
  if (isYamlIntact(text)) return;
  throw new TweedieError({
    where: file,
    what: "was changed since its run or sweep wrote it: it does not match its checksum",
    fix: "edit a copy in another folder; running the experiment's own file with --out restores the one of a run",
  });
}
