import { Command } from "commander";
import type { Context } from "../../command-line/context.ts";
import { withExamples } from "../../command-line/help.ts";
import { backendBuildCommand } from "./build.ts";
import { backendRemoveCommand } from "./remove.ts";

/** `tweedie backend` */
export const backendCommand = (context: Context): Command =>
  withExamples(
    new Command("backend")
      .helpCommand(false)
      .addCommand(backendBuildCommand(context))
      .addCommand(backendRemoveCommand(context)),
    [
      ["tweedie backend build tensorflow", "compile the addon of TensorFlow"],
      ["tweedie backend remove tensorflow", "delete it"],
    ],
  );
