import { Command } from "commander";
import { withExamples } from "../command-line/help.ts";

/** `tweedie worker`: an agent starts it with an IPC channel. */
export const workerCommand = (): Command =>
  withExamples(
    new Command("worker").action(async () => {
      const { work } = await import("@tweedie/study");
      await work();
    }),
    [["tweedie worker", "started by agents only"]],
  );
