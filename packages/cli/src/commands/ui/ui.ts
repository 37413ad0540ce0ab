import { fileURLToPath } from "node:url";
import type { ActionKind } from "@tweedie/ui";
import { Command } from "commander";
import type { Context } from "../../command-line/context.ts";
import { withExamples } from "../../command-line/help.ts";
import { integer, jsonOption } from "../../command-line/options.ts";
import { runsFolder } from "../../run-list/run-entry.ts";
import { sweepsFolder } from "../../sweep/find-sweep.ts";
import { jsonLine } from "../../terminal/json-line.ts";
import { stopSignals } from "../../terminal/stop-signals.ts";
import { readVersion } from "../../version.ts";

interface Flags {
  readonly runs: string;
  readonly sweeps: string;
  readonly port: number;
  readonly json?: boolean;
}

/** `tweedie ui` */
export const uiCommand = (context: Context): Command =>
  withExamples(
    new Command("ui")
      .option("--runs <folder>", "folder that is searched for runs", runsFolder)
      .option("--sweeps <folder>", "folder of the sweeps", sweepsFolder)
      .option("--port <n>", "port on 127.0.0.1 (default: a free one)", (text: string) => integer("--port", text, 0), 0)
      .addOption(jsonOption())
      .action((flags: Flags) => showDashboard(flags, context)),
    [
      ["tweedie ui", "open the address that it prints; Ctrl-C ends it, runs that it started go on"],
      ["tweedie ui --port 8420", "over ssh: ssh -L 8420:127.0.0.1:8420 HOST, then open the address here"],
    ],
  );

async function showDashboard({ runs, sweeps, port, json }: Flags, { terminal }: Context): Promise<void> {
  const [{ startDashboard }, { runTools }] = await Promise.all([import("@tweedie/ui"), import("./run-tools.ts")]);
  const { stdout, stderr } = terminal;
  const dashboard = await startDashboard({
    ...{ runs, sweeps, port, version: readVersion(), tools: runTools },
    command: [process.execPath, fileURLToPath(new URL("../../../bin/tweedie.mjs", import.meta.url))],
    actions: await availableActions(),
    onUnexpected: (error) => stderr.write(`${(error as Error).stack ?? String(error)}\n`),
  });
  const { url } = dashboard;
  stdout.write(json ? jsonLine({ event: "listening", url }) : `${url}\n`);
  if (!json) stderr.write("the address contains a token: whoever has it can read and stop your runs; Ctrl-C ends it\n");
  await new Promise<void>((resolve) => void stopSignals(() => resolve()));
  await dashboard.close();
}

/** Actions whose command this version has. */
async function availableActions(): Promise<readonly ActionKind[]> {
  const { commands } = await import("../../command-table.ts");
  return [
    ...(process.platform === "win32" ? [] : (["stop"] as const)),
    ...(["continue", "extend", "export", "report", "stop-sweep", "resume-sweep", "prune"] as const),
    ...(Object.hasOwn(commands, "evaluate") ? (["evaluate"] as const) : []),
  ];
}
