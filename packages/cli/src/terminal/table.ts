import { textWidth, visibleLine } from "@tweedie/core";

/**
 * Lines of a table whose columns are aligned and two spaces apart. Control characters and newlines of cells are made visible. `paint`
 * colours a cell after it was padded.
 */
export function table(
  given: readonly (readonly string[])[],
  paint: (padded: string, row: number, column: number) => string = (padded) => padded,
): string[] {
  const rows = given.map((row) => row.map(visibleLine));
  const count = Math.max(0, ...rows.map((row) => row.length));
  const widths = Array.from({ length: count }, (_, column) =>
    Math.max(...rows.map((row) => textWidth(row[column] ?? ""))),
  );
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
