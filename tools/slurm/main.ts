import { execFile, execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { resultsOf, statusOf } from "../sweeps/results.ts";

// `npm run test:slurm`: a sweep on a Slurm cluster of two nodes, one of which is killed, and a sweep whose agents reach their time limit.
// Needs root on Debian, with the packages slurm-wlm and munge. Takes about four minutes.

const cluster = fileURLToPath(new URL("cluster.sh", import.meta.url));
const tweedie = fileURLToPath(new URL("../../packages/cli/bin/tweedie.mjs", import.meta.url));
const run = promisify(execFile);
const folder = mkdtempSync(join(tmpdir(), "tweedie-slurm-"));
process.chdir(folder);
process.env["SLURM_CONF"] = join(folder, "cluster/slurm.conf");
process.env["TWEEDIE_CACHE"] = join(folder, "cache");

const experiment = `
name: tiny
data: datasets/ring
network: { use: networks/mlp, width: 64, depth: 2, embedding: 8 }
teacher: teachers/denoiser
student: students/denoiser
fakeScore: fake-scores/denoiser
loss: sid/l2
pretrain: { steps: 300, batch: 64 }
distill: { steps: 3000, batch: 64 }
evaluate: { every: 500, samples: 256, draws: 64, metrics: [metrics/sliced-wasserstein], teacherSteps: 3 }
checkpoint: { every: 100 }
`;
const sweep = (engine: string) => `
experiment: tiny.yaml
parameters: { loss.lambda: [0, 0.5, 1] }
repeat: { seed: [0, 1] }
engine: ${engine}
`;

function check(isTrue: boolean, what: string): void {
  console.log(`${isTrue ? "ok  " : "FAIL"} ${what}`);
  if (!isTrue) process.exitCode = 1;
}

async function until(what: string, condition: () => boolean | Promise<boolean>, seconds = 400): Promise<void> {
  const begun = performance.now();
  while (!(await condition())) {
    if (performance.now() - begun > 1_000 * seconds) throw new Error(`not within ${seconds} s: ${what}`);
    await sleep(500);
  }
}

const command = async (...args: string[]): Promise<string> => (await run(process.execPath, [tweedie, ...args])).stdout;

async function killedNode(): Promise<void> {
  writeFileSync("reference.yaml", sweep("{ use: local, threads: 1 }"));
  await command("sweep", "reference.yaml");
  rmSync(join(folder, "cache"), { recursive: true });

  writeFileSync("killed.yaml", sweep("{ use: slurm, cpus: 1, array_parallelism: 4 }"));
  const script = await command("sweep", "killed.yaml", "--dry-run");
  check(script.includes("#SBATCH --array=0-3%4"), "--dry-run prints the script");
  const output = await command("sweep", "killed.yaml", "--lease", "10");
  check(statusOf("sweeps/killed").status === "running", "the command returns while the sweep continues");
  check(/started \d+/.test(output), "and prints the job that it started");
  const again = await command("sweep", "killed.yaml");
  check(again.includes("alive already"), "the same command does not start agents twice");

  const agents = () =>
    statusOf("sweeps/killed").trials.flatMap(({ status, agent = "" }) => (status === "running" ? [agent] : []));
  await until("both nodes run trials", () =>
    ["n1-", "n2-"].every((node) => agents().some((agent) => agent.startsWith(node))),
  );
  await until("checkpoints", () =>
    statusOf("sweeps/killed").trials.some(({ agent = "", reports }) => agent.startsWith("n1-") && reports.length > 0),
  );
  execFileSync(cluster, ["kill", join(folder, "cluster"), "n1"]);
  console.log("     node n1 was killed");
  await until("the sweep is finished", () => statusOf("sweeps/killed").status === "finished");
  const { trials, counts } = statusOf("sweeps/killed");
  check(counts.complete === 6, "all trials are complete");
  check(
    trials.some(({ claims }) => claims > 1),
    "other agents took over the trials of the killed node",
  );
  check(
    resultsOf("sweeps/killed") === resultsOf("sweeps/reference"),
    "the table is bit-equal to that of an uninterrupted local sweep",
  );
}

async function timeLimit(): Promise<void> {
  execFileSync(cluster, ["node", join(folder, "cluster"), "n1"]);
  writeFileSync("late.yaml", sweep("{ use: slurm, cpus: 1, time: 1, signal_delay: 30, array_parallelism: 1 }"));
  await command("sweep", "late.yaml", "distill.steps=30000", "loss.lambda=0,0.5", "seed=0", "--lease", "30");
  const { job } = JSON.parse(readFileSync("sweeps/late/agents/jobs.jsonl", "utf8")) as { readonly job: string };
  const restarts = async (): Promise<number> =>
    Number(/Restarts=(\d+)/.exec((await run("scontrol", ["show", "job", `${job}_0`])).stdout)?.[1]);
  await until("the agent is queued again", async () => (await restarts()) > 0);
  const { trials } = statusOf("sweeps/late");
  check(trials[0]!.status === "waiting" && trials[0]!.losses === 0, "an agent returns its trial before its time limit");
  // By default, Slurm waits two minutes before it restarts a job.
  await until("the job restarts", async () => {
    await run("scontrol", ["update", `JobId=${job}_0`, "StartTime=now"]).catch(() => undefined);
    return statusOf("sweeps/late").trials[0]!.status === "running";
  });
  const log = readFileSync(`sweeps/late/agents/${job}_0.log`, "utf8");
  check(log.includes("SIGUSR1"), "srun forwards the signal");
  await command("sweep", "stop", "late");
  await until("it stops", async () => (await run("squeue", ["--noheader"])).stdout.trim() === "");
  check(
    statusOf("sweeps/late").trials[0]!.claims >= 2,
    "the trial continued after the restart, and stops with the sweep",
  );
}

writeFileSync("tiny.yaml", experiment);
execFileSync(cluster, ["up", join(folder, "cluster")], { stdio: "inherit" });
try {
  await killedNode();
  await timeLimit();
} finally {
  execFileSync(cluster, ["down", join(folder, "cluster")]);
  if (process.exitCode) console.log(`the files are in ${folder}`);
  else rmSync(folder, { recursive: true });
}
