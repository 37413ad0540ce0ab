import { expect, test } from "vitest";
import { countTasks, jobIdOf, largestArrayOf } from "./output.ts";

test("reads the job id from the last line of sbatch", () => {
  expect(jobIdOf("1234\n")).toBe("1234");
  expect(jobIdOf("welcome to the cluster\n1234;main\n")).toBe("1234");
  expect(() => jobIdOf("Submitted batch job\n")).toThrow("sbatch printed no job id");
  expect(() => jobIdOf("")).toThrow("sbatch printed no job id");
});

test("reads the largest array size from the configuration", () => {
  expect(largestArrayOf("MaxArraySize            = 1001\nMaxJobCount = 10000\n")).toBe(1001);
  expect(largestArrayOf("garbage")).toBeUndefined();
});

test("counts tasks by job and state, and ignores other jobs", () => {
  const listed = "12 R\n12 PD\n12 PD\n13 R\n14 CG\n";
  expect(countTasks(listed, ["12", "14"])).toEqual({ running: 2, queued: 2 });
  expect(countTasks("", ["12"])).toEqual({ running: 0, queued: 0 });
  expect(countTasks("slurm_load_jobs error: Unable to contact slurm controller", ["12"])).toEqual({
    running: 0,
    queued: 0,
  });
});
