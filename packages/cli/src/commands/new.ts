import { existsSync } from "node:fs";
import { join, relative } from "node:path";
import { TweedieError } from "@tweedie/core";
import { Command } from "commander";
import { schemaFile } from "create-tweedie";
import type { Context } from "../command-line/context.ts";
import { withExamples } from "../command-line/help.ts";
import { jsonOption } from "../command-line/options.ts";
import { ownProject } from "../plugin-pages/local-plugins.ts";
import { jsonLine } from "../terminal/json-line.ts";
import { table } from "../terminal/table.ts";

/** `tweedie new` */
export const newCommand = (context: Context): Command =>
  withExamples(
    new Command("new")
      .argument("<kind>", "role of the plugin, such as loss, teacher or metric; an unknown one lists all")
      .argument("<name>", "lower-case letters, digits and dashes; FAMILY/NAME in Tweedie's own repository")
      .addOption(jsonOption())
      .action((kind: string, name: string, flags: { json?: boolean }) =>
        createPlugin(kind, name, flags.json ?? false, context),
      ),
    [
      ["tweedie new loss huber", "plugins/huber.ts, plugins/huber.test.ts, experiments/huber.yaml"],
      ["tweedie new metric precision", "a metric"],
    ],
  );

async function createPlugin(kind: string, name: string, json: boolean, { terminal }: Context): Promise<void> {
  const { newPlugin } = await import("../authoring/new-plugin.ts");
  const { writeFiles } = await import("../files/write-files.ts");
  const project = await ownProject();
  if (!project.isDeclared) {
    const what = 'not inside a project: no package.json with the key "tweedie" in this folder or above it';
    throw new TweedieError({ where: process.cwd(), what, fix: "create a project with `tweedie init my-project`" });
  }
  const { files, plugin, test, experiment, sweep } = await newPlugin(kind, name, project.root);
  await writeFiles(project.root, files);
  if (existsSync(join(project.root, schemaFile))) {
    const { compareSchemas, writeSchemas } = await import("../authoring/schemas.ts");
    await writeSchemas(await compareSchemas(project, terminal.stderr));
  }
  const fromHere = (path: string) => relative(process.cwd(), join(project.root, path));
  const use = sweep === undefined ? `run ${fromHere(experiment)}` : `sweep ${fromHere(sweep)}`;
  const next = [`npx vitest run ${fromHere(test)}`, `npx tweedie ${use}`];
  if (json) {
    const paths = { plugin, test, experiment, ...(sweep !== undefined && { sweep }) };
    const written = Object.fromEntries(Object.entries(paths).map(([key, path]) => [key, fromHere(path)]));
    return terminal.stdout.write(jsonLine({ ...written, next }));
  }
  const rows = [
    [fromHere(plugin), `the ${kind}, a template to edit`],
    [fromHere(test), "its test: the contract of its role and one property of its own"],
    ...(sweep === undefined
      ? [[fromHere(experiment), `an experiment with the ${kind}`]]
      : [
          [fromHere(experiment), "an experiment, which the sweep varies"],
          [fromHere(sweep), `a sweep with the ${kind}`],
        ]),
  ];
  terminal.stdout.write(`${[...table(rows), "", "next", ...next.map((line) => `  ${line}`)].join("\n")}\n`);
}
