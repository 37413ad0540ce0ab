import { readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { readCheckpointAt } from "@tweedie/formats/files";
import { expect, test } from "vitest";
import { validateExperiment } from "./validate.ts";

const root = join(import.meta.dirname, "../../../../experiments");
const isSweep = (path: string) =>
  /^(experiment|parameters|early_terminate):/m.test(readFileSync(join(root, path), "utf8"));
/** All but sweeps, and experiments on files that must be downloaded, which cifar10.test.ts validates. */
const files = readdirSync(root, { recursive: true, encoding: "utf8" }).filter(
  (path) => path.endsWith(".yaml") && !path.startsWith("cifar10") && !isSweep(path),
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

test.each(["14x14", "14x14-classes", "28x28", "28x28-classes"])(
  "the teacher of digits is that of the experiment beside it, and at most 4 MB: %s",
  async (name) => {
    const path = join(root, `digits/teachers/${name}.safetensors`);
    const { hash } = await validateExperiment({ file: join(root, `digits/teachers/${name}.yaml`) });
    expect(readCheckpointAt(path).extras["training"]).toMatchObject({ experiment: `teacher-${name}`, hash });
    expect(statSync(path).size).toBeLessThanOrEqual(4e6);
  },
);
