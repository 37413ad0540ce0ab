import type { Role, Roles } from "@tweedie/core";

/** What a member of a plugin's object has to be, and its words. */
interface Kind {
  readonly words: string;
  is(value: unknown): boolean;
}

const callable: Kind = { words: "a function", is: (value) => typeof value === "function" };
const flag: Kind = { words: "true or false", is: (value) => typeof value === "boolean" };
const positive: Kind = { words: "a positive number", is: (value) => Number.isFinite(value) && (value as number) > 0 };
const shape: Kind = {
  words: "a list of whole numbers from 1, such as [2] or [28, 28, 1]",
  is: (value) => Array.isArray(value) && value.every((size) => Number.isSafeInteger(size) && size > 0),
};
const goals: Kind = {
  words: 'names with "minimize" or "maximize"',
  is: (value) => isObject(value) && Object.values(value).every((goal) => goal === "minimize" || goal === "maximize"),
};
const count: Kind = {
  words: "a whole number from 1",
  is: (value) => Number.isSafeInteger(value) && (value as number) > 0,
};
const view: Kind = {
  words: '"samples", "features" or "classes"',
  is: (value) => value === "samples" || value === "features" || value === "classes",
};
const labelled: Kind = {
  words: "draws with labels: `classes`, `sample` and `heldOut`",
  is: (value) => isObject(value) && ["classes", "sample", "heldOut"].every((name) => name in value),
};
const optional = ({ words, is }: Kind): Kind => ({ words, is: (value) => value === undefined || is(value) });

/** What the object of each role must have. Only what the engine would stumble over much later, and far from the plugin. */
const contracts: { readonly [R in Role]: { readonly [K in keyof Roles[R]]?: Kind } } = {
  data: {
    shape,
    sigmaData: positive,
    sample: callable,
    heldOut: callable,
    labelled: optional(labelled),
    content: optional(callable),
  },
  schedule: { amplitudes: callable, timeOf: callable },
  network: { shape, classes: optional(count), init: callable, draws: optional(callable), forward: callable },
  teacher: {
    shape,
    sigmaData: positive,
    trained: flag,
    classes: optional(count),
    init: callable,
    draws: optional(callable),
    epsilon: callable,
  },
  student: {
    latentShape: shape,
    classes: optional(count),
    sharesTeacher: optional(flag),
    init: callable,
    generate: callable,
  },
  fakeScore: { classes: optional(count), sharesTeacher: optional(flag), init: callable, epsilon: callable },
  loss: { student: callable, fakeScore: optional(callable), draws: optional(callable) },
  timeLaw: { quantile: callable },
  weighting: { student: optional(callable), denoiser: optional(callable) },
  extractor: { classes: optional(count) },
  metric: { input: optional(view), goals, measure: callable },
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

/** What keeps an object from filling a role, in words. */
export function breachOf(role: Role, made: unknown): string | undefined {
  if (!isObject(made)) return "create gave no object";
  if ("then" in made) return "create gave a promise; it cannot wait";
  for (const [name, kind] of Object.entries<Kind>(contracts[role])) {
    const value = (made as Readonly<Record<string, unknown>>)[name];
    if (kind.is(value)) continue;
    return value === undefined ? `\`${name}\` is missing: ${kind.words}` : `\`${name}\` is not ${kind.words}`;
  }
  return undefined;
}

const isObject = (value: unknown): value is object => typeof value === "object" && value !== null;
