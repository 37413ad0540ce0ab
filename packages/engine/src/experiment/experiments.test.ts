import { readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
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

test.each(["sid-0", "sid-half", "sid-1", "reverse-kl", "lora", "unconditional", "sid-14x14"])(
  "the experiment on digits begins from a teacher of the repository: %s",
  async (name) => {
    const { slots } = await validateExperiment({ file: join(root, `digits/${name}.yaml`) });
    const teacher = slots.find(({ path }) => path === "teacher")!;
    expect(teacher.use).toBe("teachers/pretrained");
    expect(dirname((teacher.options as { path: string }).path)).toBe(join(root, "digits/teachers"));
  },
);
