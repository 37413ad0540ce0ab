import { testFamily } from "@tweedie/testing";

testFamily(import.meta.dirname, {
  unet: { shape: [4, 4, 1], options: { multipliers: [1], attention: [] } },
  dit: { shape: [4, 4, 1] },
  "song-unet": { shape: [16, 16, 3] },
  "diffusers-unet": { shape: [16, 16, 3] },
  "dhariwal-unet": { shape: [32, 32, 3], options: { attention: [] } },
});
