import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { exitCodes } from "@tweedie/core";
import { expect, test } from "vitest";

const command = fileURLToPath(new URL("../../bin/tweedie.mjs", import.meta.url));

test("a worker whose agent ends while the worker starts exits too", async () => {
  const worker = fork(command, ["worker"], { stdio: "ignore", execArgv: [] });
  worker.disconnect();
  expect(await once(worker, "exit")).toEqual([exitCodes.failed, null]);
});
