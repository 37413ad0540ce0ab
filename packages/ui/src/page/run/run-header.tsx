import type { JSX } from "preact";
import type { RunDetails } from "../../api/run-details.ts";
import type { FollowedRows } from "../api/use-rows.ts";
import { ageText, formatBytes, formatCount, formatDuration, formatNumber } from "../parts/format.ts";
import { Progress, Status } from "../parts/status.tsx";
import { sweepLink } from "../route.ts";

/** Name, status and progress of a run: rate, rest of the phase, images, memory. */
export function RunHeader({ run, rows }: { readonly run: RunDetails; readonly rows: FollowedRows }): JSX.Element {
  const { batch, memory, planned, sweep, writer } = run;
  const newest = rows.last[0];
  const isAhead = run.status === "running" && newest?.phase === run.phase && newest.step > run.step;
  const step = isAhead ? newest.step : run.step;
  const rest = planned !== undefined && rows.rate !== undefined ? (planned - step) / rows.rate : undefined;
  const facts: readonly (readonly [string, string | undefined])[] = [
    ["computing", formatDuration(run.seconds)],
    ["rate", rows.rate === undefined || run.status !== "running" ? undefined : `${formatNumber(rows.rate)} steps/s`],
    ["rest of the phase", rest === undefined || run.status !== "running" ? undefined : formatDuration(rest)],
    ["images", batch === undefined ? undefined : formatCount(step * batch)],
    ["backend", run.backend],
    ["seed", String(run.seed)],
    ["started", `${ageText(run.started)} ago`],
    ["peak memory", memory && formatBytes(memory.peak)],
    ["weights and moments", memory && formatBytes(memory.models)],
    ["process", writer && `${writer.pid} on ${writer.host}`],
  ];
  return (
    <header class="run">
      <div class="title">
        <h1>{run.id}</h1>
        <Status status={run.status} />
        <Progress step={step} planned={planned} phase={run.phase} />
      </div>
      {run.reason !== undefined && <p class="reason">{run.reason}</p>}
      {sweep && (
        <p>
          Trial {sweep.trial} of <a href={sweepLink(sweep.id)}>{sweep.id}</a>
        </p>
      )}
      <dl class="facts">
        {facts.map(
          ([name, value]) =>
            value !== undefined && (
              <div key={name}>
                <dt>{name}</dt>
                <dd>{value}</dd>
              </div>
            ),
        )}
      </dl>
      {run.warnings.length > 0 && (
        <ul class="warnings" aria-label="warnings">
          {run.warnings.map((warning) => (
            <li key={warning}>{warning}</li>
          ))}
        </ul>
      )}
    </header>
  );
}
