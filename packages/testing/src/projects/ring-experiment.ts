/** YAML of an experiment on the ring data that trains within seconds, because its teacher is a closed form. `more` is appended. */
export const ringExperiment = (loss = "sid/l2", more = ""): string => `name: ring
data: datasets/ring
network: { use: networks/mlp, width: 8, depth: 1 }
teacher: teachers/mixture
student: { use: students/mlp, width: 8, depth: 1 }
fakeScore: { use: fake-scores/denoiser, init: random }
loss: ${loss}
distill: { steps: 2, batch: 8 }
evaluate: { samples: 16 }
${more}`;
