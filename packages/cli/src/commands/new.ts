import { existsSync } from "node:fs";
import { join, relative } from "node:path";
import { TweedieError } from "@tweedie/core";
import { Command } from "commander";
import { kinds } from "../authoring/kinds.ts";
import type { Context } from "../context.ts";
import { withExamples } from "../help.ts";
import { jsonLine } from "../json-line.ts";
import { jsonOption } from "../options.ts";
import { schemaFile } from "../schema-file.ts";
import { table } from "../table.ts";

/** `tweedie new` */
export const newCommand = (context: Context): Command =>
  withExamples(
    new Command("new")
      .argument("<kind>", Object.keys(kinds).join(", "))
      .argument("<name>", "small letters, digits and dashes; family/name in Tweedie's own repository")
      .addOption(jsonOption())
      .action((kind: string, name: string, flags: { json?: boolean }) =>
        begin(kind, name, flags.json ?? false, context),
      ),
    [
      ["tweedie new loss huber", "plugins/huber.ts, plugins/huber.test.ts, experiments/huber.yaml"],
      ["tweedie new metric precision", "another kind"],
    ],
  );

async function begin(kind: string, name: string, json: boolean, { terminal }: Context): Promise<void> {
  const { findLab } = await import("@tweedie/engine");
  const { newPlugin } = await import("../authoring/new-plugin.ts");
  const { writeFiles } = await import("../authoring/write-files.ts");
  const lab = await findLab(process.cwd());
  if (!existsSync(join(lab.root, "package.json"))) {
    const what = "is in no project: there is no package.json in it or above";
    throw new TweedieError({ where: process.cwd(), what, fix: "`tweedie init my-lab` makes a project" });
  }
  const { files, plugin, test, experiment } = await newPlugin(kind, name, lab.root);
  await writeFiles(lab.root, files);
  if (existsSync(join(lab.root, schemaFile))) {
    const { readSchema, writeSchema } = await import("../authoring/write-schema.ts");
    await writeSchema(await readSchema(lab, terminal.stderr));
  }
  const here = (path: string) => relative(process.cwd(), join(lab.root, path));
  const next = [`npx vitest run ${here(test)}`, `npx tweedie run ${here(experiment)}`];
  if (json) {
    terminal.stdout.write(jsonLine({ plugin: here(plugin), test: here(test), experiment: here(experiment), next }));
    return;
  }
  const rows = [
    [here(plugin), `the ${kind}: change it as you like`],
    [here(test), "its test: the contract of its role, and one identity of its own"],
    [here(experiment), "an experiment with it"],
  ];
  terminal.stdout.write(`${[...table(rows), "", "next", ...next.map((line) => `  ${line}`)].join("\n")}\n`);
}
