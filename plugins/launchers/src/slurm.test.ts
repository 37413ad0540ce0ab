import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import slurm from "./slurm.ts";

const { PATH } = process.env;
let bin: string;
beforeEach(() => {
  bin = mkdtempSync(join(tmpdir(), "tweedie-slurm-"));
  process.env["PATH"] = `${bin}:${PATH}`;
});
afterEach(() => {
  process.env["PATH"] = PATH;
  rmSync(bin, { recursive: true });
});

/** Puts a command of Slurm's before the real one. It keeps its arguments and its input. */
function fake(name: string, shell: string): void {
  const path = join(bin, name);
  writeFileSync(path, `#!/bin/bash\necho "$0 $*" >> ${bin}/calls\ncat >> ${bin}/input\n${shell}\n`);
  chmodSync(path, 0o755);
}

const calls = () => readFileSync(join(bin, "calls"), "utf8").replaceAll(`${bin}/`, "").trimEnd().split("\n");
const create = (options: object) => slurm.create(slurm.options.parse(options) as Parameters<typeof slurm.create>[0]);
const order = (trials: number) => ({ name: "x", folder: bin, command: ["node", "agent"], trials });

test("arrays are cut at the cluster's size, and begin one after the other", async () => {
  fake("scontrol", "echo 'MaxArraySize = 4'");
  fake("sbatch", `echo x >> ${bin}/count; echo "10$(wc -l < ${bin}/count)"`);
  const jobs = await create({ requeue: false }).launch(order(10));
  expect(jobs).toEqual(["101", "102", "103"]);
  expect(calls()).toEqual([
    "scontrol show config",
    "sbatch --parsable",
    "sbatch --parsable --dependency=afterany:101",
    "sbatch --parsable --dependency=afterany:102",
  ]);
  expect(readFileSync(join(bin, "input"), "utf8").match(/--array=\S+/g)).toEqual([
    "--array=0-3%4",
    "--array=0-3%4",
    "--array=0-1%2",
  ]);
  expect(readdirSync(join(bin, "agents"))).toEqual(["101.sh", "102.sh", "103.sh"]);
});

test("what Slurm refuses is told in its words, and where there is no Slurm that is said", async () => {
  fake("scontrol", "");
  fake("sbatch", "echo 'sbatch: error: invalid partition specified: gpu' >&2; exit 1");
  await expect(create({}).launch(order(1))).rejects.toThrow("sbatch: sbatch: error: invalid partition specified: gpu");
  process.env["PATH"] = "/nowhere";
  await expect(create({}).launch(order(1))).rejects.toThrow("there is no such command here");
});

test("where squeue fails nobody knows of the agents; it is not said that there are none", async () => {
  fake("squeue", "echo '7 R'; echo '7 PD'; echo '8 R'");
  expect(await create({}).alive(["7"])).toEqual({ running: 1, queued: 1 });
  fake("squeue", "exit 1");
  expect(await create({}).alive(["7"])).toBeUndefined();
});

test("only agents that wait are taken back: those that run save their trials first", async () => {
  fake("scancel", "");
  await create({}).cancel(["7", "8"]);
  await create({}).cancel([]);
  expect(calls()).toEqual(["scancel --quiet --state=PENDING 7 8"]);
});

test("the threads of an agent are its cores, divided between its trials", () => {
  expect(create({ cpus: 8, trials: 3 }).agent()).toEqual({ workers: 3, threads: 2 });
  expect(create({}).agent()).toEqual({ workers: 1, threads: 1 });
});
