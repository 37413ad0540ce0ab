import { expect, test } from "vitest";
import { readCatalogue } from "../../../packages/cli/src/explain/catalogue.ts";
import { commands } from "../../../packages/cli/src/command-table.ts";
import { commandPages } from "./command-pages.ts";
import { keyPages } from "./key-pages.ts";
import { sentence, table } from "./markdown.ts";
import { pluginPages } from "./plugin-pages.ts";

const catalogue = await readCatalogue();
const headingsOf = (text: string): readonly string[] => [...text.matchAll(/^##+ `(.+)`$/gm)].map(([, path]) => path!);

test("every key of experiments and sweeps has a section with its meaning, facts and an example", () => {
  const [experiment, sweep] = keyPages(catalogue);
  expect(headingsOf(experiment!.text)).toEqual(catalogue.keys.experiment.map(({ path }) => path));
  expect(headingsOf(sweep!.text)).toEqual(catalogue.keys.sweep.map(({ path }) => path));
  expect(experiment!.text).toContain(`### \`distill.student.ema.rampUp\`

Largest half-life as a fraction of the samples seen so far; null: no such limit.

| type           | range   | default |
| -------------- | ------- | ------- |
| number \\| null | above 0 | \`0.05\`  |

\`\`\`yaml
distill: { student: { ema: { rampUp: 0.05 } } }
\`\`\`
`);
});

test("every plugin has a page with a section for each option, and links to its role, keys, family and source", () => {
  const pages = pluginPages(catalogue, (path) => `/${path}`);
  expect(pages).toHaveLength(catalogue.plugins.length + 1);
  for (const { use, options } of catalogue.plugins) {
    const page = pages.find(({ path }) => path === `plugins/${use}.md`)!;
    expect(headingsOf(page.text), use).toEqual(options.map(({ path }) => path));
    expect(pages[0]!.text).toContain(`(/plugins/${use}.md)`);
  }
  const { text } = pages.find(({ path }) => path === "plugins/time-laws/sid.md")!;
  for (const link of ["roles/time-law.md", "reference/experiment.md#pretrain-time", "plugins/time-laws/src/sid.ts"]) {
    expect(text).toContain(`(/${link})`);
  }
});

test("every command has a page with its arguments, options and subcommands", async () => {
  const [index, ...pages] = await commandPages();
  expect(pages.map(({ title }) => title)).toEqual(Object.keys(commands).map((name) => `tweedie ${name}`));
  for (const name of Object.keys(commands)) expect(index!.text).toContain(`(/reference/commands/${name}.md)`);
  const { text } = pages.find(({ title }) => title === "tweedie sweep")!;
  expect(headingsOf(text)).toContain("tweedie sweep status");
  expect(text).toMatch(/^\| `--parallel <n>` +\| Parallel trials/m);
});

test("marks of Markdown in descriptions are text, except code", () => {
  expect(sentence("c_aa *of* [a], see `a_b`")).toBe("C\\_aa \\*of\\* \\[a\\], see `a_b`.");
  expect(table(["a"], [["b|c"]])).toContain("b\\|c");
});
