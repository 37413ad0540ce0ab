import type { Study, StudyState, TrialState } from "@tweedie/study";
import { jsonLine } from "../json-line.ts";
import { number } from "../quantities.ts";
import { text } from "../run-list/fields.ts";
import type { Output } from "../terminal.ts";
import { headline, sweepTable } from "./sweep-table.ts";

/** Shows a sweep as it goes on, whoever works on it: it looks into the journal. */
export interface SweepView {
  /** Shows what has changed, and looks no more. */
  end(): void;
}

/** Milliseconds between two looks. */
const interval = 500;

/** Configurations on a terminal while the sweep goes on. */
const shownLive = 8;

/** A table that is redrawn on a terminal; off it a line for each trial that ends; or events, as JSON. */
export function watchSweep(study: Study, output: Output, { json }: { readonly json: boolean }): SweepView {
  const show = json ? events(study, output) : output.live ? live(study, output) : lines(study, output);
  show.state(study.state());
  const timer = setInterval(() => show.state(study.state()), interval);
  return {
    end: () => {
      clearInterval(timer);
      show.state(study.state());
      show.end();
    },
  };
}

interface Display {
  state(state: StudyState): void;
  end(): void;
}

function live({ plan }: Study, output: Output): Display {
  let drawn = 0;
  const clear = () => {
    if (drawn > 0) output.write(`\x1b[${drawn}A\x1b[J`);
    drawn = 0;
  };
  return {
    state: (state) => {
      // The last column stays free: some terminals wrap when it is written.
      const width = output.columns - 1;
      const { colors } = output;
      const rows = sweepTable(state, plan, { colors, width, most: shownLive });
      const shown = [headline(state, plan, colors), ...rows];
      clear();
      output.write(shown.map((line) => `${line}\n`).join(""));
      drawn = shown.length;
    },
    end: clear,
  };
}

function lines(study: Study, output: Output): Display {
  const changed = changes();
  return {
    state: (state) => {
      for (const trial of changed(state)) {
        if (isOver(trial)) output.write(`${lineOf(trial, state, study)}\n`);
      }
    },
    end: () => undefined,
  };
}

function events(study: Study, output: Output): Display {
  const changed = changes();
  return {
    state: (state) => {
      for (const trial of changed(state)) {
        const { values } = state.configurations[trial.configuration]!;
        const { reports: _, ...rest } = trial;
        output.write(jsonLine({ event: "trial", ...rest, values }));
      }
    },
    end: () => undefined,
  };
}

/** `trial 3 complete: sw2 0.0213, loss.lambda 0.5, seed 1 (12 of 24)` */
function lineOf(trial: TrialState, { configurations, counts, total }: StudyState, { plan }: Study): string {
  const replicate = plan.repeat[trial.replicate] ?? {};
  const { values } = configurations[trial.configuration]!;
  const facts = [
    ...(trial.value === undefined ? [] : [`${plan.metric.name} ${number(trial.value)}`]),
    ...Object.entries({ ...values, ...replicate }).map(([path, value]) => `${path} ${text(value)}`),
    ...(trial.reason === undefined || trial.status === "complete" ? [] : [trial.reason]),
  ];
  const over = counts.complete + counts.pruned + counts.diverged + counts.failed + counts.skipped;
  const of = total === undefined ? "" : ` of ${total}`;
  return `trial ${trial.trial} ${trial.status}: ${facts.join(", ")} (${over}${of})`;
}

const isOver = ({ status }: TrialState): boolean => !["waiting", "running"].includes(status);

/** The trials whose status is another one than when it was last asked. What was over before is old news. */
function changes(): (state: StudyState) => readonly TrialState[] {
  let known: ReadonlyMap<number, string> | undefined;
  return ({ trials }) => {
    const before = known ?? new Map(trials.filter(isOver).map(({ trial, status }) => [trial, status]));
    known = new Map(trials.map(({ trial, status }) => [trial, status]));
    return trials.filter(({ trial, status }) => status !== "waiting" && before.get(trial) !== status);
  };
}
