import { expect, test } from "vitest";
import { countTasks, jobIdOf, largestArrayOf } from "./output.ts";

test("a job's number is read from what sbatch prints, and from nothing else", () => {
  expect(jobIdOf("1234\n")).toBe("1234");
  expect(jobIdOf("welcome to the cluster\n1234;main\n")).toBe("1234");
  expect(() => jobIdOf("Submitted batch job\n")).toThrow("sbatch gave no job");
  expect(() => jobIdOf("")).toThrow("sbatch gave no job");
});

test("the largest array is read from the configuration", () => {
  expect(largestArrayOf("MaxArraySize            = 1001\nMaxJobCount = 10000\n")).toBe(1001);
  expect(largestArrayOf("garbage")).toBeUndefined();
});

test("tasks are counted by their job and state, and those of others are not", () => {
  const listed = "12 R\n12 PD\n12 PD\n13 R\n14 CG\n";
  expect(countTasks(listed, ["12", "14"])).toEqual({ running: 2, queued: 2 });
  expect(countTasks("", ["12"])).toEqual({ running: 0, queued: 0 });
  expect(countTasks("slurm_load_jobs error: Unable to contact slurm controller", ["12"])).toEqual({
    running: 0,
    queued: 0,
  });
});
