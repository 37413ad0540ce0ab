import { expect, test } from "vitest";
import { withContents } from "./contents.ts";
import { html } from "./html.ts";

const page = (...titles: string[]) =>
  html`<header>h</header>
    ${titles.map((title) => html`<h2>${title}</h2>`)}`;

test("a page of several sections has links to all of them behind its header", () => {
  const { markup } = withContents(page("Results", "Cost & time", "Training"));
  expect(markup).toContain('</header><nav aria-label="Contents"><ul><li><a href="#section-1">Results</a></li>');
  expect(markup).toContain('<a href="#section-2">Cost &amp; time</a>');
  expect(markup).toContain('<h2 id="section-3">Training</h2>');
});

test("a page of two sections has none", () => {
  expect(withContents(page("Results", "Training")).markup).not.toContain("<nav");
});
