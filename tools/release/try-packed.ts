// `npm run test:packed`: packs all packages, installs them in empty folders as a user would, and tries them on each version of Node.
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { installNodes } from "./node-versions.ts";
import { packAll } from "./pack.ts";
import { createProjects, type PackedProjects } from "./packed-projects.ts";
import { check, programsIn } from "./run-program.ts";
import { tryDashboard } from "./try-dashboard.ts";
import { createDependent } from "./use-archives.ts";

const home = mkdtempSync(join(tmpdir(), "tweedie-packed-"));
const run = programsIn(home);
const short = ["distill.steps=20", "evaluate.every=20", "evaluate.samples=64", "evaluate.teacherCurve=null"];

/** Errors in declarations of TensorFlow.js, which need those of a browser. */
const foreign = /^node_modules\/@(tensorflow|webgpu)\//;

/** A loss that throws an error of Tweedie. If its copy were not that of the command, the command would report a failure of the loss. */
const refusing = `import { definePlugin, TweedieError, z } from "tweedie";

export default definePlugin({
  role: "loss",
  summary: "Refuses every experiment.",
  options: z.strictObject({}),
  create: () => {
    throw new TweedieError({ where: "the loss", what: "refuses" });
  },
});
`;

const tool = (name: string, file: string): string => join("node_modules", name, file);

/** Tries the command on one version of Node: experiments, losses in the project and in a package, a sweep. */
function tryCommand(node: string, project: string): void {
  const version = run(home, node, ["--version"]).trim();
  const tweedie = (...argv: string[]) => run(project, node, [tool("tweedie", "bin/tweedie.mjs"), ...argv], [0, 2, 3]);
  const [ring, out] = ["experiments/ring.yaml", `runs/${version}`];
  const first = tweedie("run", ring, ...short, "-o", out);
  const whole = first.includes(`report  ${out}/report.html`);
  check(whole, `the first experiment runs and writes its report on Node ${version}`);
  tweedie("sample", out, "-n", "64", "-o", `${out}.png`);
  check(existsSync(join(project, `${out}.png`)), "the command that follows a run draws its samples");
  const ownLoss = tweedie("run", "experiments/my-loss.yaml", ...short, "-o", `${out}-own`);
  check(ownLoss.includes("report.html"), "a loss in the project's folder runs");
  const refused = tweedie("validate", ring, "loss=./plugins/refusing.ts", "--json");
  const { what } = JSON.parse(refused) as Readonly<Record<string, string>>;
  check(what === "the loss refuses", "the command and a loss use one copy of Tweedie");
  const sweep = `sweeps/${version}`;
  tweedie("sweep", ring, "loss=my-losses/my-loss", "loss.lambda=0,1", ...short, "-o", sweep);
  check(readdirSync(join(project, sweep, "trials")).length === 2, "a sweep runs the loss of a package");
}

/** Compiles the project and the package of losses, and runs the test of the package, on one version of Node. */
function tryCompiler(node: string, { project, losses }: PackedProjects): void {
  run(project, node, [tool("typescript", "bin/tsc")]);
  run(losses, node, [tool("typescript", "bin/tsc")]);
  check(true, "the compiler accepts project and package");
  const errors = run(losses, node, [tool("typescript", "bin/tsc"), "--skipLibCheck", "false"], [0, 2]).split("\n");
  const own = errors.filter((line) => line.includes("error TS") && !foreign.test(line));
  check(own.length === 0, ["the compiler finds no error in the declarations of Tweedie", ...own].join("\n"));
  run(losses, node, [tool("vitest", "vitest.mjs"), "run"]);
  check(true, "the package's test of its loss passes");
}

/** Prints the installed size in MiB, and the number of packages, of `tweedie` alone. */
function measure(archives: ReadonlyMap<string, string>): void {
  const folder = join(home, "alone");
  createDependent(folder, archives);
  run(folder, "npm", ["install", "--ignore-scripts", "--no-audit", "--no-fund"]);
  const [kilobytes] = run(folder, "du", ["-sk", "node_modules"]).split("\t");
  const lock = JSON.parse(readFileSync(join(folder, "package-lock.json"), "utf8")) as { packages: object };
  const count = Object.keys(lock.packages).length - 1;
  console.log(`npm install tweedie: ${Math.round(Number(kilobytes) / 1_024)} MiB, ${count} packages`);
}

try {
  const archives = await packAll();
  const nodes = installNodes(home);
  measure(archives);
  const projects = createProjects(home, run, archives);
  writeFileSync(join(projects.project, "plugins/refusing.ts"), refusing);
  for (const node of nodes) {
    tryCommand(node, projects.project);
    await tryDashboard(node, projects.project, tool("tweedie", "bin/tweedie.mjs"));
    tryCompiler(node, projects);
  }
  console.log(`all true, in ${Math.round(process.uptime())} s`);
} finally {
  rmSync(home, { recursive: true, force: true });
}
