import type { Plugin, PruningInput, TrialReport } from "@tweedie/core";
import { unless } from "../../problems/findings.ts";
import type { Suite } from "../check.ts";
import { optionChecks } from "../options.ts";
import { make, type Setup } from "../setup.ts";

/** Reports after 10, 20, ... steps. They are frozen, because a pruner must not change them. */
const reportsOf = (...values: readonly number[]): readonly TrialReport[] =>
  Object.freeze(values.map((value, i) => Object.freeze({ resource: 10 * (i + 1), value })));

const others = Object.freeze(
  [reportsOf(5, 3, 1), reportsOf(4, 4, 4), reportsOf(6, 5, Infinity)].map((reports, i) =>
    Object.freeze({ isComplete: i < 2, reports }),
  ),
);

/** Trials: alone and among others, at the first report and later, better and worse, with a value that was NaN. */
const inputs: readonly PruningInput[] = [[9], [1], [9, 8, 7], [3, 2, 1], [1, 2, 3], [Infinity], [2, Infinity]].flatMap(
  (values) => {
    const reports = reportsOf(...values);
    return ([1, -1] as const).flatMap((sign) => [
      { reports, others: [], sign },
      { reports, others, sign },
    ]);
  },
);

const textOf = ({ reports, others, sign }: PruningInput): string =>
  `values ${reports.map(({ value }) => value).join(", ")}, sign ${sign}, ${others.length} other trials`;

/** The contract of a pruner. */
export const prunerSuite = (plugin: Plugin<"pruner">, setup: Setup = {}): Suite => ({
  name: "pruner",
  checks: [
    ...optionChecks(plugin, setup),
    {
      name: "decides about every trial, and changes no report",
      find: () =>
        inputs.map((input) => {
          const decision: unknown = make(plugin, setup).prune(input);
          return unless(typeof decision === "boolean", `${textOf(input)}: \`prune\` returns ${String(decision)}`);
        }),
    },
    {
      name: "decisions depend on nothing but the input",
      find: () => {
        const used = make(plugin, setup);
        return inputs.map((input) =>
          unless(
            used.prune(input) === make(plugin, setup).prune(input),
            `${textOf(input)}: one object decides otherwise than another`,
          ),
        );
      },
    },
  ],
});
