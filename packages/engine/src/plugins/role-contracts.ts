import type { Role, Roles } from "@tweedie/core";
import { describeFormerFields } from "./contract-version.ts";

/** A requirement of a field of a plugin object, and its description in messages. */
interface Requirement {
  readonly description: string;
  accepts(value: unknown): boolean;
}

const isObject = (value: unknown): value is object => typeof value === "object" && value !== null;

const callable: Requirement = { description: "a function", accepts: (value) => typeof value === "function" };
const flag: Requirement = { description: "true or false", accepts: (value) => typeof value === "boolean" };
const positive: Requirement = {
  description: "a positive number",
  accepts: (value) => Number.isFinite(value) && (value as number) > 0,
};
const shape: Requirement = {
  description: "a list of positive integers, such as [2] or [28, 28, 1]",
  accepts: (value) => Array.isArray(value) && value.every((size) => Number.isSafeInteger(size) && size > 0),
};
const goals: Requirement = {
  description: 'a map of names to "minimize" or "maximize"',
  accepts: (value) =>
    isObject(value) && Object.values(value).every((goal) => goal === "minimize" || goal === "maximize"),
};
const descriptions: Requirement = {
  description: "a map of names to objects with a text `title`, and a text `unit` if there is one",
  accepts: (value) =>
    isObject(value) &&
    Object.values(value).every(
      (each: unknown) =>
        isObject(each) &&
        "title" in each &&
        text.accepts(each.title) &&
        (!("unit" in each) || optional(text).accepts(each.unit)),
    ),
};
const count: Requirement = {
  description: "a positive integer",
  accepts: (value) => Number.isSafeInteger(value) && (value as number) > 0,
};
const metricInput: Requirement = {
  description: '"samples", "features" or "classes"',
  accepts: (value) => value === "samples" || value === "features" || value === "classes",
};
const teacherWeights: Requirement = {
  description: '"closed-form", "trained" or "loaded"',
  accepts: (value) => value === "closed-form" || value === "trained" || value === "loaded",
};
const weightInput: Requirement = {
  description: '"level", "xt" or "noise"',
  accepts: (value) => value === "level" || value === "xt" || value === "noise",
};
const text: Requirement = { description: "a text", accepts: (value) => typeof value === "string" };
const network: Requirement = {
  description: "a network, an object with `shape`, `init` and `forward`",
  accepts: (value) => isObject(value) && ["shape", "init", "forward"].every((name) => name in value),
};
const steps: Requirement = {
  description: "an object with `count`, `withCount`, `withGuidance`, `draws` and `generate`",
  accepts: (value) =>
    isObject(value) && ["count", "withCount", "withGuidance", "draws", "generate"].every((name) => name in value),
};
const features: Requirement = {
  description: "an object with `shape` and `evaluate`",
  accepts: (value) => isObject(value) && ["shape", "evaluate"].every((name) => name in value),
};
const labelled: Requirement = {
  description: "an object with `classes`, `sample` and `heldOut`",
  accepts: (value) => isObject(value) && ["classes", "sample", "heldOut"].every((name) => name in value),
};
const optional = ({ description, accepts }: Requirement): Requirement => ({
  description,
  accepts: (value) => value === undefined || accepts(value),
});

/** Fields that the object of each role must have, as far as a violation would cause an error only much later. */
const contracts: { readonly [R in Role]: { readonly [K in keyof Roles[R]]?: Requirement } } = {
  data: {
    shape,
    sigmaData: positive,
    sample: callable,
    heldOut: callable,
    labelled: optional(labelled),
    content: optional(callable),
  },
  schedule: { amplitudes: callable, timeOf: callable },
  network: {
    shape,
    classes: optional(count),
    ofTeacher: optional(flag),
    recomputes: optional(flag),
    dropsLabels: optional(flag),
    init: callable,
    draws: optional(callable),
    forward: callable,
    features: optional(features),
  },
  teacher: {
    shape,
    sigmaData: positive,
    weights: teacherWeights,
    network: optional(network),
    weightsOfRun: optional(text),
    classes: optional(count),
    init: callable,
    draws: optional(callable),
    epsilon: callable,
  },
  student: {
    latentShape: shape,
    evaluations: optional(count),
    classes: optional(count),
    sharesTeacher: optional(flag),
    weightsOfRun: optional(text),
    init: callable,
    draws: optional(callable),
    steps: optional(steps),
    generate: callable,
  },
  fakeScore: {
    classes: optional(count),
    sharesTeacher: optional(flag),
    weightsOfRun: optional(text),
    init: callable,
    draws: optional(callable),
    epsilon: callable,
    withLogits: optional(callable),
  },
  loss: {
    student: callable,
    fakeScore: optional(callable),
    draws: optional(callable),
    studentTerms: optional(callable),
    appliesWeighting: optional(flag),
    readsLogits: optional(flag),
    batchStatistics: optional(flag),
  },
  timeLaw: { quantile: callable },
  weighting: {
    student: optional(callable),
    denoiser: optional(callable),
    batchStatistics: optional(flag),
    dependsOn: optional(weightInput),
  },
  extractor: { classes: optional(count) },
  metric: { input: optional(metricInput), goals, descriptions: optional(descriptions), measure: callable },
  tracker: { start: callable, log: callable, finish: callable },
  sampler: { suggest: callable, size: optional(callable), refuse: optional(callable) },
  pruner: { prune: callable },
  launcher: {
    attached: flag,
    agent: callable,
    preview: callable,
    launch: callable,
    alive: callable,
    cancel: callable,
  },
};

export const roles = Object.keys(contracts) as readonly Role[];

/** Describes the first violation of a role's contract by the result of `create`; undefined if there is none. */
export function contractViolation(role: Role, object: unknown): string | undefined {
  const invalid = (reason: string) => `creates no valid ${role}: ${reason}`;
  if (!isObject(object)) return invalid("`create` does not return an object");
  if ("then" in object) return invalid("`create` returns a promise, and must be synchronous");
  const former = describeFormerFields(role, object);
  if (former !== undefined) return former;
  for (const [name, requirement] of Object.entries<Requirement>(contracts[role])) {
    const value = (object as Readonly<Record<string, unknown>>)[name];
    if (requirement.accepts(value)) continue;
    const { description } = requirement;
    return invalid(
      value === undefined ? `\`${name}\` is missing: ${description}` : `\`${name}\` is not ${description}`,
    );
  }
  return undefined;
}
