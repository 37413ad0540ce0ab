import type { JSX } from "preact";
import { useCallback, useState } from "preact/hooks";
import type { RunComparison } from "../../api/comparison.ts";
import { apiPath } from "../api/client.ts";
import { usePolled } from "../api/use-polled.ts";
import type { FollowedRows } from "../api/use-rows.ts";
import { ErrorNotice, Notice, Status } from "../parts/status.tsx";
import { Swatch } from "../plot/swatch.tsx";
import { runLink } from "../route.ts";
import { ComparedCurves } from "./compared-curves.tsx";
import { ComparedSamples } from "./compared-samples.tsx";
import { ComparedTable } from "./compared-table.tsx";
import { FollowRun } from "./follow-run.tsx";

const interval = 5_000;

/** Runs side by side: curves on one axis, settings that differ, samples of the same latents. */
export function ComparePage({ ids }: { readonly ids: readonly string[] }): JSX.Element {
  const { data: comparison, error } = usePolled<RunComparison>(apiPath("compare", { id: ids }), interval);
  const [logs, setLogs] = useState<ReadonlyMap<string, FollowedRows>>(new Map());
  const onRows = useCallback((id: string, rows: FollowedRows) => setLogs((old) => new Map([...old, [id, rows]])), []);
  return (
    <>
      <div class="title">
        <h1>Comparison</h1>
        <p class="count">{ids.length} runs</p>
      </div>
      {ids.map((id) => (
        <FollowRun key={id} id={id} onRows={onRows} />
      ))}
      <ErrorNotice error={error} />
      {!comparison && !error && <Notice>Reading the runs…</Notice>}
      <ol class="legend">
        {ids.map((id, i) => (
          <li key={id}>
            <Swatch index={i} /> <a href={runLink(id)}>{id}</a>{" "}
            {comparison && <Status status={comparison.runs[i]!.status} />}
          </li>
        ))}
      </ol>
      {comparison && (
        <>
          <section>
            <h2>Metrics and settings that differ</h2>
            <ComparedTable comparison={comparison} />
          </section>
          <section>
            <h2>Curves</h2>
            <ComparedCurves ids={ids} logs={logs} metrics={comparison.metrics.map(({ name }) => name)} />
          </section>
          <section>
            <h2>Samples</h2>
            <ComparedSamples runs={comparison.runs} />
          </section>
        </>
      )}
    </>
  );
}
