import type { JSX } from "preact";
import { useState } from "preact/hooks";
import type { RunList } from "../../api/run-list.ts";
import { apiPath } from "../api/client.ts";
import { usePolled } from "../api/use-polled.ts";
import { formatCount } from "../parts/format.ts";
import { ErrorNotice, Notice } from "../parts/status.tsx";
import { compareLink, listLink } from "../route.ts";
import { ListControls } from "./list-controls.tsx";
import { RunTable } from "./run-table.tsx";

/** Milliseconds between requests; fewer while the server still reads. */
const [interval, readingInterval] = [2_000, 1_000];

/** Most runs of a comparison. */
const maxCompared = 12;

/** The list of runs. Filters, order and columns are part of the address. */
export function ListPage({ query }: { readonly query: URLSearchParams }): JSX.Element {
  const path = apiPath("runs", {
    where: query.getAll("where"),
    ...Object.fromEntries(["sort", "reverse", "columns", "trials"].map((name) => [name, query.get(name) ?? undefined])),
  });
  const { data, error } = usePolled<RunList>(path, ({ unread }) => (unread > 0 ? readingInterval : interval));
  const [former, setFormer] = useState<RunList>();
  if (data && data !== former) setFormer(data);
  const list = data ?? former;
  const [selected, setSelected] = useState<readonly string[]>([]);
  const toggle = (id: string) =>
    setSelected((old) => (old.includes(id) ? old.filter((each) => each !== id) : [...old, id].slice(-maxCompared)));
  const change = (next: URLSearchParams) => location.replace(listLink(next));
  return (
    <>
      <div class="title">
        <h1>Runs</h1>
        {list && <p class="count">{countText(list)}</p>}
      </div>
      <ListControls query={query} list={list} onChange={change} />
      <ErrorNotice error={error} />
      {list?.problems.map((problem) => (
        <Notice key={problem}>{problem}</Notice>
      ))}
      <div class="selection" role="region" aria-label="selected runs" hidden={selected.length === 0}>
        <span>{selected.length} selected</span>
        {selected.length > 1 ? (
          <a class="button" href={compareLink(selected)}>
            Compare
          </a>
        ) : (
          <span class="hint">select another run to compare them</span>
        )}
        <button type="button" class="quiet" onClick={() => setSelected([])}>
          Clear
        </button>
      </div>
      {list ? (
        <RunTable list={list} query={query} selected={selected} onSelect={toggle} onChange={change} />
      ) : (
        !error && <Notice>Reading the runs…</Notice>
      )}
    </>
  );
}

function countText({ rows, total, unread }: RunList): string {
  const shown =
    rows.length === total ? `${formatCount(total)}` : `${formatCount(rows.length)} of ${formatCount(total)}`;
  return unread > 0 ? `${shown}; reading the settings of ${formatCount(unread)} more` : shown;
}
