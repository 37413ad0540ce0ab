import { exitCodes } from "@tweedie/core";
import { Command } from "commander";
import type { Context } from "../command-line/context.ts";
import { withExamples } from "../command-line/help.ts";
import { jsonOption } from "../command-line/options.ts";
import { jsonLine } from "../terminal/json-line.ts";

/** `tweedie doctor` */
export const doctorCommand = (context: Context): Command =>
  withExamples(
    new Command("doctor")
      .addOption(jsonOption())
      .action((flags: { json?: boolean }) => doctor(flags.json ?? false, context)),
    [["tweedie doctor", "check Node, backends, plugins, folders and disk space"]],
  );

async function doctor(json: boolean, { terminal: { activity, stdout }, exit }: Context): Promise<void> {
  activity("checking this machine");
  const [{ runHealthChecks }, { healthPage }] = await Promise.all([
    import("../doctor/health-checks.ts"),
    import("../doctor/health-page.ts"),
  ]);
  const findings = await runHealthChecks((name) => activity(`checking ${name}`));
  const ok = findings.every(({ state }) => state !== "wrong");
  exit(ok ? 0 : exitCodes.failed);
  stdout.write(json ? jsonLine({ ok, findings }) : healthPage(findings, stdout.colors));
}
