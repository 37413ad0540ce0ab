import { testFamily } from "@tweedie/testing";

testFamily(import.meta.dirname, {
  "sample-errors": {
    options: { of: "weightings/none" },
    plugins: { "weightings/none": "@tweedie/plugin-weightings/none" },
  },
});
