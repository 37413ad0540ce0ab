import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { fencedBlocks } from "./fenced-blocks.ts";
import { openShell, type Shell } from "./shell.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const read = (path: string) => readFileSync(join(root, path), "utf8");

describe("the tutorial, followed to the letter from the checkout", () => {
  const shell = openShell(root);
  afterAll(() => shell.close());
  const blocks = fencedBlocks(read("docs/tutorial.md")).filter(({ language }) => language !== "text");

  for (const { language, file, text, line } of blocks) {
    if (language === "sh") {
      test(`line ${line}: ${text.trim().replaceAll("\n", "; ")}`, async () => {
        const said = await shell.run(text);
        expect(said.code, said.text).toBe(0);
      });
    } else if (language === "console") {
      test(`line ${line}: ${text.split("\n", 1)[0]!}, and what it says`, async () => {
        const [command, ...output] = text.split("\n");
        const said = await shell.run(command!.slice("$ ".length));
        expect(said.text.trim()).toMatch(patternOf(output.join("\n").trim()));
      });
    } else if (language === "yaml") {
      test(`line ${line}: ${file!} is as it is shown`, () => {
        expect(shell.read(file!)).toContain(text);
      });
    } else if (language === "ts") {
      test(`line ${line}: ${file!} is written, in twenty lines at most`, () => {
        expect(text.trimEnd().split("\n").length).toBeLessThanOrEqual(20);
        shell.write(file!, text);
      });
    } else test.fails(`line ${line}: nobody knows how to follow ${language}`, () => undefined);
  }
});

describe("the README", () => {
  const blocks = fencedBlocks(read("README.md"));
  const commands = blocks.filter(({ language, text }) => language === "sh" && text.includes("my.yaml"));
  const [experiment] = blocks.filter(({ language }) => language === "yaml");
  const [loss] = blocks.filter(({ language }) => language === "ts");
  const shell = openShell(root);
  afterAll(() => shell.close());
  beforeAll(async () => {
    const lab = await shell.run(`npx tweedie init ~/lab && cp -r experiments ~/lab && cd ~/lab`);
    expect(lab.code, lab.text).toBe(0);
    shell.write("my.yaml", experiment!.text);
  });

  test("its loss is the one of the file", () => expect(read("plugins/sid/src/l2.ts")).toContain(loss!.text));

  // The budget is the one thing that is not the reader's.
  const budget =
    "pretrain.steps=20 distill.steps=20 evaluate.samples=64 evaluate.teacherSteps=2 evaluate.teacherCurve=null";
  test.each(commands.flatMap(({ text }) => text.trim().split("\n")))("%s", async (line) => {
    const [command] = line.split("#") as [string];
    const isRun = /^npx tweedie (run|sweep) my/.test(command);
    const said = await shell.run(isRun ? `${command} ${budget}` : command.replace("spirals-xxxxxxxx", "spirals-*"));
    // A student of twenty steps has not converged, which is the status of a run that ended in order.
    expect(said.code, said.text).toBeOneOf(isRun ? [0, 3] : [0]);
    expect(said.text).not.toBe("");
  });
});

describe("the pages of the roles", () => {
  const contracts = ["contracts", "tracker-contracts"].map((file) => read(`packages/core/src/${file}.ts`)).join("");
  const kinds = readdirSync(join(root, "docs/roles")).filter((page) => page !== "README.md");
  let shell: Shell;
  beforeAll(async () => {
    shell = openShell(root);
    expect(await shell.run("npx tweedie init ~/lab && cd ~/lab")).toMatchObject({ code: 0 });
  });
  afterAll(() => shell.close());

  test("there is one for every kind of plugin that can be begun", () => {
    const templates = readdirSync(join(root, "packages/cli/templates")).filter((kind) => kind !== "lab");
    expect(kinds.map((page) => page.replace(".md", ""))).toEqual(templates);
    for (const page of kinds) expect(read("docs/roles/README.md")).toContain(`](${page})`);
  });

  test.each(kinds)("%s shows the contract and the plugin that its command writes", async (page) => {
    const [contract, command, example, use] = fencedBlocks(read(`docs/roles/${page}`));
    for (const part of contract!.text.trimEnd().split(/\n\n(?=\/\*\*)/)) expect(contracts).toContain(`${part}\n`);
    expect(await shell.run(command!.text)).toMatchObject({ code: 0 });
    const name = command!.text.trim().split(" ").at(-1)!;
    expect(example!.text).toBe(shell.read(`plugins/${name}.ts`));
    expect(shell.read(`experiments/${name}.yaml`)).toContain(use!.text.trim());
  });
});

/** A text as a pattern, where a line of `...` stands for any lines. */
const patternOf = (text: string): RegExp =>
  new RegExp(
    `^${text
      .split("\n")
      .map((line) => (line === "..." ? "[^]*" : line.replaceAll(/[\\^$.*+?()[\]{}|]/g, "\\$&")))
      .join("\n")}$`,
  );
