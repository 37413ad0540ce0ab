import { type FakeScoreOutput, type PairsPlan, TweedieError } from "@tweedie/core";
import type { Terms } from "./term.ts";

/** Checks that no term is a sum itself. @throws TweedieError */
export function checkTerms(terms: Terms): void {
  for (const [name, { use, object }] of Object.entries(terms)) {
    if (!object.studentTerms) continue;
    const what = `\`${use}\` is a sum itself`;
    throw new TweedieError({ where: `loss.terms.${name}`, what, fix: "write its terms into the outer sum" });
  }
}

/** The output that all terms read from the fake score. @throws TweedieError if they read different ones */
export function outputOf(terms: Terms): FakeScoreOutput | undefined {
  const [first, ...others] = Object.entries(terms);
  const nameOf = (output: FakeScoreOutput | undefined) => (output ? `the output \`${output.name}\`` : "the noise");
  const expected = first![1].object.fakeScoreOutput;
  for (const [name, { use, object }] of others) {
    if (object.fakeScoreOutput?.name === expected?.name) continue;
    throw new TweedieError({
      where: `loss.terms.${name}`,
      what: `\`${use}\` reads ${nameOf(object.fakeScoreOutput)} from the fake score, and the term \`${first![0]}\` reads ${nameOf(expected)}`,
      fix: "all terms of a sum read the same output",
    });
  }
  return expected;
}

/** The pairs of all terms that have such. @throws TweedieError if they have different ones */
export function pairsOf(terms: Terms): PairsPlan | undefined {
  const [first, ...others] = Object.entries(terms).filter(([, { object }]) => object.pairs);
  const plan = first?.[1].object.pairs;
  const other = others.find(([, { object }]) => JSON.stringify(object.pairs) !== JSON.stringify(plan));
  if (!other) return plan;
  throw new TweedieError({
    where: `loss.terms.${other[0]}`,
    what: `it has other pairs than the term \`${first![0]}\`, and the latents of a batch are those of its pairs`,
    fix: "give both terms the same `count`, `sampler`, `steps` and `seed`",
  });
}
