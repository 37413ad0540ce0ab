import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { validateExperiment } from "../experiment/validate.ts";
import { run } from "../run.ts";
import { sampleRun } from "../sample-run.ts";
import { availablePlugins } from "./available-plugins.ts";
import { findProject } from "./project.ts";
import { complaint, experiment, makeProject, plugin } from "./project.fixture.ts";

const useOf = (slots: readonly { path: string; use: string }[]) => slots.find(({ path }) => path === "loss")?.use;

describe("an experiment takes plugins", () => {
  test.each([
    "my-lab-losses",
    "my-lab-losses/huber",
    "my-lab-losses/extra/charbonnier",
    "../plugins/huber.ts",
    "sid/l2",
  ])("%s", async (use) => {
    const root = makeProject({ "experiments/ring.yaml": experiment(use) });
    const { slots } = await validateExperiment({ file: join(root, "experiments/ring.yaml") });
    expect(useOf(slots)).toBe(use);
  });

  test("of a package with its options", async () => {
    const root = makeProject({ "experiments/ring.yaml": experiment("{ use: my-lab-losses/huber, delta: 2 }") });
    const { resolved } = await validateExperiment({ file: join(root, "experiments/ring.yaml") });
    expect(resolved["loss"]).toEqual({ use: "my-lab-losses/huber", delta: 2 });
  });

  test("of a family that only the lab has", async () => {
    const root = makeProject({ "experiments/deep/ring.yaml": experiment("home-made/huber") });
    const lab = { root: join(root, "experiments"), packages: [] };
    const family = join(lab.root, "home-made");
    mkdirSync(family);
    mkdirSync(join(lab.root, "node_modules/@tweedie"), { recursive: true });
    symlinkSync(family, join(lab.root, "node_modules/@tweedie/plugin-home-made"));
    writeFileSync(join(family, "package.json"), JSON.stringify({ type: "module", exports: { "./*": "./*.js" } }));
    writeFileSync(join(family, "huber.js"), plugin());
    const { plugins } = await availablePlugins(lab);
    expect(plugins.map(({ use }) => use)).toContain("home-made/huber");
    expect(plugins.map(({ use }) => use)).toContain("sid/l2");
  });

  test("that are files, each from where it is said", async () => {
    const root = makeProject({
      "experiments/ring.yaml": "extends: base/ring.yaml\n",
      "experiments/base/ring.yaml": experiment("./near.ts"),
      "experiments/base/near.ts": plugin(),
      "experiments/near.ts": plugin({
        options: "z.strictObject({ tau: z.number().default(3) })",
        create: "() => ({ student: () => 0 })",
      }),
    });
    const file = join(root, "experiments/ring.yaml");
    const { resolved } = await validateExperiment({ file });
    expect(resolved["loss"]).toMatchObject({ delta: 1 });
    writeFileSync(file, "extends: base/ring.yaml\nloss: ./near.ts\n");
    expect((await validateExperiment({ file })).resolved["loss"]).toMatchObject({ tau: 3 });
  });
});

describe("a file of the lab", () => {
  const ring = (root: string, ...overrides: string[]) =>
    validateExperiment({ file: join(root, "experiments/ring.yaml"), overrides });

  test("is part of what determines the run, with all that it imports by relative path", async () => {
    const root = makeProject({
      "experiments/ring.yaml": experiment("../plugins/huber.ts"),
      "plugins/huber.ts": plugin({
        imports: plugin().split("\n\n")[0]! + `\nimport { one } from "../math/one.ts";\n`,
        summary: "`${one}`",
      }),
      "math/one.ts": "export const one = 1;\n",
    });
    const before = await ring(root);
    expect(before.resolved["loss"]).toMatchObject({
      use: expect.stringMatching(/^\.\/code\/[0-9a-f]{8}\/plugins\/huber\.ts$/),
    });
    writeFileSync(join(root, "math/one.ts"), "export const one = 2;\n");
    expect((await ring(root)).hash).not.toBe(before.hash);
    writeFileSync(join(root, "math/one.ts"), "export const one = 1;\n");
    expect((await ring(root)).hash).toBe(before.hash);
  });

  test("goes with the run, which is the same experiment without it", async () => {
    const root = makeProject({ "experiments/ring.yaml": experiment("../plugins/huber.ts") });
    const experimentOfFile = await ring(root);
    const out = join(root, "runs/ring");
    await run({ experiment: experimentOfFile, out });
    writeFileSync(join(root, "plugins/huber.ts"), "gone");
    const copy = await validateExperiment({ file: join(out, "config.yaml") });
    expect({ hash: copy.hash, resolved: copy.resolved }).toEqual({
      hash: experimentOfFile.hash,
      resolved: experimentOfFile.resolved,
    });
    const samples = await sampleRun({ run: out, count: 3, seed: 0 });
    expect(samples.shape).toEqual([3, 2]);
    expect(readFileSync(join(out, "config.yaml"), "utf8")).toMatch(/use: \.\/code\/[0-9a-f]{8}\/huber\.ts/);
  });

  test("may be reached by a link inside the project, and by none that leads out", async () => {
    const root = makeProject({ "experiments/ring.yaml": experiment("./link.ts") });
    symlinkSync("../plugins/huber.ts", join(root, "experiments/link.ts"));
    expect(useOf((await ring(root)).slots)).toBe("./link.ts");
    const outside = makeProject();
    symlinkSync(join(outside, "plugins/huber.ts"), join(root, "experiments/out.ts"));
    await expect(ring(root, "loss=./experiments/out.ts")).rejects.toThrow("leads out of the project"); // from the command's folder
    writeFileSync(join(root, "experiments/ring.yaml"), experiment("./out.ts"));
    await expect(ring(root)).rejects.toThrow("leads out of the project");
  });
});

test("a plugin that fails in a run is named, with its line, and the run's status says it", async () => {
  const create = "() => ({ student: ({ epsTeacher }) => (epsTeacher as never as { nope(): never }).nope() })";
  const root = makeProject({
    "experiments/ring.yaml": experiment("../plugins/bad.ts"),
    "plugins/bad.ts": plugin({ create }),
  });
  const out = join(root, "runs/bad");
  const error = await run({
    experiment: await validateExperiment({ file: join(root, "experiments/ring.yaml") }),
    out,
  }).catch((error: unknown) => error);
  expect(error).toMatchObject({
    where: expect.stringMatching(/plugins\/bad\.ts:9:\d+$/) as string,
    what: "`../plugins/bad.ts` fails: TypeError: epsTeacher.nope is not a function",
    exitCode: 1,
  });
  expect(readFileSync(join(out, "status.json"), "utf8")).toContain("epsTeacher.nope is not a function");
});

test("what is not allowed is not run to find out what it is", async () => {
  const canary = (root: string) => join(root, "canary");
  const root = makeProject({ "experiments/ring.yaml": experiment("sid/l2") });
  const trap = `import { writeFileSync } from "node:fs";\nwriteFileSync(${JSON.stringify(canary(root))}, "");\n`;
  writeFileSync(join(root, "linked/other-losses/index.js"), trap);
  for (const use of ["other-losses", "other-losses/index.js", "../node_modules/other-losses/index.js"]) {
    writeFileSync(join(root, "experiments/ring.yaml"), experiment(use));
    await expect(validateExperiment({ file: join(root, "experiments/ring.yaml") })).rejects.toThrow();
  }
  await availablePlugins(await findProject(root));
  expect(existsSync(canary(root))).toBe(false);
  // The control: from where it may be loaded, it is.
  writeFileSync(join(root, "experiments/ring.yaml"), experiment("../linked/other-losses/index.js"));
  await expect(validateExperiment({ file: join(root, "experiments/ring.yaml") })).rejects.toThrow("no default export");
  expect(existsSync(canary(root))).toBe(true);
});

test("all that a lab can use is listed, and what is broken beside it", async () => {
  const root = makeProject({
    "plugins/broken.ts": "throw new Error('no');\n",
    "plugins/algebra.ts": "export const x = 1;\n",
    "plugins/half.ts": plugin({ role: `"los"` }),
  });
  const { plugins, broken } = await availablePlugins(await findProject(join(root, "experiments")));
  const names = plugins.map(({ use }) => use);
  expect(names).toEqual(
    expect.arrayContaining(["./plugins/huber.ts", "my-lab-losses", "my-lab-losses/extra/charbonnier", "sid/l2"]),
  );
  expect(names.some((name) => name.includes("other-losses") || name.includes("algebra"))).toBe(false);
  expect(broken.map(({ use }) => use).sort()).toEqual(["./plugins/broken.ts", "./plugins/half.ts"]);
});

test("what may be loaded is said in package.json, and not in an experiment", async () => {
  const text = experiment("other-losses/index");
  for (const key of ["tweedie: { plugins: [other-losses] }", "plugins: [other-losses]"]) {
    expect(await complaint("x", { "experiments/ring.yaml": `${text}${key}\n` })).toContain("unknown key");
  }
});
