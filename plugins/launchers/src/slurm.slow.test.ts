import { chmodSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { temporaryFolder } from "@tweedie/testing/projects";
import { afterEach, beforeEach, expect, test } from "vitest";
import slurm from "./slurm.ts";

const { PATH } = process.env;
let bin: string;
beforeEach(() => {
  bin = temporaryFolder();
  process.env["PATH"] = `${bin}:${PATH}`;
});
afterEach(() => {
  process.env["PATH"] = PATH;
});

/** Puts a stub of a Slurm command first in PATH. It records its arguments and its input. */
function fake(name: string, shell: string): void {
  const path = join(bin, name);
  writeFileSync(path, `#!/bin/bash\necho "$0 $*" >> ${bin}/calls\ncat >> ${bin}/input\n${shell}\n`);
  chmodSync(path, 0o755);
}

const calls = () => readFileSync(join(bin, "calls"), "utf8").replaceAll(`${bin}/`, "").trimEnd().split("\n");
const create = (options: object) => slurm.create(slurm.options.parse(options) as Parameters<typeof slurm.create>[0]);
const request = (trials: number) => ({ name: "x", folder: bin, command: ["node", "agent"], trials });

test("arrays have at most the cluster's largest size, and run one after another", async () => {
  fake("scontrol", "echo 'MaxArraySize = 4'");
  fake("sbatch", `echo x >> ${bin}/count; echo "10$(wc -l < ${bin}/count)"`);
  const jobs = await create({ requeue: false }).launch(request(10));
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

test("errors have Slurm's own message, or name the missing command", async () => {
  fake("scontrol", "");
  fake("sbatch", "echo 'sbatch: error: invalid partition specified: gpu' >&2; exit 1");
  await expect(create({}).launch(request(1))).rejects.toThrow(
    "sbatch: sbatch: error: invalid partition specified: gpu",
  );
  process.env["PATH"] = "/nowhere";
  await expect(create({}).launch(request(1))).rejects.toThrow("command not found on this machine");
});

test("the number of agents is unknown, not zero, if squeue fails", async () => {
  fake("squeue", "echo '7 R'; echo '7 PD'; echo '8 R'");
  expect(await create({}).alive(["7"])).toEqual({ running: 1, queued: 1 });
  fake("squeue", "exit 1");
  expect(await create({}).alive(["7"])).toBeUndefined();
});

test("cancels queued agents only: running agents save their trials first", async () => {
  fake("scancel", "");
  await create({}).cancel(["7", "8"]);
  await create({}).cancel([]);
  expect(calls()).toEqual(["scancel --quiet --state=PENDING 7 8"]);
});
