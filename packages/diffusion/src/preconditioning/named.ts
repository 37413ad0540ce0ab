import type { Preconditioning } from "@tweedie/core";
import { preconditioningOf, type PreconditioningSettings } from "./settings.ts";

/** Steps of DDPM: 1,000, with variances from 1e-4 to 0.02. Ho et al., arXiv 2006.11239. */
const ddpm = {
  kind: "discrete",
  steps: 1_000,
  schedule: "linear",
  betaStart: 1e-4,
  betaEnd: 0.02,
  zeroTerminalSignal: false,
} as const;

/** Preconditionings with the numbers of their papers, by name. */
const published = {
  vp: { kind: "vp", betaD: 19.9, betaMin: 0.1, steps: 1_000 },
  ve: { kind: "ve" },
  iddpm: { kind: "iddpm", c1: 0.001, c2: 0.008, steps: 1_000 },
  epsilon: { ...ddpm, prediction: "epsilon" },
  v: { ...ddpm, prediction: "v" },
  sample: { ...ddpm, prediction: "sample" },
  flow: { kind: "flow", timeScale: 1_000 },
} as const satisfies Readonly<Record<string, PreconditioningSettings>>;

export type PreconditioningName = "edm" | keyof typeof published;

/** Names for an option: EDM; VP and VE of Song et al.; improved DDPM; eps, v or samples at the steps of DDPM; the velocity of a flow. */
export const preconditioningNames = ["edm", ...Object.keys(published)] as [
  PreconditioningName,
  ...PreconditioningName[],
];

/** The preconditioning of a name; EDM's is for data of standard deviation `sigmaData`. */
export const namedPreconditioning = (name: PreconditioningName, sigmaData: number): Preconditioning =>
  preconditioningOf(name === "edm" ? { kind: "edm", sigmaData } : published[name]);
