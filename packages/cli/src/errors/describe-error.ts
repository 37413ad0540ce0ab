import { exitCodes, TweedieError, visibleLine } from "@tweedie/core";
import type { ConfigError } from "@tweedie/config";
import type { Colors } from "../terminal/terminal.ts";
import { asFileSystemError } from "./file-system-error.ts";

/** The JSON object of an error under `--json`. */
export interface ErrorEvent {
  readonly event: "error";
  readonly exitCode: number;
  readonly where?: string;
  readonly what: string;
  readonly fix?: string | undefined;
  readonly diagnostics?: ConfigError["diagnostics"];
}

/** An error as text for the terminal and as data for `--json`. An unexpected error, which is a bug, has its stack in the text. */
export async function describeError(thrown: unknown, colors: Colors): Promise<{ text: string; data: ErrorEvent }> {
  const error = asFileSystemError(thrown);
  if (!(error instanceof TweedieError)) {
    const { message, stack } = error instanceof Error ? error : new Error(String(error));
    const text = `${colors.red("error")} ${stack ?? message}\n      = note: this is a bug in Tweedie or in a plugin`;
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
  const help = fix === undefined ? "" : `\n      = ${colors.cyan("help:")} ${indented(fix)}`;
  return { text: `${colors.red("error")} ${colors.bold(visibleLine(where))}: ${indented(what)}${help}`, data };
}

/** Further lines of a text are indented, so that none looks like an error of its own. */
const indented = (text: string): string => text.replaceAll("\n", "\n        ");

/** `instanceof` would load the class, and with it the YAML parser. */
const isConfigError = (error: TweedieError): error is ConfigError => "diagnostics" in error;
