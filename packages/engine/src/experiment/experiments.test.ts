import { readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { validateExperiment } from "./validate.ts";

const root = join(import.meta.dirname, "../../../../experiments");
const files = readdirSync(root, { recursive: true, encoding: "utf8" }).filter(
  (path) => path.endsWith(".yaml") && !path.startsWith("sweeps"),
);

test.each(files)("experiments/%s is valid", async (path) => {
  const { slots } = await validateExperiment({ file: join(root, path) });
  expect(slots.find((slot) => slot.path === "loss")).toBeDefined();
});
