import { expect, test } from "vitest";
import { tableInBlocks, tableWidth } from "./table.ts";

const rows = [
  ["", "sw2", "mmd", "modes"],
  ["step 1", "0.5 ± 0.1", "0.25", "7"],
  ["step 2", "0.4", "0.125", "8"],
];

test("a table that is too wide has blocks of columns, each with the first", () => {
  expect(tableInBlocks(rows, 80)).toHaveLength(3);
  expect(tableInBlocks(rows, 24)).toEqual([
    "        sw2        mmd",
    "step 1  0.5 ± 0.1  0.25",
    "step 2  0.4        0.125",
    "",
    "        modes",
    "step 1  7",
    "step 2  8",
  ]);
});

test("a column that is too wide by itself is a block", () => {
  expect(tableInBlocks(rows, 5).filter((line) => line === "")).toHaveLength(2);
});

test("the cells of a block are painted by their place in the whole table", () => {
  const paint = (cell: string, row: number, column: number) => (row === 1 && column === 3 ? `<${cell}>` : cell);
  expect(tableInBlocks(rows, 24, paint)).toContain("step 1  <7>");
});

test("the width of a table is that of its widest line", () => expect(tableWidth(rows)).toBe(31));
