import { testFamily } from "@tweedie/testing";

testFamily(import.meta.dirname, {
  unet: { shape: [4, 4, 1], options: { multipliers: [1], attention: [] } },
  dit: { shape: [4, 4, 1] },
});
