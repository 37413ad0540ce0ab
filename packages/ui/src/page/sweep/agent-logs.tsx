import type { JSX } from "preact";
import { useState } from "preact/hooks";
import type { SweepDetails } from "../../api/sweep.ts";
import { apiPath } from "../api/client.ts";
import { usePolled } from "../api/use-polled.ts";
import { formatBytes } from "../parts/format.ts";
import { ErrorNotice } from "../parts/status.tsx";

const interval = 2_000;

/** The output of a sweep's agents and of their trials: the end of each log, when it is opened. */
export function AgentLogs({ id, logs }: { readonly id: string; readonly logs: SweepDetails["logs"] }): JSX.Element {
  if (logs.length === 0) return <p class="empty">No agent has written a log.</p>;
  return (
    <>
      {logs.map(({ name, size }) => (
        <AgentLog key={name} id={id} name={name} size={size} />
      ))}
    </>
  );
}

function AgentLog({
  id,
  name,
  size,
}: {
  readonly id: string;
  readonly name: string;
  readonly size: number;
}): JSX.Element {
  const [isOpen, setOpen] = useState(false);
  return (
    <details onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary>
        <code>{name}</code> <span class="muted">{formatBytes(size)}</span>
      </summary>
      {isOpen && <LogText id={id} name={name} />}
    </details>
  );
}

function LogText({ id, name }: { readonly id: string; readonly name: string }): JSX.Element {
  const { data, error } = usePolled<{ readonly text: string }>(apiPath("agent-log", { id, name }), interval);
  return (
    <>
      <ErrorNotice error={error} />
      <pre tabIndex={0}>{data?.text}</pre>
    </>
  );
}
