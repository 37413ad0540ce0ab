import type { JSX } from "preact";
import { useState } from "preact/hooks";
import type { RunList } from "../../api/run-list.ts";

interface ControlsProps {
  readonly query: URLSearchParams;
  readonly list: RunList | undefined;
  readonly onChange: (query: URLSearchParams) => void;
}

/** A copy of a query with other values; undefined and empty ones are removed. */
export function withValues(
  query: URLSearchParams,
  changes: Readonly<Record<string, string | readonly string[] | undefined>>,
): URLSearchParams {
  const next = new URLSearchParams(query);
  for (const [name, value] of Object.entries(changes)) {
    next.delete(name);
    for (const each of value === undefined ? [] : [value].flat()) if (each !== "") next.append(name, each as string);
  }
  return next;
}

/** Filters, order and columns of the list. */
export function ListControls({ query, list, onChange }: ControlsProps): JSX.Element {
  const filters = query.getAll("where");
  const columns = query.get("columns")?.split(",") ?? list?.columns.map(({ name }) => name) ?? [];
  const setFilters = (where: readonly string[]) => onChange(withValues(query, { where }));
  const setColumns = (names: readonly string[]) => onChange(withValues(query, { columns: names.join(",") }));
  return (
    <section class="controls" aria-label="filters, order and columns">
      <datalist id="fields">
        {list?.fields.map((field) => (
          <option key={field} value={field} />
        ))}
      </datalist>
      <Adder label="Filter" placeholder="loss.lambda>=0.5" onAdd={(text) => setFilters([...filters, text])} />
      <Adder label="Column" placeholder="any setting or metric" onAdd={(text) => setColumns([...columns, text])} />
      <label>
        Order
        <select
          value={query.get("sort") ?? ""}
          onChange={({ currentTarget }) =>
            onChange(withValues(query, { sort: currentTarget.value, reverse: undefined }))
          }
        >
          <option value="">newest first</option>
          {orderFields(list, columns, query.get("sort")).map((field) => (
            <option key={field} value={field}>
              {field}
            </option>
          ))}
        </select>
      </label>
      <label class="check">
        <input
          type="checkbox"
          checked={query.get("trials") === "1"}
          onChange={({ currentTarget }) =>
            onChange(withValues(query, { trials: currentTarget.checked ? "1" : undefined }))
          }
        />
        trials of sweeps
      </label>
      <ul class="chips" aria-label="filters in use">
        {filters.map((filter) => (
          <Chip key={filter} text={filter} onRemove={() => setFilters(filters.filter((each) => each !== filter))} />
        ))}
        {query.has("columns") &&
          columns.map((name) => (
            <Chip
              key={`column ${name}`}
              text={`column ${name}`}
              onRemove={() => setColumns(columns.filter((each) => each !== name))}
            />
          ))}
      </ul>
    </section>
  );
}

const orderFields = (list: RunList | undefined, columns: readonly string[], sort: string | null): readonly string[] => [
  ...new Set([
    ...(sort === null ? [] : [sort]),
    ...columns,
    ...(list?.metric === undefined ? [] : [list.metric]),
    ...["status", "run", "step", "seconds", "started"],
  ]),
];

interface AdderProps {
  readonly label: string;
  readonly placeholder: string;
  readonly onAdd: (text: string) => void;
}

/** A field whose text is added by Enter. */
function Adder({ label, placeholder, onAdd }: AdderProps): JSX.Element {
  const [text, setText] = useState("");
  const add = (event: Event) => {
    event.preventDefault();
    if (text.trim() !== "") onAdd(text.trim());
    setText("");
  };
  return (
    <form onSubmit={add}>
      <label>
        {label}
        <input
          list="fields"
          value={text}
          placeholder={placeholder}
          spellcheck={false}
          autocapitalize="off"
          onInput={({ currentTarget }) => setText(currentTarget.value)}
        />
      </label>
      <button type="submit" aria-label={`add ${label.toLowerCase()}`}>
        +
      </button>
    </form>
  );
}

const Chip = ({ text, onRemove }: { readonly text: string; readonly onRemove: () => void }) => (
  <li class="chip">
    <code>{text}</code>
    <button type="button" aria-label={`remove ${text}`} onClick={onRemove}>
      ×
    </button>
  </li>
);
