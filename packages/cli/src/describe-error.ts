import { exitCodes, TweedieError } from "@tweedie/core";
import type { ConfigError } from "@tweedie/config";
import { refusedByDisk } from "./refused-by-disk.ts";
import type { Colors } from "./terminal.ts";

/** An error as a program reads it. */
export interface ErrorEvent {
  readonly event: "error";
  readonly exitCode: number;
  readonly where?: string;
  readonly what: string;
  readonly fix?: string | undefined;
  readonly diagnostics?: ConfigError["diagnostics"];
}

/** An error for people and for programs. One that is not the user's is shown with its stack. */
export async function describeError(thrown: unknown, colors: Colors): Promise<{ text: string; data: ErrorEvent }> {
  const error = refusedByDisk(thrown);
  if (!(error instanceof TweedieError)) {
    const { message, stack } = error instanceof Error ? error : new Error(String(error));
    const text = `${colors.red("error")} ${stack ?? message}\n      = note: this is a defect of Tweedie or of a plugin`;
    return { text, data: { event: "error", exitCode: exitCodes.failed, what: message } };
  }
  const { where, what, fix, exitCode } = error;
  const data: ErrorEvent = { event: "error", exitCode, where, what, fix };
  if (isConfigError(error)) {
    const { renderDiagnostics } = await import("@tweedie/config");
    const { diagnostics } = error;
    const { red, bold, blue, cyan } = colors;
    const text = renderDiagnostics(diagnostics, { error: red, place: bold, frame: blue, help: cyan });
    return { text, data: { ...data, diagnostics } };
  }
  const help = fix === undefined ? "" : `\n      = ${colors.cyan("help:")} ${fix}`;
  return { text: `${colors.red("error")} ${colors.bold(where)}: ${what}${help}`, data };
}

/** Asked without loading the class, which loads YAML. */
const isConfigError = (error: TweedieError): error is ConfigError => "diagnostics" in error;
