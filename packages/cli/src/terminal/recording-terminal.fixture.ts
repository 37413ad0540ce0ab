import pc from "picocolors";
import { forTerminal } from "./process-output.ts";
import type { Output, Terminal } from "./terminal.ts";

/** An output that records the text written to it, without colours. */
export function recordingOutput(
  options: Partial<Pick<Output, "isInteractive" | "columns">> = {},
): Output & { text: string } {
  let isLive = false;
  const add = (text: string) => {
    if (isLive) output.text += "\r\x1b[2K";
    isLive = false;
    output.text += text;
  };
  const output = {
    text: "",
    isInteractive: false,
    columns: 80,
    colors: pc.createColors(false),
    ...options,
    write: (text: string) => add(forTerminal(text, false)),
    redraw: (codes: string, text: string) => add(codes + forTerminal(text, false)),
    live: (text: string) => {
      add(output.isInteractive ? forTerminal(text, false) : "");
      isLive = output.isInteractive && text !== "";
    },
  };
  return output;
}

/** A terminal that records both outputs and gives `answer` to every question; without an answer it cannot be asked. */
export const recordingTerminal = (
  answer?: boolean,
): Terminal & Record<"stdout" | "stderr", { readonly text: string }> => ({
  stdout: recordingOutput(),
  stderr: recordingOutput(),
  activity: () => undefined,
  confirm: () => Promise.resolve(answer),
});
