/** Beginning of an experiment on four wide modes that overlap; class k is at the angle kπ/2, at the radius 0.6. */
export const wideModesYaml = `
data: { use: datasets/ring, modes: 4, radius: 0.6, std: 0.3 }
network: { use: networks/mlp, width: 48, depth: 2, conditional: true }
teacher: teachers/denoiser
student: students/denoiser
fakeScore: fake-scores/denoiser
loss: { use: sid/l2, lambda: 1 }
`;
