import { exitCodes } from "@tweedie/core";
import { Command } from "commander";
import type { Context } from "../context.ts";
import { withExamples } from "../help.ts";
import { jsonLine } from "../json-line.ts";
import { jsonOption } from "../options.ts";

/** `tweedie doctor` */
export const doctorCommand = (context: Context): Command =>
  withExamples(
    new Command("doctor")
      .addOption(jsonOption())
      .action((flags: { json?: boolean }) => doctor(flags.json ?? false, context)),
    [["tweedie doctor", "Node, backends, plugins, folders"]],
  );

async function doctor(json: boolean, { terminal: { stdout }, exit }: Context): Promise<void> {
  const { examine, healthPage } = await import("../health.ts");
  const findings = await examine();
  const isWell = findings.every(({ state }) => state !== "wrong");
  exit(isWell ? 0 : exitCodes.failed);
  stdout.write(json ? jsonLine({ ok: isWell, findings }) : healthPage(findings, stdout.colors));
}
