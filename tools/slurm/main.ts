import { execFile, execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { remainsOf, statusOf } from "../sweeps/remains.ts";

// `npm run test:slurm`: a sweep on a Slurm cluster of two nodes, one of which dies; and one whose agents run out of time.
// As root on Debian, with the packages slurm-wlm and munge. It takes some minutes.

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

function check(holds: boolean, what: string): void {
  console.log(`${holds ? "ok  " : "FAIL"} ${what}`);
  if (!holds) process.exitCode = 1;
}

async function until(what: string, holds: () => boolean | Promise<boolean>, seconds = 400): Promise<void> {
  const begun = performance.now();
  while (!(await holds())) {
    if (performance.now() - begun > 1_000 * seconds) throw new Error(`not within ${seconds} s: ${what}`);
    await sleep(500);
  }
}

const command = async (...words: string[]): Promise<string> =>
  (await run(process.execPath, [tweedie, ...words])).stdout;

async function nodeDies(): Promise<void> {
  writeFileSync("reference.yaml", sweep("{ use: local, threads: 1 }"));
  await command("sweep", "reference.yaml");
  rmSync(join(folder, "cache"), { recursive: true });

  writeFileSync("dying.yaml", sweep("{ use: slurm, cpus: 1, array_parallelism: 4 }"));
  const script = await command("sweep", "dying.yaml", "--dry-run");
  check(script.includes("#SBATCH --array=0-3%4"), "--dry-run shows the script");
  const said = await command("sweep", "dying.yaml", "--lease", "10");
  check(statusOf("sweeps/dying").status === "running", "the command returns while the sweep goes on");
  check(/started \d+/.test(said), "and says which job it started");
  const again = await command("sweep", "dying.yaml");
  check(again.includes("at it already"), "the same command does not start agents twice");

  const agents = () =>
    statusOf("sweeps/dying").trials.flatMap(({ status, agent = "" }) => (status === "running" ? [agent] : []));
  await until("both nodes are at it", () =>
    ["n1-", "n2-"].every((node) => agents().some((agent) => agent.startsWith(node))),
  );
  await until("checkpoints", () =>
    statusOf("sweeps/dying").trials.some(({ agent = "", reports }) => agent.startsWith("n1-") && reports.length > 0),
  );
  execFileSync(cluster, ["kill", join(folder, "cluster"), "n1"]);
  console.log("     node n1 is dead");
  await until("the sweep is finished", () => statusOf("sweeps/dying").status === "finished");
  const { trials, counts } = statusOf("sweeps/dying");
  check(counts.complete === 6, "all trials are complete");
  check(
    trials.some(({ claims }) => claims > 1),
    "trials of the dead node were taken over",
  );
  check(
    remainsOf("sweeps/dying") === remainsOf("sweeps/reference"),
    "the table is that of an uninterrupted sweep here, bit for bit",
  );
}

async function timeRunsOut(): Promise<void> {
  execFileSync(cluster, ["node", join(folder, "cluster"), "n1"]);
  writeFileSync("late.yaml", sweep("{ use: slurm, cpus: 1, time: 1, signal_delay: 30, array_parallelism: 1 }"));
  await command("sweep", "late.yaml", "distill.steps=30000", "loss.lambda=0,0.5", "seed=0", "--lease", "30");
  const job = readFileSync("sweeps/late/agents/jobs.txt", "utf8").trim();
  const restarts = async (): Promise<number> =>
    Number(/Restarts=(\d+)/.exec((await run("scontrol", ["show", "job", `${job}_0`])).stdout)?.[1]);
  await until("the agent is queued again", async () => (await restarts()) > 0);
  const { trials } = statusOf("sweeps/late");
  check(
    trials[0]!.status === "waiting" && trials[0]!.losses === 0,
    "before its time is up an agent gives its trial back",
  );
  // By itself, Slurm waits two minutes before it starts a job again.
  await until("a second turn", async () => {
    await run("scontrol", ["update", `JobId=${job}_0`, "StartTime=now"]).catch(() => undefined);
    return statusOf("sweeps/late").trials[0]!.status === "running";
  });
  const log = readFileSync(`sweeps/late/agents/${job}_0.log`, "utf8");
  check(log.includes("SIGUSR1"), "the signal reached it through srun");
  await command("sweep", "stop", "late");
  await until("it stops", async () => (await run("squeue", ["--noheader"])).stdout.trim() === "");
  check(
    statusOf("sweeps/late").trials[0]!.claims >= 2,
    "it went on in its second turn, and ends when the sweep is stopped",
  );
}

writeFileSync("tiny.yaml", experiment);
execFileSync(cluster, ["up", join(folder, "cluster")], { stdio: "inherit" });
try {
  await nodeDies();
  await timeRunsOut();
} finally {
  execFileSync(cluster, ["down", join(folder, "cluster")]);
  if (process.exitCode) console.log(`what is left lies in ${folder}`);
  else rmSync(folder, { recursive: true });
}
