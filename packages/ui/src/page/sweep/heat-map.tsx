import type { JSX } from "preact";
import type { HeatMap, SweepDetails } from "../../api/sweep.ts";
import { formatNumber } from "../parts/format.ts";

interface HeatMapProps {
  readonly map: HeatMap;
  readonly metric: SweepDetails["metric"];
}

/** Mean of the metric over the configurations in each cell of the two most important parameters; the better, the stronger. */
export function HeatMapFigure({ map, metric }: HeatMapProps): JSX.Element {
  const { columns, rows, cells, x, y } = map;
  const cellAt = (column: number, row: number) => cells.find((cell) => cell.column === column && cell.row === row);
  return (
    <figure class="heat">
      <figcaption>
        Mean {metric.name} by {x} (across) and {y} (down); stronger is better
      </figcaption>
      <div class="scroll" tabIndex={0} role="region" aria-label="heat map">
        <table>
          <thead>
            <tr>
              <th scope="col">
                <span class="hidden">{y}</span>
              </th>
              {columns.map((label) => (
                <th key={label} scope="col">
                  {label}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((label, row) => (
              <tr key={label}>
                <th scope="row">{label}</th>
                {columns.map((_, column) => {
                  const cell = cellAt(column, row);
                  return (
                    <td
                      key={column}
                      style={{ "--depth": cell ? `${8 + 55 * cell.depth}%` : "0%" }}
                      title={cell && `${cell.count} configurations`}
                    >
                      {cell && formatNumber(cell.value)}
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </figure>
  );
}
