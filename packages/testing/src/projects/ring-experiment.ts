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

/** YAML of such an experiment whose log has 7 rows, of the steps 0 to 6, and an evaluation every 3 steps. `more` is appended. */
export const loggedRingExperiment = (more = ""): string => `data: datasets/ring
network: { use: networks/mlp, width: 8, depth: 1, embedding: 8 }
teacher: teachers/mixture
student: { use: students/mlp, width: 8, depth: 1 }
fakeScore: { use: fake-scores/denoiser, init: random }
loss: sid/l2
distill: { steps: 6, batch: 8 }
evaluate: { every: 3, samples: 16, draws: 16, teacherSteps: 1, teacherCurve: null }
log: { every: 1 }
${more}`;
