import { exitCodes, visibleText } from "@tweedie/core";
import pc from "picocolors";
import { fileSystemProblem } from "../errors/file-system-error.ts";
import { canRedraw, supportsColor } from "./color-support.ts";
import { wrapLines } from "./wrap-lines.ts";
import type { Output } from "./terminal.ts";

/** The codes of `Output.colors`: bold, dim, six colours, and their ends. */
// eslint-disable-next-line no-control-regex -- colour codes begin with a control character
const colorCode = /(\x1b\[(?:[12]|22|3[1-69])m)/;

/** Makes all control characters of text visible, except colours if there are any. */
export const forTerminal = (text: string, hasColors: boolean): string =>
  hasColors
    ? text
        .split(colorCode)
        .map((part, index) => (index % 2 === 1 ? part : visibleText(part)))
        .join("")
    : visibleText(text);

const clearLine = "\r\x1b[2K";

/** Clears the live line of this process. Stdout and stderr are the same screen. */
let clearLive = (): void => undefined;

/**
 * An output of this process. Its text comes from files, too: no control character of it reaches the terminal.
 *
 * If it cannot be written, the command goes on without it, since its files may matter more: a run continues.
 */
export function processOutput(name: "stdout" | "stderr"): Output {
  const stream = process[name];
  const isTerminal = Boolean(stream.isTTY);
  const colors = pc.createColors(supportsColor(isTerminal));
  const isInteractive = canRedraw(isTerminal);
  let isOpen = true;
  const write = (text: string) => {
    clearLive();
    if (isOpen) stream.write(text);
  };
  stream.on("error", (error: NodeJS.ErrnoException) => {
    if (isOpen && name === "stdout") reportFailure(error);
    isOpen = false;
  });
  return {
    write: (text) => {
      const shown = forTerminal(text, colors.isColorSupported);
      write(isTerminal ? wrapLines(shown, stream.columns || 80) : shown);
    },
    redraw: (codes, text) => write(codes + forTerminal(text, colors.isColorSupported)),
    live: (text) => {
      clearLive();
      if (text === "" || !isInteractive || !isOpen) return;
      stream.write(forTerminal(text, colors.isColorSupported));
      clearLive = () => {
        clearLive = () => undefined;
        stream.write(clearLine);
      };
    },
    isInteractive,
    colors,
    get columns() {
      return stream.columns || 80;
    },
  };
}

/** Reports that stdout cannot be written, on stderr and by the exit code. A reader may close a pipe: `tweedie plugins | head -1`. */
function reportFailure(error: NodeJS.ErrnoException): void {
  if (error.code === "EPIPE") return;
  process.stderr.write(`error stdout: ${fileSystemProblem(error) ?? error.message}; the command goes on without it\n`);
  process.once("exit", (code) => {
    if (code === 0) process.exitCode = exitCodes.failed;
  });
}
