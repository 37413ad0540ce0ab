import { existsSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ringExperiment, writeTestFiles } from "@tweedie/testing/projects";
import { describe, expect, test } from "vitest";
import type { FilledSlot } from "../experiment/experiment.ts";
import { availablePlugins } from "./available-plugins.ts";
import { findProject } from "./project.ts";
import { experimentErrorOf, lossPlugin, pluginProject, projectWithLoss, validateRing } from "./project.fixture.ts";

const lossIn = (slots: readonly FilledSlot[]) => slots.find(({ path }) => path === "loss")?.use;

describe("an experiment finds its loss", () => {
  test.each(["my-losses", "my-losses/huber", "my-losses/extra/charbonnier", "../plugins/huber.ts", "sid/l2"])(
    "%s",
    async (use) => {
      const { slots } = await validateRing(projectWithLoss(use));
      expect(lossIn(slots)).toBe(use);
    },
  );

  test("in a package, with options", async () => {
    const { resolved } = await validateRing(projectWithLoss("{ use: my-losses/huber, delta: 2 }"));
    expect(resolved["loss"]).toEqual({ use: "my-losses/huber", delta: 2 });
  });

  test("in a family that only the project has", async () => {
    const found = await findProject(pluginProject());
    const project = { ...found, root: join(found.root, "experiments"), packages: [] };
    const family = join(project.root, "home-made");
    mkdirSync(join(project.root, "node_modules/@tweedie"), { recursive: true });
    symlinkSync(family, join(project.root, "node_modules/@tweedie/plugin-home-made"));
    writeTestFiles(family, {
      "package.json": JSON.stringify({ type: "module", exports: { "./*": "./*.js" } }),
      "huber.js": lossPlugin(),
    });
    const names = (await availablePlugins(project)).plugins.map(({ use }) => use);
    expect(names).toContain("home-made/huber");
    expect(names).toContain("sid/l2");
  });

  test("in a file, by the path from the YAML file that names it", async () => {
    const root = pluginProject({
      "experiments/ring.yaml": "extends: base/ring.yaml\n",
      "experiments/base/ring.yaml": ringExperiment("./near.ts"),
      "experiments/base/near.ts": lossPlugin(),
      "experiments/near.ts": lossPlugin({
        options: "z.strictObject({ tau: z.number().default(3) })",
        create: "() => ({ student: () => 0 })",
      }),
    });
    expect((await validateRing(root)).resolved["loss"]).toMatchObject({ delta: 1 });
    writeTestFiles(root, { "experiments/ring.yaml": "extends: base/ring.yaml\nloss: ./near.ts\n" });
    expect((await validateRing(root)).resolved["loss"]).toMatchObject({ tau: 3 });
  });

  test("through a link inside the project, and not through a link that leads outside", async () => {
    const root = projectWithLoss("./link.ts");
    symlinkSync("../plugins/huber.ts", join(root, "experiments/link.ts"));
    expect(lossIn((await validateRing(root)).slots)).toBe("./link.ts");
    symlinkSync(join(pluginProject(), "plugins/huber.ts"), join(root, "experiments/out.ts"));
    // The path of an override starts from the current folder.
    await expect(validateRing(root, "loss=./experiments/out.ts")).rejects.toThrow("is outside the project");
    writeTestFiles(root, { "experiments/ring.yaml": ringExperiment("./out.ts") });
    await expect(validateRing(root)).rejects.toThrow("is outside the project");
  });
});

test("the source of a plugin file, with all its relative imports, is part of the run's hash", async () => {
  const root = projectWithLoss("../plugins/huber.ts", {
    "plugins/huber.ts": lossPlugin({
      imports: lossPlugin().split("\n\n")[0]! + `\nimport { one } from "../math/one.ts";\n`,
      summary: "`${one}`",
    }),
    "math/one.ts": "export const one = 1;\n",
  });
  const before = await validateRing(root);
  expect(before.resolved["loss"]).toMatchObject({
    use: expect.stringMatching(/^\.\/code\/[0-9a-f]{8}\/plugins\/huber\.ts$/),
  });
  writeTestFiles(root, { "math/one.ts": "export const one = 2;\n" });
  expect((await validateRing(root)).hash).not.toBe(before.hash);
  writeTestFiles(root, { "math/one.ts": "export const one = 1;\n" });
  expect((await validateRing(root)).hash).toBe(before.hash);
});

test("a module that is not allowed is refused without being loaded", async () => {
  const root = projectWithLoss("sid/l2");
  const canary = join(root, "canary");
  const trap = `import { writeFileSync } from "node:fs";\nwriteFileSync(${JSON.stringify(canary)}, "");\n`;
  writeFileSync(join(root, "packages/other-losses/index.js"), trap);
  for (const use of ["other-losses", "other-losses/index.js", "../node_modules/other-losses/index.js"]) {
    writeTestFiles(root, { "experiments/ring.yaml": ringExperiment(use) });
    await expect(validateRing(root)).rejects.toThrow();
  }
  await availablePlugins(await findProject(root));
  expect(existsSync(canary)).toBe(false);
  // The control: a path at which the module is allowed loads it.
  writeTestFiles(root, { "experiments/ring.yaml": ringExperiment("../packages/other-losses/index.js") });
  await expect(validateRing(root)).rejects.toThrow("no default export");
  expect(existsSync(canary)).toBe(true);
});

test("all plugins of a project are listed, and broken ones separately", async () => {
  const root = pluginProject({
    "plugins/broken.ts": "throw new Error('no');\n",
    "plugins/algebra.ts": "export const x = 1;\n",
    "plugins/half.ts": lossPlugin({ role: `"los"` }),
  });
  const { plugins, broken } = await availablePlugins(await findProject(join(root, "experiments")));
  const names = plugins.map(({ use }) => use);
  expect(names).toEqual(
    expect.arrayContaining(["./plugins/huber.ts", "my-losses", "my-losses/extra/charbonnier", "sid/l2"]),
  );
  expect(names.some((name) => name.includes("other-losses") || name.includes("algebra"))).toBe(false);
  expect(broken.map(({ use }) => use).sort()).toEqual(["./plugins/broken.ts", "./plugins/half.ts"]);
});

test("packages are allowed by package.json, and not by an experiment", async () => {
  const experiment = ringExperiment("other-losses/index");
  for (const key of ["tweedie: { plugins: [other-losses] }", "plugins: [other-losses]"]) {
    expect(await experimentErrorOf("x", { "experiments/ring.yaml": `${experiment}${key}\n` })).toContain("unknown key");
  }
});
