import { expect, test } from "vitest";
import { html, trusted } from "./html.ts";

test("html escapes values, keeps markup, joins lists, and omits false and undefined", () => {
  const hostile = `<script>alert("1 & 2")</script>'`;
  expect(html`<p title="${hostile}">${hostile}</p>`.markup).toBe(
    '<p title="&lt;script&gt;alert(&quot;1 &amp; 2&quot;)&lt;/script&gt;&#39;">&lt;script&gt;alert(&quot;1 &amp; 2&quot;)&lt;/script&gt;&#39;</p>',
  );
  expect(html`${[html`<b>${1}</b>`, "<"]}${false}${undefined}${trusted("<i>")}`.markup).toBe("<b>1</b>&lt;<i>");
});

test("html keeps backslashes and dollar signs", () => {
  expect(html`<p>${"$& $1 \\n"}</p>`.markup).toBe("<p>$&amp; $1 \\n</p>");
});
