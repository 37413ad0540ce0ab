import { expect, test } from "vitest";
import slurm from "./slurm.ts";

const create = (options: object) => slurm.create(slurm.options.parse(options) as Parameters<typeof slurm.create>[0]);

test("concurrent trials of an agent divide its cores", () => {
  expect(create({ cpus: 8, trials: 3 }).agent()).toEqual({ workers: 3, threads: 2 });
  expect(create({}).agent()).toEqual({ workers: 1, threads: 1 });
});

test("the preview is the batch script", () => {
  const request = { name: "x", folder: "/sweeps/x", command: ["node", "agent"], trials: 3 };
  expect(create({}).preview(request)).toContain("#SBATCH --array=0-2%3");
});
