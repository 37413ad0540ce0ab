import type { z } from "zod";
import type {
  Dataset,
  Extractor,
  FakeScore,
  LossStrategy,
  Metric,
  Network,
  NoiseSchedule,
  Student,
  Teacher,
  TimeLaw,
  Weighting,
} from "./contracts.ts";
import type { Launcher, Pruner, Sampler } from "./sweep-contracts.ts";
import type { Tracker } from "./tracker-contracts.ts";

/** What a plugin can be, and the contract of each. */
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

/** The roles that an experiment fills once, and that a plugin can therefore ask for. */
export const sharedRoles = ["data", "schedule", "network", "teacher", "student", "fakeScore", "loss"] as const;
export type SharedRole = (typeof sharedRoles)[number];

/** Version of the contract between plugins and the engine. It grows when a plugin that was right would no longer be. */
export const apiVersion = 2;

/** A plugin as the engine sees it, its types forgotten. */
export interface Plugin<R extends Role = Role> {
  /** The version that the plugin was made for. */
  readonly apiVersion: number;
  readonly role: R;
  readonly summary: string;
  readonly options: z.ZodType;
  readonly uses: readonly SharedRole[];
  create(options: unknown, ...uses: unknown[]): Roles[R];
}

/**
 * A plugin: what it is, what can be set, what it needs, and how it is made.
 *
 * `create` is called once per experiment with checked options and with the roles listed in `uses`.
 * It must stay cheap: `tweedie validate` calls it too.
 */
export function definePlugin<R extends Role, O extends z.ZodType, const U extends readonly SharedRole[] = []>(plugin: {
  readonly role: R;
  /** One line for `tweedie plugins`. */
  readonly summary: string;
  readonly options: O;
  readonly uses?: U;
  create(options: z.output<O>, ...uses: { -readonly [K in keyof U]: Roles[U[K]] }): Roles[R];
}): Plugin<R> & { create(options: z.output<O>, ...uses: { -readonly [K in keyof U]: Roles[U[K]] }): Roles[R] } {
  return { uses: [], ...plugin, apiVersion } as unknown as ReturnType<typeof definePlugin<R, O, U>>;
}
