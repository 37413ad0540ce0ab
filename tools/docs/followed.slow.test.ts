import { readdirSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { read, root } from "./documents.ts";
import { fencedBlocks } from "./fenced-blocks.ts";
import { followPage } from "./follow.fixture.ts";
import { openShell, type Shell } from "./shell.ts";

/** Folders of `packages/create-tweedie/templates` that are no plugin. */
const projectTemplates = new Set(["project"]);

describe("the tutorial, followed step by step from the checkout", () => {
  const shell = openShell(root);
  afterAll(() => shell.close());
  followPage("docs/tutorial.md", shell);
});

describe("the README", () => {
  const blocks = fencedBlocks(read("README.md"));
  const commands = blocks.filter(({ language, text }) => language === "sh" && text.includes("my.yaml"));
  const [experiment] = blocks.filter(({ language }) => language === "yaml");
  const [loss] = blocks.filter(({ language }) => language === "ts");
  const shell = openShell(root);
  afterAll(() => shell.close());
  beforeAll(async () => {
    const created = await shell.run("npx tweedie init ~/project && cp -r experiments ~/project && cd ~/project");
    expect(created.code, created.text).toBe(0);
    shell.write("my.yaml", experiment!.text);
  });

  test("quotes the loss from its file", () => expect(read("plugins/sid/src/l2.ts")).toContain(loss!.text));

  // Readers run the commands with a larger budget.
  const budget =
    "pretrain.steps=20 distill.steps=20 evaluate.samples=64 evaluate.teacherSteps=2 evaluate.teacherCurve=null";
  test.each(commands.flatMap(({ text }) => text.trim().split("\n")))("%s", async (line) => {
    const [command] = line.split("#") as [string];
    const isRun = /^npx tweedie (run|sweep) my/.test(command);
    const result = await shell.run(isRun ? `${command} ${budget}` : command.replace("spirals-xxxxxxxx", "spirals-*"));
    // A student of twenty iterations has not converged: exit code 3.
    expect(result.code, result.text).toBeOneOf(isRun ? [0, 3] : [0]);
    expect(result.text).not.toBe("");
  });
});

describe("the pages of the roles", () => {
  const allPages = readdirSync(join(root, "docs/roles")).filter((page) => page !== "README.md");
  const pages = allPages.filter((page) => read(`docs/roles/${page}`).includes("npx tweedie new "));
  let shell: Shell;
  beforeAll(async () => {
    shell = openShell(root);
    expect(await shell.run("npx tweedie init ~/project && cd ~/project")).toMatchObject({ code: 0 });
  });
  afterAll(() => shell.close());

  test("exist for every kind of plugin that `tweedie new` writes", () => {
    const templates = readdirSync(join(root, "packages/create-tweedie/templates")).filter(
      (kind) => !projectTemplates.has(kind),
    );
    expect(pages.map((page) => page.replace(".md", ""))).toEqual(templates);
    for (const page of allPages) expect(read("docs/roles/README.md")).toContain(`](${page})`);
  });

  test.each(pages)("%s shows the plugin and the experiment that its command writes", async (page) => {
    const [, command, example, use] = fencedBlocks(read(`docs/roles/${page}`));
    expect(await shell.run(command!.text)).toMatchObject({ code: 0 });
    const name = command!.text.trim().split(" ").at(-1)!;
    expect(example!.text).toBe(shell.read(`plugins/${name}.ts`));
    // Roles of sweeps are named in the sweep beside the experiment.
    expect((await shell.run(`cat experiments/${name}*.yaml`)).text).toContain(use!.text.trim());
  });
});
