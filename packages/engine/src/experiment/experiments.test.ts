import { readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { teacherHash } from "../train/teacher-hash.ts";
import { validateExperiment } from "./validate.ts";

const root = join(import.meta.dirname, "../../../../experiments");
/** Folders of sweeps, and of experiments on files that must be downloaded, which cifar10.test.ts validates. */
const others = ["sweeps", "cifar10"];
const files = readdirSync(root, { recursive: true, encoding: "utf8" }).filter(
  (path) => path.endsWith(".yaml") && !others.some((folder) => path.startsWith(folder)),
);

test.each(files)("experiments/%s is valid", async (path) => {
  const { slots } = await validateExperiment({ file: join(root, path) });
  expect(slots.find((slot) => slot.path === "loss")).toBeDefined();
});

test("the unconditional experiments on 28x28 digits share one teacher", async () => {
  const hashes = ["teacher", "sid-0", "sid-half", "sid-1", "reverse-kl", "lora"].map(async (name) =>
    teacherHash(await validateExperiment({ file: join(root, `digits/${name}.yaml`) }), "ort", undefined),
  );
  expect(new Set(await Promise.all(hashes)).size).toBe(1);
});
