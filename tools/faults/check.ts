import type { Edit } from "./build.ts";
import type { Need } from "./needs.ts";
import type { Numbers } from "./numbers.ts";
import type { Tally } from "./tally.ts";

/** Parts of the page, in its order. */
export const groups = {
  crash: "Kills and power cuts",
  disk: "Disks and folders",
  memory: "Memory",
  files: "Damaged and old files",
  sweep: "Sweeps",
  input: "Input",
  trust: "Names, strangers and servers",
} as const;

export type Group = keyof typeof groups;

/** One fault: how it is injected, how often, and the proof that the check can see it. */
export interface Check {
  /** Name for `--only`, in lower case with hyphens. */
  readonly id: string;
  readonly group: Group;
  /** The fault, as the page names it. */
  readonly fault: string;
  /** The injection of the fault, in one sentence of the page. */
  readonly done: string;
  /**
   * Faults to inject in the soak and in CI; 0 leaves the check out. CI has checks whose faults the seed determines, not the
   * speed of the machine, so that their controls always fail.
   */
  readonly times: { readonly soak: number; readonly ci: number };
  readonly needs?: readonly Need[];
  readonly run: (context: CheckContext) => Promise<void>;
  readonly control: Control;
}

/** A build with a mend taken out, on which the check must fail. */
export interface Control {
  /** The mend that is taken out, as the page names it. */
  readonly without: string;
  readonly edits: readonly Edit[];
  /** Faults to inject at most in the soak; the control ends at the first failure. Default: those of the check. In CI always those. */
  readonly times?: number;
}

export interface CheckContext {
  /** Root of the sources under test: the repository, or a copy with a mend taken out. */
  readonly build: string;
  /** Root of the unchanged sources, for reference results. */
  readonly reference: string;
  /** An empty folder, removed afterwards. */
  readonly folder: string;
  readonly times: number;
  readonly numbers: Numbers;
  readonly tally: Tally;
}
