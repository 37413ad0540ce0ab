/** Lines of a table whose columns are aligned and two spaces apart. `paint` colours a cell after it was padded. */
export function table(
  rows: readonly (readonly string[])[],
  paint: (padded: string, row: number, column: number) => string = (padded) => padded,
): string[] {
  const count = Math.max(0, ...rows.map((row) => row.length));
  const widths = Array.from({ length: count }, (_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((cells, row) => {
    const last = cells.findLastIndex((cell) => cell !== "");
    return cells
      .slice(0, last + 1)
      .map((cell, column) => paint(column === last ? cell : cell.padEnd(widths[column]!), row, column))
      .join("  ");
  });
}
