import { useEffect, useState } from "preact/hooks";
import type { LogValue, RowsEvent } from "../../api/run-details.ts";
import { apiPath } from "./client.ts";
import { followEvents } from "./events.ts";

/** A quantity of a phase during training. Values that are no numbers are null. */
export interface LoggedSeries {
  readonly phase: string;
  readonly name: string;
  readonly steps: readonly number[];
  readonly values: readonly (number | null)[];
}

/** The log of a run as it is now. */
export interface FollowedRows {
  /** By phase and name. */
  readonly series: ReadonlyMap<string, LoggedSeries>;
  /** Last rows, newest first, as values by name. */
  readonly last: readonly LogLine[];
  /** Training steps a second. */
  readonly rate: number | undefined;
  readonly isLost: boolean;
  /** Number of changes of status or samples so far. */
  readonly changes: number;
}

export interface LogLine {
  readonly phase: string;
  readonly step: number;
  readonly values: Readonly<Record<string, LogValue>>;
}

const nothing: FollowedRows = { series: new Map(), last: [], rate: undefined, isLost: false, changes: 0 };

/** Number of last rows that are kept as lines. */
const keptLines = 100;

/** Follows the log of a run while it grows. */
export function useRows(run: string): FollowedRows {
  const [state, setState] = useState(nothing);
  useEffect(() => {
    const controller = new AbortController();
    setState(nothing);
    void followEvents(
      apiPath("follow", { id: run }),
      controller.signal,
      ({ name, content }) => {
        if (name === "rows") setState((old) => ({ ...withRows(old, content as RowsEvent), isLost: false }));
        if (name === "changed") setState((old) => ({ ...old, changes: old.changes + 1 }));
      },
      () => setState((old) => ({ ...old, isLost: true })),
    );
    return () => controller.abort();
  }, [run]);
  return state;
}

/** Adds rows. Series that get no value stay the same object, so that their plots are not drawn again. */
export function withRows(old: FollowedRows, { reset, names, rows, rate }: RowsEvent): FollowedRows {
  const added = new Map<string, { phase: string; name: string; steps: number[]; values: (number | null)[] }>();
  for (const [phase, step, ...values] of rows) {
    names.forEach((name, i) => {
      const value = values[i];
      if (value === undefined || value === null) return;
      const key = `${phase} ${name}`;
      const series = added.get(key) ?? { phase, name, steps: [], values: [] };
      added.set(key, series);
      series.steps.push(step);
      series.values.push(typeof value === "string" ? null : value);
    });
  }
  const series = new Map(reset ? [] : old.series);
  for (const [key, { phase, name, steps, values }] of added) {
    const before = series.get(key);
    series.set(key, {
      ...{ phase, name },
      steps: [...(before?.steps ?? []), ...steps],
      values: [...(before?.values ?? []), ...values],
    });
  }
  const lines = rows.slice(-keptLines).map(([phase, step, ...values]): LogLine => ({
    ...{ phase, step },
    values: Object.fromEntries(names.flatMap((name, i) => (values[i] === null ? [] : [[name, values[i]!]]))),
  }));
  const last = [...lines.toReversed(), ...(reset ? [] : old.last)].slice(0, keptLines);
  return { ...old, series, last, rate };
}
