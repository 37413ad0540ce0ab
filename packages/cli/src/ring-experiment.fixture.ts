/** A valid experiment. Its teacher is a closed form, so there is no pretraining. */
export const ring = `name: ring
data: datasets/ring
teacher: teachers/mixture
student: students/mlp
fakeScore: { use: fake-scores/denoiser, init: random }
loss: sid/l2
`;
