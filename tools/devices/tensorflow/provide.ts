import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { cache } from "../cache.ts";
import { type Environment, runProgram } from "../child.ts";
import { Unavailable } from "../job.ts";
import { tweedie } from "../command.ts";

const wheel = "tensorflow-cpu==2.21.0";
const npmPackage = "@tensorflow/tfjs-node-gpu@4.22.0";

/** Runs a program that needs the network or a part of the machine. @throws Unavailable with the last line of its errors */
async function fetchBy(program: string, args: readonly string[], seconds: number, folder?: string): Promise<void> {
  await runProgram(program, args, { seconds, ...(folder !== undefined && { folder }) }).catch((error: unknown) => {
    const reason = (error as Error).message.trim().split("\n").at(-1);
    throw new Unavailable(`${[program, ...args.slice(0, 3)].join(" ")} failed: ${reason}`);
  });
}

/** Folder with an environment of Python that has TensorFlow for CPUs, and a project with the npm package. They are fetched once. */
async function fetched(): Promise<string> {
  const folder = join(cache, "tensorflow");
  if (existsSync(folder)) return folder;
  mkdirSync(cache, { recursive: true });
  const unfinished = mkdtempSync(`${folder}-`);
  try {
    await fetchBy("python3", ["-m", "venv", join(unfinished, "python")], 60);
    // Without a network, pip would try for minutes.
    const pip = ["-m", "pip", "install", "--retries", "1", "--timeout", "15", "--quiet", "--disable-pip-version-check"];
    await fetchBy(join(unfinished, "python/bin/python"), [...pip, "--no-cache-dir", "--no-compile", "--no-deps", wheel], 180); // prettier-ignore
    const project = join(unfinished, "project");
    mkdirSync(project);
    writeFileSync(join(project, "package.json"), `{ "private": true }\n`);
    await fetchBy(
      "npm",
      ["install", "--ignore-scripts", "--no-audit", "--no-fund", "--fetch-retries=1", npmPackage],
      120,
      project,
    );
    // Another process may have fetched them meanwhile.
    if (!existsSync(folder)) renameSync(unfinished, folder);
  } finally {
    rmSync(unfinished, { recursive: true, force: true });
  }
  return folder;
}

/**
 * Builds the backend by the command that users call. Returns the environment in which it is found.
 *
 * @throws Unavailable if PyPI, npm, Python or a compiler is missing.
 */
export async function buildBackend(): Promise<Environment> {
  const folder = await fetched();
  const environment = { TWEEDIE_CACHE: join(folder, "cache") };
  const args = ["backend", "build", "tensorflow", "--python", join(folder, "python/bin/python")];
  await runProgram(process.execPath, [tweedie, ...args], {
    environment,
    folder: join(folder, "project"),
    seconds: 600,
  }).catch((error: unknown) => {
    if ((error as Error).message.includes("there is no C++ compiler"))
      throw new Unavailable("there is no C++ compiler");
    throw error;
  });
  return environment;
}
