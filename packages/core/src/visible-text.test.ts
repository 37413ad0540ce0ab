import { expect, test } from "vitest";
import { escapeObeyed, textWidth, visibleLine, visibleText } from "./visible-text.ts";

const hostile = "a\u001b[2J\u009b1m\u007f\u0000\r\u202eb\u2066\ufeff";

test("a terminal obeys no character of visible text", () => {
  expect(visibleText(hostile)).toBe("a␛[2J�1m␡␀␍�b��");
  expect(visibleText("two\n\tlines, 測定 é 👍🏽")).toBe("two\n\tlines, 測定 é 👍🏽");
  expect(visibleLine("two\n\tlines")).toBe("two␊␉lines");
});

test("escaped characters are read back by JSON", () => {
  const escaped = escapeObeyed(JSON.stringify(hostile));
  expect(escaped).toMatch(/^[ -~]*$/);
  expect(JSON.parse(escaped)).toBe(hostile);
});

test.each([
  ["abc", 3],
  ["測定", 4],
  ["e\u0301", 1],
  ["👍", 2],
])("the width of %s is %d columns", (text, width) => expect(textWidth(text)).toBe(width));
