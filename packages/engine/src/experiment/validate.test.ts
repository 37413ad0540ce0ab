import { join } from "node:path";
import { ringExperiment, temporaryFolder } from "@tweedie/testing/projects";
import { afterAll, beforeAll, expect, test } from "vitest";
import { validateExperiment } from "./validate.ts";

const home = process.cwd();
const folder = temporaryFolder({ "Ring project/tiny.yaml": ringExperiment().replace("name: ring\n", "") }, afterAll);
beforeAll(() => process.chdir(join(folder, "Ring project")));
afterAll(() => process.chdir(home));

test.each(["tiny.yaml", "./tiny.yaml"])("the default name of %s has the name of the current folder", async (file) => {
  const { name } = await validateExperiment({ file });
  expect(name).toBe("Ring-project-tiny");
});
