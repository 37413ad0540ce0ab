import { join } from "node:path";
import { temporaryFolder } from "@tweedie/testing/projects";
import { expect, onTestFinished, test } from "vitest";
import { createStudy } from "../open-study/create-study.ts";
import { openStudy } from "../open-study/open-study.ts";
import { claimFreeTrial, completeWith, gridPlan } from "../study.fixture.ts";
import { superviseTrial } from "./supervise-trial.ts";
import { startWorker } from "./worker-process.ts";

/** A worker that runs a script on each message, with `send` for messages to its agent. */
function scriptedWorker(script: string) {
  const send = "const send = (message) => process.send(message);";
  const folder = temporaryFolder({ "worker.mjs": `${send} process.on("message", (message) => { ${script} });` });
  const worker = startWorker([join(folder, "worker.mjs")], () => undefined);
  onTestFinished(() => worker.kill());
  return worker;
}

function supervision(study: Awaited<ReturnType<typeof openStudy>>, maxSilence?: number) {
  const warnings: string[] = [];
  const onWarning = (message: string) => void warnings.push(message);
  return {
    warnings,
    options: { study, threads: 1, trusted: [], signal: new AbortController().signal, onWarning, maxSilence },
  };
}

test.runIf(process.platform !== "win32")(
  "a worker that is stopped alone is ended in one line, and its trial returns to the queue",
  async () => {
    const study = await createStudy(temporaryFolder(), gridPlan);
    const claim = await claimFreeTrial(study);
    const worker = scriptedWorker(`process.kill(process.pid, "SIGSTOP")`);
    const { warnings, options } = supervision(study, 1_200);
    expect(await superviseTrial(claim, worker, options)).toBe(false);
    expect(warnings).toEqual([
      `trial 0: its worker (process ${worker.pid}) has shown no sign of life for 1 s; it is ended and the trial returns to the queue`,
    ]);
    expect(study.state().trials[0]).toMatchObject({ status: "waiting", failures: 0, losses: 1 });
  },
);

test("a worker that ends badly after another agent has claimed its trial does not fail the trial", async () => {
  const folder = temporaryFolder();
  const study = await createStudy(folder, gridPlan);
  const claim = await claimFreeTrial(study);
  const other = await openStudy(folder);
  await other.giveBack(claim);
  const again = await claimFreeTrial(other, "other");
  expect(again.trial).toBe(claim.trial);
  const worker = scriptedWorker(`send({ type: "failed", reason: "this run has lost its folder", exit: 1 })`);
  await superviseTrial(claim, worker, supervision(study).options);
  expect(study.state().trials[0]).toMatchObject({ status: "running", failures: 0, agent: "other" });
  expect(await other.finish(again, completeWith(1))).toBe(true);
});
