import { existsSync, mkdirSync, realpathSync, rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { ringExperiment, writeTestFiles } from "@tweedie/testing/projects";
import { describe, expect, test } from "vitest";
import { readExperimentPart } from "../experiment/read-experiment.ts";
import { validateExperiment } from "../experiment/validate.ts";
import { availablePlugins } from "./available-plugins.ts";
import { findProject } from "./project.ts";
import { lossPlugin, pluginProject } from "./project.fixture.ts";
import { trustAll, trustProject } from "./trust.ts";
import { UntrustedCodeError } from "./untrusted-code-error.ts";

/** A loss that writes the file `canary` next to itself when it is imported. */
const canary = lossPlugin({
  imports: `import { writeFileSync } from "node:fs";
import { definePlugin } from "@tweedie/core";
import { z } from "zod";
writeFileSync(new URL("./canary", import.meta.url), "");
`,
});

const files = {
  "experiments/ring.yaml": ringExperiment("../plugins/canary.ts"),
  "experiments/package.yaml": ringExperiment("my-losses/huber"),
  "experiments/family.yaml": ringExperiment("sid/l2"),
  "experiments/wrong.yaml": ringExperiment("my-losses/none"),
  "plugins/canary.ts": canary,
  "packages/my-losses/src/huber.js": canary,
};
const canaries = ["plugins/canary", "packages/my-losses/src/canary"];

/** A project with canaries. Links of the folder of temporary files are resolved. */
const project = (more = {}): string => realpathSync(pluginProject({ ...files, ...more }));
const hasRun = (root: string): boolean => canaries.some((file) => existsSync(join(root, file)));
const own = async (root: string) => trustProject(await findProject(root));

/** Modules that the refusal of an experiment names. */
async function refusedIn(root: string, name: string, folder: string): Promise<readonly object[]> {
  const file = join(root, "experiments", name);
  const error: unknown = await validateExperiment({ file }, { trust: await own(folder) }).catch(
    (thrown: unknown) => thrown,
  );
  return error instanceof UntrustedCodeError ? error.modules : [];
}

describe("the plugins of another project", () => {
  test.each([
    ["ring.yaml", "../plugins/canary.ts", "plugins/canary.ts", "file"],
    ["package.yaml", "my-losses/huber", "packages/my-losses/src/huber.js", "package"],
  ] as const)("in %s are refused with their files, and nothing of them runs", async (name, use, file, origin) => {
    const [stranger, mine] = [project(), project()];
    expect(await refusedIn(stranger, name, mine)).toEqual([
      { use, file: join(stranger, file), origin, project: stranger },
    ]);
    expect(hasRun(stranger)).toBe(false);
    // The control: the same canary runs where it is trusted.
    await validateExperiment({ file: join(stranger, "experiments", name) }, { trust: trustAll });
    expect(hasRun(stranger)).toBe(true);
  });

  test("are not imported to list what could have been meant", async () => {
    const stranger = project();
    const message = await validateExperiment(
      { file: join(stranger, "experiments/wrong.yaml") },
      { trust: await own(project()) },
    ).catch((error: Error) => error.message);
    expect(message).toContain("no plugin `my-losses/none`");
    expect(hasRun(stranger)).toBe(false);
  });

  test("need no trust to be named, located and left out", async () => {
    const stranger = project();
    const { slots, untrusted, resolved } = await readExperimentPart(
      { file: join(stranger, "experiments/ring.yaml") },
      await own(project()),
    );
    expect(untrusted.map(({ use }) => use)).toEqual(["../plugins/canary.ts"]);
    expect(slots.map(({ role }) => role)).not.toContain("loss");
    expect(resolved).toMatchObject({ loss: { use: "../plugins/canary.ts" }, network: { use: "networks/mlp" } });
    expect(hasRun(stranger)).toBe(false);
  });

  test("are not listed", async () => {
    const stranger = project();
    const { plugins, broken } = await availablePlugins(await findProject(stranger, await own(project())));
    const names = plugins.map(({ use }) => use);
    expect(names).toContain("sid/l2");
    expect(names).not.toContain("./plugins/canary.ts");
    expect(broken).toEqual([]);
    expect(hasRun(stranger)).toBe(false);
  });
});

test("the plugins of a user's own project run", async () => {
  const mine = project();
  expect(await refusedIn(mine, "ring.yaml", join(mine, "experiments"))).toEqual([]);
  expect(await refusedIn(mine, "package.yaml", mine)).toEqual([]);
  expect(hasRun(mine)).toBe(true);
});

test("Tweedie's families run in every project", async () => {
  expect(await refusedIn(project(), "family.yaml", project())).toEqual([]);
});

test("a file that the user has accepted runs, and no other file", async () => {
  const [stranger, mine] = [project(), await findProject(project())];
  const validate = (name: string) =>
    validateExperiment(
      { file: join(stranger, "experiments", name) },
      { trust: trustProject(mine, [join(stranger, "plugins/canary.ts")]) },
    );
  await validate("ring.yaml");
  await expect(validate("package.yaml")).rejects.toThrow(UntrustedCodeError);
});

test("a folder that no package.json declares owns no code, not even for who stands in it", async () => {
  const stranger = project();
  rmSync(join(stranger, "package.json"));
  writeTestFiles(stranger, { "experiments/near.yaml": ringExperiment("./near.ts"), "experiments/near.ts": canary });
  expect(await refusedIn(stranger, "near.yaml", join(stranger, "experiments"))).toMatchObject([{ use: "./near.ts" }]);
  expect(existsSync(join(stranger, "experiments/canary"))).toBe(false);
});

test("a project inside the user's project is another project, and so is the target of a link", async () => {
  const mine = project();
  const nested = project();
  symlinkSync(nested, join(mine, "linked"));
  expect(await refusedIn(join(mine, "linked"), "ring.yaml", mine)).toHaveLength(1);
  writeTestFiles(join(mine, "nested"), { ...files, "package.json": JSON.stringify({ type: "module", tweedie: {} }) });
  expect(await refusedIn(join(mine, "nested"), "ring.yaml", mine)).toHaveLength(1);
  expect([nested, join(mine, "nested"), mine].map(hasRun)).toEqual([false, false, false]);
});

test("copies of plugins in a run folder belong to the project that has the folder", async () => {
  const run = {
    "runs/a/config.yaml": ringExperiment("./code/mine/canary.ts"),
    "runs/a/code/mine/canary.ts": canary,
  };
  const [mine, stranger] = [project(run), project(run)];
  const validate = async (root: string) =>
    validateExperiment({ file: join(root, "runs/a/config.yaml") }, { trust: await own(mine) });
  await validate(mine);
  await expect(validate(stranger)).rejects.toThrow(UntrustedCodeError);
  expect(existsSync(join(stranger, "runs/a/code/mine/canary"))).toBe(false);
});

test("a family in the node_modules of another project is its code, whatever the name of its package", async () => {
  const [stranger, mine] = [project(), project()];
  const family = join(stranger, "experiments/node_modules/@tweedie/plugin-evil");
  mkdirSync(family, { recursive: true });
  writeTestFiles(family, {
    "package.json": JSON.stringify({ type: "module", exports: { "./*": "./*.js" } }),
    "huber.js": canary,
  });
  writeTestFiles(join(stranger, "experiments"), {
    "package.json": JSON.stringify({ tweedie: {} }),
    "evil.yaml": ringExperiment("evil/huber"),
  });
  expect(await refusedIn(stranger, "evil.yaml", mine)).toMatchObject([{ use: "evil/huber", origin: "package" }]);
  expect(existsSync(join(family, "canary"))).toBe(false);
});

test("one error names all plugins that would run", async () => {
  const stranger = project();
  writeTestFiles(stranger, {
    "experiments/two.yaml": `${ringExperiment("my-losses/huber")}schedule: ../plugins/canary.ts\n`,
  });
  expect(await refusedIn(stranger, "two.yaml", project())).toHaveLength(2);
});
