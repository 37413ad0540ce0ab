import { expect, test } from "vitest";
import { createDiagnostic } from "./diagnostic.ts";
import { renderDiagnostics } from "./render.ts";

/** A diagnostic of a word of a text. */
const diagnosticAt = (text: string, word: string) => {
  const start = text.indexOf(word);
  return createDiagnostic({ source: { name: "x.yaml", text }, start, end: start + word.length }, ["a"], {
    message: "wrong",
  });
};
const render = (text: string, word: string) => `\n${renderDiagnostics([diagnosticAt(text, word)])}\n`;

test("the caret is aligned under wide characters, combining marks and tabs", () => {
  expect(render("a: [日本, e\u0301, 🙂, here]", "here")).toMatchInlineSnapshot(`
    "
    error x.yaml:1:17 at a
        1 | a: [日本, é, 🙂, here]
          |                  ^^^^ wrong
    "
  `);
  expect(render("a:\t\there", "here")).toMatchInlineSnapshot(`
    "
    error x.yaml:1:5 at a
        1 | a:		here
          |   		^^^^ wrong
    "
  `);
  expect(render("a: 日本", "日本")).toMatchInlineSnapshot(`
    "
    error x.yaml:1:4 at a
        1 | a: 日本
          |    ^^^^ wrong
    "
  `);
});

test("a long line is cut around the caret", () => {
  expect(render(`a: [${"1, ".repeat(60)}here${", 2".repeat(60)}]`, "here")).toMatchInlineSnapshot(`
    "
    error x.yaml:1:185 at a
        1 | …1, 1, 1, 1, 1, 1, 1, 1, 1, 1, here, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2…
          |                                ^^^^ wrong
    "
  `);
  expect(render(`a: "${"x".repeat(200)}"`, `"${"x".repeat(200)}"`)).toMatchInlineSnapshot(`
    "
    error x.yaml:1:4 at a
        1 | a: "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…
          |    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ wrong
    "
  `);
});

test("a value of several lines is marked on its first line", () => {
  expect(render("a: |\n  two\n  lines\n", "|\n  two\n  lines")).toMatchInlineSnapshot(`
    "
    error x.yaml:1:4 at a
        1 | a: |
          |    ^ wrong
    "
  `);
});

test("control characters of a file do not reach the terminal", () => {
  expect(render("a: \u001b[2Jb\u202e\r\n", "b")).not.toMatch(/(?!\n)\p{Control}|\u202e/u);
});

test("only the first of many errors are rendered", () => {
  const many = Array.from({ length: 50 }, () => diagnosticAt("a: here", "here"));
  expect(renderDiagnostics(many).match(/error/g)).toHaveLength(21);
  expect(renderDiagnostics(many)).toMatch(/\n\nand 30 more errors$/);
});
