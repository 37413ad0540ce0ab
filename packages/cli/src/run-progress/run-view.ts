import type { RunEvent } from "@tweedie/engine";
import { dataText } from "../run-list/data-text.ts";
import { memoryText } from "../run-list/memory-text.ts";
import { jsonLine } from "../terminal/json-line.ts";
import type { Output } from "../terminal/terminal.ts";
import {
  copiedText,
  curveText,
  metricsText,
  pairsText,
  type ProgressEvent,
  progressLine,
  progressText,
} from "./progress-line.ts";

/** Displays the events of a run. */
export interface RunView {
  show(event: RunEvent): void;
  /** Clears the progress line. */
  end(): void;
}

/** Minimum time between two progress lines in milliseconds: redrawn ones, and printed ones. */
const redrawInterval = 100;
const printInterval = 10_000;

/** Prints every event as a line of JSON. */
export const jsonView = (output: Output): RunView => ({
  show: (event) => output.write(jsonLine(event)),
  end: () => undefined,
});

/**
 * Prints events as text. An interactive terminal has one progress line that is redrawn. Other outputs get a progress line every 10 s and
 * at the end of each phase, without control characters.
 */
export function textView(output: Output, now = () => performance.now()): RunView {
  const { bold, yellow } = output.colors;
  let lastProgress = -Infinity;
  let hasProgressLine = false;

  const clear = () => {
    if (hasProgressLine) output.redraw("\r\x1b[2K", "");
    hasProgressLine = false;
  };
  const print = (line: string) => {
    clear();
    output.write(`${line}\n`);
  };
  const showProgress = (progress: ProgressEvent) => {
    const isLast = progress.step >= progress.steps;
    if (!isLast && now() - lastProgress < (output.isInteractive ? redrawInterval : printInterval)) return;
    lastProgress = now();
    if (isLast || !output.isInteractive) return print(progressText(progress));
    // The last column stays free: some terminals wrap the line when it is written.
    output.redraw("\r\x1b[2K", progressLine(progress, output.columns - 1));
    hasProgressLine = true;
  };

  const show = (event: RunEvent) => {
    switch (event.event) {
      case "start":
        print(`${bold(event.name)} on ${backendText(event)}, seed ${event.seed}, in ${event.run}`);
        if (event.device !== undefined) print(`device: ${[event.device, event.settings ?? []].flat().join(", ")}`);
        return;
      case "data":
        return print(`data: ${dataText(event)}`);
      case "memory":
        return print(`memory: ${memoryText(event)}`);
      case "resume":
        return print(`resumed at step ${event.step} of ${event.phase}`);
      case "wait":
        return print(`waiting: ${event.reason}`);
      case "teacher":
        return print(`teacher: ${event.source}`);
      case "copied":
        return print(copiedText(event));
      case "pairs":
        return print(pairsText(event));
      case "progress":
        return showProgress(event);
      case "metrics":
        return event.measured ? print(metricsText(event)) : undefined;
      case "curve":
        return print(curveText(event));
      case "tracking":
        return print(`${event.tracker}: ${event.place}`);
      case "warning":
        return print(`${yellow("warning")} ${event.message}`);
      // The summary of the run ends with these.
      case "unsent":
      case "done":
        return clear();
    }
  };
  return { show, end: clear };
}

/** `ort (auto: no GPU was found)`, or the name of a backend that the user chose. */
const backendText = ({ backend, reason }: Extract<RunEvent, { event: "start" }>): string =>
  reason === undefined ? backend : `${backend} (auto: ${reason})`;
