import { expect, test } from "vitest";
import { withContents } from "./contents.ts";
import { foldedSection } from "./fold.ts";
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

test("the link to a folded section leads into it, so that the browser opens it", () => {
  const folded = foldedSection("Memory", html`<p>4 kB</p>`);
  const { markup } = withContents(html`${page("Results", "Training")} ${folded}`);
  expect(markup).toContain('<a href="#section-3">Memory</a>');
  expect(markup).toMatch(/<summary><h2>Memory<\/h2><\/summary>\s*<div id="section-3" class="folded"><p>4 kB/);
});
