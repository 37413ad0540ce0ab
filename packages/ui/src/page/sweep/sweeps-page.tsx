import type { JSX } from "preact";
import type { SweepRow } from "../../api/sweep.ts";
import { apiPath } from "../api/client.ts";
import { usePolled } from "../api/use-polled.ts";
import { formatNumber } from "../parts/format.ts";
import { ErrorNotice, Notice, Status } from "../parts/status.tsx";
import { sweepLink } from "../route.ts";
import { Counts } from "./counts.tsx";

const interval = 3_000;

/** The list of sweeps. */
export function SweepsPage(): JSX.Element {
  const { data: sweeps, error } = usePolled<readonly SweepRow[]>(apiPath("sweeps"), interval);
  return (
    <>
      <div class="title">
        <h1>Sweeps</h1>
        {sweeps && <p class="count">{sweeps.length}</p>}
      </div>
      <ErrorNotice error={error} />
      {!sweeps && !error && <Notice>Reading the sweeps…</Notice>}
      {sweeps?.length === 0 && <p class="empty">No sweeps here yet: tweedie sweep SWEEP.yaml begins one.</p>}
      <ul class="cards">
        {sweeps?.map((sweep) => (
          <li key={sweep.id}>
            <a href={sweepLink(sweep.id)}>{sweep.id}</a> <Status status={sweep.status} />
            <Counts counts={sweep.counts} total={sweep.total} />
            {sweep.best !== undefined && (
              <p>
                best {sweep.metric} <strong>{formatNumber(sweep.best)}</strong>
              </p>
            )}
            {sweep.problem !== undefined && <Notice kind="error">{sweep.problem}</Notice>}
          </li>
        ))}
      </ul>
    </>
  );
}
