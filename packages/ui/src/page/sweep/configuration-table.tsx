import type { JSX } from "preact";
import { useState } from "preact/hooks";
import type { Configuration, SweepDetails, Trial } from "../../api/sweep.ts";
import { formatNumber, formatSpread, settingText } from "../parts/format.ts";
import { Status } from "../parts/status.tsx";
import { compareLink, runLink } from "../route.ts";

interface TableProps {
  readonly sweep: SweepDetails;
  readonly marked: number | undefined;
  readonly onMark: (configuration: number | undefined) => void;
}

const firstRows = 50;

/** All configurations, best first, with links to their trials. */
export function ConfigurationTable({ sweep, marked, onMark }: TableProps): JSX.Element {
  const [limit, setLimit] = useState(firstRows);
  const { configurations, metric, trials } = sweep;
  const sign = metric.goal === "minimize" ? 1 : -1;
  const key = ({ value }: Configuration) => (value === undefined ? Infinity : sign * value);
  const ranked = [...configurations].sort((a, b) =>
    key(a) === key(b) ? a.configuration - b.configuration : key(a) - key(b),
  );
  const paths = [...new Set(configurations.flatMap(({ values }) => Object.keys(values)))];
  const top = ranked
    .slice(0, 4)
    .flatMap((each) => each.trials.flatMap((trial) => trials[trial]?.run ?? []).slice(0, 1));
  return (
    <>
      {top.length > 1 && (
        <p>
          <a class="button" href={compareLink(top)}>
            Compare the best {top.length}
          </a>
        </p>
      )}
      <div class="scroll" tabIndex={0} role="region" aria-label="configurations">
        <table class="configurations">
          <thead>
            <tr>
              <th scope="col">#</th>
              <th scope="col">{metric.name}</th>
              {paths.map((path) => (
                <th key={path} scope="col">
                  {path}
                </th>
              ))}
              <th scope="col">status</th>
              <th scope="col">trials</th>
            </tr>
          </thead>
          <tbody>
            {ranked.slice(0, limit).map((each) => (
              <Row
                key={each.configuration}
                configuration={each}
                {...{ paths, trials, onMark }}
                isMarked={each.configuration === marked}
              />
            ))}
          </tbody>
        </table>
      </div>
      {ranked.length > limit && (
        <p class="more">
          <button type="button" onClick={() => setLimit(Infinity)}>
            Show all {ranked.length}
          </button>
        </p>
      )}
    </>
  );
}

interface RowProps {
  readonly configuration: Configuration;
  readonly paths: readonly string[];
  readonly trials: readonly Trial[];
  readonly isMarked: boolean;
  readonly onMark: (configuration: number) => void;
}

const Row = ({ configuration: each, paths, trials, isMarked, onMark }: RowProps): JSX.Element => (
  <tr
    class={isMarked ? "selected" : ""}
    onMouseEnter={() => onMark(each.configuration)}
    onFocusCapture={() => onMark(each.configuration)}
  >
    <th scope="row">
      {each.configuration}
      {each.isBest && <span title="best, or as good by chance"> ★</span>}
    </th>
    <td class="number strong">
      {each.value === undefined ? "" : `${formatNumber(each.value)}${formatSpread(each.spread)}`}
    </td>
    {paths.map((path) => (
      <td key={path}>
        <code>{settingText(each.values[path])}</code>
      </td>
    ))}
    <td>
      <Status status={each.status} />
    </td>
    <td>
      {each.trials.map((trial) => (
        <TrialLink key={trial} trial={trials[trial]!} />
      ))}
    </td>
  </tr>
);

const TrialLink = ({ trial: { trial, run, status, reason } }: { readonly trial: Trial }) => (
  <span class="trial" title={[status, reason].filter(Boolean).join(": ")}>
    {run === undefined ? trial : <a href={runLink(run)}>{trial}</a>}{" "}
  </span>
);
