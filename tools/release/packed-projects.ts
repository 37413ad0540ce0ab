import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { check, type RunProgram } from "./run-program.ts";
import { useArchives } from "./use-archives.ts";
import { repository } from "./workspaces.ts";

/** Folders of a project with experiments and of a package of losses, both cloned and installed. */
export interface PackedProjects {
  readonly project: string;
  readonly losses: string;
}

/** A file that the install script of ONNX Runtime downloads. */
const cudaLibrary = "node_modules/onnxruntime-node/bin/napi-v6/linux/x64/libonnxruntime_providers_cuda.so";

/** Writes a project and a package of losses with the packed starter, clones and installs both, and uses the package in the project. */
export function createProjects(home: string, run: RunProgram, archives: ReadonlyMap<string, string>): PackedProjects {
  const starter = join(home, "starter");
  run(home, "npm", ["install", "--prefix", starter, "--no-audit", "--no-fund", archives.get("create-tweedie")!]);
  const create = join(starter, "node_modules/create-tweedie/bin/create-tweedie.mjs");
  run(home, process.execPath, [create, "my-project"]);
  run(home, process.execPath, [create, "--plugin", "my-losses"]);
  const installed = (name: string, ...options: readonly string[]): string => {
    checkPaths(home, name);
    useArchives(join(home, name), archives);
    return cloneAndInstall(home, name, run, options);
  };
  const [project, losses] = [installed("my-project"), installed("my-losses", "--ignore-scripts")];
  check(!existsSync(join(project, cudaLibrary)), "an installed project has no CUDA library");
  run(project, "npx", ["tweedie", "schema"]);
  check(readdirSync(join(project, ".tweedie")).length > 0, "a cloned project writes its schemas for editors");
  run(losses, "npm", ["run", "build"]);
  const [{ filename }] = JSON.parse(run(losses, "npm", ["pack", "--json", "--ignore-scripts"])) as [
    { readonly filename: string },
  ];
  run(project, "npm", ["install", "--no-audit", "--no-fund", join(losses, filename)]);
  const manifest = JSON.parse(readFileSync(join(project, "package.json"), "utf8")) as object;
  writeFileSync(join(project, "package.json"), JSON.stringify({ ...manifest, tweedie: { plugins: ["my-losses"] } }));
  return { project, losses };
}

/** Checks that the files of a new project name no folder of this machine, so that they are the same for everyone who clones it. */
function checkPaths(home: string, name: string): void {
  const folder = join(home, name);
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const wrong = files
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => {
      const text = readFileSync(file, "utf8");
      return text.includes("file:") || [repository, home].some((path) => text.includes(path.replace(/\/$/, "")));
    });
  check(wrong.length === 0, [`the ${files.length} files of ${name} have no path of this machine`, ...wrong].join("\n"));
}

/** Commits a project with its lock file, clones it, and installs the clone as a colleague would. Returns the folder of the clone. */
function cloneAndInstall(home: string, name: string, run: RunProgram, options: readonly string[]): string {
  const folder = join(home, name);
  // A sibling, because the lock file has the relative paths of the archives.
  const clone = join(home, `${name}-cloned`);
  run(folder, "npm", ["install", "--package-lock-only", "--no-audit", "--no-fund"]);
  const author = ["-c", "user.name=Author", "-c", "user.email=author@example.org", "-c", "commit.gpgsign=false"];
  run(folder, "git", ["init", "-q"]);
  run(folder, "git", ["add", "."]);
  run(folder, "git", [...author, "commit", "-q", "-m", "a new project"]);
  run(home, "git", ["clone", "-q", folder, clone]);
  run(clone, "npm", ["ci", ...options, "--no-audit", "--no-fund"]);
  return clone;
}
