import type { JSX } from "preact";
import type { SweepDetails } from "../../api/sweep.ts";

const percent = (share: number): string => `${Math.round(100 * share)} %`;

/** Fraction of the metric's variance that each parameter explains alone, and pairs beyond that. */
export function ImportanceBars({ sweep }: { readonly sweep: SweepDetails }): JSX.Element {
  const { axes, interactions, metric, importanceIsLog } = sweep;
  const known = axes.filter(({ importance }) => importance !== undefined);
  if (known.length === 0) {
    return <p class="empty">The importance of the parameters is estimated from 8 complete configurations on.</p>;
  }
  const bars = [
    ...known.map(({ name, importance }) => ({ name, share: importance! })),
    ...interactions.map(({ a, b, share }) => ({ name: `${axes[a]!.name} × ${axes[b]!.name}`, share })),
  ].sort((one, other) => other.share - one.share);
  return (
    <figure class="importance">
      <figcaption>
        Share of the variance of {importanceIsLog ? `log ${metric.name}` : metric.name} (functional ANOVA)
      </figcaption>
      <table>
        <tbody>
          {bars.map(({ name, share }) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td class="bar-cell">
                <span class="share" style={{ width: `${100 * Math.max(0.005, share)}%` }} />
              </td>
              <td class="number">{percent(share)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </figure>
  );
}
