import type { JSX } from "preact";
import type { RunDetails } from "../../api/run-details.ts";
import { formatBytes, formatCount } from "../parts/format.ts";

/** Files of the run folder, extensions of the run, and the software and hardware of its newest part. */
export function FactsSection({ run }: { readonly run: RunDetails }): JSX.Element {
  const { files, extensions, provenance } = run;
  return (
    <div class="columns">
      <table>
        <caption>Files in {run.id}</caption>
        <tbody>
          {files.map(({ name, size }) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td class="number">{formatBytes(size)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <table>
        <caption>Software and hardware</caption>
        <tbody>
          {Object.entries(provenance).map(([name, value]) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td class="wrap">{value}</td>
            </tr>
          ))}
          {extensions.map(({ step, overrides }) => (
            <tr key={`extended ${step}`}>
              <th scope="row">extended at {formatCount(step)}</th>
              <td>{overrides.join(" ")}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
