import { buildableBackends, nativePartOf } from "@tweedie/graph";
import { Command } from "commander";
import type { Context } from "../../command-line/context.ts";
import { withExamples } from "../../command-line/help.ts";

/** `tweedie backend remove` */
export const backendRemoveCommand = ({ terminal: { stdout } }: Context): Command =>
  withExamples(
    new Command("remove")
      .description("delete what `tweedie backend build` wrote")
      .argument("<backend>", buildableBackends.join(", "))
      .action(async (backend: string) => {
        const folder = await nativePartOf(backend).remove();
        stdout.write(folder === undefined ? `backend ${backend}: nothing to remove\n` : `removed ${folder}\n`);
      }),
    [["tweedie backend remove tensorflow", "delete the addon of TensorFlow"]],
  );
