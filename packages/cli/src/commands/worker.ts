import { Command } from "commander";
import { withExamples } from "../command-line/help.ts";

/** `tweedie worker`: an agent starts it with an IPC channel. */
export const workerCommand = (): Command =>
  withExamples(
    new Command("worker").action(async () => {
      const { runWorker } = await import("@tweedie/study");
      await runWorker();
    }),
    [["tweedie worker", "started by agents only"]],
  );
