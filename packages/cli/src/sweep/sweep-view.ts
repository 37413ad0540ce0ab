import { visibleLine } from "@tweedie/core";
import type { Study, StudyState, TrialState } from "@tweedie/study";
import { valueText } from "../run-list/fields.ts";
import { jsonLine } from "../terminal/json-line.ts";
import { createActivityLine, cutAtWord } from "../terminal/activity-line.ts";
import { numberText } from "../terminal/format.ts";
import type { Output } from "../terminal/terminal.ts";
import { endedTrials, sweepHeadline, sweepTable } from "./sweep-table.ts";

/** Displays a sweep while agents run it. */
export interface SweepView {
  /** Displays the last changes and stops watching. */
  end(): void;
}

interface WatchOptions {
  readonly json: boolean;
  /** Called with each state that is read. */
  readonly onState?: ((state: StudyState) => void) | undefined;
}

/** Milliseconds between two reads of the journal. */
const interval = 500;

/** Number of configurations in the table that is redrawn. */
const liveRows = 8;

/**
 * Watches the journal of a sweep, which has the trials of all agents. Displays a table that is redrawn on a terminal, a line per ended
 * trial and every 10 s on other outputs, or events as JSON.
 */
export function watchSweep(study: Study, output: Output, { json, onState }: WatchOptions): SweepView {
  const display = json
    ? jsonDisplay(study, output)
    : output.isInteractive
      ? tableDisplay(study, output)
      : lineDisplay(study, output);
  const update = () => {
    const state = study.state();
    display.update(state);
    onState?.(state);
  };
  update();
  const timer = setInterval(update, interval);
  return {
    end: () => {
      clearInterval(timer);
      update();
      display.end();
    },
  };
}

interface Display {
  update(state: StudyState): void;
  end(): void;
}

function tableDisplay({ plan }: Study, output: Output): Display {
  let drawnLines = 0;
  const clear = () => {
    if (drawnLines > 0) output.redraw(`\x1b[${drawnLines}A\x1b[J`, "");
    drawnLines = 0;
  };
  return {
    update: (state) => {
      // The last column stays free: some terminals wrap the line when it is written.
      const width = output.columns - 1;
      const { colors } = output;
      const rows = sweepTable(state, plan, { colors, width, limit: liveRows });
      const lines = [cutAtWord(sweepHeadline(state, plan, colors), width), ...rows];
      clear();
      output.write(lines.map((line) => `${line}\n`).join(""));
      drawnLines = lines.length;
    },
    end: clear,
  };
}

function lineDisplay(study: Study, output: Output): Display {
  const changedTrials = trackChanges();
  const line = createActivityLine(output);
  return {
    update: (state) => {
      for (const trial of changedTrials(state)) {
        if (hasEnded(trial)) line.show({ text: visibleLine(trialLine(trial, state, study)), isLast: true });
      }
      line.show({ kind: "sweep", text: sweepHeadline(state, study.plan, output.colors) });
    },
    end: line.end,
  };
}

function jsonDisplay(study: Study, output: Output): Display {
  const changedTrials = trackChanges();
  return {
    update: (state) => {
      for (const trial of changedTrials(state)) {
        const { values } = state.configurations[trial.configuration]!;
        const { reports: _, ...rest } = trial;
        output.write(jsonLine({ event: "trial", ...rest, values }));
      }
    },
    end: () => undefined,
  };
}

/** `trial 3 complete: sw2 0.0213, loss.lambda 0.5, seed 1 (12 of 24)` */
function trialLine(trial: TrialState, { configurations, counts, total }: StudyState, { plan }: Study): string {
  const replicate = plan.repeat[trial.replicate] ?? {};
  const { values } = configurations[trial.configuration]!;
  const details = [
    ...(trial.value === undefined ? [] : [`${plan.metric.name} ${numberText(trial.value)}`]),
    ...Object.entries({ ...values, ...replicate }).map(([path, value]) => `${path} ${valueText(value)}`),
    ...(trial.reason === undefined || trial.status === "complete" ? [] : [trial.reason]),
  ];
  const of = total === undefined ? "" : ` of ${total}`;
  return `trial ${trial.trial} ${trial.status}: ${details.join(", ")} (${endedTrials(counts)}${of})`;
}

const hasEnded = ({ status }: TrialState): boolean => !["waiting", "running"].includes(status);

/**
 * Returns a function that lists the trials whose status has changed since its last call. Its first call leaves out trials that have ended
 * before.
 */
function trackChanges(): (state: StudyState) => readonly TrialState[] {
  let known: ReadonlyMap<number, string> | undefined;
  return ({ trials }) => {
    const before = known ?? new Map(trials.filter(hasEnded).map(({ trial, status }) => [trial, status]));
    known = new Map(trials.map(({ trial, status }) => [trial, status]));
    return trials.filter(({ trial, status }) => status !== "waiting" && before.get(trial) !== status);
  };
}
