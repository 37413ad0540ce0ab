import { spawn } from "node:child_process";
import { readdir } from "node:fs/promises";
import { resolve } from "node:path";
import { createFolder } from "@tweedie/core/files";
import { shellPath, TweedieError } from "@tweedie/core";
import { Command } from "commander";
import type { Context } from "../command-line/context.ts";
import { withExamples } from "../command-line/help.ts";
import { jsonOption } from "../command-line/options.ts";
import { jsonLine } from "../terminal/json-line.ts";

interface Flags {
  readonly install: boolean;
  readonly json?: boolean;
}

/** `tweedie init` */
export const initCommand = (context: Context): Command =>
  withExamples(
    new Command("init")
      .argument("<folder>", "the project folder; must be empty or not exist yet")
      .option("--no-install", "write the files only; do not install the packages")
      .addOption(jsonOption())
      .action((folder: string, flags: Flags) => init(folder, flags, context)),
    [["tweedie init my-project", "a project with experiments and a loss; installs its packages"]],
  );

async function init(folder: string, { install, json }: Flags, { terminal }: Context): Promise<void> {
  const { stdout, stderr } = terminal;
  const { isCheckout, newProject } = await import("../authoring/new-project.ts");
  const { writeFiles } = await import("../files/write-files.ts");
  const root = resolve(folder);
  await createFolder(root);
  const found = (await readdir(root)).filter((name) => name !== ".git");
  if (found.length > 0) {
    const what = `the folder is not empty: it contains ${found.slice(0, 3).join(", ")}`;
    throw new TweedieError({ where: folder, what, fix: "name a folder that is empty or does not exist yet" });
  }
  const files = newProject(root);
  await writeFiles(root, files);
  if (install) {
    await npmInstall(root, isCheckout() ? ["--offline"] : []);
    const { findProject } = await import("@tweedie/engine");
    const { compareSchemas, writeSchemas } = await import("../authoring/schemas.ts");
    await writeSchemas(await compareSchemas(await findProject(root), stderr));
  }
  const next = [
    `cd ${shellPath(folder)}`,
    ...(install ? [] : ["npm install", "npx tweedie schema"]),
    "npx tweedie run experiments/ring.yaml",
  ];
  if (json) stdout.write(jsonLine({ folder, files: [...files.keys()], next }));
  else stdout.write(`${[...files.keys(), "", "next", ...next.map((line) => `  ${line}`)].join("\n")}\n`);
}

/** Installs the packages that package.json names. The schemas for editors are written afterwards. */
async function npmInstall(root: string, options: readonly string[]): Promise<void> {
  const argv = ["install", ...options, "--no-audit", "--no-fund", "--no-update-notifier", "--loglevel=error"];
  const child = spawn("npm", argv, {
    cwd: root,
    stdio: ["ignore", "ignore", "pipe"],
    shell: process.platform === "win32",
  });
  let stderr = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
  const code = await new Promise<number | null>((done) => child.on("close", done).on("error", () => done(null)));
  if (code === 0) return;
  const what = `\`npm install\` failed: ${stderr.trim() || "npm cannot be started"}`;
  throw new TweedieError({ where: root, what, fix: "the files are written; run `npm install` in this folder" });
}
