import { spawn } from "node:child_process";
import { mkdir, readdir } from "node:fs/promises";
import { resolve } from "node:path";
import { TweedieError, shellWord } from "@tweedie/core";
import { Command } from "commander";
import type { Context } from "../context.ts";
import { withExamples } from "../help.ts";
import { jsonLine } from "../json-line.ts";
import { jsonOption } from "../options.ts";

interface Flags {
  readonly install: boolean;
  readonly json?: boolean;
}

/** `tweedie init` */
export const initCommand = (context: Context): Command =>
  withExamples(
    new Command("init")
      .argument("<folder>", "where; it must be empty or not there yet")
      .option("--no-install", "only write the files")
      .addOption(jsonOption())
      .action((folder: string, flags: Flags) => init(folder, flags, context)),
    [["tweedie init my-lab", "what is needed is linked to this installation: no network"]],
  );

async function init(folder: string, { install, json }: Flags, { terminal }: Context): Promise<void> {
  const { stdout, stderr } = terminal;
  const { newProject: newLab } = await import("../authoring/new-project.ts");
  const { writeFiles } = await import("../authoring/write-files.ts");
  const root = resolve(folder);
  await mkdir(root, { recursive: true });
  const found = (await readdir(root)).filter((name) => name !== ".git");
  if (found.length > 0) {
    const what = `is not empty: it holds ${found.slice(0, 3).join(", ")}`;
    throw new TweedieError({ where: folder, what, fix: "name a folder that is empty or not there yet" });
  }
  const files = await newLab(root);
  await writeFiles(root, files);
  if (install) {
    await npmInstall(root);
    const { findLab } = await import("@tweedie/engine");
    const { readSchema, writeSchema } = await import("../authoring/write-schema.ts");
    await writeSchema(await readSchema(await findLab(root), stderr));
  }
  const next = [
    `cd ${shellWord(folder)}`,
    ...(install ? [] : ["npm install", "npx tweedie schema"]),
    "npx tweedie run experiments/ring.yaml",
  ];
  if (json) stdout.write(jsonLine({ folder, files: [...files.keys()], next }));
  else stdout.write(`${[...files.keys(), "", "next", ...next.map((line) => `  ${line}`)].join("\n")}\n`);
}

/** Links what the project's package.json names. All of it is on this machine. */
async function npmInstall(root: string): Promise<void> {
  const argv = ["install", "--offline", "--no-audit", "--no-fund", "--no-update-notifier", "--loglevel=error"];
  const child = spawn("npm", argv, {
    cwd: root,
    stdio: ["ignore", "ignore", "pipe"],
    shell: process.platform === "win32",
  });
  let said = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => (said += text));
  const code = await new Promise<number | null>((done) => child.on("close", done).on("error", () => done(null)));
  if (code === 0) return;
  const what = `\`npm install\` failed: ${said.trim() || "npm cannot be run"}`;
  throw new TweedieError({ where: root, what, fix: "the files are written; run `npm install` there" });
}
