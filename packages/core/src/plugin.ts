import type { z } from "zod";
import type {
  Dataset,
  Extractor,
  FakeScore,
  Launcher,
  LossStrategy,
  Metric,
  Network,
  NoiseSchedule,
  Pruner,
  Sampler,
  Student,
  Teacher,
  TimeLaw,
  Tracker,
  Weighting,
} from "./contracts/index.ts";

/** The roles of plugins, each with its contract. */
export interface Roles {
  data: Dataset;
  schedule: NoiseSchedule;
  network: Network;
  teacher: Teacher;
  student: Student;
  fakeScore: FakeScore;
  loss: LossStrategy;
  timeLaw: TimeLaw;
  weighting: Weighting;
  extractor: Extractor;
  metric: Metric;
  tracker: Tracker;
  sampler: Sampler;
  pruner: Pruner;
  launcher: Launcher;
}

export type Role = keyof Roles;

/** Tasks of the roles, one sentence each. */
export const roleDescriptions: Readonly<Record<Role, string>> = {
  data: "Dataset: samples that teachers are trained on and that metrics compare with.",
  schedule: "Noise schedule: amplitudes of signal and noise as functions of time.",
  network: "Network in teacher, student and fake score.",
  teacher: "Frozen denoiser of the data.",
  student: "One-step generator.",
  fakeScore: "Denoiser of the student's samples.",
  loss: "Objective of the student.",
  timeLaw: "Distribution of the training times.",
  weighting: "Weight of each sample in a loss.",
  extractor: "Features of samples, which metrics compare.",
  metric: "Comparison of samples with real ones.",
  tracker: "Display of a run in another program.",
  sampler: "Choice of the configurations of a sweep.",
  pruner: "Early end of unpromising trials of a sweep.",
  launcher: "Start of the agents that run the trials of a sweep.",
};

/** Roles that an experiment has exactly one plugin of, so that other plugins can depend on it by `uses`. */
export const sharedRoles = ["data", "schedule", "network", "teacher", "student", "fakeScore", "loss"] as const;
export type SharedRole = (typeof sharedRoles)[number];

/** Version of the contract between plugins and the engine. It is incremented when the contract changes incompatibly. */
export const apiVersion = 3;

/** A plugin as the engine uses it, with option types erased. */
export interface Plugin<R extends Role = Role> {
  /** Version of the contract that the plugin was written for. */
  readonly apiVersion: number;
  readonly role: R;
  readonly summary: string;
  /** Names that the field uses for it: `fid`. An unknown name in an experiment is answered with the plugin that it is an alias of. */
  readonly aliases?: readonly string[];
  readonly options: z.ZodType;
  readonly uses: readonly SharedRole[];
  create(options: unknown, ...uses: unknown[]): Roles[R];
}

/**
 * Defines a plugin: its role, its options, the roles that it uses, and its constructor.
 *
 * `create` is called once per experiment with validated options and the objects of the roles listed in `uses`.
 * It must be cheap, because `tweedie validate` calls it too.
 */
export function definePlugin<R extends Role, O extends z.ZodType, const U extends readonly SharedRole[] = []>(plugin: {
  readonly role: R;
  /** One line, shown by `tweedie plugins`. */
  readonly summary: string;
  /** Names that the field uses for it, as answers to unknown names. */
  readonly aliases?: readonly string[];
  readonly options: O;
  readonly uses?: U;
  create(options: z.output<O>, ...uses: { -readonly [K in keyof U]: Roles[U[K]] }): Roles[R];
}): Plugin<R> & { create(options: z.output<O>, ...uses: { -readonly [K in keyof U]: Roles[U[K]] }): Roles[R] } {
  return { uses: [], ...plugin, apiVersion } as unknown as ReturnType<typeof definePlugin<R, O, U>>;
}
