/** A tiny U-Net on 7x7 digits, trained for six steps. */
export const dropoutYaml = `
data: { use: datasets/mnist, size: 7 }
network: { use: networks/unet, channels: 4, multipliers: [1], attention: [], heads: 1, groups: 2, patch: 1, embedding: 4 }
teacher: teachers/denoiser
student: students/denoiser
fakeScore: fake-scores/denoiser
loss: sid/l2
pretrain: { steps: 6, batch: 8, optimizer: { eps: 0.1 } }
distill: { steps: 2, batch: 8, fakeScore: { updates: 1 } }
evaluate: { every: 2, samples: 32, draws: 16, metrics: [metrics/sliced-wasserstein], teacherSteps: 2, teacherCurve: null }
log: { every: 1 }
checkpoint: { every: 2 }
`;
