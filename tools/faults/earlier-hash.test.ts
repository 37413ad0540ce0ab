import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { validateExperiment } from "@tweedie/engine";
import { expect, test } from "vitest";

const fixture = (path: string) => fileURLToPath(new URL(`fixtures/version-0.1.0/${path}`, import.meta.url));

/** A new setting with a default value would change the hash, and no run of an earlier version could continue. New settings are optional. */
test.each(["finished", "interrupted", "sweep/trials/0000-lambda-0"])(
  "an experiment of version 0.1.0 has the hash that its run recorded: %s",
  async (run) => {
    const { configHash } = JSON.parse(readFileSync(fixture(`${run}/status.json`), "utf8")) as { configHash: string };
    const { hash } = await validateExperiment({ file: fixture(`${run}/config.yaml`) });
    expect(hash).toBe(configHash);
  },
);
