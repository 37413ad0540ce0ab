import { Command } from "commander";
import type { Context } from "../../command-line/context.ts";
import { withExamples } from "../../command-line/help.ts";
import { integer, jsonOption } from "../../command-line/options.ts";
import { jsonLine } from "../../terminal/json-line.ts";
import { stopSignals } from "../../terminal/stop-signals.ts";

interface Flags {
  readonly port: number;
  readonly json?: boolean;
}

/** `tweedie playground` */
export const playgroundCommand = ({ terminal }: Context): Command =>
  withExamples(
    new Command("playground")
      .option("--port <n>", "port on 127.0.0.1 (default: a free one)", (text: string) => integer("--port", text, 0), 0)
      .addOption(jsonOption())
      .action(async ({ port, json }: Flags) => {
        const { pageFolder, servePage } = await import("@tweedie/playground");
        const { url, close } = await servePage(pageFolder(), port);
        terminal.stdout.write(json ? jsonLine({ event: "listening", url }) : `${url}\n`);
        if (!json) terminal.stderr.write("open the address in a browser on this machine; Ctrl-C ends it\n");
        await new Promise<void>((resolve) => void stopSignals(() => resolve()));
        await close();
      }),
    [
      ["tweedie playground", "open the address that it prints; everything is computed in the browser"],
      ["tweedie playground --port 8421", "over ssh: ssh -L 8421:127.0.0.1:8421 HOST, then open the address here"],
    ],
  );
