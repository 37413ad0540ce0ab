import type { RunEntry } from "@tweedie/report/run-entry";
import type { Cell, RunList, RunRow } from "../../api/run-list.ts";
import type { KnownRun } from "./known-run.ts";
import type { RunTools } from "./run-tools.ts";

/** Request for a list. Names are fields as those of `tweedie ls`. */
export interface ListQuery {
  readonly filters: readonly string[];
  readonly sort: string | undefined;
  readonly reverse: boolean;
  /** Undefined: the main metric, and the settings that differ most tellingly. */
  readonly columns: readonly string[] | undefined;
}

/** Number of differing settings that are columns unless others are asked for. */
const defaultColumns = 4;

/** Reads the request for a list from the parameters of an address. */
export const listQueryOf = (query: URLSearchParams): ListQuery => ({
  filters: query.getAll("where"),
  sort: query.get("sort") ?? undefined,
  reverse: query.get("reverse") === "1",
  columns: query.get("columns")?.split(",").filter(Boolean),
});

/** Lists that are kept, one a query. */
const keptLists = 4;

/** Creates a function that lists runs. A query whose runs have not changed has the same answer, without the work. */
export function createRunLister(tools: RunTools): (runs: readonly KnownRun[], query: ListQuery) => Promise<RunList> {
  const kept = new Map<string, { readonly entries: readonly unknown[]; readonly list: RunList }>();
  return async (runs, query) => {
    const key = JSON.stringify(query);
    const entries = runs.flatMap(({ entry, problem, isPartial }) => [entry, problem, isPartial]);
    const known = kept.get(key);
    if (known?.entries.length === entries.length && known.entries.every((each, i) => each === entries[i]))
      return known.list;
    const list = await listRuns(runs, query, tools);
    kept.delete(key);
    kept.set(key, { entries, list });
    if (kept.size > keptLists) kept.delete(kept.keys().next().value!);
    return list;
  };
}

/** Filters and sorts runs as `tweedie ls` does. @throws TweedieError for a filter or field that is none */
async function listRuns(runs: readonly KnownRun[], query: ListQuery, tools: RunTools): Promise<RunList> {
  const known = runs.flatMap((run) => (run.entry ? [{ ...run, entry: run.entry }] : []));
  const entries = known.map(({ entry }) => entry);
  const unread = runs.filter(({ isPartial }) => isPartial).length;
  const filters = query.filters.map((filter) => tools.parseFilter(filter));
  if (unread === 0) {
    for (const { name } of filters) await tools.checkField("filter", name, entries);
    if (query.sort !== undefined) await tools.checkField("order", query.sort, entries);
    for (const name of query.columns ?? []) await tools.checkField("columns", name, entries);
  }
  const matching = entries.filter((entry) => filters.every((filter) => filter.matches(entry)));
  const ordered = query.sort === undefined ? tools.newestFirst(matching) : tools.sort(matching, query.sort);
  const metric = tools.mainMetric(entries);
  const names = query.columns ?? [
    ...(metric === undefined ? [] : [metric]),
    ...tools.differingPaths(matching).slice(0, defaultColumns),
  ];
  return {
    metric,
    columns: names.map((name) => ({ name, goal: tools.metricGoal(entries, name) })),
    rows: (query.reverse ? ordered.toReversed() : ordered).map((entry) => rowOf(entry, { names, metric, tools })),
    total: entries.length,
    unread,
    fields: [...new Set(entries.flatMap((entry) => tools.fieldNames(entry)))],
    problems: runs.flatMap(({ problem }) => problem ?? []),
  };
}

interface RowOptions {
  readonly names: readonly string[];
  readonly metric: string | undefined;
  readonly tools: RunTools;
}

function rowOf(entry: RunEntry, { names, metric, tools }: RowOptions): RunRow {
  const { run, status, results, problems } = entry;
  const points = results.find(({ name }) => name === metric)?.points ?? [];
  return {
    id: run,
    status: status.status,
    phase: status.phase,
    step: status.step,
    planned: plannedSteps(entry),
    seconds: status.seconds,
    started: status.started,
    reason: status.reason,
    trace: points.map(({ value }) => value).filter(Number.isFinite),
    cells: names.map((name): Cell | null => tools.findField(entry, name) ?? null),
    problems,
  };
}

/** Steps of the current phase. */
export function plannedSteps({ config, status }: Pick<RunEntry, "config" | "status">): number | undefined {
  const planned = config.get(`${status.phase}.steps`);
  return typeof planned === "number" ? planned : undefined;
}
