import { noiseBandEdges } from "@tweedie/engine";
import type { ColorName } from "./theme.ts";

/** Diagnostics drawn on one axis. `key` is the logged name without `diag.`, `name` the label. */
export interface DiagnosticPanel {
  readonly title: string;
  readonly curves: readonly { readonly key: string; readonly name: string; readonly color: ColorName }[];
  readonly caption: string;
}

const bandNames = [
  `σ < ${noiseBandEdges[0]}`,
  ...noiseBandEdges.slice(1).map((edge, i) => `${noiseBandEdges[i]} – ${edge}`),
  `σ > ${noiseBandEdges.at(-1)}`,
];
const bandColors = ["student", "fakeScore", "teacher", "muted"] as const;

const bandPanel = (quantity: string, caption: string): DiagnosticPanel => ({
  title: `${quantity} by noise level`,
  curves: bandNames.map((name, i) => ({ key: `${quantity}.band${i}`, name, color: bandColors[i] ?? "ink" })),
  caption,
});

/** The panels of a report, in their order. */
export const diagnosticPanels: readonly DiagnosticPanel[] = [
  {
    title: "V, L1, L2",
    curves: [
      { key: "V", name: "V", color: "student" },
      { key: "L1", name: "L1", color: "muted" },
      { key: "L2", name: "L2", color: "data" },
    ],
    caption:
      "V is a lower bound of the Fisher divergence between student and teacher. With the optimal fake score, V, L1 and L2 all equal the divergence. Near 0 the fake score finds no difference between student and teacher.",
  },
  {
    title: "fake score's excess loss (psi-gap)",
    curves: [{ key: "psiGap", name: "psi-gap", color: "fakeScore" }],
    caption:
      "Denoising loss of the fake score minus the minimum loss, which is estimated from other samples of the student where they are dense enough. V plus the psi-gap is about the Fisher divergence: if the psi-gap exceeds V, the fake score captures less than half of it.",
  },
  bandPanel(
    "V",
    "σ is the noise level in units of the data's standard deviation. V at low noise levels measures errors of details, at high noise levels errors of the overall shape.",
  ),
  bandPanel("L1", "|teacher − fake score|² at the same noise levels."),
  bandPanel("L2", "⟨teacher − fake score, teacher − noise⟩ at the same noise levels."),
  {
    title: "gradient with respect to the samples",
    curves: [
      { key: "grad.loss", name: "loss", color: "student" },
      { key: "grad.L1", name: "L1", color: "muted" },
      { key: "grad.L2", name: "L2", color: "data" },
    ],
    caption:
      "Mean norm, with the student's weighting. If the gradients of L1 and L2 are much larger than the gradient of the loss, they cancel each other.",
  },
];
