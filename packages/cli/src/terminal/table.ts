import { textWidth, visibleLine } from "@tweedie/core";

/**
 * A table in blocks of columns that fit in `width` characters, one below the other. Each begins with the first column.
 */
export function tableInBlocks(rows: readonly (readonly string[])[], width: number, paint?: Paint): string[] {
  const widths = columnWidths(rows.map((row) => row.map(visibleLine)));
  const first = widths[0] ?? 0;
  const blocks = [[0]];
  let used = first;
  for (const [column, own] of widths.entries()) {
    if (column === 0) continue;
    if (used + 2 + own > width && blocks.at(-1)!.length > 1) {
      blocks.push([0]);
      used = first;
    }
    blocks.at(-1)!.push(column);
    used += 2 + own;
  }
  if (blocks.length <= 1) return table(rows, paint);
  return blocks.flatMap((columns, i) => [...(i > 0 ? [""] : []), ...blockOf(rows, columns, paint)]);
}

/** Some columns of a table, without rows that are empty there. */
function blockOf(rows: readonly (readonly string[])[], columns: readonly number[], paint?: Paint): string[] {
  const isShown = (row: readonly string[]) => columns.some((column) => column > 0 && (row[column] ?? "") !== "");
  const shown = rows.flatMap((row, i) => (i === 0 || isShown(row) ? [i] : []));
  return table(
    shown.map((i) => columns.map((column) => rows[i]![column] ?? "")),
    paint && ((padded, row, column) => paint(padded, shown[row]!, columns[column]!)),
  );
}

/** Colours a cell after it was padded. */
type Paint = (padded: string, row: number, column: number) => string;

/** Width of a table in characters. */
export const tableWidth = (rows: readonly (readonly string[])[]): number =>
  Math.max(0, ...table(rows).map((line) => textWidth(line)));

const columnWidths = (rows: readonly (readonly string[])[]): readonly number[] =>
  Array.from({ length: Math.max(0, ...rows.map((row) => row.length)) }, (_, column) =>
    Math.max(...rows.map((row) => textWidth(row[column] ?? ""))),
  );

/** Lines of a table whose columns are aligned and two spaces apart. Control characters and newlines of cells are made visible. */
export function table(given: readonly (readonly string[])[], paint: Paint = (padded) => padded): string[] {
  const rows = given.map((row) => row.map(visibleLine));
  const widths = columnWidths(rows);
  return rows.map((cells, row) => {
    const last = cells.findLastIndex((cell) => cell !== "");
    return cells
      .slice(0, last + 1)
      .map((cell, column) =>
        paint(column === last ? cell : cell + " ".repeat(widths[column]! - textWidth(cell)), row, column),
      )
      .join("  ");
  });
}
