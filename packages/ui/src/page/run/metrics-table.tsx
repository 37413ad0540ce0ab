import { scaleOf, titleOf } from "@tweedie/report/metric-name";
import type { JSX } from "preact";
import type { Metric } from "../../api/run-details.ts";
import { formatNumber, formatSpread } from "../parts/format.ts";

/** Metrics with their reference values: the noise floor, the teacher, a Gaussian like the data. */
export function MetricsTable({ metrics }: { readonly metrics: readonly Metric[] }): JSX.Element {
  if (metrics.length === 0) return <p class="empty">No metric yet: the first evaluation measures them.</p>;
  return (
    <div class="scroll" tabIndex={0} role="region" aria-label="metrics">
      <table>
        <thead>
          <tr>
            <th scope="col">metric</th>
            {["student", "noise floor", "teacher", "Gaussian"].map((name) => (
              <th key={name} scope="col" class="number">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {metrics.map((metric) => (
            <tr key={metric.name}>
              <th scope="row">
                {titleOf(metric)} {titleOf(metric) !== metric.name && <code>{metric.name}</code>}
                <span class="scale">{scaleOf(metric)}</span>
              </th>
              <td class="number strong">
                {formatNumber(metric.value)}
                {formatSpread(metric.spread)}
              </td>
              {[metric.floor, metric.teacher, metric.gaussian].map((reference, i) => (
                <td key={i} class="number">
                  {formatNumber(reference)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
