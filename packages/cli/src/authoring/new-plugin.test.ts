import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { validateExperiment } from "@tweedie/engine";
import { describe, expect, onTestFinished, test } from "vitest";
import { kinds } from "./kinds.ts";
import { newPlugin } from "./new-plugin.ts";
import { writeFiles } from "./write-files.ts";

const checkout = fileURLToPath(new URL("../../../..", import.meta.url));
const templates = fileURLToPath(new URL("../../templates", import.meta.url));

/** A folder with a package.json, and in the checkout's manner with families where there are any. */
function project(...families: string[]): string {
  const root = mkdtempSync(join(tmpdir(), "tweedie-new-"));
  onTestFinished(() => rmSync(root, { recursive: true }));
  for (const path of ["package.json", ...families.map((family) => `plugins/${family}/package.json`)]) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), "{}");
  }
  return root;
}

test.each(Object.entries(kinds))(
  "the template of a %s is a plugin of the role, and its experiment is right",
  async (kind, { role }) => {
    const folder = join(templates, kind);
    expect(readdirSync(folder).sort()).toEqual([`my-${kind}.test.ts`, `my-${kind}.ts`, `my-${kind}.yaml`]);
    const { slots } = await validateExperiment({ file: join(folder, `my-${kind}.yaml`) });
    expect(slots.find(({ use }) => use === `./my-${kind}.ts`)?.role).toBe(role);
  },
);

test("in a lab it goes to plugins and experiments, under its name", async () => {
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

test("where there are families it goes to one of them", async () => {
  const { files, plugin, experiment } = await newPlugin("loss", "sid/huber", project("sid"));
  expect(plugin).toBe("plugins/sid/src/huber.ts");
  expect(files.get(experiment)).toContain("\nloss: sid/huber\n");
  expect(files.get(experiment)).toContain("$schema=../../.tweedie/experiment.schema.json");
});

test("a kind that has a family of its own goes there", async () => {
  for (const [kind, { family }] of Object.entries(kinds)) {
    if (family) expect((await newPlugin(kind, "huber", checkout)).plugin).toBe(`plugins/${family}/src/huber.ts`);
  }
});

describe("refused are", () => {
  const complaint = (kind: string, name: string, ...families: string[]) =>
    newPlugin(kind, name, project(...families)).then(
      () => "nothing",
      (error: Error) => `\n${error.message}\n`,
    );

  test("a kind that there is not", async () => {
    expect(await complaint("los", "huber")).toMatchInlineSnapshot(`
      "
      los: nothing of this kind can be begun
        = help: did you mean \`loss\`?
      "
    `);
  });

  test("a kind that every object has", async () => {
    expect(await complaint("constructor", "huber")).toMatchInlineSnapshot(`
      "
      constructor: nothing of this kind can be begun
        = help: there are: \`loss\`, \`teacher\`, \`student\`, \`fake-score\`, \`dataset\`, \`metric\`, \`tracker\`, \`network\`, \`schedule\`, \`time-law\`, \`weighting\`
      "
    `);
  });

  test("a name with capitals", async () => {
    expect(await complaint("loss", "MyHuber_loss")).toMatchInlineSnapshot(`
      "
      MyHuber_loss: is not a name for a plugin
        = help: small letters, digits and dashes: \`tweedie new loss my-huber-loss\`
      "
    `);
  });

  test("a path", async () => {
    expect(await complaint("loss", "../../etc/huber")).toMatchInlineSnapshot(`
      "
      ../../etc/huber: is not a name for a plugin
        = help: small letters, digits and dashes: \`tweedie new loss etc/huber\`
      "
    `);
  });

  test("a file's name", async () => {
    expect(await complaint("loss", "huber.ts")).toMatchInlineSnapshot(`
      "
      huber.ts: is not a name for a plugin
        = help: small letters, digits and dashes: \`tweedie new loss huber-ts\`
      "
    `);
  });

  test("a name of nothing that could be one", async () => {
    expect(await complaint("loss", "123")).toMatchInlineSnapshot(`
      "
      123: is not a name for a plugin
        = help: small letters, digits and dashes: \`tweedie new loss my-loss\`
      "
    `);
  });

  test("a family in a lab", async () => {
    expect(await complaint("loss", "sid/huber")).toMatchInlineSnapshot(`
      "
      sid/huber: plugins of this project have no family
        = help: \`tweedie new loss huber\`
      "
    `);
  });

  test("a loss without a family where there are families", async () => {
    expect(await complaint("loss", "huber", "sid", "dde")).toMatchInlineSnapshot(`
      "
      huber: the family is missing
        = help: \`tweedie new loss FAMILY/huber\`, where families are: \`dde\`, \`sid\`
      "
    `);
  });

  test("a misspelt family", async () => {
    expect(await complaint("loss", "sdi/huber", "sid", "dde")).toMatchInlineSnapshot(`
      "
      huber: there is no family \`sdi\` in plugins/
        = help: did you mean \`sid\`?
      "
    `);
  });
});

test("nothing is written where one of the files is there", async () => {
  const root = project();
  const { files } = await newPlugin("loss", "huber", root);
  mkdirSync(join(root, "experiments"));
  writeFileSync(join(root, "experiments/huber.yaml"), "mine");
  await expect(writeFiles(root, files)).rejects.toThrow("experiments/huber.yaml: is there already");
  expect(readdirSync(root).sort()).toEqual(["experiments", "package.json"]);
});
