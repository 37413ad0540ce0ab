import { textWidth } from "@tweedie/core";

// eslint-disable-next-line no-control-regex -- colour codes begin with a control character
const colorCodes = /\x1b\[[\d;]*m/g;
const visibleWidth = (text: string): number => textWidth(text.replaceAll(colorCodes, ""));

/**
 * Breaks lines that are wider than a terminal, at spaces: never in a word, a number or a number with its deviation. Further lines begin
 * where the last column of a table begins, or two spaces after the beginning of the text. A line of JSON stays one.
 */
export const wrapLines = (text: string, width: number): string =>
  text
    .split("\n")
    .map((line) => (visibleWidth(line) <= width || line.startsWith('{"') ? line : wrap(line, width)))
    .join("\n");

function wrap(line: string, width: number): string {
  const indent = indentOf(line, width);
  const lines: string[] = [];
  let current = "";
  let isEmpty = true;
  for (const [, space = "", word = ""] of line.matchAll(/(\s*)(\S+(?: ± \S+)?)/g)) {
    if (!isEmpty && visibleWidth(current + space + word) > width) {
      lines.push(current);
      current = " ".repeat(indent) + word;
    } else current += space + word;
    isEmpty = false;
  }
  return [...lines, current].join("\n");
}

/** Position at which the last column begins, if that is in the first half; else two spaces after the beginning of the text. */
function indentOf(line: string, width: number): number {
  const plain = line.replaceAll(colorCodes, "");
  const starts = [...plain.matchAll(/ {2,}(?=\S)/g)].map(
    ({ 0: gap, index }) => textWidth(plain.slice(0, index)) + gap.length,
  );
  const start = plain.search(/\S|$/);
  const column = starts.findLast((each) => each <= width / 2 && each > start);
  return column ?? Math.min(start + 2, Math.floor(width / 2));
}
