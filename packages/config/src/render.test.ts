import { expect, test } from "vitest";
import { diagnostic } from "./diagnostic.ts";
import { renderDiagnostics } from "./render.ts";

/** Marks a word of a text. */
const mark = (text: string, word: string) => {
  const start = text.indexOf(word);
  return diagnostic({ source: { name: "x.yaml", text }, start, end: start + word.length }, ["a"], { message: "wrong" });
};
const render = (text: string, word: string) => `\n${renderDiagnostics([mark(text, word)])}\n`;

test("the caret stands under wide characters, joined marks and tabs", () => {
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

test("a value of several lines is marked on its first", () => {
  expect(render("a: |\n  two\n  lines\n", "|\n  two\n  lines")).toMatchInlineSnapshot(`
    "
    error x.yaml:1:4 at a
        1 | a: |
          |    ^ wrong
    "
  `);
});

test("nothing in a file reaches the terminal as a command", () => {
  expect(render("a: \u001b[2Jb\u202e\r\n", "b")).not.toMatch(/(?!\n)\p{Control}|\u202e/u);
});

test("of many errors the first are shown", () => {
  const many = Array.from({ length: 50 }, () => mark("a: here", "here"));
  expect(renderDiagnostics(many).match(/error/g)).toHaveLength(21);
  expect(renderDiagnostics(many)).toMatch(/\n\nand 30 more errors$/);
});
