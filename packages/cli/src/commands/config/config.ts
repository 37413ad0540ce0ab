import { Command } from "commander";
import type { Context } from "../../command-line/context.ts";
import { withExamples } from "../../command-line/help.ts";
import { configDiffCommand } from "./diff.ts";
import { configShowCommand } from "./show.ts";

/** `tweedie config` */
export const configCommand = (context: Context): Command =>
  withExamples(
    new Command("config")
      .helpCommand(false)
      .addCommand(configShowCommand(context))
      .addCommand(configDiffCommand(context)),
    [
      ["tweedie config show experiments/mixture/sid.yaml --sources", "where each value is set"],
      ["tweedie config diff experiments/mixture/sid.yaml runs/ring-sid-864a0d47", "which values differ"],
    ],
  );
