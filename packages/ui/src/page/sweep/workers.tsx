import type { JSX } from "preact";
import type { SweepDetails } from "../../api/sweep.ts";
import { ageText, formatCount, formatNumber } from "../parts/format.ts";
import { runLink } from "../route.ts";

interface WorkersProps {
  readonly sweep: SweepDetails;
  readonly onPrune: ((trial: number) => void) | undefined;
}

/** The running trials with the agents that hold them, and their newest reports. */
export function Workers({ sweep, onPrune }: WorkersProps): JSX.Element {
  const running = sweep.trials.filter(({ status }) => status === "running");
  if (running.length === 0) return <p class="empty">No trial is running.</p>;
  return (
    <div class="scroll" tabIndex={0} role="region" aria-label="running trials">
      <table>
        <thead>
          <tr>
            {["trial", "agent", "since", `newest ${sweep.metric.name}`, ""].map((name) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {running.map(({ trial, run, agent, began, reports }) => {
            const report = reports.at(-1);
            return (
              <tr key={trial}>
                <th scope="row">{run === undefined ? trial : <a href={runLink(run)}>{trial}</a>}</th>
                <td>{agent}</td>
                <td>{began !== undefined && ageText(began)}</td>
                <td>{report && `${formatNumber(report[1] ?? undefined)} at ${formatCount(report[0])}`}</td>
                <td>
                  {onPrune && (
                    <button
                      type="button"
                      aria-label={`prune trial ${trial}`}
                      onClick={() => confirm(`End trial ${trial} early, as a pruner would?`) && onPrune(trial)}
                    >
                      Prune
                    </button>
                  )}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
