import { join } from "node:path";
import { temporaryFolder } from "@tweedie/testing/projects";
import { expect, onTestFinished, test } from "vitest";
import { startWorker } from "./worker-process.ts";

const task = { experiment: "", overrides: [], out: "", threads: 1, lease: 1_000, trusted: [] };

test("a worker sees its device only, and other variables as this process", async () => {
  const answer = "`${process.env.CUDA_VISIBLE_DEVICES} ${process.env.PATH}`";
  const script = `process.on("message", () => process.send({ type: "failed", reason: ${answer}, exit: 1 }));`;
  const folder = temporaryFolder({ "worker.mjs": script });
  const run = (device?: string) => {
    const worker = startWorker([join(folder, "worker.mjs")], () => undefined, device);
    onTestFinished(() => worker.kill());
    return worker.run(task, () => undefined);
  };
  expect(await run("3")).toMatchObject({ reason: `3 ${process.env["PATH"]}` });
  expect(await run()).toMatchObject({ reason: `${process.env["CUDA_VISIBLE_DEVICES"]} ${process.env["PATH"]}` });
});
