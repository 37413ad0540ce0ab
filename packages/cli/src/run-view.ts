import type { RunEvent } from "@tweedie/engine";
import { jsonLine } from "./json-line.ts";
import { curveText, metricsText, progressLine, progressText, type ProgressEvent } from "./progress-line.ts";
import type { Output } from "./terminal.ts";

/** Shows a run as it goes on. */
export interface RunView {
  show(event: RunEvent): void;
  /** Takes away what is shown only for the moment. */
  end(): void;
}

/** Time between two redraws on a terminal, and between two lines off it, in milliseconds. */
const redrawInterval = 100;
const lineInterval = 10_000;

/** Events as they are. */
export const jsonView = (output: Output): RunView => ({
  show: (event) => output.write(jsonLine(event)),
  end: () => undefined,
});

/** A line that is redrawn on a terminal. Off it a line now and then and at the end of each phase, with no control characters. */
export function textView(output: Output, now = () => performance.now()): RunView {
  const { bold, yellow } = output.colors;
  let shown = -Infinity;
  let drawn = false;

  const end = () => {
    if (drawn) output.write("\r\x1b[2K");
    drawn = false;
  };
  const say = (line: string) => {
    end();
    output.write(`${line}\n`);
  };
  const showProgress = (progress: ProgressEvent) => {
    const isLast = progress.step >= progress.steps;
    if (!isLast && now() - shown < (output.live ? redrawInterval : lineInterval)) return;
    shown = now();
    if (isLast || !output.live) return say(progressText(progress));
    // The last column stays free: some terminals wrap when it is written.
    output.write(`\r\x1b[2K${progressLine(progress, output.columns - 1)}`);
    drawn = true;
  };

  const show = (event: RunEvent) => {
    switch (event.event) {
      case "start":
        return say(`${bold(event.name)} on ${event.backend}, seed ${event.seed}, in ${event.run}`);
      case "resume":
        return say(`continued from step ${event.step} of ${event.phase}`);
      case "wait":
        return say(`waiting: ${event.reason}`);
      case "teacher":
        return say(`teacher: ${event.source}`);
      case "progress":
        return showProgress(event);
      case "metrics":
        return event.measured ? say(metricsText(event)) : undefined;
      case "curve":
        return say(curveText(event));
      case "tracking":
        return say(`${event.tracker}: ${event.place}`);
      case "warning":
        return say(`${yellow("warning")} ${event.message}`);
      case "done":
        return end();
    }
  };
  return { show, end };
}
