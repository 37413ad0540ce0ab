import { type Html, html } from "./html.ts";

/** A column of a table. */
export interface Column {
  readonly title: string;
  /** Text below the title: the unit and the direction of a metric. */
  readonly scale?: string;
  /** Title where there is little space. Default: the title. */
  readonly short?: string;
  readonly isNumber?: boolean;
}

/** Number of columns from which each row of a table is a block on a phone, with the title of its column before each value. */
const mostOnPhone = 4;

/** A table whose rows have a heading in the first column. `blocks`: each row is a block on a phone, by default if there are many columns. */
export function dataTable(
  columns: readonly Column[],
  rows: readonly (readonly (Html | string)[])[],
  { blocks = columns.length > mostOnPhone }: { readonly blocks?: boolean } = {},
): Html {
  const head = ({ title, scale, isNumber }: Column) =>
    html`<th ${isNumber === true && html`class="number"`} scope="col">
      ${title} ${scale && html`<span>${scale}</span>`}
    </th>`;
  const cell = (value: Html | string, i: number) => {
    const { title, short = title, isNumber } = columns[i]!;
    if (i === 0) return html`<th scope="row">${value}</th>`;
    return html`<td ${isNumber === true && html`class="number"`} data-column="${short}">${value}</td>`;
  };
  return html`<div class="scroll">
    <table ${blocks && html`class="blocks"`}>
      <thead>
        <tr>
          ${columns.map(head)}
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          (row) =>
            html`<tr>
              ${row.map(cell)}
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}
