import { availableParallelism } from "node:os";
import { expect, test } from "vitest";
import local from "./local.ts";

test("concurrent trials divide the cores, with at least one thread each", () => {
  const cores = availableParallelism();
  expect(local.create({}).agent()).toEqual({ workers: cores, threads: 1 });
  expect(local.create({ parallel: 1 }).agent()).toEqual({ workers: 1, threads: cores });
  expect(local.create({ parallel: 1 }).agent(2 * cores)).toEqual({ workers: 2 * cores, threads: 1 });
  expect(local.create({ threads: 3 }).agent()).toEqual({ workers: cores, threads: 3 });
});
