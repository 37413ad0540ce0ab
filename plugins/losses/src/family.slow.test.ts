import { testFamily } from "@tweedie/testing";

testFamily(import.meta.dirname, {
  sum: {
    options: { terms: { one: { use: "divergences/reverse-kl", weight: 2 } } },
    plugins: { "divergences/reverse-kl": "@tweedie/plugin-divergences/reverse-kl" },
  },
});
