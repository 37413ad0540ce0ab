import type { JSX } from "preact";
import { useState } from "preact/hooks";
import type { ServerFacts } from "../../api/action.ts";
import type { SweepDetails } from "../../api/sweep.ts";
import { apiPath } from "../api/client.ts";
import { usePolled } from "../api/use-polled.ts";
import { useActions } from "../parts/action-list.tsx";
import { formatNumber, formatSpread, settingText } from "../parts/format.ts";
import { ErrorNotice, Notice, Status } from "../parts/status.tsx";
import { AgentLogs } from "./agent-logs.tsx";
import { ConfigurationTable } from "./configuration-table.tsx";
import { Counts } from "./counts.tsx";
import { HeatMapFigure } from "./heat-map.tsx";
import { ImportanceBars } from "./importance-bars.tsx";
import { ParallelCoordinates } from "./parallel-coordinates.tsx";
import { SweepActions } from "./sweep-actions.tsx";
import { Workers } from "./workers.tsx";

const interval = 2_000;

/** A sweep, live: its best configuration, the figures of its parameters, its workers and all trials. */
export function SweepPage({ id, facts }: { readonly id: string; readonly facts: ServerFacts }): JSX.Element {
  const { data: sweep, error, refresh } = usePolled<SweepDetails>(apiPath("sweep", { id }), interval);
  const started = useActions(id, refresh);
  const [marked, setMarked] = useState<number>();
  if (!sweep) return error ? <ErrorNotice error={error} /> : <Notice>Reading the sweep…</Notice>;
  const prune = facts.actions.includes("prune")
    ? (trial: number) => void started.start({ kind: "prune", trial })
    : undefined;
  return (
    <>
      <SweepHeader sweep={sweep} />
      <ErrorNotice error={error} />
      <SweepActions sweep={sweep} facts={facts} started={started} />
      <section>
        <h2>Workers</h2>
        <Workers sweep={sweep} onPrune={prune} />
      </section>
      <section>
        <h2>Parameters</h2>
        <ParallelCoordinates sweep={sweep} marked={marked} onMark={setMarked} />
        <div class="columns">
          <ImportanceBars sweep={sweep} />
          {sweep.heatMap && sweep.heatMap.cells.length > 0 && (
            <HeatMapFigure map={sweep.heatMap} metric={sweep.metric} />
          )}
        </div>
      </section>
      <section>
        <h2>Configurations</h2>
        <ConfigurationTable sweep={sweep} marked={marked} onMark={setMarked} />
      </section>
      <section>
        <h2>Logs of agents</h2>
        <AgentLogs id={id} logs={sweep.logs} />
      </section>
    </>
  );
}

function SweepHeader({ sweep }: { readonly sweep: SweepDetails }): JSX.Element {
  const { metric, best, configurations } = sweep;
  const first = best === undefined ? undefined : configurations[best];
  return (
    <header>
      <div class="title">
        <h1>{sweep.id}</h1>
        <Status status={sweep.status} />
      </div>
      {sweep.description !== undefined && <p>{sweep.description}</p>}
      <Counts counts={sweep.counts} total={sweep.total} />
      {first && (
        <p class="best-configuration">
          Best: {metric.name}{" "}
          <strong>
            {formatNumber(first.value)}
            {formatSpread(first.spread)}
          </strong>{" "}
          with{" "}
          {Object.entries(first.values).map(([path, value]) => (
            <code key={path}>
              {path}={settingText(value)}{" "}
            </code>
          ))}
        </p>
      )}
      {sweep.damaged > 0 && <Notice kind="error">{sweep.damaged} lines of the journal are damaged and skipped.</Notice>}
    </header>
  );
}
