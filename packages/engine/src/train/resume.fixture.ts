/** A tiny experiment with checkpoints between its evaluations, a schedule, clipping, and two fake-score updates per iteration. */
export const resumeYaml = `
data: datasets/ring
network: { use: networks/mlp, width: 16, depth: 1, embedding: 8 }
teacher: teachers/denoiser
student: students/denoiser
fakeScore: fake-scores/denoiser
loss: sid/l2
pretrain: { steps: 6, batch: 32 }
distill:
  steps: 6
  batch: 32
  student: { optimizer: { schedule: { warmup: 2, decay: cosine }, clip: { norm: 1 }, nonFinite: zero } }
  fakeScore: { updates: 2 }
evaluate: { every: 3, samples: 64, draws: 64, metrics: [metrics/sliced-wasserstein], teacherSteps: 3, teacherCurve: null }
log: { every: 1 }
checkpoint: { every: 4 }
`;
