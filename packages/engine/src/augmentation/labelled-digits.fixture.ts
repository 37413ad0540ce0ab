/** Distillation of a tiny DDPM++ that receives the labels of augmentations, on 7x7 digits. */
export const labelledDigitsYaml = `
data: { use: datasets/mnist, size: 7 }
network: { use: networks/song-unet, channels: 4, multipliers: [1], blocks: 1, attention: [], augmentations: 9 }
teacher: teachers/denoiser
student: students/denoiser
fakeScore: fake-scores/denoiser
loss: sid/l2
`;
