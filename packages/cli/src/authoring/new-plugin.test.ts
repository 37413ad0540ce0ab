import { readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { validateExperiment } from "@tweedie/engine";
import { readSweep } from "@tweedie/study";
import { temporaryFolder, writeTestFiles } from "@tweedie/testing/projects";
import { describe, expect, test } from "vitest";
import { pluginKinds } from "./plugin-kinds.ts";
import { newPlugin } from "./new-plugin.ts";
import { writeFiles } from "../files/write-files.ts";

const repository = fileURLToPath(new URL("../../../..", import.meta.url));
const templates = fileURLToPath(new URL("../../../create-tweedie/templates", import.meta.url));

/** Creates a temporary project, with a package in `plugins/` for each family. */
function project(...families: string[]): string {
  const manifests = ["package.json", ...families.map((family) => `plugins/${family}/package.json`)];
  return temporaryFolder(Object.fromEntries(manifests.map((path) => [path, "{}"])));
}

const kinds = Object.entries(pluginKinds);

test.each(kinds.filter(([, { inSweep }]) => !inSweep))(
  "the template of a %s is a plugin of its role, and its experiment is valid",
  async (kind, { role }) => {
    const folder = join(templates, kind);
    expect(readdirSync(folder).sort()).toEqual([`my-${kind}.test.ts`, `my-${kind}.ts`, `my-${kind}.yaml`]);
    const { slots } = await validateExperiment({ file: join(folder, `my-${kind}.yaml`) });
    expect(slots.find(({ use }) => use === `./my-${kind}.ts`)?.role).toBe(role);
  },
);

test.each(kinds.filter(([, { inSweep }]) => inSweep))(
  "the template of a %s is a plugin of its role, and its sweep is valid and names it",
  async (kind, { role }) => {
    const folder = join(templates, kind);
    const names = [`my-${kind}-sweep.yaml`, `my-${kind}.test.ts`, `my-${kind}.ts`, `my-${kind}.yaml`];
    expect(readdirSync(folder).sort()).toEqual(names);
    const { plan } = await readSweep(join(folder, `my-${kind}-sweep.yaml`));
    expect(JSON.stringify(plan)).toContain(`my-${kind}.ts`);
    const module = (await import(join(folder, `my-${kind}.ts`))) as { readonly default: { readonly role: string } };
    expect(module.default.role).toBe(role);
  },
);

test("a plugin of a sweep has an experiment, and a sweep of it", async () => {
  const { files, experiment, sweep } = await newPlugin("pruner", "patient", project());
  expect({ experiment, sweep }).toEqual({
    experiment: "experiments/patient.yaml",
    sweep: "experiments/patient-sweep.yaml",
  });
  expect(files.get("experiments/patient-sweep.yaml")).toMatch(
    /^# yaml-language-server: \$schema=\.\.\/\.tweedie\/sweep\.schema\.json\n/,
  );
  expect(files.get("experiments/patient-sweep.yaml")).toContain("\nexperiment: patient.yaml\n");
  expect(files.get("experiments/patient-sweep.yaml")).toContain("{ use: ../plugins/patient.ts, patience: 2 }");
  expect([...files.values()].join()).not.toContain("my-pruner");
});

test("in a project without families, files are in plugins/ and experiments/", async () => {
  const { files, ...paths } = await newPlugin("loss", "huber", project());
  expect(paths).toMatchObject({
    plugin: "plugins/huber.ts",
    test: "plugins/huber.test.ts",
    experiment: "experiments/huber.yaml",
  });
  expect([...files.keys()].sort()).toEqual(["experiments/huber.yaml", "plugins/huber.test.ts", "plugins/huber.ts"]);
  expect(files.get("plugins/huber.test.ts")).toContain('import plugin from "./huber.ts";');
  expect(files.get("experiments/huber.yaml")).toMatch(
    /^# yaml-language-server: \$schema=\.\.\/\.tweedie\/experiment\.schema\.json\n# .* huber\.\n/,
  );
  expect(files.get("experiments/huber.yaml")).toContain("\nloss: ../plugins/huber.ts\n");
  expect([...files.values()].join()).not.toContain("my-loss");
});

test("in a project with families, files are in the named family", async () => {
  const { files, plugin, experiment } = await newPlugin("loss", "sid/huber", project("sid"));
  expect(plugin).toBe("plugins/sid/src/huber.ts");
  expect(files.get(experiment)).toContain("\nloss: sid/huber\n");
  expect(files.get(experiment)).toContain("$schema=../../.tweedie/experiment.schema.json");
});

test("a kind with a default family is created there", async () => {
  for (const [kind, { family }] of Object.entries(pluginKinds)) {
    if (family) expect((await newPlugin(kind, "huber", repository)).plugin).toBe(`plugins/${family}/src/huber.ts`);
  }
});

describe("an error is thrown for", () => {
  const errorText = (kind: string, name: string, ...families: string[]) =>
    newPlugin(kind, name, project(...families)).then(
      () => "nothing",
      (error: Error) => `\n${error.message}\n`,
    );

  test("an unknown kind", async () => {
    expect(await errorText("los", "huber")).toMatchInlineSnapshot(`
      "
      los: unknown kind of plugin
        = help: did you mean \`loss\`?
      "
    `);
  });

  test("a kind that is a property of every object", async () => {
    expect(await errorText("constructor", "huber")).toMatchInlineSnapshot(`
      "
      constructor: unknown kind of plugin
        = help: kinds: \`loss\`, \`teacher\`, \`student\`, \`fake-score\`, \`dataset\`, \`metric\`, \`tracker\`, \`network\`, \`schedule\`, \`time-law\`, \`weighting\`, \`extractor\`, \`sampler\`, \`pruner\`, \`launcher\`
      "
    `);
  });

  test("a name with capitals", async () => {
    expect(await errorText("loss", "MyHuber_loss")).toMatchInlineSnapshot(`
      "
      MyHuber_loss: is not a valid plugin name
        = help: use lower-case letters, digits and dashes: \`tweedie new loss my-huber-loss\`
      "
    `);
  });

  test("a path", async () => {
    expect(await errorText("loss", "../../etc/huber")).toMatchInlineSnapshot(`
      "
      ../../etc/huber: is not a valid plugin name
        = help: use lower-case letters, digits and dashes: \`tweedie new loss etc/huber\`
      "
    `);
  });

  test("a file name", async () => {
    expect(await errorText("loss", "huber.ts")).toMatchInlineSnapshot(`
      "
      huber.ts: is not a valid plugin name
        = help: use lower-case letters, digits and dashes: \`tweedie new loss huber-ts\`
      "
    `);
  });

  test("a name without a letter", async () => {
    expect(await errorText("loss", "123")).toMatchInlineSnapshot(`
      "
      123: is not a valid plugin name
        = help: use lower-case letters, digits and dashes: \`tweedie new loss my-loss\`
      "
    `);
  });

  test("a family in a project without families", async () => {
    expect(await errorText("loss", "sid/huber")).toMatchInlineSnapshot(`
      "
      sid/huber: this project has no plugin families
        = help: write \`tweedie new loss huber\`
      "
    `);
  });

  test("a loss without a family in a project with families", async () => {
    expect(await errorText("loss", "huber", "sid", "dde")).toMatchInlineSnapshot(`
      "
      huber: no plugin family given
        = help: write \`tweedie new loss FAMILY/huber\`; families: \`dde\`, \`sid\`
      "
    `);
  });

  test("a misspelt family", async () => {
    expect(await errorText("loss", "sdi/huber", "sid", "dde")).toMatchInlineSnapshot(`
      "
      huber: no plugin family \`sdi\` in plugins/
        = help: did you mean \`sid\`?
      "
    `);
  });
});

test("no file is written if one of them exists", async () => {
  const root = project();
  const { files } = await newPlugin("loss", "huber", root);
  writeTestFiles(root, { "experiments/huber.yaml": "mine" });
  await expect(writeFiles(root, files)).rejects.toThrow("experiments/huber.yaml: already exists");
  expect(readdirSync(root).sort()).toEqual(["experiments", "package.json"]);
});
