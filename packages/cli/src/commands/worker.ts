import { Command } from "commander";
import { withExamples } from "../help.ts";

/** `tweedie worker`, which an agent starts with a channel to itself. */
export const workerCommand = (): Command =>
  withExamples(
    new Command("worker").action(async () => {
      const { work } = await import("@tweedie/study");
      await work();
    }),
    [["tweedie worker", "only agents call it"]],
  );
