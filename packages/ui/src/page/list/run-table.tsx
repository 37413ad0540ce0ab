import type { JSX } from "preact";
import { useState } from "preact/hooks";
import type { Column, RunList, RunRow } from "../../api/run-list.ts";
import { ageText, cellText, formatCount, formatDuration } from "../parts/format.ts";
import { Progress, Status } from "../parts/status.tsx";
import { runLink } from "../route.ts";
import { withValues } from "./list-controls.tsx";
import { Sparkline } from "./sparkline.tsx";

interface TableProps {
  readonly list: RunList;
  readonly query: URLSearchParams;
  readonly selected: readonly string[];
  readonly onSelect: (id: string) => void;
  readonly onChange: (query: URLSearchParams) => void;
}

/** Rows that are shown at first; a browser needs long for thousands. */
const firstRows = 200;

/** Runs as a table; on narrow screens as cards. Roles are explicit, because cards lose those of a table. */
export function RunTable({ list, query, selected, onSelect, onChange }: TableProps): JSX.Element {
  const [limit, setLimit] = useState(firstRows);
  const { columns, rows, metric } = list;
  if (rows.length === 0) {
    return (
      <p class="empty">
        {list.total > 0 ? "No run matches the filters." : "No runs here yet: tweedie run EXPERIMENT.yaml begins one."}
      </p>
    );
  }
  const head = (name: string, label: string, goal?: Column["goal"]) => (
    <SortHead key={name} name={name} label={label} goal={goal} query={query} onChange={onChange} />
  );
  return (
    <>
      <div class="scroll" tabIndex={0} role="region" aria-label="table of runs">
        <table class="runs" role="table">
          <thead role="rowgroup">
            <tr role="row">
              <th role="columnheader" scope="col">
                <span class="hidden">compare</span>
              </th>
              {head("run", "run")}
              {head("status", "status")}
              {head("step", "steps")}
              {columns.map(({ name, goal }) => head(name, name, goal))}
              {metric !== undefined && (
                <th role="columnheader" scope="col">
                  {metric} over time
                </th>
              )}
              {head("seconds", "time")}
              {head("started", "age")}
            </tr>
          </thead>
          <tbody role="rowgroup">
            {rows.slice(0, limit).map((row) => (
              <Row key={row.id} row={row} list={list} isSelected={selected.includes(row.id)} onSelect={onSelect} />
            ))}
          </tbody>
        </table>
      </div>
      {rows.length > limit && (
        <p class="more">
          <button type="button" onClick={() => setLimit(limit + 5 * firstRows)}>
            Show more of {formatCount(rows.length)} runs
          </button>
        </p>
      )}
    </>
  );
}

interface RowProps {
  readonly row: RunRow;
  readonly list: RunList;
  readonly isSelected: boolean;
  readonly onSelect: (id: string) => void;
}

function Row({ row, list: { columns, metric }, isSelected, onSelect }: RowProps): JSX.Element {
  const { id, status, phase, step, planned, seconds, started, reason, trace, cells, problems } = row;
  return (
    <tr role="row" class={isSelected ? "selected" : ""}>
      <td role="cell" class="pick">
        <input type="checkbox" checked={isSelected} aria-label={`compare ${id}`} onChange={() => onSelect(id)} />
      </td>
      <th role="rowheader" scope="row" class="name">
        <a href={runLink(id)}>{id}</a>
      </th>
      <td role="cell" data-label="status" title={[reason, ...problems].filter(Boolean).join("\n")}>
        <Status status={status} />
        {problems.length > 0 && <span class="damaged"> damaged</span>}
      </td>
      <td role="cell" data-label="steps">
        <Progress {...{ phase, step, planned }} />
      </td>
      {columns.map(({ name }, i) => (
        <td
          key={name}
          role="cell"
          data-label={name}
          class={!cells[i] ? "none" : typeof cells[i].value === "number" ? "number" : ""}
        >
          {cellText(cells[i])}
        </td>
      ))}
      {metric !== undefined && (
        <td role="cell" data-label="over time" class={trace.length < 2 ? "none" : ""}>
          <Sparkline values={trace} />
        </td>
      )}
      <td role="cell" data-label="time" class="number">
        {formatDuration(seconds)}
      </td>
      <td role="cell" data-label="age" class="number" title={started}>
        {ageText(started)}
      </td>
    </tr>
  );
}

/** A path that may be broken after its dots. */
const breakable = (path: string): readonly (string | JSX.Element)[] =>
  path.split(/(?<=\.)/).flatMap((part, i) => (i === 0 ? [part] : [<wbr key={i} />, part]));

interface HeadProps {
  readonly name: string;
  readonly label: string;
  readonly goal: Column["goal"];
  readonly query: URLSearchParams;
  readonly onChange: (query: URLSearchParams) => void;
}

/** Head of a column. It sorts by the column, and once more in the other direction. */
function SortHead({ name, label, goal, query, onChange }: HeadProps): JSX.Element {
  const isSorted = query.get("sort") === name;
  const isReversed = query.get("reverse") === "1";
  const isDescending = isSorted && (goal === "maximize") !== isReversed;
  const sort = () => onChange(withValues(query, { sort: name, reverse: isSorted && !isReversed ? "1" : undefined }));
  const order = !isSorted ? "none" : isDescending ? "descending" : "ascending";
  return (
    <th role="columnheader" scope="col" aria-sort={order}>
      <button type="button" class="sort" onClick={sort}>
        {breakable(label)}
        {goal && <span title={`${goal} it`}>{goal === "minimize" ? " ↓" : " ↑"}</span>}
        <span aria-hidden="true" class="order">
          {!isSorted ? "" : isDescending ? " ▾" : " ▴"}
        </span>
      </button>
    </th>
  );
}
