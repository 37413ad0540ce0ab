// `npm run test:packed`: packs all packages, installs them in empty folders as a user would, and tries them on each version of Node.
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { installNodes } from "./node-versions.ts";
import { packAll } from "./pack.ts";
import { useArchives } from "./use-archives.ts";
import { repository } from "./workspaces.ts";

const home = mkdtempSync(join(tmpdir(), "tweedie-packed-"));
const [project, losses] = [join(home, "my-project"), join(home, "my-losses")];
const short = ["distill.steps=20", "evaluate.every=20", "evaluate.samples=64", "evaluate.teacherCurve=null"];

/** Errors in declarations of TensorFlow.js, which need those of a browser. */
const foreign = /^node_modules\/@(tensorflow|webgpu)\//;

/** Runs a program. Returns its output; throws, with the output, if it fails. */
function run(cwd: string, program: string, argv: readonly string[], accepted: readonly number[] = [0]): string {
  const env = { ...process.env, TWEEDIE_CACHE: join(home, "cache"), npm_config_ignore_scripts: "true" };
  console.log(`$ ${[program, ...argv].join(" ").replaceAll(home, "~")}`);
  try {
    return execFileSync(program, argv, { cwd, env, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
  } catch (error) {
    const { status, stdout, stderr } = error as { status: number; stdout: string; stderr: string };
    if (accepted.includes(status)) return stdout;
    throw new Error(`exit code ${status}\n${stdout}\n${stderr}`, { cause: error });
  }
}

function check(condition: boolean, what: string): void {
  if (!condition) throw new Error(`not true: ${what}`);
  console.log(`  ${what}`);
}

/** Writes a project and a package of losses with the packed starter, and installs both. */
function installAll(archives: ReadonlyMap<string, string>): void {
  const starter = join(home, "starter");
  run(home, "npm", ["install", "--prefix", starter, "--no-audit", "--no-fund", archives.get("create-tweedie")!]);
  const create = join(starter, "node_modules/create-tweedie/bin/create-tweedie.mjs");
  run(home, process.execPath, [create, "my-project"]);
  run(home, process.execPath, [create, "--plugin", "my-losses"]);
  for (const folder of [losses, project]) {
    useArchives(folder, archives);
    run(folder, "npm", ["install", "--no-audit", "--no-fund"]);
  }
  run(losses, "npm", ["run", "build"]);
  const [{ filename }] = JSON.parse(run(losses, "npm", ["pack", "--json"])) as [{ readonly filename: string }];
  run(project, "npm", ["install", "--no-audit", "--no-fund", join(losses, filename)]);
  const manifest = JSON.parse(readFileSync(join(project, "package.json"), "utf8")) as object;
  writeFileSync(join(project, "package.json"), JSON.stringify({ ...manifest, tweedie: { plugins: ["my-losses"] } }));
}

/** Tries the project and the package of losses on one version of Node. */
function tryOn(node: string): void {
  const version = run(home, node, ["--version"]).trim();
  const tool = (name: string, file: string) => join("node_modules", name, file);
  const tweedie = (...argv: string[]) => run(project, node, [tool("tweedie", "bin/tweedie.mjs"), ...argv], [0, 3]);
  const out = `runs/${version}`;
  const output = tweedie("run", "experiments/ring.yaml", ...short, "-o", out);
  check(
    output.includes(`report  ${out}/report.html`),
    `the first experiment runs and writes its report on Node ${version}`,
  );
  const ownLoss = tweedie("run", "experiments/my-loss.yaml", ...short, "-o", `${out}-own`);
  check(ownLoss.includes("report.html"), "a loss in the project's folder runs");
  tweedie(
    "sweep",
    "experiments/ring.yaml",
    "loss=my-losses/my-loss",
    "loss.lambda=0,1",
    ...short,
    "-o",
    `sweeps/${version}`,
  );
  check(readdirSync(join(project, `sweeps/${version}/trials`)).length === 2, "a sweep runs the loss of a package");
  run(project, node, [tool("typescript", "bin/tsc")]);
  run(losses, node, [tool("typescript", "bin/tsc")]);
  check(true, "the compiler accepts project and package");
  const errors = run(losses, node, [tool("typescript", "bin/tsc"), "--skipLibCheck", "false"], [0, 2]).split("\n");
  const own = errors.filter((line) => line.includes("error TS") && !foreign.test(line));
  check(own.length === 0, ["the compiler finds no error in the declarations of Tweedie", ...own].join("\n"));
  run(losses, node, [tool("vitest", "vitest.mjs"), "run"]);
  check(true, "the package's test of its loss passes");
}

/** Installed size in megabytes, and the number of packages, of `tweedie` alone. */
function measure(archives: ReadonlyMap<string, string>): void {
  const folder = join(home, "alone");
  mkdirSync(folder);
  writeFileSync(join(folder, "package.json"), JSON.stringify({ private: true, dependencies: { tweedie: "0" } }));
  useArchives(folder, archives);
  run(folder, "npm", ["install", "--no-audit", "--no-fund"]);
  const [kilobytes] = run(folder, "du", ["-sk", "node_modules"]).split("\t");
  const lock = JSON.parse(readFileSync(join(folder, "package-lock.json"), "utf8")) as { packages: object };
  const count = Object.keys(lock.packages).length - 1;
  console.log(`npm install tweedie: ${Math.round(Number(kilobytes) / 1_024)} MB, ${count} packages`);
}

try {
  const archives = await packAll(join(repository, "dist/release"));
  const nodes = installNodes(home);
  measure(archives);
  installAll(archives);
  for (const node of nodes) tryOn(node);
} finally {
  rmSync(home, { recursive: true, force: true });
}
