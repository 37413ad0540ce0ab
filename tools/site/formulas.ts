import katex from "@vscode/markdown-it-katex";
import type { MarkdownOptions } from "vitepress";

type MarkdownIt = Parameters<NonNullable<MarkdownOptions["config"]>>[0];

const rules = ["math_inline", "math_inline_block", "math_block", "fence"] as const;

/** Adds formulas to Markdown, `$...$`, `$$...$$` and blocks of the language `math`, which KaTeX renders when the site is built. */
export function withFormulas(markdown: MarkdownIt): void {
  markdown.use(katex.default, { enableFencedBlocks: true });
  for (const rule of rules) {
    const render = markdown.renderer.rules[rule]!;
    // Vue would read two braces in the source of a formula as an expression.
    markdown.renderer.rules[rule] = (...of) =>
      render(...of)
        .replaceAll('class="katex-block"', 'class="katex-block" v-pre')
        .replaceAll('<span class="katex"', '<span v-pre class="katex"');
  }
}
