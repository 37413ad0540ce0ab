/** An experiment whose teacher is a closed form: valid, and soon run. */
export const ring = `name: ring
data: datasets/ring
teacher: teachers/mixture
student: students/mlp
fakeScore: { use: fake-scores/denoiser, init: random }
loss: sid/l2
`;
