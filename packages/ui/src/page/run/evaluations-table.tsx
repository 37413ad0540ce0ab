import type { JSX } from "preact";
import type { Evaluation } from "../../api/run-details.ts";
import { formatCount, formatNumber, formatSpread } from "../parts/format.ts";

/** Evaluations of checkpoints that were made after the run, a row each. */
export function EvaluationsTable({ evaluations }: { readonly evaluations: readonly Evaluation[] }): JSX.Element | null {
  if (evaluations.length === 0) return null;
  const names = [...new Set(evaluations.flatMap(({ metrics }) => metrics.map(({ name }) => name)))];
  return (
    <div class="scroll" tabIndex={0} role="region" aria-label="evaluations of checkpoints">
      <table>
        <caption>Evaluations after the run</caption>
        <thead>
          <tr>
            {["checkpoint", "samples", ...names].map((name) => (
              <th key={name} scope="col" class="number">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {evaluations.map(({ step, halfLife, samples, metrics }, i) => (
            <tr key={i}>
              <th scope="row" class="number">
                {formatCount(step)}
                {halfLife !== undefined && ` (half-life ${formatCount(halfLife)})`}
              </th>
              <td class="number">{formatCount(samples)}</td>
              {names.map((name) => {
                const metric = metrics.find((each) => each.name === name);
                return (
                  <td key={name} class="number">
                    {metric && `${formatNumber(metric.value)}${formatSpread(metric.spread)}`}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
