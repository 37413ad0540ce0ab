import type { RunEvent } from "@tweedie/engine";
import { dataText } from "../run-list/data-text.ts";
import { memoryText } from "../run-list/memory-text.ts";
import { jsonLine } from "../terminal/json-line.ts";
import { createActivityLine } from "../terminal/activity-line.ts";
import type { Output } from "../terminal/terminal.ts";
import {
  activityText,
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
  /** Clears the line of progress. */
  end(): void;
}

/** Prints every event as a line of JSON. */
export const jsonView = (output: Output): RunView => ({
  show: (event) => output.write(jsonLine(event)),
  end: () => undefined,
});

/**
 * Prints events as text. An interactive terminal has one line of progress that is redrawn. Other outputs get a line at the beginning of each
 * activity, every 10 s and at the end of each phase, without control characters.
 */
export function textView(output: Output, now = () => performance.now()): RunView {
  const { bold, yellow } = output.colors;
  const line = createActivityLine(output, now);
  const print = (text: string) => {
    line.end();
    output.write(`${text}\n`);
  };
  const showProgress = (progress: ProgressEvent) =>
    line.show({
      kind: progress.phase,
      text: progressText(progress),
      line: (width) => progressLine(progress, width),
      isLast: progress.step >= progress.steps,
    });

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
      case "activity":
        return line.show({ kind: event.activity.replaceAll(/\d[\d,]*/g, "N"), text: activityText(event) });
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
        return line.end();
    }
  };
  return { show, end: line.end };
}

/** `ort (auto: no GPU was found)`, or the name of a backend that the user chose. */
const backendText = ({ backend, reason }: Extract<RunEvent, { event: "start" }>): string =>
  reason === undefined ? backend : `${backend} (auto: ${reason})`;
