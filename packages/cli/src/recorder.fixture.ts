import pc from "picocolors";
import type { Output, Terminal } from "./terminal.ts";

/** An output that keeps what is written, without colours. */
export function recorder(look: Partial<Pick<Output, "live" | "columns">> = {}): Output & { text: string } {
  const output = {
    text: "",
    live: false,
    columns: 80,
    colors: pc.createColors(false),
    ...look,
    write: (text: string) => void (output.text += text),
  };
  return output;
}

/** A terminal of two recorders, before which nobody sits, or somebody with one answer. */
export const recordingTerminal = (
  answer?: boolean,
): Terminal & Record<"stdout" | "stderr", { readonly text: string }> => ({
  stdout: recorder(),
  stderr: recorder(),
  confirm: () => Promise.resolve(answer),
});
