import { random, type Dimension, type Observation, type Plugin, type Sampler, type SearchSpace } from "@tweedie/core";
import { unless } from "../../problems/findings.ts";
import { searchSpaces } from "../../stand-ins/search-spaces.ts";
import type { Check, Suite } from "../check.ts";
import { optionChecks } from "../options.ts";
import { make, type Setup } from "../setup.ts";

/** Largest number of configurations that are suggested. */
const most = 12;

/** The contract of a sampler, in spaces of choices, integers, a continuous range, and a conditional parameter. */
export const samplerSuite = (plugin: Plugin<"sampler">, setup: Setup = {}): Suite => ({
  name: "sampler",
  checks: optionChecks(plugin, setup),
  groups: Object.entries(searchSpaces).map(([name, space]) => ({
    name: `in a space of ${name}`,
    checks: spaceChecks(() => make(plugin, setup), space),
  })),
});

function spaceChecks(sampler: () => Sampler, space: SearchSpace): readonly Check[] {
  const skipReason = () => {
    const refusal = sampler().refuse?.(space);
    return refusal && `the sampler refuses the space: ${refusal.what}`;
  };
  const count = () => Math.min(most, sampler().size?.(space) ?? most);
  return [
    {
      name: "suggests a value of each parameter whose condition is met",
      skipReason,
      find: () =>
        Array.from({ length: count() }, (_, index) => suggest(sampler(), space, index)).flatMap((point) => [
          ...space.map((dimension) => valueProblem(dimension, point)),
          ...Object.keys(point).map((name) =>
            unless(
              space.some((dimension) => dimension.name === name),
              `there is no parameter ${name}`,
            ),
          ),
        ]),
    },
    {
      name: "suggestions depend on nothing but the input",
      skipReason,
      find: () => {
        const used = sampler();
        return Array.from({ length: count() }, (_, index) => {
          const [first, second] = [suggest(used, space, index), suggest(sampler(), space, index)].map(sortedText);
          return unless(first === second, `suggestion ${index} of one object is ${first}, of another ${second}`);
        });
      },
    },
  ];
}

/** Suggests a configuration after eight others, of which one each is running, pruned and diverged. */
const suggest = (sampler: Sampler, space: SearchSpace, index: number) =>
  sampler.suggest({
    space,
    index,
    random: random(0, "sampler", index),
    sweep: random(0, "sweep"),
    history: () => history(space),
  });

const statuses: Readonly<Record<number, Observation["status"]>> = { 5: "pruned", 6: "diverged", 7: "running" };

const history = (space: SearchSpace): readonly Observation[] =>
  Array.from({ length: 8 }, (_, i) => {
    const point: Record<string, number> = {};
    for (const each of space) {
      if (!isActive(each, point)) continue;
      point[each.name] = each.kind === "choice" ? i % each.probabilities.length : each.quantile((i + 0.5) / 8);
    }
    const status = statuses[i] ?? "complete";
    return { point, status, ...(i < 6 && { value: (i - 3) ** 2 }), ...(status === "pruned" && { resource: 10 }) };
  });

const isActive = ({ when }: Dimension, point: Readonly<Record<string, number>>): boolean =>
  when === undefined || point[when.name] === when.choice;

const sortedText = (point: Readonly<Record<string, number>>): string =>
  JSON.stringify(Object.entries(point).toSorted(([a], [b]) => (a < b ? -1 : 1)));

/** Returns a problem unless a point has a value of a dimension exactly if its condition is met, and the value belongs to it. */
function valueProblem(dimension: Dimension, point: Readonly<Record<string, number>>): string | undefined {
  const { name } = dimension;
  const value = point[name];
  if (!isActive(dimension, point)) {
    return unless(value === undefined, `${name} has the value ${value}, but its condition is not met`);
  }
  if (value === undefined) return `${name} has no value`;
  if (dimension.kind === "choice") {
    const isChoice = Number.isInteger(value) && value >= 0 && value < dimension.probabilities.length;
    return unless(isChoice, `${name} is ${value}, which is no index of ${dimension.probabilities.length} choices`);
  }
  const [from, to] = dimension.shares(value);
  const isValue = !dimension.grid || dimension.quantile((from + to) / 2) === value;
  return unless(from >= 0 && to <= 1 && isValue, `${name} is ${value}, which is no value of its distribution`);
}
