import { readFileSync } from "node:fs";
import { join } from "node:path";
import { readSweep } from "@tweedie/study";
import { describe, expect, test } from "vitest";
import { read, root } from "../docs/documents.ts";
import { digestOf } from "../docs/record.ts";
import { judge } from "./claim.ts";
import { findingsPage } from "./page/page.ts";
import {
  answeredQuestions,
  figuresOf,
  imagePath,
  pagePath,
  readFigureDigests,
  specificationDigest,
} from "./page/write-page.ts";
import { questions } from "./questions/index.ts";
import { mapMetrics } from "./results.ts";

const answered = answeredQuestions();

test("the page is the one that the committed results give: `npm run findings -- --page` writes it", () => {
  expect(read(pagePath)).toBe(findingsPage(answered));
});

test("the pictures are those of the committed results", () => {
  const expected = figuresOf(answered).map((figure) => {
    const file = digestOf(readFileSync(join(root, imagePath(figure))));
    return [imagePath(figure), { file, specification: specificationDigest(figure) }];
  });
  expect(readFigureDigests()).toEqual(Object.fromEntries(expected));
});

test.each(questions.flatMap(({ sweeps }) => sweeps))("experiments/findings/%s.yaml is a valid sweep", async (name) => {
  const { size } = await readSweep(join(root, "experiments/findings", `${name}.yaml`));
  expect(size).toBeGreaterThan(0);
});

describe.each(answered)("$question.number. $question.title", ({ question, results }) => {
  const description = question.describe(results);

  test("no interval contradicts a claim", () => {
    const opposite = description.claims.filter((claim) => judge(claim).conclusion === "opposite");
    expect(opposite.map(({ text }) => text)).toEqual([]);
  });

  test("the numbers of the answer come from the results", () => {
    const numbers = (text: string) => text.match(/\d+\.\d+/g) ?? [];
    const settings = new Set(
      numbers(JSON.stringify(Object.values(results).map(({ rows }) => rows.map(({ values }) => values)))),
    );
    const changed = new Set(numbers(question.describe(mapMetrics(results, (x) => 1.618 * x + 0.0517)).answer));
    const constant = numbers(description.answer).filter((number) => changed.has(number) && !settings.has(number));
    expect(constant).toEqual([]);
  });

  test.each(question.sweeps)("the results of %s have a run for each trial of the sweep", async (name) => {
    const { plan, size } = await readSweep(join(root, "experiments/findings", `${name}.yaml`));
    expect(results[name]!.rows).toHaveLength(size * Math.max(1, plan.repeat.length));
    const paths = [...plan.parameters.map(({ path }) => path), ...Object.keys(plan.repeat[0] ?? {})];
    for (const { values } of results[name]!.rows) expect(Object.keys(values).sort()).toEqual(paths.sort());
  });
});
